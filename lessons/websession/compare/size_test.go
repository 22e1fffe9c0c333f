package compare

import (
	"fmt"
	"strings"
	"testing"
)

// TestTitles: a workload is called after what one visitor, or one turn, does.
func TestTitles(t *testing.T) {
	for _, s := range []Size{Quick(), Usual(), Full()} {
		for _, w := range s.loads {
			n := w.clients
			if n == 1 {
				n = w.requests
			}
			if !strings.HasPrefix(w.title, fmt.Sprintf("%d ", n)) || !strings.HasSuffix(w.id, fmt.Sprintf("-%d", n)) {
				t.Errorf("%s: %q (%s) has %d requests by %d clients", s.name, w.title, w.id, w.requests, w.clients)
			}
		}
	}
}

// TestSharedVisit: the visit that the tabs have their cookie of is counted, and
// its time is not.
func TestSharedVisit(t *testing.T) {
	s := Setting{Dir: t.TempDir(), Embedded: inProcess(t)}
	w := tabs(1, 1)
	ctx, nobody := t.Context(), func() {}
	for _, e := range s.entrants(t.Context()) {
		if e.ID != Embedded {
			if e.LeftOut == "" {
				e.close()
			}
			continue
		}
		r := &racer{entrant: e}
		if err := r.serve(); err != nil {
			t.Fatal(err)
		}
		defer r.server.Close()
		defer r.close()
		browsers, served := w.browsers(r.url), 0
		w.run(ctx, browsers, nobody) // what is timed
		for _, b := range browsers {
			served += b.served
			b.close()
		}
		if served != crowdSize {
			t.Errorf("%d visits are timed", served)
		}
		got, err := w.take(ctx, r.url, r.store, nobody)
		if err != nil || got.served != crowdSize+1 || len(got.took) != crowdSize {
			t.Errorf("%d visits were served and %d timed, %v", got.served, len(got.took), err)
		}
	}
}

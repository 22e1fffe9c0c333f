package compare

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"sync"
	"time"
)

// turn is what came of one arm's turn at a workload.
type turn struct {
	elapsed time.Duration
	took    []time.Duration // of each request in that time that got a page
	served  int
	failed  int
	failure string // the first one's words
	stored  *int   // visits, as the store counted them; nil when there is no store
}

// take lets an arm have a turn, then asks its store what it holds, and
// empties it. The error of ctx means that the turn counts for nothing.
func (w workload) take(ctx context.Context, url string, st store, tick func()) (turn, error) {
	browsers := w.browsers(url)
	if w.shared {
		w.share(ctx, browsers)
	}
	began := time.Now()
	w.run(ctx, browsers, tick)
	t := turn{elapsed: time.Since(began)}
	ids := map[string]bool{}
	for _, b := range browsers {
		b.close()
		t.took = append(t.took, b.took...)
		t.served += b.served
		t.failed += b.failed
		if t.failure == "" {
			t.failure = b.failure
		}
		maps.Copy(ids, b.ids)
	}
	if st == nil {
		return t, ctx.Err()
	}
	return t, t.audit(ctx, st, slices.Collect(maps.Keys(ids)))
}

// audit asks the store how many visits it has counted, and empties it.
func (t *turn) audit(ctx context.Context, st store, ids []string) error {
	defer st.clear(context.WithoutCancel(ctx), ids) // what remains has a deadline
	if ctx.Err() != nil {
		return ctx.Err()
	}
	visits, err := st.count(ctx, ids)
	if err != nil {
		return fmt.Errorf("the visits could not be counted: %w", err)
	}
	t.stored = &visits
	return nil
}

// browsers returns the clients of a workload.
func (w workload) browsers(url string) []*browser {
	all := make([]*browser, w.clients)
	for i := range all {
		all[i] = newBrowser(url, w.strangers)
	}
	return all
}

// share gives all browsers the cookie of a visit that comes before the turn. It
// is counted, as the store counts it, and its time is not.
func (w workload) share(ctx context.Context, browsers []*browser) {
	first := browsers[0]
	first.visit(ctx)
	first.took = nil
	for _, b := range browsers {
		b.cookie = first.cookie
	}
}

// run does the requests, spread evenly over the browsers.
func (w workload) run(ctx context.Context, browsers []*browser, tick func()) {
	var wg sync.WaitGroup
	for _, b := range browsers {
		wg.Go(func() {
			for range w.requests / w.clients {
				if ctx.Err() != nil {
					return
				}
				b.visit(ctx)
				tick()
			}
		})
	}
	wg.Wait()
}

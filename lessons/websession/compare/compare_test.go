package compare

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "rewrite testdata")

// small is every kind of workload, a little of each.
func small() Size {
	few := func(w workload) workload {
		w.clients, w.requests = 8, 24
		return w
	}
	return Size{"small", []workload{strangers(10, 2), returning(10, 2), few(crowd(2, 2)), few(tabs(4, 2))}, 0}
}

func TestRun(t *testing.T) {
	s, _ := setting(t)
	s.Size = small()
	rdb := s.Server.look(t)
	if err := rdb.Set(t.Context(), "somebody's", "1", 0).Err(); err != nil {
		t.Fatal(err)
	}
	var told atomic.Int64
	s.Tell = func(p Progress) {
		told.Add(1)
		if p.Done < 1 || p.Done > p.InAll || p.Round < 1 || p.Round > p.Of || p.Load == "" || p.Arm == "" {
			t.Errorf("told of %+v", p)
		}
	}
	r, err := Run(t.Context(), s)
	if err != nil {
		t.Fatal(err)
	}
	if !r.Complete || len(r.Workloads) != 4 || told.Load() == 0 {
		t.Errorf("complete %v, %d workloads, told %d times", r.Complete, len(r.Workloads), told.Load())
	}
	for i, l := range r.Workloads {
		if len(l.Results) != len(r.Arms) {
			t.Errorf("%s has %d results of %d arms", l.ID, len(l.Results), len(r.Arms))
		}
		for _, m := range l.Results {
			checkMeasured(t, s.Size.loads[i], m)
		}
	}
	for _, p := range r.Parts {
		if sum := p.Request + p.RoundTrips + p.Connections + p.Rest; sum < p.Visit-1e-9 || sum > p.Visit+1e-9 {
			t.Errorf("%s: the parts are %v, the whole %v", p.Arm, sum, p.Visit)
		}
	}
	if keys := rdb.Keys(t.Context(), "*").Val(); !slices.Equal(keys, []string{"somebody's"}) {
		t.Errorf("keys are left: %q", keys)
	}
}

func checkMeasured(t *testing.T, w workload, m Measured) {
	t.Helper()
	made := w.requests * w.rounds
	if w.shared {
		made += w.rounds // the visit that fetches the cookie
	}
	if m.Served != made || m.Failed != 0 || len(m.Turns) != w.rounds {
		t.Errorf("%s, %s: %d visits served and %d failed in %d turns, want %d in %d", w.id, m.Arm, m.Served, m.Failed, len(m.Turns), made, w.rounds)
	}
	if m.P50 <= 0 || m.P99 < m.P50 || m.Seconds <= 0 || m.PerSecond <= 0 {
		t.Errorf("%s: %+v", w.id, m)
	}
	if (m.Arm == SQLiteDefault) != (m.Ratio == 1) {
		t.Errorf("%s, %s: ratio %v", w.id, m.Arm, m.Ratio)
	}
	if (m.Arm == NoSession) != (m.Stored == nil) {
		t.Errorf("%s, %s: stored %v", w.id, m.Arm, m.Stored)
	}
	if m.Lost != 0 && (!w.shared || m.Arm == RedisCount) {
		t.Errorf("%s, %s: %d visits were lost", w.id, m.Arm, m.Lost)
	}
}

// TestStopped: what was measured before the context ended is the result, in
// whole rounds, and nothing is left behind.
func TestStopped(t *testing.T) {
	s, _ := setting(t)
	s.Size = Size{"small", []workload{returning(20, 2), strangers(100, 50)}, 0}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	s.Tell = func(p Progress) {
		if p.Load == s.Size.loads[1].title && p.Round == 2 {
			cancel()
		}
	}
	r, err := Run(ctx, s)
	if err != nil {
		t.Fatal(err)
	}
	if r.Complete || len(r.Workloads) != 2 {
		t.Fatalf("complete %v, %d workloads", r.Complete, len(r.Workloads))
	}
	for _, m := range r.Workloads[1].Results {
		if len(m.Turns) != 1 {
			t.Errorf("%s has %d turns, want the one round that came to its end", m.Arm, len(m.Turns))
		}
	}
	for _, redis := range []Redis{s.Server, s.Durable, s.Embedded} {
		if n := redis.look(t).DBSize(t.Context()).Val(); n != 0 {
			t.Errorf("%d keys are left", n)
		}
	}
	if !slices.ContainsFunc(r.Caveats, func(c string) bool { return strings.Contains(c, "stopped before the end") }) {
		t.Errorf("nobody is told: %q", r.Caveats)
	}
}

// TestLimit: where it takes too long, a workload has fewer rounds, one at
// least, and the result says so.
func TestLimit(t *testing.T) {
	s := Setting{Dir: t.TempDir(), Embedded: inProcess(t), Size: Size{"small", []workload{strangers(10, 9), returning(10, 9)}, 1}}
	r, err := Run(t.Context(), s)
	if err != nil || !r.Complete || len(r.Workloads) != 2 {
		t.Fatalf("%+v, %v", r, err)
	}
	for _, l := range r.Workloads {
		for _, m := range l.Results {
			if len(m.Turns) != 1 {
				t.Errorf("%s, %s: %d turns", l.ID, m.Arm, len(m.Turns))
			}
		}
	}
	if !slices.Contains(r.Caveats, "10 new visitors: 1 of 9 rounds were made, since they took long here.") {
		t.Errorf("nobody is told: %q", r.Caveats)
	}
}

// TestNothingYet: a context that has ended already leaves nothing to show.
func TestNothingYet(t *testing.T) {
	s, _ := setting(t)
	s.Size = small()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	r, err := Run(ctx, s)
	if err != nil || r.Complete || len(r.Workloads) > 0 || len(r.Reading) > 0 {
		t.Errorf("%+v, %v", r, err)
	}
}

// TestNoFolder: without a place for the databases there is no comparison.
func TestNoFolder(t *testing.T) {
	if _, err := Run(t.Context(), Setting{Size: small(), Dir: t.TempDir() + "/missing"}); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("%v", err)
	}
}

// TestServerEnds: what was measured before the server went away is kept, and
// the error says what happened.
func TestServerEnds(t *testing.T) {
	s, _ := setting(t)
	s.Size = small()
	rdb := s.Server.look(t)
	s.Tell = func(p Progress) {
		if p.Load == s.Size.loads[2].title {
			rdb.ShutdownNoSave(t.Context())
		}
	}
	r, err := Run(t.Context(), s)
	if err == nil || r.Complete || len(r.Workloads) < 2 || len(r.Reading) == 0 {
		t.Errorf("complete %v with %d workloads, %v", r.Complete, len(r.Workloads), err)
	}
}

// TestDescribe tells how it is done, and does nothing.
func TestDescribe(t *testing.T) {
	s, _ := setting(t)
	s.Size = small()
	r, err := Describe(t.Context(), s)
	if err != nil || len(r.Workloads) != 4 {
		t.Fatalf("%d workloads, %v", len(r.Workloads), err)
	}
	for _, a := range r.Arms {
		if a.Visit == "" || a.Durable == "" || a.LeftOut != "" {
			t.Errorf("%+v", a)
		}
	}
	if n := len(r.Workloads[0].Results); n != 0 {
		t.Errorf("%d results", n)
	}
}

// forgetful is a store that holds fewer visits than were served.
type forgetful struct{ cleared bool }

func (*forgetful) count(context.Context, []string) (int, error)  { return 7, nil }
func (f *forgetful) clear(_ context.Context, ids []string) error { f.cleared = true; return nil }

// TestFailuresCount: a request without a page is a failure, one that nobody
// counted is lost, and neither is dropped.
func TestFailuresCount(t *testing.T) {
	var n atomic.Int64
	site := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		switch i := n.Add(1); {
		case i%5 == 0:
			http.Error(w, "no room", http.StatusServiceUnavailable)
		case i%5 == 1:
			fmt.Fprintln(w, "Hello")
		default:
			write(w, i)
		}
	}))
	defer site.Close()
	st := &forgetful{}
	w := returning(20, 1)
	got, err := w.take(t.Context(), site.URL, st, func() {})
	if err != nil {
		t.Fatal(err)
	}
	m := w.measured("arm", []turn{got})
	if m.Served != 12 || m.Failed != 8 || m.Failure != "status 200: Hello" || m.Lost != 5 || *m.Stored != 7 {
		t.Errorf("%+v", m)
	}
	if !st.cleared {
		t.Error("the store was not emptied")
	}
}

// TestJSON holds the names of the fields, which programs rely on.
func TestJSON(t *testing.T) {
	one := 1
	full := Result{
		Arms: []Arm{{}}, Workloads: []Load{{Results: []Measured{{Turns: []float64{1}, Stored: &one}}}},
		Costs: Costs{&Cost{}, &Cost{}, &Cost{}, &Cost{}, &Cost{}, &Cost{}},
		How:   How()[:1], Parts: []Part{{}}, Reading: []string{""}, Caveats: []string{""},
	}
	text, err := json.Marshal(full)
	if err != nil {
		t.Fatal(err)
	}
	var tree any
	if err := json.Unmarshal(text, &tree); err != nil {
		t.Fatal(err)
	}
	got := strings.Join(paths("", tree), "\n") + "\n"
	if *update {
		if err := os.WriteFile("testdata/fields.txt", []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile("testdata/fields.txt")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("the fields have changed, and programs rely on them:\n%s", diff)
	}
}

// paths lists the fields of a JSON value and their kinds, sorted.
func paths(at string, v any) []string {
	switch v := v.(type) {
	case map[string]any:
		var all []string
		for name, inner := range v {
			all = append(all, paths(at+"."+name, inner)...)
		}
		slices.Sort(all)
		return all
	case []any:
		return paths(at+"[]", v[0])
	}
	return []string{fmt.Sprintf("%s %T", strings.TrimPrefix(at, "."), v)}
}

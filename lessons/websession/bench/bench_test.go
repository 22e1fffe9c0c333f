package bench

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/alexedwards/scs/goredisstore"
	"github.com/alexedwards/scs/v2"
	"github.com/redis/go-redis/v9"

	"redis-tutor/lessons/websession"
	"redis-tutor/lessons/websession/web"
	"redis-tutor/sandbox/sandboxtest"
)

const age = 14 * 24 * time.Hour

// site is a way to serve the page that counts visits.
type site struct {
	name string
	http.Handler
	cookie *http.Cookie
	took   []time.Duration
}

// sites returns the ways that are compared.
func sites(b *testing.B) []*site {
	rdb := redis.NewClient(&redis.Options{Network: "unix", Addr: sandboxtest.Server(b).Socket, PoolSize: 64})
	b.Cleanup(func() { rdb.Close() })
	return []*site{
		{name: "none", Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { fmt.Fprintf(w, "Visits: %d", 1) })},
		{name: "bare", Handler: bare(rdb)},
		{name: "websession", Handler: ours(b, rdb)},
		{name: "scs", Handler: theirs(rdb)},
	}
}

// bare asks Redis for the least: the session and, in one transaction, the
// count and the deadline. It checks nothing.
func bare(rdb *redis.Client) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		id := "bare"
		if c, err := r.Cookie("sessionid"); err == nil {
			id = c.Value
		}
		if err := rdb.HGetAll(r.Context(), "session:"+id).Err(); err != nil {
			http.Error(w, err.Error(), http.StatusServiceUnavailable)
			return
		}
		p := rdb.TxPipeline()
		visits := p.HIncrBy(r.Context(), "session:"+id, "visits", 1)
		p.PExpireAt(r.Context(), "session:"+id, time.Now().Add(age))
		if _, err := p.Exec(r.Context()); err != nil {
			http.Error(w, err.Error(), http.StatusServiceUnavailable)
			return
		}
		http.SetCookie(w, &http.Cookie{Name: "sessionid", Value: id, Path: "/", MaxAge: int(age / time.Second), HttpOnly: true, SameSite: http.SameSiteLaxMode})
		fmt.Fprintf(w, "Visits: %d", visits.Val())
	})
}

func ours(b *testing.B, rdb *redis.Client) http.Handler {
	store, err := websession.New(rdb, websession.Options{Idle: age})
	if err != nil {
		b.Fatal(err)
	}
	return web.New(store, web.Options{}).Wrap(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		visits, err := web.Of(r).Incr("visits", 1)
		if err == nil {
			fmt.Fprintf(w, "Visits: %d", visits)
		}
	}))
}

// theirs is scs over its store for go-redis, with sliding sessions as ours
// are, and the counter as its users write it.
func theirs(rdb *redis.Client) http.Handler {
	m := scs.New()
	m.Store = goredisstore.New(rdb)
	m.IdleTimeout, m.Lifetime = age, 90*24*time.Hour
	return m.LoadAndSave(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		visits := m.GetInt(r.Context(), "visits") + 1
		m.Put(r.Context(), "visits", visits)
		fmt.Fprintf(w, "Visits: %d", visits)
	}))
}

// visit asks for the page as a browser with a cookie does, and notes the time.
func (s *site) visit(b *testing.B) string {
	r := httptest.NewRequest("GET", "/", nil)
	if s.cookie != nil {
		r.AddCookie(s.cookie)
	}
	w := httptest.NewRecorder()
	start := time.Now()
	s.ServeHTTP(w, r)
	s.took = append(s.took, time.Since(start))
	if w.Code != http.StatusOK {
		b.Fatalf("%s: status %d, %s", s.name, w.Code, w.Body)
	}
	for _, c := range w.Result().Cookies() {
		s.cookie = c
	}
	return w.Body.String()
}

// BenchmarkVisit is one visitor who comes again and again.
func BenchmarkVisit(b *testing.B) {
	all := sites(b)
	n := 0
	for b.Loop() {
		n++
		for _, i := range rand.Perm(len(all)) {
			s := all[i]
			if text := s.visit(b); s.name != "none" && text != "Visits: "+strconv.Itoa(n) {
				b.Fatalf("%s: %s, want visit %d", s.name, text, n)
			}
		}
	}
	report(b, all)
}

// BenchmarkFirstVisit is visitors without a cookie.
func BenchmarkFirstVisit(b *testing.B) {
	all := sites(b)
	for b.Loop() {
		for _, i := range rand.Perm(len(all)) {
			s := all[i]
			s.cookie = nil
			s.visit(b)
		}
	}
	report(b, all)
}

// Benchmark64Clients is 64 visitors at once, ten visits each, and then 64
// tabs of one visitor: how many of their visits are not counted.
func Benchmark64Clients(b *testing.B) {
	all := sites(b)
	lost := map[string]int{}
	rounds := 0
	for b.Loop() {
		rounds++
		for _, i := range rand.Perm(len(all)) {
			s := all[i]
			s.crowd(b)
			lost[s.name] += s.tabs(b)
		}
	}
	report(b, all)
	for _, s := range all[1:] {
		b.ReportMetric(float64(lost[s.name])/float64(rounds), s.name+"-lost-of-64")
	}
}

func (s *site) crowd(b *testing.B) {
	var mu sync.Mutex
	var wg sync.WaitGroup
	for range 64 {
		wg.Go(func() {
			one := &site{name: s.name, Handler: s.Handler}
			for range 10 {
				one.visit(b)
			}
			mu.Lock()
			s.took = append(s.took, one.took...)
			mu.Unlock()
		})
	}
	wg.Wait()
}

// tabs returns how many of 64 visits at once with one cookie are not counted.
func (s *site) tabs(b *testing.B) int {
	first := &site{name: s.name, Handler: s.Handler}
	var before int
	fmt.Sscanf(first.visit(b), "Visits: %d", &before)
	var wg sync.WaitGroup
	for range 64 {
		wg.Go(func() { (&site{name: s.name, Handler: s.Handler, cookie: first.cookie}).visit(b) })
	}
	wg.Wait()
	var after int
	fmt.Sscanf(first.visit(b), "Visits: %d", &after)
	return 64 - (after - before - 1)
}

func report(b *testing.B, all []*site) {
	p50 := map[string]float64{}
	for _, s := range all {
		slices.Sort(s.took)
		p50[s.name] = micros(s.took[len(s.took)/2])
		b.ReportMetric(p50[s.name], s.name+"-p50-us")
		b.ReportMetric(micros(s.took[len(s.took)*99/100]), s.name+"-p99-us")
	}
	b.ReportMetric(p50["websession"]/p50["bare"], "to-bare")
	b.ReportMetric(p50["websession"]/p50["scs"], "to-scs")
}

func micros(d time.Duration) float64 { return float64(d.Nanoseconds()) / 1000 }

package websession_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"redis-tutor/lessons/websession"
	"redis-tutor/sandbox/sandboxtest"
)

// BenchmarkVisit compares one visit, load and count, with the least that Redis
// must be asked for it: HGETALL, and MULTI with HINCRBY and PEXPIREAT. Both
// take turns on one server, so that what else the machine does strikes both.
// Besides the time of a pair it reports both medians and their ratio.
func BenchmarkVisit(b *testing.B) {
	rdb := client(b, &redis.Options{Network: "unix", Addr: sandboxtest.Server(b).Socket})
	st := newStore(b, rdb, websession.Options{})
	ctx := b.Context()
	id := created(b, st, "theme", "dark").ID()
	must(b, rdb.HSet(ctx, "bare", "_created", "1780000000000", "_deadline", "1790000000000", "theme", "dark").Err())

	bare := func() error {
		if err := rdb.HGetAll(ctx, "bare").Err(); err != nil {
			return err
		}
		_, err := rdb.TxPipelined(ctx, func(p redis.Pipeliner) error {
			p.HIncrBy(ctx, "bare", "visits", 1)
			p.PExpireAt(ctx, "bare", time.Now().Add(time.Hour))
			return nil
		})
		return err
	}
	visit := func() error {
		s, err := st.Load(ctx, id)
		if err != nil {
			return err
		}
		_, err = st.Incr(ctx, s, "visits", 1)
		return err
	}
	var bares, visits []time.Duration
	for b.Loop() {
		if len(visits)%2 == 0 { // neither is always the second
			bares = append(bares, took(b, bare))
		}
		visits = append(visits, took(b, visit))
		if len(visits)%2 == 0 {
			bares = append(bares, took(b, bare))
		}
	}
	report(b, bares, visits)
}

func took(b *testing.B, run func() error) time.Duration {
	start := time.Now()
	err := run()
	d := time.Since(start)
	must(b, err)
	return d
}

func report(b *testing.B, bares, visits []time.Duration) {
	bare, visit := median(bares), median(visits)
	b.ReportMetric(float64(bare.Nanoseconds()), "bare-p50-ns")
	b.ReportMetric(float64(visit.Nanoseconds()), "visit-p50-ns")
	b.ReportMetric(float64(visit)/float64(bare), "ratio")
}

func median(all []time.Duration) time.Duration {
	slices.Sort(all)
	return all[len(all)/2]
}

// BenchmarkOperations times each operation on a private server.
func BenchmarkOperations(b *testing.B) {
	rdb := client(b, &redis.Options{Network: "unix", Addr: sandboxtest.Server(b).Socket})
	st := newStore(b, rdb, websession.Options{})
	s := created(b, st, "theme", "dark")
	user := created(b, st)
	must(b, st.Login(b.Context(), user, "anna"))
	for _, op := range []struct {
		name string
		run  func(ctx context.Context) error
	}{
		{"create", func(ctx context.Context) error { return second(st.Create(ctx, nil)) }},
		{"load", func(ctx context.Context) error { return second(st.Load(ctx, s.ID())) }},
		{"save", func(ctx context.Context) error { s.Set("theme", "light"); return st.Save(ctx, s) }},
		{"incr", func(ctx context.Context) error { return second(st.Incr(ctx, s, "visits", 1)) }},
		{"touch", func(ctx context.Context) error { return st.Touch(ctx, s) }},
		{"rotate", func(ctx context.Context) error { return st.Rotate(ctx, s) }},
		{"login", func(ctx context.Context) error { return st.Login(ctx, user, "anna") }},
		{"list", func(ctx context.Context) error { return second(st.List(ctx, "anna")) }},
	} {
		b.Run(op.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				must(b, op.run(b.Context()))
			}
		})
	}
}

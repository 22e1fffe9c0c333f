package compare

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"time"

	"github.com/redis/go-redis/v9"
)

// probe measures what a visit is made of, a little between any two rounds.
type probe struct {
	file     *os.File      // for fsync
	server   *redis.Client // nil when there is none
	dial     *redis.Options
	embedded *redis.Client
	page     *browser // of the arm without sessions

	fsync, trip, connect, inside []time.Duration
}

// How often each cost is measured between two rounds.
const (
	fsyncs   = 10
	pings    = 50
	connects = 10
)

func (s Setting) probe() (*probe, error) {
	file, err := os.Create(filepath.Join(s.Dir, "fsync"))
	if err != nil {
		return nil, err
	}
	p := &probe{file: file}
	if rdb, err := s.Server.client(); err == nil {
		o := *s.Server.Options
		o.Protocol, o.PoolSize = 2, 1 // as in the article's arm
		p.server, p.dial = rdb, &o
	}
	if rdb, err := s.Embedded.client(); err == nil {
		p.embedded = rdb
	}
	return p, nil
}

func (p *probe) close() {
	p.file.Close()
	for _, rdb := range []*redis.Client{p.server, p.embedded} {
		if rdb != nil {
			rdb.Close()
		}
	}
}

// sample takes some measurements.
func (p *probe) sample(ctx context.Context) error {
	block := make([]byte, 4096)
	err := p.repeat(ctx, &p.fsync, fsyncs, func() error {
		if _, err := p.file.Write(block); err != nil {
			return err
		}
		return p.file.Sync()
	})
	if p.server != nil {
		err = errors.Join(err, p.pinging(ctx, p.server, &p.trip), p.repeat(ctx, &p.connect, connects, func() error { return p.greet(ctx) }))
	}
	if p.embedded != nil {
		err = errors.Join(err, p.pinging(ctx, p.embedded, &p.inside))
	}
	return err
}

// pinging measures round trips on a connection that is open.
func (p *probe) pinging(ctx context.Context, rdb *redis.Client, into *[]time.Duration) error {
	ping := func() error { return rdb.Ping(ctx).Err() }
	if err := ping(); err != nil { // opens it
		return err
	}
	return p.repeat(ctx, into, pings, ping)
}

// greet opens a connection, uses it once and closes it.
func (p *probe) greet(ctx context.Context) error {
	o := *p.dial
	rdb := redis.NewClient(&o)
	defer rdb.Close()
	return rdb.Ping(ctx).Err()
}

// repeat does something n times and notes how long each took. Each time a page
// is asked for before, untimed: what is done again and again without a break is
// faster than the same thing ever is between two requests.
func (p *probe) repeat(ctx context.Context, into *[]time.Duration, n int, do func() error) error {
	for range n {
		p.page.visit(ctx)
		began := time.Now()
		if err := do(); err != nil {
			return err
		}
		*into = append(*into, time.Since(began))
	}
	return nil
}

// costs sums up what was sampled.
func (p *probe) costs() Costs {
	return Costs{Fsync: cost(p.fsync), RoundTrip: cost(p.trip), Connection: cost(p.connect), Embedded: cost(p.inside)}
}

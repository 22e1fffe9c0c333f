package compare

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"log"
	mathrand "math/rand/v2"
	"net"
	"net/http"
	"time"
)

// Setting is what a comparison is made with.
type Setting struct {
	Size Size
	// Dir is a folder for the databases, on the disk that is to be measured.
	// Files are made in it; to remove the folder is up to the caller.
	Dir string
	// Prefix begins the names of all keys; one that nobody else has when empty.
	Prefix string
	// Server is the Redis of most arms, Durable one with appendfsync always in
	// the same folder, Embedded the one in this process.
	Server, Durable, Embedded Redis
	// Tell hears how far it is, from several goroutines; may be nil.
	Tell func(Progress)
}

// Progress is how far a comparison is.
type Progress struct {
	Load, Arm   string // titles
	Round, Of   int    // the round, from 1, and how many there will be
	Done, InAll int    // requests
}

// contest is a comparison under way.
type contest struct {
	Setting
	arms   []*racer
	probe  *probe
	result *Result
	inAll  int
	counter
}

// racer is an entrant with an address, and its turns at the workload under way.
type racer struct {
	*entrant
	server *http.Server
	url    string
	turns  []turn
}

// Run measures all arms. When ctx ends, the result is what was measured by
// then, whole rounds only, and not Complete. The error says that nothing could
// be measured here at all, or that a store could no longer be asked.
func Run(ctx context.Context, s Setting) (*Result, error) {
	if s.Prefix == "" {
		s.Prefix = "redis-tutor-compare:" + rand.Text()[:8] + ":"
	}
	began := time.Now()
	c := &contest{Setting: s, result: &Result{Format: 1, Began: began.UTC().Truncate(time.Second), Size: s.Size.name}}
	defer c.close()
	err := c.open(ctx)
	if err == nil {
		err = c.run(ctx)
	}
	c.result.Complete = err == nil
	if err != nil && ctx.Err() == nil {
		return nil, err
	}
	c.sum()
	c.result.Took = time.Since(began).Seconds()
	return c.result, nil
}

// Describe readies all arms and measures nothing: the result tells how each is
// done here, which cannot be, and what the workloads are.
func Describe(ctx context.Context, s Setting) (*Result, error) {
	described := s.Size
	s.Size.loads = nil
	r, err := Run(ctx, s)
	if err == nil {
		for _, w := range described.loads {
			r.Workloads = append(r.Workloads, w.described())
		}
	}
	return r, err
}

// open readies the arms, and lets each show that it counts to two.
func (c *contest) open(ctx context.Context) (err error) {
	if c.probe, err = c.Setting.probe(); err != nil {
		return err
	}
	for _, e := range c.entrants(ctx) {
		if e.LeftOut == "" {
			r := &racer{entrant: e}
			c.arms = append(c.arms, r)
			if err := r.serve(); err != nil {
				return err
			}
			if err := r.rehearse(ctx); err != nil {
				if ctx.Err() != nil {
					return ctx.Err()
				}
				e.LeftOut = err.Error()
			}
		}
		c.result.Arms = append(c.result.Arms, e.Arm)
		if e.ID == NoSession {
			c.probe.page = newBrowser(c.arms[len(c.arms)-1].url, false)
		}
	}
	running := 0
	for _, r := range c.arms {
		if r.LeftOut == "" {
			running++
		}
	}
	for _, w := range c.Size.loads {
		c.inAll += w.rounds * running * w.requests
	}
	return nil
}

// serve gives an arm a port of its own on loopback. What fails there is counted
// by the clients.
func (r *racer) serve() error {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return fmt.Errorf("no port on loopback: %w", err)
	}
	r.url = "http://" + l.Addr().String() + "/"
	r.server = &http.Server{Handler: r.handler, ErrorLog: log.New(io.Discard, "", 0)}
	go r.server.Serve(l)
	return nil
}

// rehearse visits twice, as one visitor, and looks whether both were counted.
func (r *racer) rehearse(ctx context.Context) error {
	t, err := workload{requests: 2, clients: 1}.take(ctx, r.url, r.store, func() {})
	switch {
	case err != nil:
		return err
	case t.failed > 0:
		return errors.New(t.failure)
	case t.stored != nil && *t.stored != 2:
		return fmt.Errorf("it counts %d visits after 2", *t.stored)
	}
	return nil
}

// run does the workloads, one after the other.
func (c *contest) run(ctx context.Context) error {
	for _, w := range c.Size.loads {
		err := c.compete(ctx, w)
		if l := c.load(w); len(l.Results) > 0 {
			c.result.Workloads = append(c.result.Workloads, l)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// compete lets all arms take turns at a workload. A round that does not come
// to its end is no round.
func (c *contest) compete(ctx context.Context, w workload) error {
	racers := c.running()
	for _, r := range racers {
		r.turns = nil
	}
	for _, r := range racers {
		if _, err := w.warm().take(ctx, r.url, r.store, func() {}); err != nil {
			return err
		}
	}
	for round := range w.rounds {
		if err := c.probe.sample(ctx); err != nil {
			return err
		}
		mathrand.Shuffle(len(racers), func(i, j int) { racers[i], racers[j] = racers[j], racers[i] })
		done := make([]turn, len(racers))
		for i, r := range racers {
			p := Progress{Load: w.title, Arm: r.Title, Round: round + 1, Of: w.rounds, InAll: c.inAll}
			t, err := w.take(ctx, r.url, r.store, func() { c.tick(p, c.Tell) })
			if err != nil {
				return err
			}
			done[i] = t
		}
		for i, r := range racers {
			r.turns = append(r.turns, done[i])
		}
	}
	return nil
}

// warm is a little of a workload, for what is slow the first time only.
func (w workload) warm() workload {
	w.requests = max(w.clients, min(w.requests/10, 50))
	return w
}

func (c *contest) running() []*racer {
	var all []*racer
	for _, r := range c.arms {
		if r.LeftOut == "" {
			all = append(all, r)
		}
	}
	return all
}

// load sums up a workload, the arms in their usual order.
func (c *contest) load(w workload) Load {
	l := w.described()
	for _, r := range c.running() {
		if len(r.turns) > 0 {
			l.Results = append(l.Results, w.measured(r.ID, r.turns))
		}
	}
	rate(l.Results)
	return l
}

func (w workload) described() Load {
	return Load{ID: w.id, Title: w.title, Method: w.method, Requests: w.requests, Clients: w.clients, Rounds: w.rounds, Results: []Measured{}}
}

// sum adds what follows from the measurements.
func (c *contest) sum() {
	r := c.result
	r.Machine = c.machine()
	if c.probe != nil {
		r.Costs = c.probe.costs()
	}
	r.account()
	r.Reading, r.Caveats = r.read(), r.caveats()
}

// farewell is how long requests on their way may take in the end.
const farewell = 5 * time.Second

// close ends the servers and the arms. Requests on their way are waited for,
// so that none makes a key after the last look.
func (c *contest) close() {
	ctx, cancel := context.WithTimeout(context.Background(), farewell)
	defer cancel()
	for _, r := range c.arms {
		if r.server != nil {
			_ = r.server.Shutdown(ctx)
			r.server.Close()
		}
		r.close()
	}
	if c.probe != nil {
		c.probe.close()
	}
}

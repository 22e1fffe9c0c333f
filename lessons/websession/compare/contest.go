package compare

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"math/rand/v2"
	"net"
	"net/http"
	"time"
)

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

// open readies the arms, and lets each show that it counts to two.
func (c *contest) open(ctx context.Context) (err error) {
	if c.probe, err = c.Setting.probe(); err != nil {
		return err
	}
	all := c.entrants(ctx)
	for _, e := range all {
		if e.LeftOut == "" {
			c.arms = append(c.arms, &racer{entrant: e})
		}
	}
	for _, r := range c.arms {
		if err := r.start(ctx); err != nil {
			return err
		}
		if r.ID == NoSession {
			c.probe.page = newBrowser(r.url, false)
		}
	}
	for _, e := range all {
		c.result.Arms = append(c.result.Arms, e.Arm)
	}
	for _, w := range c.Size.loads {
		c.inAll += w.rounds * w.requests * len(c.running())
	}
	return nil
}

// start serves an arm and rehearses it. One that cannot count is left out; the
// error is that of ctx, or says that there is no port.
func (r *racer) start(ctx context.Context) error {
	if err := r.serve(); err != nil {
		return err
	}
	if err := r.rehearse(ctx); err != nil {
		r.LeftOut = err.Error()
	}
	return ctx.Err()
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
	began := time.Now()
	for round := range w.rounds {
		if c.Size.limit > 0 && round > 0 && time.Since(began) > c.Size.limit {
			c.done.Add(int64((w.rounds - round) * w.requests * len(racers)))
			break
		}
		if err := c.probe.sample(ctx); err != nil {
			return err
		}
		rand.Shuffle(len(racers), func(i, j int) { racers[i], racers[j] = racers[j], racers[i] })
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

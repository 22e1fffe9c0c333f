package embedded

import (
	"math"
	"slices"
	"time"

	"redis-tutor/sandbox/reply"
)

// Blocking commands. A blocked client is an entry in a list. After each command
// those whose keys have changed try again, longest waiting first, as in Redis.

// waiter is a blocked client.
type waiter struct {
	call  *call
	ready bool // a key it may be waiting for has changed
	try   func(*call) bool
	timer *time.Timer // nil when it waits for ever
	none  []byte      // what is sent when the time is up
	done  chan []byte // has the reply, or nothing when the client left
}

func blockRules() map[string]rule {
	return map[string]rule{
		"BLPOP":      arity(-3, blpop(true)),
		"BRPOP":      arity(-3, blpop(false)),
		"BLMOVE":     arity(6, blmove),
		"BRPOPLPUSH": arity(4, brpoplpush),
		"BLMPOP":     arity(-5, blmpop),
		"BZPOPMIN":   arity(-3, bzpop(false)),
		"BZPOPMAX":   arity(-3, bzpop(true)),
		"BZMPOP":     arity(-5, bzmpop),
		"XREAD":      arity(-4, xread),
		"XREADGROUP": arity(-7, xreadgroup),
		"WAIT":       arity(3, waitReplicas),
	}
}

// block parses a timeout in seconds and blocks.
func (c *call) block(timeout string, none reply.Kind, try func(*call) bool) {
	f, ok := new(longDouble), true
	if ok = f.parse(timeout); !ok {
		c.fail("ERR timeout is not a float or out of range")
		return
	}
	s, _ := f.n.Float64()
	if f.inf {
		s = math.Inf(1)
	}
	now := float64(c.s.clock.ms())
	switch {
	case s < 0 || s*1000 >= math.MaxInt64: // too large a number turns negative in C
		c.fail("ERR timeout is negative")
	case s*1000 > math.MaxInt64-now:
		c.fail("ERR timeout is out of range")
	case s > 0 && s < 0.001:
		c.blockFor(time.Millisecond, none, try)
	default:
		c.blockFor(time.Duration(min(s, 1e9)*float64(time.Second)), none, try)
	}
}

// milliseconds reads a timeout that is an integer.
func (c *call) milliseconds(arg string) (time.Duration, bool) {
	ms, ok := parseInt(arg)
	switch {
	case !ok:
		c.fail("ERR timeout is not an integer or out of range")
	case ms < 0:
		c.fail("ERR timeout is negative")
	default:
		return time.Duration(min(ms, 1e12)) * time.Millisecond, true
	}
	return 0, false
}

// blockFor answers at once when it can, and otherwise lets the client wait: as
// long as it takes when d is 0.
func (c *call) blockFor(d time.Duration, none reply.Kind, try func(*call) bool) {
	if try(c) {
		return
	}
	at := len(c.out)
	switch none {
	case reply.Array:
		c.noArray()
	case reply.Integer:
		c.integer(0)
	default:
		c.null()
	}
	if c.from == nil || !c.mayWait {
		return
	}
	w := &waiter{call: c, try: try, none: slices.Clone(c.out[at:]), done: make(chan []byte, 1)}
	c.out = c.out[:at]
	c.from.wait = w
	c.s.waiting = append(c.s.waiting, w)
	c.here().await(w)
	if d > 0 {
		w.timer = time.AfterFunc(d, func() { c.s.timeUp(w) })
	}
}

// await lets a waiter hear of changes of its keys. Any word may be one: the
// others do no harm.
func (sp *space) await(w *waiter) {
	for _, word := range w.call.args[1:] {
		sp.awaited[word] = append(sp.awaited[word], w)
	}
}

// forget is the opposite of await.
func (sp *space) forget(w *waiter) {
	for _, word := range w.call.args[1:] {
		left := slices.DeleteFunc(sp.awaited[word], func(x *waiter) bool { return x == w })
		if sp.awaited[word] = left; len(left) == 0 {
			delete(sp.awaited, word)
		}
	}
}

// allReady lets every client that waits in a database try again.
func (sp *space) allReady() {
	for _, list := range sp.awaited {
		for _, w := range list {
			w.ready = true
		}
	}
}

// serveWaiting lets blocked clients try again where something has changed.
func (s *Server) serveWaiting() {
	for i := 0; i < len(s.waiting); {
		w := s.waiting[i]
		if !w.ready {
			i++
			continue
		}
		w.ready = false
		c := &call{s: s, on: w.call.on, from: w.call.from, args: w.call.args, again: true}
		if !w.try(c) {
			i++
			continue
		}
		s.end(w, c.out)
		i = 0 // what it moved may be what another waits for
	}
}

// end takes a client out of the list and gives it its reply.
func (s *Server) end(w *waiter, out []byte) {
	s.drop(w)
	w.done <- out
}

// drop takes a client out of the list.
func (s *Server) drop(w *waiter) {
	if w == nil {
		return
	}
	if w.timer != nil {
		w.timer.Stop()
	}
	w.call.from.wait = nil
	s.spaces[w.call.on.db].forget(w)
	s.waiting = slices.DeleteFunc(s.waiting, func(x *waiter) bool { return x == w })
}

func (s *Server) timeUp(w *waiter) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if w.call.from.wait == w {
		s.end(w, w.none)
	}
}

// unblock ends the wait of a client that has gone.
func (s *Server) unblock(c *client) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if c.wait != nil {
		s.end(c.wait, nil)
	}
}

// waitReplicas is WAIT: there are no replicas, so none has acknowledged.
func waitReplicas(c *call) {
	n, ok := c.number(c.args[1])
	if !ok {
		return
	}
	if d, ok := c.milliseconds(c.args[2]); ok {
		c.blockFor(d, reply.Integer, func(c *call) bool {
			if n > 0 {
				return false
			}
			c.integer(0)
			return true
		})
	}
}

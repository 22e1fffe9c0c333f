package embedded

import (
	"sync"
	"sync/atomic"
)

// What the clients of listeners take together is bounded too, as by Redis's
// maxmemory-clients: commands that have come in part, or wait to be run, or
// are queued by MULTI, and replies and messages that wait to be read. When it
// is too much, the client that takes most is disconnected. The learner's own
// connections do not count and are never ended.

// perClient is what a connection takes that does nothing, in bytes: buffers
// and stacks.
const perClient = 48 << 10

// tally is what one client takes. A nil tally counts nothing.
type tally struct {
	s    *Server
	mu   sync.Mutex
	held int64
	gone bool
}

// crowd is what all clients take together.
type crowd struct {
	held     atomic.Int64
	evicting atomic.Bool
}

// admits reports whether there is room for one more client.
func (s *Server) admits() bool {
	return len(s.clients) < s.limits.Clients && s.crowd.held.Load()+perClient <= s.limits.Total
}

func (t *tally) add(n int) {
	if t == nil {
		return
	}
	t.mu.Lock()
	if t.gone {
		t.mu.Unlock()
		return
	}
	t.held += int64(n)
	all := t.s.crowd.held.Add(int64(n))
	t.mu.Unlock()
	if n > 0 && all > t.s.limits.Total && t.s.crowd.evicting.CompareAndSwap(false, true) {
		go t.s.evict() // who adds may hold the server's lock
	}
}

// end takes all off that the client has added, for good.
func (t *tally) end() {
	if t == nil {
		return
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if !t.gone {
		t.gone = true
		t.s.crowd.held.Add(-t.held)
	}
}

func (t *tally) now() int64 {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.gone {
		return 0
	}
	return t.held
}

// evict makes way when nobody else does.
func (s *Server) evict() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.crowd.evicting.Store(false)
	s.makeWay(0)
}

// makeWay disconnects those who take most until there is room for n bytes
// more.
func (s *Server) makeWay(n int) {
	for s.crowd.held.Load()+int64(n) > s.limits.Total {
		var most *client
		for c := range s.clients {
			if c.tally != nil && c.tally.now() > 0 && (most == nil || c.tally.now() > most.tally.now()) {
				most = c
			}
		}
		if most == nil {
			return
		}
		most.conn.(*outbox).drop()
		most.endTx()
		most.tally.end()
	}
}

package embedded

import (
	"container/heap"
	"time"
)

// How keys expire. What is due is found through a heap of hints, so that no
// command walks over keys. A hint may be out of date (the key is gone, was
// persisted or given more time), so the entry decides when it comes up.

// hint says that an entry may be due at a time.
type hint struct {
	at    int64 // milliseconds since 1970
	space *space
	key   string
	entry *entry
}

type deadlines struct {
	heap  hints
	timer *time.Timer
	armed int64 // when the timer fires, 0 for never
	full  int   // the size at which sweep looks at the heap
}

// expireAt gives an entry a deadline; 0 takes it away.
func (sp *space) expireAt(s *Server, key string, e *entry, at int64) {
	switch {
	case at != 0 && e.at == 0:
		sp.expires++
	case at == 0 && e.at != 0:
		sp.expires--
	}
	if e.at = at; at != 0 {
		s.remind(sp, key, e, at)
	}
}

// remind puts a hint into the heap unless an earlier one will look anyway.
func (s *Server) remind(sp *space, key string, e *entry, at int64) {
	if e.hint != 0 && e.hint <= at {
		return
	}
	e.hint = at
	heap.Push(&s.due.heap, hint{at: at, space: sp, key: key, entry: e})
	s.due.sweep()
}

// sweep drops hints for entries that are gone before they outnumber the rest.
func (d *deadlines) sweep() {
	if len(d.heap) < max(d.full, 1024) {
		return
	}
	kept := d.heap[:0]
	for _, h := range d.heap {
		if h.entry.val != nil && h.entry.hint == h.at {
			kept = append(kept, h)
		}
	}
	clear(d.heap[len(kept):])
	d.heap, d.full = kept, 2*len(kept)
	heap.Init(&d.heap)
}

// next is the earliest deadline of an entry or of a field in it.
func (e *entry) next() int64 {
	if h, ok := e.val.(*hash); ok && len(h.due) > 0 {
		if at := h.earliest(); e.at == 0 || at < e.at {
			return at
		}
	}
	return e.at
}

// expireDue deletes everything whose deadline has passed and sets the timer
// for the next one.
func (s *Server) expireDue() {
	d := &s.due
	if len(d.heap) == 0 {
		return
	}
	now := s.clock.ms()
	for len(d.heap) > 0 && d.heap[0].at <= now {
		h := heap.Pop(&d.heap).(hint)
		if h.entry.val == nil || h.entry.hint != h.at {
			continue
		}
		h.entry.hint = 0
		switch at := h.entry.next(); {
		case at == 0:
		case at > now:
			s.remind(h.space, h.key, h.entry, at)
		default:
			s.expire(h, now)
		}
	}
	s.arm(now)
}

// expire deletes a key, or those fields of a hash that are due.
func (s *Server) expire(h hint, now int64) {
	if e := h.entry; e.at == 0 || e.at > now {
		s.expireFields(h, now)
		return
	}
	h.space.remove(h.key)
	s.used.set(h.space.db, h.key, 0)
	h.space.changed(h.key)
	s.notify(h.space.db, 'x', "expired", h.key)
	s.stats.expired++
}

// arm sets the timer, so that keys expire while nobody sends commands.
func (s *Server) arm(now int64) {
	d := &s.due
	if len(d.heap) == 0 || s.closed || d.armed != 0 && d.armed <= d.heap[0].at {
		return
	}
	d.armed = d.heap[0].at
	wait := time.Duration(min(d.armed-now, 1<<40))*time.Millisecond + time.Millisecond
	if d.timer == nil {
		d.timer = time.AfterFunc(wait, s.tick)
		return
	}
	d.timer.Reset(wait)
}

func (s *Server) tick() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.due.armed = 0
	if !s.closed {
		s.settle()
	}
}

func (d *deadlines) stop() {
	if d.timer != nil {
		d.timer.Stop()
	}
}

// hints is a heap, earliest first.
type hints []hint

func (h hints) Len() int           { return len(h) }
func (h hints) Less(i, j int) bool { return h[i].at < h[j].at }
func (h hints) Swap(i, j int)      { h[i], h[j] = h[j], h[i] }
func (h *hints) Push(x any)        { *h = append(*h, x.(hint)) }
func (h *hints) Pop() any {
	old := *h
	last := old[len(old)-1]
	old[len(old)-1] = hint{}
	*h = old[:len(old)-1]
	return last
}

package embedded

import (
	"container/heap"
	"time"
)

// How keys expire. miniredis keeps a TTL with each key and never looks at it
// unless it is told to walk all keys, which would make every command slower
// with every key. So it is not told: in this server the TTL that miniredis
// keeps is the deadline itself, in milliseconds since 1970. The rules in
// expire.go translate on the way in and out. What is due is found through a
// heap of hints. A hint may be out of date (the key was deleted, persisted or
// given more time), so it is checked against miniredis before it counts.

// hint says that a key, or a field of a hash, may be due at a time.
type hint struct {
	at    int64 // milliseconds since 1970
	space *space
	name  timed
}

// timed is what can have a deadline.
type timed struct {
	key     string
	field   string
	ofField bool
}

// space is what the front remembers about the keys of a database. SWAPDB
// exchanges two of them and FLUSHDB replaces one, at no cost per key.
type space struct {
	db     int // -1 once flushed
	hints  map[timed]int64
	fields map[string]names  // of hashes, those that have had a deadline
	orders map[string]*order // of hashes and sets, see order.go
}

func newSpace(db int) *space {
	return &space{db: db, hints: map[timed]int64{}, fields: map[string]names{}, orders: map[string]*order{}}
}

// forget drops what is remembered of a key that is gone.
func (sp *space) forget(key string) {
	delete(sp.fields, key)
	delete(sp.orders, key)
}

type deadlines struct {
	heap    hints
	spaces  [databases]*space
	touched []touched // what to look at after the command
	timer   *time.Timer
	armed   int64 // when the timer fires, 0 for never
}

type touched struct {
	db int
	timed
}

func newDeadlines() deadlines {
	var d deadlines
	for db := range d.spaces {
		d.spaces[db] = newSpace(db)
	}
	return d
}

func (d *deadlines) touch(db int, key string) {
	d.touched = append(d.touched, touched{db, timed{key: key}})
}

func (d *deadlines) touchField(db int, key, field string) {
	d.touched = append(d.touched, touched{db, timed{key, field, true}})
}

// add remembers a deadline unless an earlier hint will look at the key anyway.
func (d *deadlines) add(sp *space, name timed, at int64) {
	if known, ok := sp.hints[name]; ok && known <= at {
		return
	}
	sp.hints[name] = at
	heap.Push(&d.heap, hint{at: at, space: sp, name: name})
}

// due takes the next hint whose time has come.
func (d *deadlines) due(now int64) (hint, bool) {
	for len(d.heap) > 0 && d.heap[0].at <= now {
		h := heap.Pop(&d.heap).(hint)
		if h.space.db >= 0 && h.space.hints[h.name] == h.at {
			delete(h.space.hints, h.name)
			return h, true
		}
	}
	return hint{}, false
}

// swap follows SWAPDB.
func (d *deadlines) swap(a, b int) {
	d.spaces[a], d.spaces[b] = d.spaces[b], d.spaces[a]
	d.spaces[a].db, d.spaces[b].db = a, b
}

// flush follows FLUSHDB.
func (d *deadlines) flush(db int) {
	d.spaces[db].db = -1
	d.spaces[db] = newSpace(db)
}

func (d *deadlines) flushAll() {
	for db := range d.spaces {
		d.flush(db)
	}
	d.heap = d.heap[:0]
}

func (d *deadlines) stop() {
	if d.timer != nil {
		d.timer.Stop()
	}
}

// deadlineOf asks miniredis for a deadline; it is negative when there is none.
func (s *Server) deadlineOf(db int, name timed) int64 {
	if !name.ofField {
		return s.askIn(db, "PTTL", name.key).Int
	}
	v := s.askIn(db, "HPTTL", name.key, "FIELDS", "1", name.field)
	if len(v.Items) != 1 {
		return -1
	}
	return v.Items[0].Int
}

// noteDeadlines looks at what the command touched.
func (s *Server) noteDeadlines() {
	for _, t := range s.keys.touched {
		if at := s.deadlineOf(t.db, t.timed); at >= 0 {
			s.keys.add(s.keys.spaces[t.db], t.timed, at)
		}
	}
	s.keys.touched = s.keys.touched[:0]
	if len(s.keys.heap) > 0 && s.keys.heap[0].at <= s.clock.ms() {
		s.expireDue()
	}
}

// expireDue deletes everything whose deadline has passed and sets the timer
// for the next one.
func (s *Server) expireDue() {
	if len(s.keys.heap) == 0 {
		return
	}
	now := s.clock.ms()
	for {
		h, ok := s.keys.due(now)
		if !ok {
			break
		}
		switch at := s.deadlineOf(h.space.db, h.name); {
		case at < 0: // gone, or persisted
		case at > now:
			s.keys.add(h.space, h.name, at)
		default:
			s.expire(h.space, h.name)
		}
	}
	s.arm(now)
}

func (s *Server) expire(sp *space, name timed) {
	if name.ofField {
		s.askIn(sp.db, "HDEL", name.key, name.field)
		return
	}
	s.askIn(sp.db, "DEL", name.key)
	s.used.set(sp.db, name.key, 0)
	sp.forget(name.key)
	s.stats.expired++
}

// arm sets the timer, so that keys expire while nobody sends commands.
func (s *Server) arm(now int64) {
	if len(s.keys.heap) == 0 || s.closed || s.keys.armed != 0 && s.keys.armed <= s.keys.heap[0].at {
		return
	}
	s.keys.armed = s.keys.heap[0].at
	wait := time.Duration(s.keys.armed-now)*time.Millisecond + time.Millisecond
	if s.keys.timer == nil {
		s.keys.timer = time.AfterFunc(wait, s.tick)
		return
	}
	s.keys.timer.Reset(wait)
}

func (s *Server) tick() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.keys.armed = 0
	if !s.closed {
		s.settle()
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

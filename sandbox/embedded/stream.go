package embedded

import (
	"cmp"
	"math"
	"slices"
	"strconv"
	"strings"
)

// streamID names an entry of a stream: milliseconds and a number within them.
type streamID struct{ ms, seq uint64 }

var lastStreamID = streamID{math.MaxUint64, math.MaxUint64}

func (id streamID) compare(other streamID) int {
	return cmp.Or(cmp.Compare(id.ms, other.ms), cmp.Compare(id.seq, other.seq))
}

func (id streamID) String() string {
	return strconv.FormatUint(id.ms, 10) + "-" + strconv.FormatUint(id.seq, 10)
}

// next returns the ID that follows, ok is false when there is none.
func (id streamID) next() (streamID, bool) {
	switch {
	case id.seq < math.MaxUint64:
		return streamID{id.ms, id.seq + 1}, true
	case id.ms < math.MaxUint64:
		return streamID{id.ms + 1, 0}, true
	}
	return streamID{}, false
}

func (id streamID) previous() (streamID, bool) {
	switch {
	case id.seq > 0:
		return streamID{id.ms, id.seq - 1}, true
	case id.ms > 0:
		return streamID{id.ms - 1, math.MaxUint64}, true
	}
	return lastStreamID, false
}

// message is an entry of a stream. Redis keeps entries in nodes, which only
// shows when a stream is trimmed about.
type message struct {
	id     streamID
	fields []string
	node   int
}

// stream is a stream value.
type stream struct {
	entries   []message
	last      streamID // the highest ever given
	deleted   streamID // the highest ever deleted by XDEL
	added     uint64   // how many there have ever been
	groups    map[string]*group
	node      int // the node that takes new entries, and what it holds
	nodeItems int
	nodeBytes int
}

func newStream(home) *stream { return &stream{groups: map[string]*group{}} }

func (s *stream) kind() string     { return "stream" }
func (s *stream) encoding() string { return "stream" }

func (s *stream) size() int {
	if s == nil {
		return 0
	}
	return len(s.entries)
}

// drop has nothing to do: a stream is kept here. miniredis's has neither the
// counters nor the lags of groups that XINFO shows.
func (s *stream) drop() {}

func (s *stream) copyTo(home) value {
	out := *s
	out.entries = slices.Clone(s.entries)
	out.groups = make(map[string]*group, len(s.groups))
	for name, g := range s.groups {
		out.groups[name] = g.clone()
	}
	return &out
}

func (s *stream) first() streamID {
	if len(s.entries) == 0 {
		return streamID{}
	}
	return s.entries[0].id
}

// search finds the place of an ID, or where it would be.
func (s *stream) search(id streamID) (int, bool) {
	if s == nil {
		return 0, false
	}
	return slices.BinarySearchFunc(s.entries, id, func(m message, id streamID) int { return m.id.compare(id) })
}

// between returns the entries from one ID to another, both included.
func (s *stream) between(from, to streamID) []message {
	if s == nil || from.compare(to) > 0 {
		return nil
	}
	i, _ := s.search(from)
	j, in := s.search(to)
	if in {
		j++
	}
	return s.entries[i:j]
}

// append adds an entry behind all others.
func (s *stream) append(srv *Server, id streamID, fields []string) {
	size := 0
	for _, f := range fields {
		size += len(f)
	}
	if s.nodeItems >= int(srv.config.number("stream-node-max-entries")) || s.nodeBytes+size > int(srv.config.number("stream-node-max-bytes")) {
		s.node, s.nodeItems, s.nodeBytes = s.node+1, 0, 0
	}
	s.nodeItems++
	s.nodeBytes += size
	s.entries = append(s.entries, message{id, fields, s.node})
	s.last = id
	s.added++
}

func (s *stream) remove(id streamID) bool {
	i, ok := s.search(id)
	if !ok {
		return false
	}
	s.entries = without(s.entries, i)
	if id.compare(s.deleted) > 0 {
		s.deleted = id
	}
	return true
}

// trimming is how XADD and XTRIM make a stream shorter.
type trimming struct {
	by     byte // 'l' MAXLEN, 'i' MINID, 0 not at all
	length int64
	least  streamID
	about  bool
	limit  int64
}

// trim drops entries from the beginning and returns how many.
func (s *stream) trim(t trimming) int {
	drop := 0
	switch t.by {
	case 'l':
		drop = int(max(int64(len(s.entries))-t.length, 0))
	case 'i':
		drop, _ = s.search(t.least)
	}
	if t.about {
		drop = s.wholeNodes(drop, t.limit)
	}
	clear(s.entries[:drop])
	s.entries = s.entries[drop:]
	return drop
}

// without returns a list without the i-th element. Only what is on the nearer
// side of it moves: mostly it is among the first.
func without[T any](list []T, i int) []T {
	if i > len(list)/2 {
		return slices.Delete(list, i, i+1)
	}
	copy(list[1:], list[:i])
	clear(list[:1])
	return list[1:]
}

// wholeNodes returns how many entries are in the nodes that may be dropped
// without dropping more than drop entries, and not more than a limit.
func (s *stream) wholeNodes(drop int, limit int64) int {
	whole := 0
	for i := 0; i < drop; {
		j := i
		for j < len(s.entries) && s.entries[j].node == s.entries[i].node {
			j++
		}
		if j > drop || limit > 0 && int64(j) > limit {
			break
		}
		whole, i = j, j
	}
	return whole
}

const badID = "ERR Invalid stream ID specified as stream command argument"

// parseID reads ms-seq or ms alone, to which seq is added; auto says that the
// number was left to the server, as in 5-*.
func parseID(arg string, seq uint64) (id streamID, auto, ok bool) {
	ms, rest, has := strings.Cut(arg, "-")
	if id.ms, ok = parseUint(ms); !ok || len(arg) > 127 {
		return id, false, false
	}
	switch {
	case !has:
		id.seq = seq
	case rest == "*":
		return id, true, true
	default:
		id.seq, ok = parseUint(rest)
	}
	return id, false, ok
}

// parseUint reads a number as strtoull does, but for a minus sign.
func parseUint(s string) (uint64, bool) {
	s = strings.TrimLeft(s, " \t\n\v\f\r")
	n, err := strconv.ParseUint(strings.TrimPrefix(s, "+"), 10, 64)
	return n, err == nil && !strings.HasPrefix(s, "++")
}

// id reads an ID that must be complete.
func (c *call) id(arg string) (streamID, bool) {
	id, auto, ok := parseID(arg, 0)
	if !ok || auto {
		c.fail(badID)
	}
	return id, ok && !auto
}

// looseID reads an ID, or - and + for the first and the last there can be.
func (c *call) looseID(arg string) (streamID, bool) {
	switch arg {
	case "-":
		return streamID{}, true
	case "+":
		return lastStreamID, true
	}
	return c.id(arg)
}

// interval reads the two ends of a range of IDs.
func (c *call) interval(start, end string) (from, to streamID, ok bool) {
	from, open, ok := c.endpoint(start, 0)
	if !ok {
		return from, to, false
	}
	if open {
		if from, ok = from.next(); !ok {
			c.fail("ERR invalid start ID for the interval")
			return from, to, false
		}
	}
	if to, open, ok = c.endpoint(end, math.MaxUint64); !ok {
		return from, to, false
	}
	if open {
		if to, ok = to.previous(); !ok {
			c.fail("ERR invalid end ID for the interval")
			return from, to, false
		}
	}
	return from, to, true
}

func (c *call) endpoint(arg string, seq uint64) (id streamID, open, ok bool) {
	rest, open := strings.CutPrefix(arg, "(")
	switch {
	case rest == "":
		rest, open = arg, false
	case !open && arg == "-":
		return streamID{}, false, true
	case !open && arg == "+":
		return lastStreamID, false, true
	}
	id, auto, ok := parseID(rest, seq)
	if ok = ok && !auto; !ok {
		c.fail(badID)
	}
	return id, open, ok
}

// message writes an entry: its ID, and its fields and values.
func (c *call) message(m message) {
	c.array(2)
	c.bulk(m.id.String())
	c.bulks(m.fields...)
}

func (c *call) messages(list []message) {
	c.array(len(list))
	for _, m := range list {
		c.message(m)
	}
}

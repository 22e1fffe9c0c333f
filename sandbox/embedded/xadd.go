package embedded

import (
	"math"
	"slices"
)

func streamRules() map[string]rule {
	return map[string]rule{
		"XADD":      arity(-5, xadd),
		"XLEN":      arity(2, xlen),
		"XRANGE":    arity(-4, xrange(false)),
		"XREVRANGE": arity(-4, xrange(true)),
		"XDEL":      arity(-3, xdel),
		"XTRIM":     arity(-4, xtrim),
		"XSETID":    arity(-3, xsetid),
	}
}

// adding is what XADD's options and ID say; XTRIM has the trimming only.
type adding struct {
	trimming
	mustExist bool
	id        streamID
	given     bool // the ID, with or without its number
	auto      bool // only the number is left to the server
}

// addOptions reads the words before the fields, and returns where they begin.
func (c *call) addOptions(a *adding, add bool) (next int, ok bool) {
	limited := false
	i := 2
	for ; i < len(c.args); i++ {
		switch more := c.left(i) > 0; {
		case add && c.args[i] == "*":
			return i + 1, c.trimmable(a, add, limited)
		case (c.is(i, "MAXLEN") || c.is(i, "MINID")) && more:
			if i, ok = c.threshold(a, i); !ok {
				return 0, false
			}
		case c.is(i, "LIMIT") && more:
			i++
			if a.limit, ok = c.number(c.args[i]); !ok {
				return 0, false
			}
			if a.limit < 0 {
				c.fail("ERR The LIMIT argument must be >= 0.")
				return 0, false
			}
			limited = true
		case add && c.is(i, "NOMKSTREAM"):
			a.mustExist = true
		case add:
			if a.id, a.auto, ok = parseID(c.args[i], 0); !ok {
				c.fail(badID)
				return 0, false
			}
			a.given = true
			return i + 1, c.trimmable(a, add, limited)
		default:
			c.fail(syntaxErr)
			return 0, false
		}
	}
	return i + 1, c.trimmable(a, add, limited)
}

// threshold reads MAXLEN or MINID and returns the place of its last word.
func (c *call) threshold(a *adding, i int) (last int, ok bool) {
	if a.by != 0 {
		c.fail("ERR syntax error, MAXLEN and MINID options at the same time are not compatible")
		return 0, false
	}
	byLength := c.is(i, "MAXLEN")
	if c.left(i) >= 2 && (c.args[i+1] == "~" || c.args[i+1] == "=") {
		i++
		a.about = c.args[i] == "~"
	}
	i++
	if !byLength {
		a.by = 'i'
		a.least, ok = c.id(c.args[i])
		return i, ok
	}
	a.by = 'l'
	if a.length, ok = c.number(c.args[i]); ok && a.length < 0 {
		c.fail("ERR The MAXLEN argument must be >= 0.")
		return 0, false
	}
	return i, ok
}

func (c *call) trimmable(a *adding, add, limited bool) bool {
	switch {
	case a.limit > 0 && a.by == 0:
		c.fail("ERR syntax error, LIMIT cannot be used without specifying a trimming strategy")
	case !add && a.by == 0:
		c.fail("ERR syntax error, XTRIM must be called with MAXLEN or MINID")
	case limited && !a.about:
		c.fail("ERR syntax error, LIMIT cannot be used without the special ~ option")
	default:
		if !limited && a.about {
			a.limit = 100 * c.s.config.number("stream-node-max-entries")
		}
		return true
	}
	return false
}

func xadd(c *call) {
	var a adding
	at, ok := c.addOptions(&a, true)
	if !ok {
		return
	}
	if n := len(c.args) - at; n < 2 || n%2 != 0 {
		c.wrongArity()
		return
	}
	if a.given && !a.auto && a.id == (streamID{}) {
		c.fail("ERR The ID specified in XADD must be greater than 0-0")
		return
	}
	key := c.args[1]
	s, ok := look[*stream](c, key)
	switch {
	case !ok:
		return
	case s == nil && a.mustExist:
		c.null()
		return
	case s == nil:
		s = create(c, key, newStream)
	case s.last == lastStreamID:
		c.fail("ERR The stream has exhausted the last possible ID, unable to add more items")
		return
	}
	id, ok := s.newID(a, uint64(c.s.clock.ms()))
	if !ok {
		c.fail("ERR The ID specified in XADD is equal or smaller than the target stream top item")
		return
	}
	s.append(c.s, id, slices.Clone(c.args[at:]))
	c.bulk(id.String())
	c.wrote('t', "xadd", key)
	if a.by != 0 && s.trim(a.trimming) > 0 {
		c.event('t', "xtrim", key)
	}
}

// newID makes the ID of a new entry; ok is false when it does not lie behind
// all others.
func (s *stream) newID(a adding, now uint64) (id streamID, ok bool) {
	switch {
	case a.given && a.auto && a.id.ms == s.last.ms:
		if s.last.seq == math.MaxUint64 {
			return id, false
		}
		id = streamID{a.id.ms, s.last.seq + 1}
	case a.given:
		id = a.id
	case now > s.last.ms:
		id = streamID{now, 0}
	default:
		id, _ = s.last.next()
	}
	return id, id.compare(s.last) > 0
}

func xlen(c *call) {
	if s, ok := look[*stream](c, c.args[1]); ok {
		c.count(s.size())
	}
}

func xrange(reverse bool) rule {
	return func(c *call) {
		start, end := c.args[2], c.args[3]
		if reverse {
			start, end = end, start
		}
		from, to, ok := c.interval(start, end)
		if !ok {
			return
		}
		count := int64(-1)
		ok = c.parse(4, options{"COUNT": {1, func(args []string) (ok bool) {
			count, ok = c.number(args[0])
			count = max(count, 0)
			return ok
		}}})
		if !ok {
			return
		}
		s, ok := look[*stream](c, c.args[1])
		switch {
		case !ok:
			return
		case s == nil:
			c.array(0)
			return
		case count == 0:
			c.noArray()
			return
		}
		list := s.between(from, to)
		if reverse {
			list = reversedEnd(list, count)
		}
		c.messages(firstOf(list, count))
	}
}

// reversedEnd returns the last entries, the last one first; a count of 0 is no
// limit.
func reversedEnd(list []message, count int64) []message {
	if n := int64(len(list)); count > 0 && count < n {
		list = list[n-count:]
	}
	list = slices.Clone(list)
	slices.Reverse(list)
	return list
}

// ids reads the IDs from a place on.
func (c *call) ids(args []string) ([]streamID, bool) {
	out := make([]streamID, len(args))
	for i, arg := range args {
		var ok bool
		if out[i], ok = c.id(arg); !ok {
			return nil, false
		}
	}
	return out, true
}

func xdel(c *call) {
	s, ok := look[*stream](c, c.args[1])
	if !ok {
		return
	}
	if s == nil {
		c.integer(0)
		return
	}
	ids, ok := c.ids(c.args[2:])
	if !ok {
		return
	}
	removed := 0
	for _, id := range ids {
		if s.remove(id) {
			removed++
		}
	}
	if removed > 0 {
		c.wrote('t', "xdel", c.args[1])
	}
	c.count(removed)
}

func xtrim(c *call) {
	var a adding
	if _, ok := c.addOptions(&a, false); !ok {
		return
	}
	s, ok := look[*stream](c, c.args[1])
	if !ok {
		return
	}
	if s == nil {
		c.integer(0)
		return
	}
	n := s.trim(a.trimming)
	if n > 0 {
		c.wrote('t', "xtrim", c.args[1])
	}
	c.count(n)
}

func xsetid(c *call) {
	id, ok := c.id(c.args[2])
	if !ok {
		return
	}
	added, deleted, ok := c.setIDOptions(id)
	if !ok {
		return
	}
	s, ok := look[*stream](c, c.args[1])
	switch {
	case !ok:
	case s == nil:
		c.fail(noKey)
	case id.compare(s.deleted) < 0:
		c.fail("ERR The ID specified in XSETID is smaller than current max_deleted_entry_id")
	case s.size() > 0 && id.compare(s.entries[len(s.entries)-1].id) < 0:
		c.fail("ERR The ID specified in XSETID is smaller than the target stream top item")
	case s.size() > 0 && added >= 0 && int64(s.size()) > added:
		c.fail("ERR The entries_added specified in XSETID is smaller than the target stream length")
	default:
		s.last = id
		if added >= 0 {
			s.added = uint64(added)
		}
		if deleted != (streamID{}) {
			s.deleted = deleted
		}
		c.ok()
		c.wrote('t', "xsetid", c.args[1])
	}
}

// setIDOptions reads how many entries there have been, -1 when that is not
// given, and the highest ID deleted.
func (c *call) setIDOptions(id streamID) (added int64, deleted streamID, ok bool) {
	added = -1
	ok = c.parse(3, options{
		"ENTRIESADDED": {1, func(args []string) (ok bool) {
			if added, ok = c.number(args[0]); ok && added < 0 {
				c.fail("ERR entries_added must be positive")
				return false
			}
			return ok
		}},
		"MAXDELETEDID": {1, func(args []string) (ok bool) {
			if deleted, ok = c.id(args[0]); ok && id.compare(deleted) < 0 {
				c.fail("ERR The ID specified in XSETID is smaller than the provided max_deleted_entry_id")
				return false
			}
			return ok
		}},
	})
	return added, deleted, ok
}

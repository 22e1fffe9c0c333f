package embedded

import (
	"time"

	"redis-tutor/sandbox/reply"
)

// reading is what XREAD and XREADGROUP are asked for.
type reading struct {
	group, consumer string
	grouped         bool // it is XREADGROUP
	named           bool // its group is
	noAck           bool
	count           int64
	block           time.Duration // -1 for not at all
	keys            []string
	from            []streamID // lastStreamID stands for >
}

func xread(c *call)      { c.read(reading{block: -1}) }
func xreadgroup(c *call) { c.read(reading{block: -1, grouped: true}) }

func (c *call) read(r reading) {
	ids, ok := c.readOptions(&r)
	if !ok || !c.resolve(&r, ids) {
		return
	}
	try := func(c *call) bool { return c.readNow(r) }
	switch {
	case r.block >= 0:
		c.blockFor(r.block, reply.Array, try)
	case !try(c):
		c.noArray()
	}
}

// readOptions reads the words up to the IDs, which it returns.
func (c *call) readOptions(r *reading) (ids []string, ok bool) {
	for i := 1; i < len(c.args) && r.keys == nil; i++ {
		more := c.left(i)
		switch {
		case c.is(i, "BLOCK") && more > 0:
			i++
			if r.block, ok = c.milliseconds(c.args[i]); !ok {
				return nil, false
			}
		case c.is(i, "COUNT") && more > 0:
			i++
			if r.count, ok = c.number(c.args[i]); !ok {
				return nil, false
			}
			r.count = max(r.count, 0)
		case c.is(i, "STREAMS") && more > 0 && more%2 == 0:
			r.keys, ids = c.args[i+1:i+1+more/2], c.args[i+1+more/2:]
		case c.is(i, "GROUP") && more >= 2 && r.grouped:
			r.group, r.consumer, r.named = c.args[i+1], c.args[i+2], true
			i += 2
		case c.is(i, "NOACK") && r.grouped:
			r.noAck = true
		default:
			c.fail("%s", c.wrongRead(i))
			return nil, false
		}
	}
	switch {
	case r.keys == nil:
		c.fail(syntaxErr)
	case r.grouped && !r.named:
		c.fail("ERR Missing GROUP option for XREADGROUP")
	default:
		return ids, true
	}
	return nil, false
}

// wrongRead says why the i-th word cannot stand there.
func (c *call) wrongRead(i int) string {
	switch more := c.left(i); {
	case c.is(i, "STREAMS") && more > 0:
		return "ERR Unbalanced XREAD list of streams: for each stream key an ID or '$' must be specified."
	case c.is(i, "GROUP") && more >= 2:
		return "ERR The GROUP option is only supported by XREADGROUP. You called XREAD instead."
	case c.is(i, "NOACK"):
		return "ERR The NOACK option is only supported by XREADGROUP. You called XREAD instead."
	}
	return syntaxErr
}

// resolve reads the IDs: what $ stands for is fixed now, so that what comes
// later is new.
func (c *call) resolve(r *reading, ids []string) bool {
	for i, arg := range ids {
		s, ok := look[*stream](c, r.keys[i])
		if !ok || r.grouped && c.groupToRead(s, r.keys[i], r.group) == nil {
			return false
		}
		var id streamID
		switch {
		case arg == "$" && r.grouped:
			c.fail("ERR The $ ID is meaningless in the context of XREADGROUP: you want to read the history of this consumer by specifying a proper ID, or use the > ID to get new messages. The $ ID would just return an empty result set.")
			return false
		case arg == "$":
			id, _ = c.idOrLast(arg, s)
		case arg == "+" && !r.grouped: // the last entry, as since 7.4
			id = s.beforeLast()
		case arg == ">" && !r.grouped:
			c.fail("ERR The > ID can be specified only when calling XREADGROUP using the GROUP <group> <consumer> option.")
			return false
		case arg == ">":
			id = lastStreamID
		default:
			if id, ok = c.id(arg); !ok {
				return false
			}
		}
		r.from = append(r.from, id)
	}
	return true
}

func (c *call) groupToRead(s *stream, key, name string) *group {
	if s == nil || s.groups[name] == nil {
		c.fail("NOGROUP No such key '%s' or consumer group '%s' in XREADGROUP with GROUP option", key, name)
		return nil
	}
	return s.groups[name]
}

// readNow answers with what there is, or reports that there is nothing.
func (c *call) readNow(r reading) bool {
	var ready []int
	for i, key := range r.keys {
		s, ok := waitingFor[*stream](c, key)
		if !ok {
			return true
		}
		if r.grouped && c.again && c.groupToRead(s, key, r.group) == nil {
			return true
		}
		if s.readable(r, i) {
			ready = append(ready, i)
		}
	}
	if len(ready) == 0 {
		return false
	}
	if c.on.proto > 2 {
		c.mapping(len(ready))
	} else {
		c.array(len(ready))
	}
	for _, i := range ready {
		if c.on.proto < 3 {
			c.array(2)
		}
		c.bulk(r.keys[i])
		s, _ := waitingFor[*stream](c, r.keys[i])
		c.readStream(s, r, i)
	}
	return true
}

// beforeLast is the ID behind which there is only the last entry; while there
// is none, what is added next will be.
func (s *stream) beforeLast() streamID {
	if s.size() == 0 {
		return streamID{}
	}
	id, _ := s.entries[len(s.entries)-1].id.previous()
	return id
}

func (s *stream) readable(r reading, i int) bool {
	if s == nil {
		return false
	}
	from := r.from[i]
	if r.grouped {
		if from != lastStreamID {
			return true
		}
		from = s.groups[r.group].last
	}
	return len(s.entries) > 0 && s.entries[len(s.entries)-1].id.compare(from) > 0
}

func (c *call) readStream(s *stream, r reading, i int) {
	from := r.from[i]
	if !r.grouped {
		c.messages(s.behind(from, r.count))
		return
	}
	g := s.groups[r.group]
	cons := c.consumer(g, r.keys[i], r.consumer)
	if from != lastStreamID {
		c.history(s, g, cons, from, r.count)
		return
	}
	list := s.behind(g.last, r.count)
	c.messages(list)
	for _, m := range list {
		s.advance(g, m.id)
		if !r.noAck {
			g.pend(m.id, cons, c.s.clock.ms())
		}
	}
	c.changed(r.keys[i])
}

// behind returns up to count entries behind an ID; 0 is no limit.
func (s *stream) behind(id streamID, count int64) []message {
	next, ok := id.next()
	if !ok {
		return nil
	}
	list := s.between(next, lastStreamID)
	if count > 0 && count < int64(len(list)) {
		list = list[:count]
	}
	return list
}

// history answers with what is pending for a consumer behind an ID. Entries
// that have been deleted have no fields.
func (c *call) history(s *stream, g *group, cons *consumer, from streamID, count int64) {
	var list []*pendingEntry
	first, there := g.search(from)
	if there {
		first++
	}
	for _, p := range g.pending[first:] {
		if count > 0 && int64(len(list)) == count {
			break
		}
		if p.owner == cons {
			list = append(list, p)
		}
	}
	c.array(len(list))
	for _, p := range list {
		i, there := s.search(p.id)
		if !there {
			c.array(2)
			c.bulk(p.id.String())
			c.noArray()
			continue
		}
		p.at, p.count = c.s.clock.ms(), p.count+1
		c.message(s.entries[i])
	}
}

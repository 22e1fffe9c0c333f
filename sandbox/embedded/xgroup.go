package embedded

import (
	"maps"
	"slices"
)

// group is a consumer group of a stream.
type group struct {
	last      streamID // the last entry delivered
	read      int64    // how many entries up to there, -1 when not known
	pending   []*pendingEntry
	consumers map[string]*consumer
}

// pendingEntry has been delivered and not been acknowledged.
type pendingEntry struct {
	id    streamID
	owner *consumer // nil while it is being claimed
	at    int64     // when it was delivered, in milliseconds since 1970
	count int64     // how often
}

type consumer struct {
	name string
	seen int64 // in milliseconds since 1970
}

func newGroup(last streamID, read int64) *group {
	return &group{last: last, read: read, consumers: map[string]*consumer{}}
}

func (g *group) clone() *group {
	out := newGroup(g.last, g.read)
	for name, cons := range g.consumers {
		out.consumers[name] = &consumer{name, cons.seen}
	}
	for _, p := range g.pending {
		out.pending = append(out.pending, &pendingEntry{p.id, out.consumers[p.owner.name], p.at, p.count})
	}
	return out
}

// search finds the place of a pending entry, or where it would be.
func (g *group) search(id streamID) (int, bool) {
	return slices.BinarySearchFunc(g.pending, id, func(p *pendingEntry, id streamID) int { return p.id.compare(id) })
}

// pend notes a delivery. An entry that another consumer had changes hands.
func (g *group) pend(id streamID, owner *consumer, now int64) {
	i, there := g.search(id)
	if !there {
		g.pending = slices.Insert(g.pending, i, &pendingEntry{id: id})
	}
	*g.pending[i] = pendingEntry{id, owner, now, 1}
}

func (g *group) settle(id streamID) bool {
	i, ok := g.search(id)
	if ok {
		g.pending = without(g.pending, i)
	}
	return ok
}

// of returns what is pending for a consumer.
func (g *group) of(owner *consumer) []*pendingEntry {
	var out []*pendingEntry
	for _, p := range g.pending {
		if p.owner == owner {
			out = append(out, p)
		}
	}
	return out
}

// names returns the names of the consumers in order.
func (g *group) names() []string { return slices.Sorted(maps.Keys(g.consumers)) }

// consumer returns a consumer, which is made when it is new.
func (c *call) consumer(g *group, key, name string) *consumer {
	cons := g.consumers[name]
	if cons == nil {
		cons = &consumer{name: name}
		g.consumers[name] = cons
		c.wrote('t', "xgroup-createconsumer", key)
	}
	cons.seen = c.s.clock.ms()
	return cons
}

// distance estimates how many entries there have been up to an ID, -1 when
// that cannot be known.
func (s *stream) distance(id streamID) int64 {
	switch cmp := id.compare(s.last); {
	case s.added == 0:
		return 0
	case len(s.entries) == 0 && cmp < 1, cmp == 0:
		return int64(s.added)
	case cmp > 0:
		return -1
	}
	if s.deleted == (streamID{}) || s.deleted.compare(s.first()) < 0 {
		switch cmp := id.compare(s.first()); {
		case cmp < 0:
			return int64(s.added) - int64(len(s.entries))
		case cmp == 0:
			return int64(s.added) - int64(len(s.entries)) + 1
		}
	}
	return -1
}

// holes reports whether XDEL has deleted an entry from an ID on.
func (s *stream) holes(from streamID) bool {
	return len(s.entries) > 0 && s.deleted != (streamID{}) && from.compare(s.deleted) <= 0
}

// lag is how many entries a group has yet to read; ok is false when that
// cannot be known.
func (s *stream) lag(g *group) (n int64, ok bool) {
	switch {
	case s.added == 0:
		return 0, true
	case g.read >= 0 && !s.holes(g.last):
		return int64(s.added) - g.read, true
	}
	read := s.distance(g.last)
	return int64(s.added) - read, read >= 0
}

// advance moves a group on to an entry that it delivers.
func (s *stream) advance(g *group, id streamID) {
	if id.compare(g.last) <= 0 {
		return
	}
	if g.read >= 0 && !s.holes(id) {
		g.read++
	} else if s.added > 0 {
		g.read = s.distance(id)
	}
	g.last = id
}

func groupRules() map[string]rule {
	return map[string]rule{
		"XGROUP": container(map[string]rule{
			"CREATE":         arity(-5, xgroupCreate),
			"SETID":          arity(-5, xgroupSetID),
			"DESTROY":        arity(4, xgroupDestroy),
			"CREATECONSUMER": arity(5, xgroupCreateConsumer),
			"DELCONSUMER":    arity(5, xgroupDelConsumer),
		}),
	}
}

// entriesRead reads the options of CREATE and SETID.
func (c *call) entriesRead(makes *bool) (n int64, ok bool) {
	n = -1
	for i := 5; i < len(c.args); i++ {
		switch {
		case makes != nil && c.is(i, "MKSTREAM"):
			*makes = true
		case c.is(i, "ENTRIESREAD") && c.left(i) > 0:
			i++
			if n, ok = c.number(c.args[i]); !ok {
				return 0, false
			}
			if n < -1 {
				c.fail("ERR value for ENTRIESREAD must be positive or -1")
				return 0, false
			}
		default:
			c.subcommandSyntax()
			return 0, false
		}
	}
	return n, true
}

// groupOf finds the stream, and its group, of a subcommand of XGROUP.
func (c *call) groupOf(mustHave bool) (*stream, *group, bool) {
	s, ok := look[*stream](c, c.args[2])
	if !ok {
		return nil, nil, false
	}
	if s == nil {
		c.fail("ERR The XGROUP subcommand requires the key to exist. Note that for CREATE you may want to use the MKSTREAM option to create an empty stream automatically.")
		return nil, nil, false
	}
	g := s.groups[c.args[3]]
	if g == nil && mustHave {
		c.fail("NOGROUP No such consumer group '%s' for key name '%s'", c.args[3], c.args[2])
		return nil, nil, false
	}
	return s, g, true
}

// idOrLast reads an ID, or $ for the last one.
func (c *call) idOrLast(arg string, s *stream) (streamID, bool) {
	if arg != "$" {
		return c.id(arg)
	}
	if s == nil {
		return streamID{}, true
	}
	return s.last, true
}

func xgroupCreate(c *call) {
	makes := false
	read, ok := c.entriesRead(&makes)
	if !ok {
		return
	}
	if len(c.args) > 8 {
		c.subcommandSyntax()
		return
	}
	s, ok := look[*stream](c, c.args[2])
	if !ok {
		return
	}
	if s == nil && !makes {
		c.groupOf(false)
		return
	}
	id, ok := c.idOrLast(c.args[4], s)
	if !ok {
		return
	}
	if s == nil {
		s = create(c, c.args[2], newStream)
	}
	if s.groups[c.args[3]] != nil {
		c.fail("BUSYGROUP Consumer Group name already exists")
		return
	}
	s.groups[c.args[3]] = newGroup(id, read)
	c.ok()
	c.wrote('t', "xgroup-create", c.args[2])
}

func xgroupSetID(c *call) {
	read, ok := c.entriesRead(nil)
	if !ok {
		return
	}
	s, g, ok := c.groupOf(true)
	if !ok {
		return
	}
	id, ok := s.last, true
	if c.args[4] != "$" {
		if id, ok = c.looseID(c.args[4]); !ok {
			return
		}
	}
	g.last, g.read = id, read
	c.ok()
	c.wrote('t', "xgroup-setid", c.args[2])
}

func xgroupDestroy(c *call) {
	s, g, ok := c.groupOf(false)
	if !ok {
		return
	}
	if g != nil {
		delete(s.groups, c.args[3])
		c.wrote('t', "xgroup-destroy", c.args[2])
	}
	c.truth(g != nil)
}

func xgroupCreateConsumer(c *call) {
	if _, g, ok := c.groupOf(true); ok {
		new := g.consumers[c.args[4]] == nil
		c.consumer(g, c.args[2], c.args[4])
		c.truth(new)
	}
}

func xgroupDelConsumer(c *call) {
	_, g, ok := c.groupOf(true)
	if !ok {
		return
	}
	cons := g.consumers[c.args[4]]
	if cons == nil {
		c.integer(0)
		return
	}
	n := len(g.of(cons))
	g.pending = slices.DeleteFunc(g.pending, func(p *pendingEntry) bool { return p.owner == cons })
	delete(g.consumers, c.args[4])
	c.count(n)
	c.wrote('t', "xgroup-delconsumer", c.args[2])
}

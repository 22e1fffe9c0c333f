package embedded

import (
	"maps"
	"math"
	"slices"
)

// What has been delivered and not acknowledged: XACK, XPENDING, XCLAIM and
// XAUTOCLAIM.
func claimRules() map[string]rule {
	return map[string]rule{
		"XACK":       arity(-4, xack),
		"XPENDING":   arity(-3, xpending),
		"XCLAIM":     arity(-6, xclaim),
		"XAUTOCLAIM": arity(-6, xautoclaim),
	}
}

func xack(c *call) {
	s, ok := look[*stream](c, c.args[1])
	if !ok {
		return
	}
	if s == nil || s.groups[c.args[2]] == nil {
		c.integer(0)
		return
	}
	ids, ok := c.ids(c.args[3:])
	if !ok {
		return
	}
	n := 0
	for _, id := range ids {
		if s.groups[c.args[2]].settle(id) {
			n++
		}
	}
	c.count(n)
}

// groupNamed finds the stream and group that the first words name.
func (c *call) groupNamed() (*stream, *group, bool) {
	s, ok := look[*stream](c, c.args[1])
	if !ok {
		return nil, nil, false
	}
	if s == nil || s.groups[c.args[2]] == nil {
		c.fail("NOGROUP No such key '%s' or consumer group '%s'", c.args[1], c.args[2])
		return nil, nil, false
	}
	return s, s.groups[c.args[2]], true
}

func xpending(c *call) {
	if len(c.args) != 3 && (len(c.args) < 6 || len(c.args) > 9) {
		c.fail(syntaxErr)
		return
	}
	if len(c.args) == 3 {
		if _, g, ok := c.groupNamed(); ok {
			c.pendingSummary(g)
		}
		return
	}
	at, idle, ok := 3, int64(0), true
	if c.is(3, "IDLE") {
		if idle, ok = c.number(c.args[4]); !ok {
			return
		}
		if at = 5; len(c.args) < 8 {
			c.fail(syntaxErr)
			return
		}
	}
	count, ok := c.number(c.args[at+2])
	if !ok {
		return
	}
	from, to, ok := c.interval(c.args[at], c.args[at+1])
	if !ok {
		return
	}
	if _, g, ok := c.groupNamed(); ok {
		c.pendingRows(g, from, to, max(count, 0), idle, c.args[at+3:])
	}
}

func (c *call) pendingSummary(g *group) {
	c.array(4)
	c.count(len(g.pending))
	if len(g.pending) == 0 {
		c.null()
		c.null()
		c.noArray()
		return
	}
	c.bulk(g.pending[0].id.String())
	c.bulk(g.pending[len(g.pending)-1].id.String())
	counts := map[string]int{}
	for _, p := range g.pending {
		counts[p.owner.name]++
	}
	c.array(len(counts))
	for _, name := range slices.Sorted(maps.Keys(counts)) {
		c.bulks(name, itoa(counts[name]))
	}
}

// pendingRows lists what is pending, for one consumer if one is named.
func (c *call) pendingRows(g *group, from, to streamID, count, idle int64, names []string) {
	now := c.s.clock.ms()
	var rows []*pendingEntry
	first, _ := g.search(from)
	for _, p := range g.pending[first:] {
		if int64(len(rows)) >= count || p.id.compare(to) > 0 {
			break
		}
		if (len(names) == 0 || p.owner.name == names[0]) && now-p.at >= idle {
			rows = append(rows, p)
		}
	}
	c.array(len(rows))
	for _, p := range rows {
		c.array(4)
		c.bulk(p.id.String())
		c.bulk(p.owner.name)
		c.integer(max(now-p.at, 0))
		c.integer(p.count)
	}
}

// claiming is what XCLAIM's options say.
type claiming struct {
	force, justID bool
	at            int64 // the time of delivery to be noted
	retries       int64 // -1 for one more
	last          streamID
}

func xclaim(c *call) {
	s, g, ok := c.groupNamed()
	if !ok {
		return
	}
	idle, ok := parseInt(c.args[4])
	if !ok {
		c.fail("ERR Invalid min-idle-time argument for XCLAIM")
		return
	}
	var ids []streamID
	next := 5
	for ; next < len(c.args); next++ {
		id, auto, ok := parseID(c.args[next], 0)
		if !ok || auto {
			break
		}
		ids = append(ids, id)
	}
	now := c.s.clock.ms()
	o := claiming{at: now, retries: -1}
	if !c.claimOptions(&o, next, now) {
		return
	}
	if o.at < 0 || o.at > now {
		o.at = now
	}
	if o.last.compare(g.last) > 0 {
		g.last = o.last
	}
	cons := c.consumer(g, c.args[1], c.args[3])
	var claimed []message
	for _, id := range ids {
		if m, ok := s.claim(g, cons, id, o, now, max(idle, 0)); ok {
			claimed = append(claimed, m)
		}
	}
	c.claimed(claimed, o.justID)
	c.changed(c.args[1])
}

func (c *call) claimOptions(o *claiming, i int, now int64) bool {
	number := func(i int, name string, to *int64) bool {
		n, ok := parseInt(c.args[i])
		if !ok {
			c.fail("ERR Invalid %s option argument for XCLAIM", name)
		}
		*to = n
		return ok
	}
	for ; i < len(c.args); i++ {
		ok, more := true, c.left(i) > 0
		switch opt := c.arg(i); {
		case opt == "FORCE":
			o.force = true
		case opt == "JUSTID":
			o.justID = true
		case opt == "IDLE" && more:
			i++
			ok = number(i, opt, &o.at)
			o.at = now - o.at
		case opt == "TIME" && more:
			i++
			ok = number(i, opt, &o.at)
		case opt == "RETRYCOUNT" && more:
			i++
			ok = number(i, opt, &o.retries)
		case opt == "LASTID" && more:
			i++
			o.last, ok = c.id(c.args[i])
		default:
			c.fail("ERR Unrecognized XCLAIM option '%s'", c.args[i])
			return false
		}
		if !ok {
			return false
		}
	}
	return true
}

// claim gives a pending entry to a consumer, and reports whether it did. What
// is no longer in the stream is not pending any more.
func (s *stream) claim(g *group, cons *consumer, id streamID, o claiming, now, idle int64) (m message, ok bool) {
	at, there := s.search(id)
	if !there {
		g.settle(id)
		return m, false
	}
	i, pending := g.search(id)
	switch {
	case !pending && !o.force:
		return m, false
	case !pending:
		g.pend(id, nil, now)
	}
	p := g.pending[i]
	if p.owner != nil && idle > 0 && now-p.at < idle {
		return m, false
	}
	p.owner, p.at = cons, o.at
	switch {
	case o.retries >= 0:
		p.count = o.retries
	case !o.justID:
		p.count++
	}
	return s.entries[at], true
}

func (c *call) claimed(list []message, justID bool) {
	if !justID {
		c.messages(list)
		return
	}
	c.array(len(list))
	for _, m := range list {
		c.bulk(m.id.String())
	}
}

func xautoclaim(c *call) {
	idle, ok := parseInt(c.args[4])
	if !ok {
		c.fail("ERR Invalid min-idle-time argument for XAUTOCLAIM")
		return
	}
	from, _, ok := c.interval(c.args[5], "+")
	if !ok {
		return
	}
	count, justID := int64(100), false
	ok = c.parse(6, options{
		"JUSTID": flag(&justID),
		"COUNT": {1, func(args []string) (ok bool) {
			if count, ok = parseInt(args[0]); !ok || count < 1 || count > math.MaxInt64/16 {
				c.fail("ERR COUNT must be > 0")
				return false
			}
			return true
		}},
	})
	if !ok {
		return
	}
	s, g, ok := c.groupNamed()
	if !ok {
		return
	}
	cons := c.consumer(g, c.args[1], c.args[3])
	o := claiming{justID: justID, at: c.s.clock.ms(), retries: -1}
	claimed, deleted, end := s.claimFrom(g, cons, from, o, max(idle, 0), count)
	c.array(3)
	c.bulk(end.String())
	c.claimed(claimed, justID)
	c.array(len(deleted))
	for _, id := range deleted {
		c.bulk(id.String())
	}
	c.changed(c.args[1])
}

// claimFrom claims up to count pending entries from an ID on, and returns
// those that it found deleted and the ID to go on from.
func (s *stream) claimFrom(g *group, cons *consumer, from streamID, o claiming, idle, count int64) (claimed []message, deleted []streamID, end streamID) {
	i, _ := g.search(from)
	for attempts := 10 * count; attempts > 0 && int64(len(claimed)+len(deleted)) < count && i < len(g.pending); attempts-- {
		id := g.pending[i].id
		m, ok := s.claim(g, cons, id, o, o.at, idle)
		if ok {
			claimed = append(claimed, m)
		} else if _, there := s.search(id); !there {
			deleted = append(deleted, id)
			continue // the next one has taken its place
		}
		i++
	}
	if i < len(g.pending) {
		end = g.pending[i].id
	}
	return claimed, deleted, end
}

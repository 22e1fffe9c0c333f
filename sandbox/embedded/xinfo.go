package embedded

import (
	"maps"
	"slices"
)

func xinfoRules() map[string]rule {
	return map[string]rule{
		"XINFO": container(map[string]rule{
			"STREAM":    arity(-3, xinfoStream),
			"GROUPS":    arity(3, xinfoGroups),
			"CONSUMERS": arity(4, xinfoConsumers),
		}),
	}
}

// streamOf finds the stream that a subcommand of XINFO is about.
func (c *call) streamOf() (*stream, bool) {
	s, ok := look[*stream](c, c.args[2])
	if ok && s == nil {
		c.fail(noKey)
	}
	return s, ok && s != nil
}

func (c *call) named(name, text string) {
	c.bulk(name)
	c.bulk(text)
}

// nodes counts the nodes that hold the entries.
func (s *stream) nodes() int64 {
	n, last := int64(0), -1
	for _, m := range s.entries {
		if m.node != last {
			n, last = n+1, m.node
		}
	}
	return n
}

func (c *call) streamFacts(s *stream) {
	c.fact("length", int64(len(s.entries)))
	c.fact("radix-tree-keys", s.nodes())
	c.fact("radix-tree-nodes", s.nodes()+1)
	c.named("last-generated-id", s.last.String())
	c.named("max-deleted-entry-id", s.deleted.String())
	c.fact("entries-added", int64(s.added))
	c.named("recorded-first-entry-id", s.first().String())
}

func xinfoStream(c *call) {
	s, ok := c.streamOf()
	if !ok {
		return
	}
	if len(c.args) > 3 {
		if count, ok := c.fullCount(); ok {
			c.fullStream(s, count)
		}
		return
	}
	c.mapping(10)
	c.streamFacts(s)
	c.fact("groups", int64(len(s.groups)))
	c.bulk("first-entry")
	c.edge(s, 0)
	c.bulk("last-entry")
	c.edge(s, len(s.entries)-1)
}

func (c *call) edge(s *stream, i int) {
	if len(s.entries) == 0 {
		c.null()
		return
	}
	c.message(s.entries[i])
}

// fullCount reads FULL [COUNT n].
func (c *call) fullCount() (int64, bool) {
	if !c.is(3, "FULL") || len(c.args) != 4 && !(len(c.args) == 6 && c.is(4, "COUNT")) {
		c.subcommandSyntax()
		return 0, false
	}
	if len(c.args) == 4 {
		return 10, true
	}
	n, ok := c.number(c.args[5])
	if n < 0 {
		n = 10
	}
	return n, ok
}

func firstOf[T any](list []T, count int64) []T {
	if count > 0 && count < int64(len(list)) {
		return list[:count]
	}
	return list
}

func (c *call) fullStream(s *stream, count int64) {
	c.mapping(9)
	c.streamFacts(s)
	c.bulk("entries")
	c.messages(firstOf(s.entries, count))
	c.bulk("groups")
	c.array(len(s.groups))
	for _, name := range slices.Sorted(maps.Keys(s.groups)) {
		c.fullGroup(s, name, count)
	}
}

func (c *call) fullGroup(s *stream, name string, count int64) {
	g := s.groups[name]
	c.mapping(7)
	c.named("name", name)
	c.named("last-delivered-id", g.last.String())
	c.groupProgress(s, g)
	c.fact("pel-count", int64(len(g.pending)))
	c.bulk("pending")
	list := firstOf(g.pending, count)
	c.array(len(list))
	for _, p := range list {
		c.array(4)
		c.bulk(p.id.String())
		c.bulk(p.owner.name)
		c.integer(p.at)
		c.integer(p.count)
	}
	c.bulk("consumers")
	c.array(len(g.consumers))
	for _, name := range g.names() {
		c.fullConsumer(g, g.consumers[name], count)
	}
}

func (c *call) fullConsumer(g *group, cons *consumer, count int64) {
	own := g.of(cons)
	c.mapping(4)
	c.named("name", cons.name)
	c.fact("seen-time", cons.seen)
	c.fact("pel-count", int64(len(own)))
	c.bulk("pending")
	list := firstOf(own, count)
	c.array(len(list))
	for _, p := range list {
		c.array(3)
		c.bulk(p.id.String())
		c.integer(p.at)
		c.integer(p.count)
	}
}

// groupProgress writes how far a group has read, as far as that is known.
func (c *call) groupProgress(s *stream, g *group) {
	c.bulk("entries-read")
	if g.read >= 0 {
		c.integer(g.read)
	} else {
		c.null()
	}
	c.bulk("lag")
	if lag, ok := s.lag(g); ok {
		c.integer(lag)
	} else {
		c.null()
	}
}

func xinfoGroups(c *call) {
	s, ok := c.streamOf()
	if !ok {
		return
	}
	c.array(len(s.groups))
	for _, name := range slices.Sorted(maps.Keys(s.groups)) {
		g := s.groups[name]
		c.mapping(6)
		c.named("name", name)
		c.fact("consumers", int64(len(g.consumers)))
		c.fact("pending", int64(len(g.pending)))
		c.named("last-delivered-id", g.last.String())
		c.groupProgress(s, g)
	}
}

func xinfoConsumers(c *call) {
	s, ok := c.streamOf()
	if !ok {
		return
	}
	g := s.groups[c.args[3]]
	if g == nil {
		c.fail("NOGROUP No such consumer group '%s' for key name '%s'", c.args[3], c.args[2])
		return
	}
	c.array(len(g.consumers))
	for _, name := range g.names() {
		cons := g.consumers[name]
		c.mapping(3)
		c.named("name", name)
		c.fact("pending", int64(len(g.of(cons))))
		c.fact("idle", max(c.s.clock.ms()-cons.seen, 0))
	}
}

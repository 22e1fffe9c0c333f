package embedded

import (
	"maps"
	"slices"
)

// A stream in a payload is texts, one behind the other: what it remembers, how
// many entries there are, the entries, and its groups likewise.

func appendStream(out []byte, s *stream) []byte {
	out = appendTexts(out, s.last.String(), s.deleted.String(), formatInt(int64(s.added)), itoa(len(s.entries)))
	for _, m := range s.entries {
		out = appendTexts(out, m.id.String(), itoa(len(m.fields)))
		out = appendTexts(out, m.fields...)
	}
	out = appendTexts(out, itoa(len(s.groups)))
	for _, name := range slices.Sorted(maps.Keys(s.groups)) {
		out = appendGroup(appendTexts(out, name), s.groups[name])
	}
	return out
}

func appendGroup(out []byte, g *group) []byte {
	out = appendTexts(out, g.last.String(), formatInt(g.read), itoa(len(g.consumers)))
	for _, name := range slices.Sorted(maps.Keys(g.consumers)) {
		out = appendTexts(out, name, formatInt(g.consumers[name].seen))
	}
	out = appendTexts(out, itoa(len(g.pending)))
	for _, e := range g.pending {
		out = appendTexts(out, e.id.String(), e.owner.name, formatInt(e.at), formatInt(e.count))
	}
	return out
}

func appendTexts(out []byte, texts ...string) []byte {
	for _, text := range texts {
		out = appendText(out, text)
	}
	return out
}

// stream reads what appendStream wrote.
func (p *payload) stream() func(c *call, key string) {
	s := newStream(home{})
	s.last, s.deleted, s.added = p.id(), p.id(), uint64(p.number())
	for n := p.number(); n > 0 && p.ok; n-- {
		m := message{id: p.id()}
		for n := p.number(); n > 0 && p.ok; n-- {
			m.fields = append(m.fields, p.text())
		}
		s.entries = append(s.entries, m)
	}
	for n := p.number(); n > 0 && p.ok; n-- {
		name := p.text()
		s.groups[name] = p.group()
	}
	return func(c *call, key string) { create(c, key, func(home) *stream { return s }) }
}

func (p *payload) group() *group {
	g := newGroup(p.id(), p.number())
	for n := p.number(); n > 0 && p.ok; n-- {
		name := p.text()
		g.consumers[name] = &consumer{name, p.number()}
	}
	for n := p.number(); n > 0 && p.ok; n-- {
		e := &pendingEntry{p.id(), g.consumers[p.text()], p.number(), p.number()}
		p.ok = p.ok && e.owner != nil
		g.pending = append(g.pending, e)
	}
	return g
}

func (p *payload) number() int64 {
	n, ok := parseInt(p.text())
	p.ok = p.ok && ok
	return n
}

func (p *payload) id() streamID {
	id, auto, ok := parseID(p.text(), 0)
	p.ok = p.ok && ok && !auto
	return id
}

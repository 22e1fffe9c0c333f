package embedded

import (
	"bytes"
	"encoding/gob"
)

// plainStream is a stream as DUMP writes it.
type plainStream struct {
	Last, Deleted string
	Added         uint64
	Entries       []plainEntry
	Groups        map[string]plainGroup
}

type plainEntry struct {
	ID     string
	Fields []string
}

type plainGroup struct {
	Last      string
	Read      int64
	Consumers map[string]int64 // when each was last seen
	Pending   []plainPending
}

type plainPending struct {
	ID        string
	Owner     string
	At, Count int64
}

func (s *stream) plain() plainStream {
	out := plainStream{Last: s.last.String(), Deleted: s.deleted.String(), Added: s.added, Groups: map[string]plainGroup{}}
	for _, m := range s.entries {
		out.Entries = append(out.Entries, plainEntry{m.id.String(), m.fields})
	}
	for name, g := range s.groups {
		pg := plainGroup{Last: g.last.String(), Read: g.read, Consumers: map[string]int64{}}
		for _, cons := range g.consumers {
			pg.Consumers[cons.name] = cons.seen
		}
		for _, p := range g.pending {
			pg.Pending = append(pg.Pending, plainPending{p.id.String(), p.owner.name, p.at, p.count})
		}
		out.Groups[name] = pg
	}
	return out
}

// stream reads a stream.
func (p *payload) stream() func(c *call, key string) {
	var in plainStream
	if err := gob.NewDecoder(bytes.NewBufferString(p.text())).Decode(&in); err != nil {
		return nil
	}
	s := newStream(home{})
	s.last, s.deleted, s.added = plainID(in.Last), plainID(in.Deleted), in.Added
	for _, e := range in.Entries {
		s.entries = append(s.entries, message{plainID(e.ID), e.Fields, 0})
	}
	for name, pg := range in.Groups {
		g := newGroup(plainID(pg.Last), pg.Read)
		for cons, seen := range pg.Consumers {
			g.consumers[cons] = &consumer{cons, seen}
		}
		for _, pe := range pg.Pending {
			if owner := g.consumers[pe.Owner]; owner != nil {
				g.pending = append(g.pending, &pendingEntry{plainID(pe.ID), owner, pe.At, pe.Count})
			}
		}
		s.groups[name] = g
	}
	return func(c *call, key string) { create(c, key, func(home) *stream { return s }) }
}

func plainID(text string) streamID {
	id, _, _ := parseID(text, 0)
	return id
}

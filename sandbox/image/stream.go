package image

import (
	"cmp"
	"slices"

	"redis-tutor/sandbox/reply"
)

// stream is a stream as XINFO STREAM FULL shows it, without what only tells
// when a consumer was last seen.
type stream struct {
	last    string // last-generated-id
	entries []entry
	groups  []group
	// added and deleted are entries-added and max-deleted-entry-id, "" on a
	// server older than 7.0.
	added, deleted string
	partial        bool // the consumers of groups and what they work on are not told
}

type entry struct {
	id     string
	fields []string // fields and values
}

type group struct {
	name, last string // last-delivered-id
	read       string // entries-read, "" where it is not known
	consumers  []string
	pending    []pending
	waiting    int64 // entries delivered and not acknowledged
}

type pending struct {
	id, consumer string
	time, count  string // of the last delivery, in ms, and of all deliveries
}

func (s *stream) size() int {
	n := 0
	for _, e := range s.entries {
		n += 64
		for _, f := range e.fields {
			n += len(f) + 16
		}
	}
	for _, g := range s.groups {
		n += 64 + 64*len(g.pending) + 32*len(g.consumers)
	}
	return n
}

func sameStream(a, b *stream) bool {
	if a == nil || b == nil {
		return a == b
	}
	return a.last == b.last && slices.EqualFunc(a.entries, b.entries, sameEntry) && slices.EqualFunc(a.groups, b.groups, sameGroup)
}

func sameEntry(a, b entry) bool { return a.id == b.id && slices.Equal(a.fields, b.fields) }

func sameGroup(a, b group) bool {
	return a.name == b.name && a.last == b.last && a.read == b.read && a.waiting == b.waiting && slices.Equal(a.consumers, b.consumers) && slices.Equal(a.pending, b.pending)
}

// readStream reads the reply to XINFO STREAM FULL, and what XRANGE and XINFO
// GROUPS say where the server knows no FULL.
func readStream(info, entries, groups reply.Value) *stream {
	s := &stream{last: cmp.Or(info.Field("last-generated-id").Str(), "0-0")}
	s.added, s.deleted = info.Field("entries-added").Str(), info.Field("max-deleted-entry-id").Str()
	if full := info.Field("entries"); full.IsAggregate() {
		entries, groups = full, info.Field("groups")
	}
	for _, item := range entries.Items {
		if len(item.Items) == 2 {
			s.entries = append(s.entries, entry{item.Items[0].Str(), texts(item.Items[1])})
		}
	}
	for _, item := range groups.Items {
		s.groups = append(s.groups, readGroup(item))
		s.partial = s.partial || item.Field("consumers").Int > 0
	}
	return s
}

func readGroup(v reply.Value) group {
	g := group{name: v.Field("name").Str(), last: v.Field("last-delivered-id").Str(), read: v.Field("entries-read").Str()}
	for _, item := range v.Field("consumers").Items {
		g.consumers = append(g.consumers, item.Field("name").Str())
	}
	slices.Sort(g.consumers)
	list := v.Field("pel")
	if list.Kind == reply.Nil {
		list = v.Field("pending")
	}
	g.waiting = max(list.Int, int64(len(list.Items)))
	for _, item := range list.Items {
		if p := texts(item); len(p) == 4 {
			g.pending = append(g.pending, pending{p[0], p[1], p[2], p[3]})
		}
	}
	return g
}

// texts returns the items of a reply as plain text.
func texts(v reply.Value) []string {
	list := make([]string, len(v.Items))
	for i, item := range v.Items {
		list[i] = item.Str()
	}
	return list
}

// commands returns what makes the stream anew under a key that is not there.
func (s *stream) commands(key string) [][]string {
	var out [][]string
	for _, e := range s.entries {
		out = append(out, append([]string{"XADD", key, e.id}, e.fields...))
	}
	if len(s.entries) == 0 {
		out = append(out, []string{"XGROUP", "CREATE", key, "none", "0", "MKSTREAM"}, []string{"XGROUP", "DESTROY", key, "none"})
	}
	switch {
	case s.added != "":
		out = append(out, []string{"XSETID", key, s.last, "ENTRIESADDED", s.added, "MAXDELETEDID", s.deleted})
	case s.last != "0-0" && (len(s.entries) == 0 || s.entries[len(s.entries)-1].id != s.last):
		// The newest entry was removed, and its id must not come again.
		out = append(out, []string{"XADD", key, s.last, "removed", ""}, []string{"XDEL", key, s.last})
	}
	for _, g := range s.groups {
		out = append(out, g.commands(key)...)
	}
	return out
}

func (g group) commands(key string) [][]string {
	create := []string{"XGROUP", "CREATE", key, g.name, g.last}
	if g.read != "" {
		create = append(create, "ENTRIESREAD", g.read)
	}
	out := [][]string{create}
	for _, consumer := range g.consumers {
		out = append(out, []string{"XGROUP", "CREATECONSUMER", key, g.name, consumer})
	}
	for _, p := range g.pending {
		out = append(out, []string{"XCLAIM", key, g.name, p.consumer, "0", p.id,
			"TIME", p.time, "RETRYCOUNT", p.count, "FORCE", "JUSTID"})
	}
	return out
}

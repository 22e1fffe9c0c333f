package image

import (
	"context"
	"maps"
	"strconv"
	"strings"

	"redis-tutor/sandbox/reply"
)

// Fields of hashes have deadlines of their own since Redis 7.4. Reading them
// takes the names of the fields and so a round trip more, which is made only
// from the first command on that gives a field a time to live.

// timesFields reports whether a command changes when fields expire.
func timesFields(name string) bool {
	switch name {
	case "HEXPIRE", "HPEXPIRE", "HEXPIREAT", "HPEXPIREAT", "HPERSIST", "HSETEX", "HGETEX":
		return true
	}
	return false
}

// timed reports whether the reply to INFO keyspace tells of hashes with fields
// that expire, in the words of Redis and of Valkey, or nothing at all. Where
// values are read without their dumps, nothing else shows it.
func timed(info reply.Value) bool {
	if info.IsError() {
		return true
	}
	for part := range strings.FieldsFuncSeq(info.Str(), func(r rune) bool { return r == ',' || r == '\r' || r == '\n' }) {
		name, count, _ := strings.Cut(part, "=")
		if (name == "subexpiry" || name == "keys_with_volatile_items") && count != "0" {
			return true
		}
	}
	return false
}

// fieldTimes adds the deadlines of fields to the pictures of hashes.
func (c *camera) fieldTimes(ctx context.Context, a *album, keys []Key) error {
	b := &batch{}
	asked := map[Key]int{}
	for _, k := range keys {
		if p := a.of[k]; p.kind == "hash" && len(p.items) > 0 {
			b.in(k.DB)
			names := p.fieldNames()
			asked[k] = b.add(append([]string{"HPEXPIRETIME", k.Name, "FIELDS", strconv.Itoa(len(names))}, names...)...)
		}
	}
	if err := b.send(ctx, c.run); err != nil {
		return err
	}
	for k, at := range asked {
		a.of[k].fields = deadlines(a.of[k].fieldNames(), b.replies[at])
	}
	return nil
}

func (p *picture) fieldNames() []string {
	names := make([]string, 0, len(p.items)/2)
	for i := 0; i+1 < len(p.items); i += 2 {
		names = append(names, p.items[i])
	}
	return names
}

// deadlines reads the reply to HPEXPIRETIME; fields that stay are left out.
func deadlines(names []string, v reply.Value) map[string]int64 {
	m := map[string]int64{}
	for i, item := range v.Items {
		if i < len(names) && item.Kind == reply.Integer && item.Int > 0 {
			m[names[i]] = item.Int
		}
	}
	return m
}

// fieldsAsOf returns what is left of a hash at a later moment.
func (p *picture) fieldsAsOf(now int64) *picture {
	left := maps.Clone(p.fields)
	maps.DeleteFunc(left, func(_ string, deadline int64) bool { return deadline <= now })
	if len(left) == len(p.fields) {
		return p
	}
	q := *p
	q.dump, q.items = "", nil
	for i := 0; i+1 < len(p.items); i += 2 {
		if d := p.fields[p.items[i]]; d == 0 || d > now {
			q.items = append(q.items, p.items[i], p.items[i+1])
		}
	}
	if len(q.items) == 0 {
		return &picture{kind: none, at: now}
	}
	q.fields = left
	return &q
}

// fieldCommands returns what gives the fields of a new hash their deadlines.
func (p *picture) fieldCommands(key string) [][]string {
	var out [][]string
	for _, name := range p.fieldNames() {
		if d := p.fields[name]; d != 0 {
			out = append(out, []string{"HPEXPIREAT", key, strconv.FormatInt(d, 10), "FIELDS", "1", name})
		}
	}
	return out
}

// fieldLines compares the deadlines of fields that are there before and after.
func fieldLines(label string, before, after *picture) []Line {
	var lines []Line
	had := pairs(before.items)
	for _, name := range after.fieldNames() {
		_, was := had[name]
		if before.fields[name] == after.fields[name] || !was && after.fields[name] == 0 {
			continue
		}
		old, now := &picture{at: before.at, deadline: before.fields[name]}, &picture{at: after.at, deadline: after.fields[name]}
		lines = append(lines, Line{told, "ttl " + label + ": field " + word(name) + " " + old.left(), now.left()})
	}
	return lines
}

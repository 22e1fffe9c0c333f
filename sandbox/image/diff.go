package image

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Lines says what changed, one thing a line. There are at most that many lines,
// the last of which counts those left out.
func (c *Change) Lines(most int) []Line {
	if c.swap {
		return []Line{{text: "databases " + strings.Join(c.writes[0].Args[1:], " and ") + " have changed places"}}
	}
	if c.before == nil || c.after == nil {
		return nil
	}
	var lines []Line
	said := map[Key]bool{}
	for _, from := range c.keys {
		if to, ok := c.renamed(from); ok {
			what := "renamed: "
			if to.DB != from.DB {
				what = "moved: "
			}
			lines = append(lines, Line{told, what + name(from, c.DB()), name(to, c.DB()) + c.replaced(to)})
			said[from], said[to] = true, true
		}
	}
	for _, k := range c.keys {
		if !said[k] {
			lines = append(lines, c.keyLines(k)...)
		}
	}
	if len(lines) > most {
		left := len(lines) - most + 1
		lines = append(lines[:most-1:most-1], Line{text: fmt.Sprintf("… and %d more", left)})
	}
	return lines
}

// renamed returns the key that has become what another was.
func (c *Change) renamed(from Key) (Key, bool) {
	if c.after.lookup(from).exists() {
		return Key{}, false
	}
	old := c.before.lookup(from)
	for _, to := range c.keys {
		if to != from && same(old, c.after.lookup(to)) && !same(old, c.before.lookup(to)) {
			return to, true
		}
	}
	return Key{}, false
}

// replaced says what was under the name before.
func (c *Change) replaced(k Key) string {
	if p := c.before.lookup(k); p.exists() {
		return " (which was " + p.describe() + ")"
	}
	return ""
}

// keyLines says what became of one key.
func (c *Change) keyLines(k Key) []Line {
	before, after := c.before.lookup(k), c.after.lookup(k)
	label := name(k, c.DB())
	gone, fresh := Line{text: "gone: " + label + " (was " + before.describe() + ")"}, Line{text: "new key " + label + ": " + after.describe()}
	switch {
	case !after.exists():
		return []Line{gone}
	case !before.exists() && after.big:
		return append([]Line{fresh}, deadlineLines(label, before, after)...)
	case before.big || after.big:
		return bigLines(label, before, after)
	case before.kind == after.kind:
		return c.partLines(label, before, after)
	}
	if c.turned {
		fresh.text = "back: " + label + " (" + after.describe() + ")"
	}
	lines := []Line{fresh}
	if before.exists() {
		lines = []Line{gone, fresh}
	}
	if after.kind != "string" && !c.turned {
		lines = append(lines, c.parts(label, &picture{kind: after.kind, stream: &stream{}}, after)...)
	}
	return append(lines, deadlineLines(label, &picture{}, after)...)
}

// bigLines says what is known of a value that was not read.
func bigLines(label string, before, after *picture) []Line {
	lines := deadlineLines(label, before, after)
	if len(lines) == 0 {
		lines = []Line{{sign: became, text: label + ": too big to compare"}}
	}
	return lines
}

func (c *Change) partLines(label string, before, after *picture) []Line {
	lines := append(c.parts(label, before, after), deadlineLines(label, before, after)...)
	if len(lines) == 0 {
		return []Line{{sign: became, text: label + ": changed, but not in its " + after.inside()}}
	}
	return lines
}

// parts says what changed inside a value.
func (c *Change) parts(label string, before, after *picture) []Line {
	switch after.kind {
	case "string":
		return stringLines(label, before.items[0], after.items[0])
	case "list":
		return listLines(label, before.items, after.items, c.atFront())
	case "hash":
		return append(pairLines(label, "field ", before.items, after.items, text), fieldLines(label, before, after)...)
	case "zset":
		return pairLines(label, "", before.items, after.items, func(score string) string { return score })
	case "set":
		return setLines(label, before.items, after.items)
	case "stream":
		return streamLines(label, before.stream, after.stream)
	}
	return nil
}

// pairLines compares fields with their values, or members with their scores.
func pairLines(label, part string, before, after []string, show func(string) string) []Line {
	was, is := pairs(before), pairs(after)
	var gone, lines []Line
	for i := 0; i+1 < len(before); i += 2 {
		if _, ok := is[before[i]]; !ok {
			gone = append(gone, Line{sign: went, text: fmt.Sprintf("%s: %s%s (was %s)", label, part, word(before[i]), show(before[i+1]))})
		}
	}
	for i := 0; i+1 < len(after); i += 2 {
		old, ok := was[after[i]]
		switch now := after[i+1]; {
		case !ok:
			lines = append(lines, Line{sign: came, text: fmt.Sprintf("%s: %s%s %s", label, part, word(after[i]), show(now))})
		case old != now:
			lines = append(lines, Line{became, fmt.Sprintf("%s: %s%s %s", label, part, word(after[i]), show(old)), show(now)})
		}
	}
	return append(gone, lines...)
}

func setLines(label string, before, after []string) []Line {
	was, is := members(before), members(after)
	var lines []Line
	for _, m := range before {
		if !is[m] {
			lines = append(lines, Line{sign: went, text: label + ": " + text(m)})
		}
	}
	for _, m := range after {
		if !was[m] {
			lines = append(lines, Line{sign: came, text: label + ": " + text(m)})
		}
	}
	return lines
}

// deadlineLines compares what TTL answers at the two moments.
func deadlineLines(label string, before, after *picture) []Line {
	if sameDeadline(before, after) {
		return nil
	}
	return []Line{{told, "ttl " + label + ": " + before.left(), after.left()}}
}

// left is the time to live: as TTL rounds it, and in ms below a second.
func (p *picture) left() string {
	ms := p.deadline - p.at
	switch {
	case p.deadline == 0:
		return "none"
	case ms < 1000:
		return strconv.FormatInt(max(ms, 0), 10) + "ms"
	}
	return strconv.FormatInt((ms+500)/1000, 10) + "s"
}

func streamLines(label string, before, after *stream) []Line {
	var lines []Line
	was, is := ids(before.entries), ids(after.entries)
	for _, e := range before.entries {
		if !is[e.id] {
			lines = append(lines, Line{sign: went, text: label + ": entry " + e.id})
		}
	}
	for _, e := range after.entries {
		if !was[e.id] {
			lines = append(lines, Line{sign: came, text: label + ": entry " + e.id + " " + strings.Join(each(word, e.fields), " ")})
		}
	}
	for _, g := range before.groups {
		if !slices.ContainsFunc(after.groups, g.namesake) {
			lines = append(lines, Line{sign: went, text: label + ": group " + word(g.name)})
		}
	}
	for _, g := range after.groups {
		at := slices.IndexFunc(before.groups, g.namesake)
		if at < 0 {
			lines = append(lines, Line{sign: came, text: label + ": group " + word(g.name)})
			continue
		}
		lines = append(lines, groupLines(label+": group "+word(g.name), before.groups[at], g)...)
	}
	return lines
}

func (g group) namesake(other group) bool { return g.name == other.name }

func groupLines(label string, before, after group) []Line {
	var lines []Line
	if before.last != after.last {
		lines = append(lines, Line{became, label + " last delivered " + before.last, after.last})
	}
	if before.waiting != after.waiting {
		lines = append(lines, Line{became, fmt.Sprintf("%s pending %d", label, before.waiting), strconv.FormatInt(after.waiting, 10)})
	}
	for _, consumer := range before.consumers {
		if !slices.Contains(after.consumers, consumer) {
			lines = append(lines, Line{sign: went, text: label + " consumer " + word(consumer)})
		}
	}
	for _, consumer := range after.consumers {
		if !slices.Contains(before.consumers, consumer) {
			lines = append(lines, Line{sign: came, text: label + " consumer " + word(consumer)})
		}
	}
	return lines
}

func ids(entries []entry) map[string]bool {
	m := make(map[string]bool, len(entries))
	for _, e := range entries {
		m[e.id] = true
	}
	return m
}

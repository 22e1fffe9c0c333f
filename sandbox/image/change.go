package image

import (
	"slices"
	"strings"
	"time"
)

// Change is what a write changed, or what taking it back did.
type Change struct {
	writes []Write
	keys   []Key // those that differ, in the order of the command
	before *album
	after  *album
	why    string // why it cannot be taken back
	times  int    // how often it was repeated, less one
	bytes  int    // what size has found, 0 for not yet
	turned bool   // by Undo or Redo
	swap   bool   // SWAPDB, which is taken back by another
	blind  bool   // a script whose keys are not known
	gone   []Key  // keys that would be back but for their deadline
}

// Commands returns what was typed; for a transaction, all that EXEC ran. Of a
// long command only the beginning is kept.
func (c *Change) Commands() [][]string {
	out := make([][]string, len(c.writes))
	for i, w := range c.writes {
		out[i] = w.Args
	}
	return out
}

// Times returns how often the command ran.
func (c *Change) Times() int { return c.times + 1 }

// DB returns the database that the command ran in.
func (c *Change) DB() int { return c.writes[0].DB }

// Nothing reports whether the write has changed no key.
func (c *Change) Nothing() bool { return len(c.keys) == 0 && c.why == "" && !c.turned && !c.swap }

// Blind reports whether nothing was looked at, since a script named no keys and
// the server was spared.
func (c *Change) Blind() bool { return c.blind }

// Expired returns the keys that an Undo or Redo did not bring back, because
// their time would be over by now.
func (c *Change) Expired() []Key { return c.gone }

// Lifetimes returns how long the keys that got a deadline were given to live,
// to a few ms.
func (c *Change) Lifetimes() map[Key]time.Duration {
	given := map[Key]time.Duration{}
	if c.before == nil || c.after == nil {
		return given
	}
	for _, k := range c.keys {
		before, after := c.before.lookup(k), c.after.lookup(k)
		if after.deadline != 0 && !sameDeadline(before, after) {
			given[k] = time.Duration(after.deadline-after.at) * time.Millisecond
		}
	}
	return given
}

// fill keeps the keys that differ. What expired between the two looks is not
// the write's doing. A command that failed has not changed a value of which
// nothing is known.
func (c *Change) fill(keys []Key, before, after *album, failed bool) {
	c.before = &album{of: map[Key]*picture{}, now: before.now}
	c.after = &album{of: map[Key]*picture{}, now: after.now}
	for _, k := range keys {
		b, a := before.lookup(k), after.lookup(k)
		if same(b.asOf(after.now), a) || failed && alike(b, a) {
			continue
		}
		c.keys = append(c.keys, k)
		c.before.of[k], c.after.of[k] = b, a
	}
}

// judge decides what the pictures cannot tell: while a command waits, others
// go on, and what it took was never there for the picture to show.
func (c *Change) judge(s *scope) {
	if !s.waits || len(c.keys) == 0 {
		return
	}
	first := c.before.lookup(s.keys[0])
	arrived := first.kind == "stream" && !sameEntries(first, c.after.lookup(s.keys[0]))
	if !first.exists() || arrived {
		c.why = "it waited, and took what somebody else brought meanwhile"
	}
}

func sameEntries(a, b *picture) bool {
	return a.stream == nil || b.stream == nil || slices.EqualFunc(a.stream.entries, b.stream.entries, sameEntry)
}

// stuck says why a change cannot be turned to the pictures in to, "" when it
// can.
func (c *Change) stuck(to *album) string {
	if c.why != "" {
		return c.why
	}
	for _, k := range c.keys {
		if why := restorable(to.lookup(k)); why != "" {
			return name(k, c.DB()) + ": " + why
		}
	}
	return ""
}

// conflicts returns the keys that are not as they are in from, as far as is
// known: two big values may have no digests to compare.
func (c *Change) conflicts(now, from *album) []Key {
	var keys []Key
	for _, k := range c.keys {
		want, is := from.lookup(k).asOf(now.now), now.lookup(k)
		guess := alike(want, is) && (want.digest == is.digest || want.digest == "" || is.digest == "")
		if !guess && !same(want, is) {
			keys = append(keys, k)
		}
	}
	return keys
}

// alike reports whether two big values look the same from outside.
func alike(a, b *picture) bool {
	return a.big && b.big && a.kind == b.kind && sameDeadline(a, b)
}

// turn returns the change from now to what was put in its place.
func (c *Change) turn(now, to *album) *Change {
	t := &Change{writes: c.writes, times: c.times, before: now, turned: true}
	t.after = &album{of: map[Key]*picture{}, now: now.now}
	for _, k := range c.keys {
		p := to.lookup(k)
		left := *p.asOf(now.now)
		left.at = now.now // what it has left to live counts from here
		q := &left
		if p.exists() && !q.exists() {
			t.gone = append(t.gone, k)
		}
		if !same(q, now.lookup(k)) {
			t.keys = append(t.keys, k)
		}
		t.after.of[k] = q
	}
	return t
}

// extend takes a later change in.
func (c *Change) extend(later *Change) {
	c.times += later.times + 1
	c.bytes = 0
	if c.why == "" {
		c.why = later.why
	}
	if later.after == nil {
		return
	}
	if c.after == nil {
		c.keys, c.before, c.after = later.keys, later.before, later.after
		return
	}
	c.after.now = later.after.now
	for _, k := range later.keys {
		if !slices.Contains(c.keys, k) {
			c.keys = append(c.keys, k)
			c.before.of[k] = later.before.of[k]
		}
		c.after.of[k] = later.after.of[k]
	}
}

// shorten returns writes as they are remembered: their first words, each cut.
func shorten(writes []Write) []Write {
	const words, bytes = 12, 100
	out := make([]Write, len(writes))
	for i, w := range writes {
		out[i].DB = w.DB
		for _, arg := range w.Args[:min(words, len(w.Args))] {
			if len(arg) > bytes {
				arg = strings.Clone(arg[:bytes])
			}
			out[i].Args = append(out[i].Args, arg)
		}
	}
	return out
}

// size is the memory that a change holds, in bytes.
func (c *Change) size() int {
	if c.bytes == 0 {
		c.bytes = c.weigh()
	}
	return c.bytes
}

func (c *Change) weigh() int {
	n := overhead
	for _, w := range c.writes {
		for _, arg := range w.Args {
			n += len(arg) + 16
		}
	}
	if c.before != nil {
		n += c.before.size() + c.after.size()
	}
	return n
}

// kinds returns the types of keys that are small.
func (a *album) kinds(keys []Key) map[Key]string {
	types := make(map[Key]string, len(keys))
	for _, k := range keys {
		if p := a.lookup(k); p.exists() && !p.big {
			types[k] = p.kind
		}
	}
	return types
}

// atFront reports whether the write works at the front of lists.
func (c *Change) atFront() bool {
	word := strings.ToUpper(c.writes[0].Args[0])
	return strings.HasPrefix(word, "L") || strings.HasPrefix(word, "BL")
}

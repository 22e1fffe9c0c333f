package image

import (
	"context"
	"slices"
	"strconv"

	"redis-tutor/sandbox/reply"
)

// Run sends commands in a database on a connection of the tutor's own, in one
// round trip, and returns a reply for each. A SELECT among them holds for
// those behind it, and a WATCH until somebody ends it.
type Run func(ctx context.Context, db int, commands ...[]string) ([]reply.Value, error)

// camera takes pictures of keys.
type camera struct {
	run Run
	// known is what small keys were when last seen. A key that is known is
	// read without first asking for its type and size, which saves a round
	// trip.
	known map[Key]string
	// oldTime and oldStream say what the server does not have: PEXPIRETIME,
	// which came with Redis 7.0, and XINFO STREAM FULL.
	oldTime, oldStream bool
	// fields says that deadlines of fields are to be read.
	fields bool
	// spare says that others use the server too: little is read there.
	spare bool
}

// album is pictures that were taken together.
type album struct {
	of  map[Key]*picture
	now int64 // by Redis's clock, in ms since 1970
}

// lookup returns the picture of a key that may have been left out because
// it was not there.
func (a *album) lookup(k Key) *picture {
	if p := a.of[k]; p != nil {
		return p
	}
	return &picture{kind: none, at: a.now}
}

func (a *album) size() int {
	n := 0
	for _, p := range a.of {
		n += p.size()
	}
	return n
}

// payload is the length of all values, in bytes.
func (a *album) payload() int {
	n := 0
	for _, p := range a.of {
		n += p.payload()
	}
	return n
}

// take takes pictures of keys. types tells what a key is for sure, where it is
// also known to be small; watch puts the keys under WATCH first.
func (c *camera) take(ctx context.Context, keys []Key, types map[Key]string, watch bool) (*album, error) {
	if most := c.bounds().named; most > 0 && len(keys) > most {
		return nil, c.tooMany("it may change", most)
	}
	b := &batch{}
	b.add("TIME")
	if watch {
		b.watch(keys)
	}
	seen := make([]*look, len(keys))
	for i, k := range keys {
		seen[i] = c.glance(b, k, types[k])
	}
	if err := b.send(ctx, c.run); err != nil {
		return nil, err
	}
	if !c.oldTime && slices.ContainsFunc(seen, func(l *look) bool { return refused(b.reply(l.expires)) }) {
		c.oldTime = true
		return c.take(ctx, keys, types, watch)
	}
	if slices.ContainsFunc(seen, func(l *look) bool { return b.reply(l.value).ErrorCode() == "WRONGTYPE" }) {
		return c.take(ctx, keys, nil, watch)
	}
	out := &album{of: make(map[Key]*picture, len(keys)), now: clock(b.replies[0])}
	for i, k := range keys {
		p, err := c.develop(b, seen[i], out.now)
		if err != nil {
			return nil, err
		}
		out.of[k] = p
	}
	rest, err := c.choose(b, out, keys, seen)
	if err != nil {
		return nil, err
	}
	if err := c.finish(ctx, out, keys, rest); err != nil {
		return nil, err
	}
	c.remember(out)
	return out, nil
}

// choose returns the keys that are still to be read, of those that were only
// looked at: in their order, as long as there is room for what they hold.
func (c *camera) choose(b *batch, out *album, keys []Key, seen []*look) (rest []Key, err error) {
	bounds := c.bounds()
	room := bounds.total - out.payload()
	for i, k := range keys {
		p, weight := out.of[k], b.reply(seen[i].bytes)
		switch {
		case !p.exists() || p.big:
		case seen[i].kind != "" && !p.half():
		case weight.Int > int64(bounds.value):
			p.pass(c.tooBig())
		case c.spare && weight.IsError():
			p.pass("the server does not say how large it is")
		case c.spare && weight.Int > int64(room):
			p.pass("with the other keys " + c.tooBig())
		default:
			room -= int(weight.Int)
			rest = append(rest, k)
		}
	}
	if room < 0 && !c.spare {
		return nil, together()
	}
	return rest, nil
}

func together() error {
	return &tooMuch{"the keys are more than " + strconv.Itoa(keep/2>>20) + " MB together"}
}

// finish reads what the first look has not.
func (c *camera) finish(ctx context.Context, out *album, keys, rest []Key) error {
	if err := c.closer(ctx, out, rest); err != nil {
		return err
	}
	if err := c.digests(ctx, out, keys); err != nil {
		return err
	}
	if c.fields {
		if err := c.fieldTimes(ctx, out, keys); err != nil {
			return err
		}
	}
	if out.size() > keep/2 {
		return together()
	}
	return nil
}

// closer reads the keys whose types have only now become known.
func (c *camera) closer(ctx context.Context, out *album, keys []Key) error {
	if len(keys) == 0 {
		return nil
	}
	b := &batch{}
	seen := make([]*look, len(keys))
	hashes := false
	for i, k := range keys {
		b.in(k.DB)
		seen[i] = newLook()
		c.read(b, seen[i], k.Name, out.of[k].kind)
		hashes = hashes || out.of[k].kind == "hash"
	}
	at := -1
	if hashes && c.spare && !c.fields {
		at = b.add("INFO", "keyspace")
	}
	if err := b.send(ctx, c.run); err != nil {
		return err
	}
	c.fields = c.fields || at >= 0 && timed(b.reply(at))
	var half []Key
	for i, k := range keys {
		if err := c.fill(b, seen[i], out.of[k]); err != nil {
			return err
		}
		if out.of[k].half() {
			half = append(half, k)
		}
	}
	return c.closer(ctx, out, half)
}

// mostKnown is for how many keys that is noted.
const mostKnown = 1000

// remember notes what the keys were, for the next time.
func (c *camera) remember(a *album) {
	if c.known == nil || len(c.known) > mostKnown {
		c.known = map[Key]string{}
	}
	for k, p := range a.of {
		delete(c.known, k)
		if p.exists() && !p.big {
			c.known[k] = p.kind
		}
	}
}

package image

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"redis-tutor/sandbox/command"
	"redis-tutor/sandbox/reply"
)

// Run sends commands in a database on a connection of the tutor's own, in one
// round trip, and returns a reply for each. A SELECT among them holds for
// those behind it, and a WATCH until somebody ends it.
type Run func(ctx context.Context, db int, commands ...[]string) ([]reply.Value, error)

const (
	limit     = command.LargestRead // above this a value is not remembered, in bytes
	limitText = "1 MB"
	mostKeys  = 1000 // of a database that is remembered as a whole
)

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
}

// tooMuch says that keys are too many or too big to be remembered.
type tooMuch struct{ what string }

func (e *tooMuch) Error() string { return e.what }

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

// take takes pictures of keys. types tells what a key most likely is, where
// it is also known to be small; watch puts the keys under WATCH first.
func (c *camera) take(ctx context.Context, keys []Key, types map[Key]string, watch bool) (*album, error) {
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
	if !c.oldTime && slices.ContainsFunc(seen, func(l *look) bool { return unknown(b.replies[l.expires]) }) {
		c.oldTime = true
		return c.take(ctx, keys, types, watch)
	}
	out := &album{of: make(map[Key]*picture, len(keys)), now: clock(b.replies[0])}
	var rest []Key
	for i, k := range keys {
		p, err := c.develop(b, seen[i], out.now)
		if err != nil {
			return nil, err
		}
		out.of[k] = p
		if p.exists() && !p.big && (seen[i].kind != p.kind || p.half()) {
			rest = append(rest, k)
		}
	}
	if err := c.closer(ctx, out, rest); err != nil {
		return nil, err
	}
	if err := c.digests(ctx, out, keys); err != nil {
		return nil, err
	}
	if c.fields {
		if err := c.fieldTimes(ctx, out, keys); err != nil {
			return nil, err
		}
	}
	c.remember(out)
	if out.size() > keep/2 {
		return nil, &tooMuch{"the keys are more than " + strconv.Itoa(keep/2>>20) + " MB together"}
	}
	return out, nil
}

// closer reads the keys whose types have only now become known.
func (c *camera) closer(ctx context.Context, out *album, keys []Key) error {
	if len(keys) == 0 {
		return nil
	}
	b := &batch{}
	seen := make([]*look, len(keys))
	for i, k := range keys {
		b.in(k.DB)
		seen[i] = &look{}
		c.read(b, seen[i], k.Name, out.of[k].kind)
	}
	if err := b.send(ctx, c.run); err != nil {
		return err
	}
	var half []Key
	for i, k := range keys {
		c.fill(b, seen[i], out.of[k])
		if out.of[k].half() {
			half = append(half, k)
		}
	}
	return c.closer(ctx, out, half)
}

// remember notes what the keys were, for the next time.
func (c *camera) remember(a *album) {
	if c.known == nil || len(c.known) > mostKeys {
		c.known = map[Key]string{}
	}
	for k, p := range a.of {
		delete(c.known, k)
		if p.exists() && !p.big {
			c.known[k] = p.kind
		}
	}
}

// look is where the replies about one key stand in a batch.
type look struct {
	kind            string // the type it was read as, "" when it was not
	is, expires     int
	bytes           int // 0 when not asked
	dump            int
	value           int
	entries, groups int // of a stream where there is no FULL
}

// glance asks what a key is; a key that is expected to be of a type, and
// small, is read at once.
func (c *camera) glance(b *batch, k Key, kind string) *look {
	b.in(k.DB)
	l := &look{is: b.add("TYPE", k.Name)}
	if c.oldTime {
		l.expires = b.add("PTTL", k.Name)
	} else {
		l.expires = b.add("PEXPIRETIME", k.Name)
	}
	if kind == "" || kind == none {
		l.bytes = b.add("MEMORY", "USAGE", k.Name)
	} else {
		c.read(b, l, k.Name, kind)
	}
	return l
}

// read asks for a value of the given type.
func (c *camera) read(b *batch, l *look, key, kind string) {
	l.kind = kind
	l.dump = b.add("DUMP", key)
	switch kind {
	case "string":
		l.value = b.add("GET", key)
	case "list":
		l.value = b.add("LRANGE", key, "0", "-1")
	case "hash":
		l.value = b.add("HGETALL", key)
	case "set":
		l.value = b.add("SMEMBERS", key)
	case "zset":
		l.value = b.add("ZRANGE", key, "0", "-1", "WITHSCORES")
	case "stream":
		l.value = b.add("XINFO", "STREAM", key, "FULL", "COUNT", "0")
		if c.oldStream {
			l.entries, l.groups = b.add("XRANGE", key, "-", "+"), b.add("XINFO", "GROUPS", key)
		}
	}
}

// develop makes a picture of what was seen at the first glance.
func (c *camera) develop(b *batch, l *look, now int64) (*picture, error) {
	is := b.replies[l.is]
	if is.Kind != reply.Status {
		return nil, fmt.Errorf("the tutor cannot look at the key: %s", is.Str())
	}
	p := &picture{kind: is.Text, at: now}
	if left := b.replies[l.expires]; left.Kind == reply.Integer && left.Int >= 0 {
		p.deadline, p.loose = left.Int, c.oldTime
		if c.oldTime {
			p.deadline += now
		}
	}
	p.big = l.bytes > 0 && b.replies[l.bytes].Int > limit
	if l.kind == p.kind {
		c.fill(b, l, p)
	}
	return p, nil
}

// fill puts the value into the picture.
func (c *camera) fill(b *batch, l *look, p *picture) {
	if d := b.replies[l.dump]; d.Kind == reply.Bulk {
		p.dump = d.Text
	}
	switch v := b.replies[l.value]; {
	case l.value == 0:
	case v.IsError(), v.Kind == reply.Nil:
		p.kind, p.dump = none, "" // it went, or changed its type, between two looks
	case p.kind == "string":
		p.items = []string{v.Str()}
	case p.kind == "stream":
		var entries, groups reply.Value
		if l.entries > 0 {
			entries, groups = b.replies[l.entries], b.replies[l.groups]
		}
		if _, full := named(v)["entries"]; !full {
			c.oldStream = true
		}
		if !c.oldStream || l.entries > 0 {
			p.stream = readStream(v, entries, groups)
		}
	default:
		p.items = texts(v)
	}
	if p.payload() > limit {
		p.big, p.dump, p.items, p.stream = true, "", nil, nil
	}
}

// databases returns the numbers of the databases that hold keys.
func (c *camera) databases(ctx context.Context) ([]int, error) {
	replies, err := c.run(ctx, 0, []string{"INFO", "keyspace"})
	if err != nil {
		return nil, err
	}
	return command.Databases(replies[0].Str()), nil
}

// list returns all keys of the databases, unless there are too many.
func (c *camera) list(ctx context.Context, databases []int) ([]Key, error) {
	sizes, names := &batch{}, &batch{}
	databases = slices.Compact(slices.Sorted(slices.Values(databases)))
	listed := make([]int, len(databases)) // where the replies to KEYS stand
	for i, db := range databases {
		for _, b := range []*batch{sizes, names} {
			b.in(db)
		}
		sizes.add("DBSIZE")
		listed[i] = names.add("KEYS", "*")
	}
	if err := sizes.send(ctx, c.run); err != nil {
		return nil, err
	}
	if slices.ContainsFunc(sizes.replies, func(v reply.Value) bool { return v.Int > mostKeys }) {
		return nil, &tooMuch{fmt.Sprintf("the database holds more than %d keys", mostKeys)}
	}
	if err := names.send(ctx, c.run); err != nil {
		return nil, err
	}
	var keys []Key
	for i, db := range databases {
		v := names.replies[listed[i]]
		if v.IsError() {
			return nil, errors.New("the tutor cannot list the keys: " + v.Text)
		}
		for _, name := range texts(v) {
			keys = append(keys, Key{DB: db, Name: name})
		}
	}
	return keys, nil
}

// batch is commands that travel together.
type batch struct {
	commands [][]string
	replies  []reply.Value
	begin    int // the database in which the first command runs
	db       int // and that in which the next one will
	selected bool
}

func (b *batch) add(words ...string) int {
	b.commands = append(b.commands, words)
	return len(b.commands) - 1
}

// in makes the commands that follow run in a database. Those before the first
// one that is named do not care where they run.
func (b *batch) in(db int) {
	switch {
	case !b.selected:
		b.begin = db
	case b.db != db:
		b.add("SELECT", strconv.Itoa(db))
	}
	b.db, b.selected = db, true
}

func (b *batch) watch(keys []Key) {
	for _, k := range keys {
		b.in(k.DB)
		b.add("WATCH", k.Name)
	}
}

func (b *batch) send(ctx context.Context, run Run) (err error) {
	if len(b.commands) == 0 {
		return nil
	}
	if b.replies, err = run(ctx, b.begin, b.commands...); err != nil {
		return err
	}
	if len(b.replies) != len(b.commands) {
		return fmt.Errorf("%d replies to %d commands", len(b.replies), len(b.commands))
	}
	for i, args := range b.commands {
		if db, ok := command.Selects(args); ok && b.replies[i].IsError() {
			return fmt.Errorf("database %d cannot be used: %s", db, b.replies[i].Text)
		}
	}
	return nil
}

func unknown(v reply.Value) bool { return v.IsError() && strings.Contains(v.Text, "unknown command") }

// clock reads the reply to TIME, in ms.
func clock(v reply.Value) int64 {
	if len(v.Items) != 2 {
		return 0
	}
	seconds, _ := strconv.ParseInt(v.Items[0].Str(), 10, 64)
	micros, _ := strconv.ParseInt(v.Items[1].Str(), 10, 64)
	return seconds*1000 + micros/1000
}

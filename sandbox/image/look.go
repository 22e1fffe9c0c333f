package image

import (
	"fmt"
	"strconv"
	"strings"

	"redis-tutor/sandbox/reply"
)

// look is where the replies about one key stand in a batch, -1 for what was
// not asked.
type look struct {
	kind            string // the type it was read as, "" when it was not
	is, expires     int
	bytes           int
	dump            int
	value           int
	entries, groups int // of a stream where there is no FULL
}

func newLook() *look {
	return &look{is: -1, expires: -1, bytes: -1, dump: -1, value: -1, entries: -1, groups: -1}
}

// glance asks what a key is; one that is expected to be of a type, and small,
// is read at once. When it expires is asked last: a value that came before it
// was that of the key.
func (c *camera) glance(b *batch, k Key, kind string) *look {
	b.in(k.DB)
	l := newLook()
	if kind == "" || kind == none {
		l.is, l.bytes = b.add("TYPE", k.Name), b.add("MEMORY", "USAGE", k.Name, "SAMPLES", exactly)
	} else {
		c.read(b, l, k.Name, kind)
	}
	if c.oldTime {
		l.expires = b.add("PTTL", k.Name)
	} else {
		l.expires = b.add("PEXPIRETIME", k.Name)
	}
	return l
}

// exactly is how many parts of a value MEMORY USAGE weighs; it guesses the rest
// by them. What has more parts is above what is read on a server, but for one
// that is packed, which is a single part.
const exactly = "1000"

// read asks for a value of the given type. A dump restores it to the byte and
// the order; on a server that is spared a value travels once.
func (c *camera) read(b *batch, l *look, key, kind string) {
	l.kind = kind
	if !c.spare || !c.rebuilds(kind) {
		l.dump = b.add("DUMP", key)
	}
	switch kind {
	case "string":
		l.value = c.readString(b, key)
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

// readString reads no more of a string than is remembered on a server that is
// spared: others may have made it longer.
func (c *camera) readString(b *batch, key string) int {
	if c.spare {
		return b.add("GETRANGE", key, "0", strconv.Itoa(sparing().value))
	}
	return b.add("GET", key)
}

// rebuilds reports whether a value can be made again from what is read of it,
// without its dump.
func (c *camera) rebuilds(kind string) bool {
	switch kind {
	case "string", "list", "hash", "set", "zset":
		return true
	}
	return kind == "stream" && !c.oldStream
}

// trusted returns the types as which keys may be read at once. On a server that
// is spared only a string may, which is read up to a limit: others may have made
// anything else larger than it was.
func (c *camera) trusted(types map[Key]string) map[Key]string {
	if !c.spare {
		return types
	}
	if len(types) == 1 {
		for _, kind := range types {
			if kind == "string" {
				return types
			}
		}
	}
	return nil
}

// develop makes a picture of what was seen at the first glance.
func (c *camera) develop(b *batch, l *look, now int64) (*picture, error) {
	left, kind := b.reply(l.expires), l.kind
	if kind == "" {
		is := b.reply(l.is)
		if is.Kind != reply.Status {
			return nil, unseen(is)
		}
		kind = is.Text
	}
	p := &picture{kind: kind, at: now}
	switch {
	case left.Kind == reply.Integer && left.Int == missing:
		p.kind = none
		return p, nil
	case left.Kind == reply.Integer && left.Int >= 0:
		p.deadline, p.loose = left.Int, c.oldTime
		if c.oldTime {
			p.deadline += now
		}
	}
	if l.kind == "" {
		return p, nil
	}
	return p, c.fill(b, l, p)
}

func unseen(v reply.Value) error {
	return fmt.Errorf("the tutor cannot look at the key: %s", v.Str())
}

// missing is what the time to live of a key is that is not there.
const missing = -2

// fill puts the value into the picture.
func (c *camera) fill(b *batch, l *look, p *picture) error {
	if d := b.reply(l.dump); d.Kind == reply.Bulk {
		p.dump = d.Text
	}
	switch v := b.reply(l.value); {
	case l.value < 0:
	case v.ErrorCode() == "NOPERM":
		return unseen(v)
	case v.IsError(), v.Kind == reply.Nil:
		p.kind, p.dump = none, "" // it went, or changed its type, between two looks
	case p.kind == "string":
		p.items = []string{v.Str()}
	case p.kind == "stream":
		entries, groups := b.reply(l.entries), b.reply(l.groups)
		if !v.Field("entries").IsAggregate() {
			c.oldStream = true
		}
		if !c.oldStream || l.entries >= 0 {
			p.stream = readStream(v, entries, groups)
		}
	default:
		p.items = texts(v)
	}
	if p.payload() > c.bounds().value {
		p.pass(c.tooBig())
	}
	return nil
}

// pass leaves the value out of the picture.
func (p *picture) pass(why string) {
	p.big, p.why = true, why
	p.dump, p.items, p.stream = "", nil, nil
}

// clock reads the reply to TIME, in ms.
func clock(v reply.Value) int64 {
	if len(v.Items) != 2 {
		return 0
	}
	seconds, _ := strconv.ParseInt(v.Items[0].Str(), 10, 64)
	micros, _ := strconv.ParseInt(v.Items[1].Str(), 10, 64)
	return seconds*1000 + micros/1000
}

// refused reports whether a server does not know a command, or does not let the
// user run it.
func refused(v reply.Value) bool {
	return v.IsError() && (strings.Contains(v.Text, "unknown command") || v.ErrorCode() == "NOPERM")
}

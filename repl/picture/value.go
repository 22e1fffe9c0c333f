package picture

import (
	"strings"
	"unicode/utf8"

	"redis-tutor/sandbox/reply"
	"redis-tutor/sandbox/words"
)

// fetched is how much of one value is looked at for a line, in bytes.
const fetched = 512

// value shows a value in quotes, in at most width columns. Readable UTF-8
// stays as it is where it can be drawn; other bytes are escaped as redis-cli
// does.
func (p *page) value(s string, width int) string {
	if len(s) > fetched {
		s = strings.ToValidUTF8(s[:fetched], "") + "…"
	}
	return p.Crop(p.quoted(s), width)
}

func (p *page) quoted(s string) string {
	if p.ASCII() && !ascii(s) {
		return reply.Quote(s)
	}
	return words.InDouble(s)
}

// word shows a key, field or member as it could be typed.
func (p *page) word(s string) string {
	if p.ASCII() && !ascii(s) {
		return reply.Quote(s)
	}
	return words.Quote(s)
}

func ascii(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r >= utf8.RuneSelf })
}

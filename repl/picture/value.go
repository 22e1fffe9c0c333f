package picture

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"redis-tutor/sandbox/reply"
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
	if !readable(s) || strings.ContainsAny(s, `"\`) || p.ASCII() && !ascii(s) {
		return reply.Quote(s)
	}
	return `"` + s + `"`
}

// word shows a key, field or member: bare where it could be typed so.
func (p *page) word(s string) string {
	quoted := p.quoted(s)
	if s == "" || strings.ContainsAny(s, " '`#") || quoted != `"`+s+`"` {
		return quoted
	}
	return s
}

// readable reports whether s is UTF-8 with nothing in it that would move the
// cursor or hide other characters.
func readable(s string) bool {
	return utf8.ValidString(s) && !strings.ContainsFunc(s, func(r rune) bool { return !unicode.IsPrint(r) })
}

func ascii(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r >= utf8.RuneSelf })
}

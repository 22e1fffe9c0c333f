package line

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"redis-tutor/sandbox/words"
)

// Lost is what Keep could not keep.
type Lost struct {
	Tabs    bool // in single quotes: they are spaces now
	Control bool // outside double quotes: it is gone
}

// Keep returns text, which is to stand behind before, without the bytes that
// cannot stand in a line that is edited: control characters but for line ends,
// and what is not UTF-8. In double quotes they become the escapes that mean
// them. Elsewhere there are none: a tab is a space, and the others are left out.
func Keep(before, text string) (kept string, lost Lost) {
	if strings.IndexFunc(text, unkept) < 0 {
		return text, lost
	}
	q := quoting{last: '\n'}
	for _, c := range []byte(before) {
		q.next(c)
	}
	var b strings.Builder
	for rest := text; rest != ""; {
		r, n := utf8.DecodeRuneInString(rest)
		switch part := rest[:n]; {
		case !unkept(r) || r == utf8.RuneError && n > 1:
			b.WriteString(part)
		case q.open == '"':
			b.WriteString(q.escape(part))
		case r == '\t':
			b.WriteByte(' ')
			lost.Tabs = lost.Tabs || q.open != 0
		default:
			lost.Control = true
		}
		for _, c := range []byte(rest[:n]) {
			q.next(c)
		}
		rest = rest[n:]
	}
	return b.String(), lost
}

func unkept(r rune) bool { return r != '\n' && unicode.IsControl(r) || r == utf8.RuneError }

// A quoting follows the quotes of lines byte by byte.
type quoting struct {
	open    byte // the quote that is open, or 0
	slip    bool // it opened inside a word, so the line ends it
	escaped bool // a backslash stands before the next byte
	comment bool
	last    byte
}

func (q *quoting) next(c byte) {
	escaped := q.escaped
	q.escaped = q.open != 0 && c == '\\' && (q.open == '\'' || !escaped)
	switch {
	case c == '\n' && (q.open == 0 || q.slip):
		q.open, q.comment = 0, false
	case q.open == 0 && !q.comment && (c == '"' || c == '\''):
		q.open, q.slip = c, !words.IsSpace(q.last)
	case q.open == 0:
		q.comment = q.comment || q.last == '#' && words.IsSpace(c)
	case c == q.open && !escaped:
		q.open = 0
	}
	if c != '#' || words.IsSpace(q.last) {
		q.last = c
	} else {
		q.last = 'x' // a # inside a word begins nothing
	}
}

// escape spells bytes as they are written in double quotes. A backslash that
// stands before them already, and would be dropped, becomes that of the escape.
func (q *quoting) escape(bytes string) string {
	var b strings.Builder
	for _, c := range []byte(bytes) {
		switch c {
		case '\t':
			b.WriteString(`\t`)
		case '\a':
			b.WriteString(`\a`)
		case '\b':
			b.WriteString(`\b`)
		default:
			fmt.Fprintf(&b, `\x%02x`, c)
		}
	}
	if q.escaped {
		return b.String()[1:]
	}
	return b.String()
}

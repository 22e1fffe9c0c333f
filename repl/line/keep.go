package line

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
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
	full := before + text
	quotes := quotedIn(full)
	var b strings.Builder
	for at := len(before); at < len(full); {
		r, n := utf8.DecodeRuneInString(full[at:])
		for len(quotes) > 0 && quotes[0].to <= at {
			quotes = quotes[1:]
		}
		inside := len(quotes) > 0 && quotes[0].from <= at
		switch part := full[at : at+n]; {
		case !unkept(r) || r == utf8.RuneError && n > 1:
			b.WriteString(part)
		case inside && quotes[0].mark == '"':
			b.WriteString(escape(full[quotes[0].from:at], part))
		case r == '\t':
			b.WriteByte(' ')
			lost.Tabs = lost.Tabs || inside
		default:
			lost.Control = true
		}
		at += n
	}
	return b.String(), lost
}

func unkept(r rune) bool { return r != '\n' && unicode.IsControl(r) || r == utf8.RuneError }

// quotedIn returns what is quoted in the lines of a text, in its order.
func quotedIn(text string) []quoted {
	var all []quoted
	for at := 0; at < len(text); {
		r := readRows(text[at:])
		for _, q := range r.quoted {
			all = append(all, quoted{q.mark, at + q.from, at + q.to})
		}
		at += r.end
	}
	return all
}

// escape spells bytes as they are written in double quotes behind what stands
// there. A backslash that stands before them already, and would be dropped,
// becomes that of the escape.
func escape(before, bytes string) string {
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
	if backslashes := len(before) - len(strings.TrimRight(before, `\`)); backslashes%2 == 1 {
		return b.String()[1:]
	}
	return b.String()
}

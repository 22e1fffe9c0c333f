package typing

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// written returns a word as it has to be typed: in quotes where it needs
// them, or where quotes were opened (quote is 0 where not). Single quotes know
// no escapes, so what needs one is put in double quotes.
func written(word string, quote byte) string {
	plain := word != "" && word != "#" && !strings.ContainsFunc(word, needsQuotes)
	switch {
	case plain && quote == 0:
		return word
	case quote == '\'' && !strings.ContainsAny(word, `'\`) && !strings.ContainsFunc(word, needsEscape):
		return "'" + word + "'"
	}
	var b strings.Builder
	b.WriteByte('"')
	for rest := word; rest != ""; {
		r, n := utf8.DecodeRuneInString(rest)
		switch {
		case r == '"' || r == '\\':
			b.WriteString(`\` + rest[:n])
		case needsEscape(r) || r == utf8.RuneError:
			for _, c := range []byte(rest[:n]) {
				fmt.Fprintf(&b, `\x%02x`, c)
			}
		default:
			b.WriteString(rest[:n])
		}
		rest = rest[n:]
	}
	b.WriteByte('"')
	return b.String()
}

func needsQuotes(r rune) bool {
	return needsEscape(r) || r == ' ' || r == '"' || r == '\'' || r == utf8.RuneError
}

// needsEscape reports whether a character cannot stand in a line.
func needsEscape(r rune) bool { return !unicode.IsPrint(r) && r != utf8.RuneError }

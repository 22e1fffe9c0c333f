package line

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/mattn/go-runewidth"

	"redis-tutor/sandbox/words"
)

// Caret returns two lines to print one below the other: s in a form that is
// safe on a terminal, and a ^ below the byte at offset pos of s (its end if
// pos is beyond). Blanks become one space each; bytes that would not show,
// and those that are not UTF-8, are spelled \xHH.
func Caret(s string, pos int) (text, caret string) {
	var sb strings.Builder
	column := -1 // not known yet
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		if column < 0 && pos < i+size {
			column = runewidth.StringWidth(sb.String())
		}
		appendVisible(&sb, s[i:i+size], r)
		i += size
	}
	text = sb.String()
	if column < 0 {
		column = runewidth.StringWidth(text)
	}
	return text, strings.Repeat(" ", column) + "^"
}

// appendVisible writes the character r, encoded as s. The joiner that holds
// an emoji together has no width of its own but is needed as it is.
func appendVisible(sb *strings.Builder, s string, r rune) {
	const joiner = '\u200d'
	switch {
	case len(s) == 1 && words.IsSpace(s[0]):
		sb.WriteByte(' ')
	case r == utf8.RuneError && len(s) == 1, !unicode.IsPrint(r) && r != joiner:
		const hex = "0123456789abcdef"
		for i := range len(s) {
			sb.Write([]byte{'\\', 'x', hex[s[i]>>4], hex[s[i]&15]})
		}
	default:
		sb.WriteString(s)
	}
}

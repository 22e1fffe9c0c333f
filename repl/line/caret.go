package line

import (
	"strings"
	"unicode/utf8"

	"redis-tutor/repl/cells"
	"redis-tutor/sandbox/words"
)

// Caret returns s in a form that is safe on a terminal, and the column in which
// the byte at offset pos of s is then (the end if pos is beyond). Blanks become
// one space each; what a terminal would obey, and bytes that are not UTF-8, are
// spelled \xHH.
func Caret(s string, pos int) (text string, column int) {
	var b strings.Builder
	column = -1 // not known yet
	for at := 0; at < len(s); {
		_, size := utf8.DecodeRuneInString(s[at:])
		if column < 0 && pos < at+size {
			column = cells.Width(b.String())
		}
		if words.IsSpace(s[at]) {
			b.WriteByte(' ')
		} else {
			b.WriteString(cells.Safe(s[at : at+size]))
		}
		at += size
	}
	text = b.String()
	if column < 0 {
		column = cells.Width(text)
	}
	return text, column
}

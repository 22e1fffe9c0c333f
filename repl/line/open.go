package line

import (
	"errors"

	"redis-tutor/sandbox/words"
)

// More stands in front of the rows of a command behind its first.
const More = "...> "

// Open returns the place of the quote in s that is still open and began a
// word: a text that goes on in the next row. A quote inside a word, as in
// it's, is a slip, and what a program behind a bar gets is for the program to
// complain of; of these it is not ok.
func Open(s string) (at int, ok bool) {
	from, to := Bounds(s)
	if _, _, piped := Pipe(s[from:to]); piped {
		return 0, false
	}
	for at := from; ; {
		w, ok, err := words.Next(s[:to], at)
		var syntax *words.SyntaxError
		if errors.As(err, &syntax) {
			return syntax.Pos, syntax.Open && beginsWord(s, syntax.Pos)
		}
		if !ok {
			return 0, false
		}
		at = w.End
	}
}

func beginsWord(s string, at int) bool { return at == 0 || words.IsSpace(s[at-1]) }

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

// Slip returns the word around a quote at an offset of s that opens inside it:
// it's, which was meant to be text. It is not ok where the quote begins a word.
func Slip(s string, at int) (word string, ok bool) {
	if beginsWord(s, at) {
		return "", false
	}
	start, end := at, at
	for start > 0 && !words.IsSpace(s[start-1]) {
		start--
	}
	for end < len(s) && !words.IsSpace(s[end]) {
		end++
	}
	return s[start:end], true
}

package line

import (
	"errors"
	"strings"

	"redis-tutor/sandbox/words"
)

// rows are those of one command: a line, or the lines that a quote spans which
// begins a word in one and is closed in a later one.
type rows struct {
	end    int // behind the last of them, its line end included
	open   bool
	quoted []quoted
}

// quoted is what stands between quotes, or behind one that is not closed.
type quoted struct {
	mark     byte
	from, to int // the place behind the first quote, and that of the other
}

// readRows reads the command that text begins with. It is open when a quote
// that begins a word is not closed at all. In a comment a quote is none; behind
// a bar, and behind a quote that something touches, it ends with its line.
func readRows(text string) rows {
	r := rows{end: lineEnd(text, 0)}
	rest, _ := cutPrompts(text[:r.end])
	at, ours := r.end-len(rest), true
	var before []string
	for {
		w, ok, err := words.Next(text[:r.end], at)
		var syntax *words.SyntaxError
		switch {
		case !errors.As(err, &syntax):
		case !syntax.Open:
			r.quote(text, at, syntax.Pos)
			at, ours = syntax.Pos, false
			continue
		case !ours || !beginsWord(text, syntax.Pos) || !r.across(text, at, &w):
			r.quoted = append(r.quoted, quoted{text[syntax.Pos], syntax.Pos + 1, r.end})
			return r
		default:
			ok = true
		}
		if !ok || beginsComment(text[w.Start:w.End], before) {
			return r
		}
		r.quote(text, w.Start, w.End)
		ours = ours && text[w.Start:w.End] != "|"
		before = append(before, w.Text)
		at = w.End
	}
}

// across reads the word behind at, of which a quote is open where the line ends,
// into w. It reports whether that is closed in a later line.
func (r *rows) across(text string, at int, w *words.Word) bool {
	var err error
	*w, _, err = words.Next(text, at)
	var syntax *words.SyntaxError
	switch {
	case err == nil:
		r.end = lineEnd(text, w.End)
	case errors.As(err, &syntax) && syntax.Open:
		r.end, r.open = len(text), true
	}
	return err == nil
}

// quote keeps what is quoted at the end of text[from:to], if anything is.
func (r *rows) quote(text string, from, to int) {
	if at := strings.IndexAny(text[from:to], "\"'"); at >= 0 {
		r.quoted = append(r.quoted, quoted{text[from+at], from + at + 1, to - 1})
	}
}

// lineEnd returns the place behind the end of the line that at is in.
func lineEnd(text string, at int) int {
	if n := strings.IndexByte(text[at:], '\n'); n >= 0 {
		return at + n + 1
	}
	return len(text)
}

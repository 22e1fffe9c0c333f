package screen

import (
	"io"
	"strings"

	"redis-tutor/repl/cells"
)

// run is a stretch of text in one role.
type run struct {
	text string
	role Role
}

// word is what may not be broken: runs with no space between them.
type word struct {
	runs  []run
	width int // columns
}

// noBreak is the space that holds words together. It is shown as a plain
// one, so that what is copied from the screen can be typed.
const noBreak = "\u00a0"

// hang writes runs as one wrapped paragraph. The first line begins with
// first, the others with rest; both may hold escapes.
func (s *Screen) hang(first, rest string, runs []run) {
	var b strings.Builder
	limit := s.Width()
	prefix := first
	b.WriteString(prefix)
	used := cells.Width(prefix[strings.LastIndexByte(prefix, '\n')+1:])
	empty := true
	for _, w := range s.words(runs, limit-cells.Width(rest)) {
		if !empty && used+1+w.width > limit {
			b.WriteString("\n" + rest)
			used, empty = cells.Width(rest), true
		}
		if !empty {
			b.WriteByte(' ')
			used++
		}
		for _, r := range w.runs {
			b.WriteString(s.Paint(r.role, strings.ReplaceAll(r.text, noBreak, " ")))
		}
		used += w.width
		empty = false
	}
	b.WriteByte('\n')
	io.WriteString(s.w, b.String())
}

// words splits runs at spaces; neighbouring runs without a space between
// them (a code span and the comma behind it) stay together. Code that may
// be typed breaks only at its spaces too, as everything else, and a word
// wider than a line is cut to lines.
func (s *Screen) words(runs []run, line int) []word {
	var all []word
	open := false // the last word may still grow
	for _, r := range runs {
		text := s.plain(cells.Safe(r.text))
		for i, part := range strings.FieldsFunc(text, isBlank) {
			if i > 0 || !open || startsBlank(text) {
				all = append(all, word{})
			}
			w := &all[len(all)-1]
			w.runs = append(w.runs, run{part, r.role})
			w.width += cells.Width(part)
			open = true
		}
		open = open && !endsBlank(text)
	}
	return fit(all, line)
}

// fit cuts words that are wider than a line.
func fit(words []word, line int) []word {
	var all []word
	for _, w := range words {
		for len(w.runs) == 1 && w.width > line {
			head := cells.Fit(w.runs[0].text, line)
			if head == "" {
				break
			}
			all = append(all, word{[]run{{head, w.runs[0].role}}, cells.Width(head)})
			rest := w.runs[0].text[len(head):]
			w = word{[]run{{rest, w.runs[0].role}}, cells.Width(rest)}
		}
		all = append(all, w)
	}
	return all
}

// isBlank leaves the no-break space alone, so that prose can hold words
// together.
func isBlank(r rune) bool { return r == ' ' || r == '\n' || r == '\t' }

func startsBlank(s string) bool { return s != "" && isBlank(rune(s[0])) }

func endsBlank(s string) bool { return s != "" && isBlank(rune(s[len(s)-1])) }

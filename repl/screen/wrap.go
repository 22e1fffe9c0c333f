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
			w.add(run{part, r.role})
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
		for w.width > line {
			head, rest := w.cut(line)
			if head.width == 0 {
				break
			}
			all = append(all, head)
			w = rest
		}
		all = append(all, w)
	}
	return all
}

// cut returns what of a word fits on a line, and the rest. A word that spaces
// without a break hold together is cut at one of those, where it can be.
func (w word) cut(line int) (head, rest word) {
	for i, r := range w.runs {
		width := cells.Width(r.text)
		if head.width+width <= line {
			head.add(r)
			continue
		}
		part := cells.Fit(r.text, line-head.width)
		behind := r.text[len(part):]
		if space := strings.LastIndex(part, noBreak); space > 0 {
			part, behind = part[:space], r.text[space+len(noBreak):]
		}
		head.add(run{part, r.role})
		rest.add(run{behind, r.role})
		for _, r := range w.runs[i+1:] {
			rest.add(r)
		}
		break
	}
	return head, rest
}

// add puts a run behind a word.
func (w *word) add(r run) {
	if r.text != "" {
		w.runs = append(w.runs, r)
		w.width += cells.Width(r.text)
	}
}

// isBlank leaves the no-break space alone, so that prose can hold words
// together.
func isBlank(r rune) bool { return r == ' ' || r == '\n' || r == '\t' }

func startsBlank(s string) bool { return s != "" && isBlank(rune(s[0])) }

func endsBlank(s string) bool { return s != "" && isBlank(rune(s[len(s)-1])) }

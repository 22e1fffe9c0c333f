package screen

import (
	"io"
	"strings"
	"unicode"

	"github.com/mattn/go-runewidth"
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
	used := visibleWidth(prefix[strings.LastIndexByte(prefix, '\n')+1:])
	empty := true
	for _, w := range s.words(runs, limit-visibleWidth(rest)) {
		if !empty && used+1+w.width > limit {
			b.WriteString("\n" + rest)
			used, empty = visibleWidth(rest), true
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
		text := s.plain(harmless(r.text))
		for i, part := range strings.FieldsFunc(text, isBlank) {
			if i > 0 || !open || startsBlank(text) {
				all = append(all, word{})
			}
			w := &all[len(all)-1]
			w.runs = append(w.runs, run{part, r.role})
			w.width += columns(part)
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
			head := runewidth.Truncate(w.runs[0].text, line, "")
			if head == "" {
				break
			}
			all = append(all, word{[]run{{head, w.runs[0].role}}, columns(head)})
			rest := w.runs[0].text[len(head):]
			w = word{[]run{{rest, w.runs[0].role}}, columns(rest)}
		}
		all = append(all, w)
	}
	return all
}

// harmless replaces what would move the cursor or turn the direction of
// writing: the text may come from a key, a server or a lesson.
func harmless(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && !isBlank(r) || unicode.Is(unicode.Bidi_Control, r) {
			return unicode.ReplacementChar
		}
		return r
	}, text)
}

// isBlank leaves the no-break space alone, so that prose can hold words
// together.
func isBlank(r rune) bool { return r == ' ' || r == '\n' || r == '\t' }

func startsBlank(s string) bool { return s != "" && isBlank(rune(s[0])) }

func endsBlank(s string) bool { return s != "" && isBlank(rune(s[len(s)-1])) }

// columns returns the width of text. Nearly all of it is of characters that
// are one column wide, for which the tables of Unicode need not be made.
func columns(text string) int {
	n := 0
	for _, r := range text {
		if !narrow(r) {
			return runewidth.StringWidth(text)
		}
		n++
	}
	return n
}

// narrow reports whether a character is known to be one column wide: ASCII and,
// outside of East Asia, Latin letters, punctuation and the tutor's own signs.
func narrow(r rune) bool {
	switch {
	case r < 0x7f:
		return r >= ' '
	case runewidth.DefaultCondition.EastAsianWidth:
		return false
	}
	return r > 0xad && r < 0x300 || r >= 0x2010 && r <= 0x2027 || r >= 0x2190 && r <= 0x2193 || r == '✓'
}

// visibleWidth is the columns that text takes, SGR escapes not counted.
func visibleWidth(text string) int {
	width := 0
	for text != "" {
		esc := strings.Index(text, "\x1b[")
		if esc < 0 {
			return width + columns(text)
		}
		width += columns(text[:esc])
		end := strings.IndexByte(text[esc:], 'm')
		if end < 0 {
			return width
		}
		text = text[esc+end+1:]
	}
	return width
}

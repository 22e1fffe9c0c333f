package screen

import (
	"strings"

	"redis-tutor/repl/cells"
)

// Aside writes a quiet line beginning with "# ", not read as markup: for
// values, in which every space counts. What is wider than the window goes on
// below, behind "#   ".
func (s *Screen) Aside(text string) {
	mark, below := "# ", "#   "
	if s.o.Words {
		mark, below = spokenMark, ""
	}
	for _, line := range s.broken(s.plain(text), len(mark), len(below)) {
		s.Raw(s.Paint(Quiet, mark+line) + "\n")
		mark = below
	}
}

// Exact writes a line of text in a role behind lead, every space of it: what
// can be typed, and replies. What is wider than the window goes on below, two
// columns further in.
func (s *Screen) Exact(lead string, role Role, text string) {
	in := cells.Width(lead) + len(text) - len(strings.TrimLeft(text, " ")) + 2
	below := strings.Repeat(" ", min(in, s.window()/2))
	for _, line := range s.broken(text, cells.Width(lead), len(below)) {
		s.Raw(lead + s.Paint(role, line) + "\n")
		lead = below
	}
}

// window returns the columns of the terminal, 20 at least.
func (s *Screen) window() int {
	if s.o.Width == nil {
		return 80
	}
	return max(20, s.o.Width())
}

// broken returns a text in lines that leave so many columns free, on the first
// and on the others.
func (s *Screen) broken(text string, first, others int) []string {
	var lines []string
	text = cells.Safe(text)
	for free := first; ; free = others {
		line, rest := breakLine(text, s.window()-free, s.window()-others)
		lines = append(lines, line)
		if text = rest; text == "" {
			return lines
		}
	}
}

// breakLine returns what of a text fits in so many columns, and the rest for
// lines of next columns. It breaks at a space, unless the word behind that is
// wider than a line.
func breakLine(text string, width, next int) (line, rest string) {
	line = cells.Fit(text, width)
	if line == text {
		return text, ""
	}
	if line == "" { // a character wider than the window
		line, _, _ = cells.Next(text)
	}
	space := strings.LastIndexByte(text[:len(line)+1], ' ')
	if space < 0 || strings.TrimSpace(text[:space]) == "" {
		return line, text[len(line):]
	}
	word, _, _ := strings.Cut(text[space+1:], " ")
	if cells.Width(word) > next {
		return line, text[len(line):]
	}
	return text[:space], text[space+1:]
}

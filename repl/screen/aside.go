package screen

import (
	"strings"

	"redis-tutor/repl/cells"
)

// Aside writes a quiet line beginning with "# ", not read as markup: for
// values, in which every space counts. What is wider than the window goes on
// below, behind "#   ".
func (s *Screen) Aside(text string) {
	width := 80
	if s.o.Width != nil {
		width = max(20, s.o.Width())
	}
	mark, below := "# ", "#   "
	if s.o.Words {
		mark, below = spokenMark, ""
	}
	for text = s.plain(cells.Safe(text)); ; mark = below {
		line, rest := breakLine(text, width-len(mark))
		s.Raw(s.Paint(Quiet, mark+line) + "\n")
		if text = rest; text == "" {
			return
		}
	}
}

// breakLine returns what of a text fits in so many columns, up to a space
// where there is one in its second half, and the rest.
func breakLine(text string, width int) (line, rest string) {
	line = cells.Fit(text, width)
	if line == text {
		return text, ""
	}
	if line == "" { // a character wider than the window
		line, _, _ = cells.Next(text)
	}
	if space := strings.LastIndexByte(line, ' '); space > len(line)/2 {
		return text[:space], text[space+1:]
	}
	return line, text[len(line):]
}

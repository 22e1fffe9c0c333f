package screen

import (
	"strings"

	"redis-tutor/repl/cells"
)

// behindCaret is how much of a line is shown behind the caret, where there is
// more, in columns.
const behindCaret = 8

// Pointed writes a quiet line of text behind "# " and, below it, a caret at a
// column of the text. Of what is wider than the window the part around the
// caret is shown.
func (s *Screen) Pointed(text string, column int) {
	const mark = "# "
	free := s.window() - len(mark)
	if most := free - behindCaret; cells.Width(text) > free && column > most {
		dots := s.plain("…")
		for column > most-cells.Width(dots) {
			_, rest, width := cells.Next(text)
			text, column = rest, column-width
		}
		text, column = dots+text, column+cells.Width(dots)
	}
	s.Raw(s.Paint(Quiet, mark+s.Crop(text, free)) + "\n")
	s.Raw(s.Paint(Warn, mark+strings.Repeat(" ", column)+"^") + "\n")
}

package screen

import (
	"strings"

	"redis-tutor/repl/cells"
)

// Cell is a stretch of a row, in one role.
type Cell struct {
	Role Role
	Text string
}

// Row writes the cells of a row side by side on one line, which never wraps:
// what does not fit ends in an ellipsis. Signs that the terminal lacks are
// replaced.
func (s *Screen) Row(row ...Cell) {
	var b strings.Builder
	left := s.Width()
	last := len(row) - 1
	for i, c := range row {
		if i == last {
			c.Text = strings.TrimRight(c.Text, " ")
		}
		text := s.plain(cells.Safe(c.Text))
		cut := s.Crop(text, left)
		left -= cells.Width(cut)
		b.WriteString(s.Paint(c.Role, cut))
		if cut != text {
			break
		}
	}
	s.Raw(b.String() + "\n")
}

// Crop returns text in at most width columns. What is cut is replaced by an
// ellipsis.
func (s *Screen) Crop(text string, width int) string {
	return cells.Crop(text, width, s.plain("…"))
}

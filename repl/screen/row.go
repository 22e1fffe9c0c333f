package screen

import (
	"strings"

	"github.com/mattn/go-runewidth"
)

// Cell is a stretch of a row, in one role.
type Cell struct {
	Role Role
	Text string
}

// Row writes cells side by side on one line, which never wraps: what does not
// fit ends in an ellipsis. Signs that the terminal lacks are replaced.
func (s *Screen) Row(cells ...Cell) {
	var b strings.Builder
	left := s.Width()
	last := len(cells) - 1
	for i, c := range cells {
		if i == last {
			c.Text = strings.TrimRight(c.Text, " ")
		}
		text := s.plain(harmless(c.Text))
		cut := s.Crop(text, left)
		left -= Columns(cut)
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
	if Columns(text) <= width {
		return text
	}
	dots := s.plain("…")
	if width < Columns(dots) {
		dots = ""
	}
	return runewidth.Truncate(text, max(width, 0), dots)
}

// Columns returns how many columns text takes on a terminal.
func Columns(text string) int { return runewidth.StringWidth(text) }

// Pad returns text filled up with spaces to width columns.
func Pad(text string, width int) string {
	return text + strings.Repeat(" ", max(width-Columns(text), 0))
}

// PadLeft is Pad with the spaces in front, for numbers.
func PadLeft(text string, width int) string {
	return strings.Repeat(" ", max(width-Columns(text), 0)) + text
}

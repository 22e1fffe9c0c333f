package terminal

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"redis-tutor/repl/cells"
)

// A view is what the learner should see of the line being edited.
type view struct {
	prompt string   // SGR sequences allowed
	text   string   // the line; SGR sequences allowed
	cursor int      // bytes of the line, without SGR, before the cursor
	hint   string   // behind the line; SGR sequences allowed
	below  []string // rows under the line
}

// A layout is a text broken into rows as a terminal breaks it.
type layout struct {
	rows     []string // each fills the width, but for the last and broken ones
	broken   []bool   // a line end follows the row
	styles   []string // the SGR sequences in force where the row begins
	row, col int      // of the cursor
	end      int      // columns used on the last row
}

// A layer breaks a text into rows.
type layer struct {
	layout
	width           int
	more            string // stands in front of the row behind a line end
	cursor          int    // bytes of the text before it
	seen            int    // bytes laid
	line            []byte // the row that is being filled
	style, rowStyle string
}

// lay breaks styled into rows of width columns; what follows a line end stands
// behind more. The cursor stands after cursor bytes of styled, SGR sequences
// not counted. A text that ends at the right edge has one more, empty row:
// there the cursor can stand.
func lay(styled string, cursor, width int, more string) layout {
	l := layer{layout: layout{row: -1}, width: width, more: more, cursor: cursor}
	l.text(styled)
	if l.end >= width {
		l.newRow(false)
	}
	l.place(l.end)
	end := l.end
	l.newRow(false)
	l.end = end
	return l.layout
}

// text lays what has SGR sequences and line ends.
func (l *layer) text(styled string) {
	for styled != "" {
		if n := cells.Escape(styled); n > 0 {
			l.line = append(l.line, styled[:n]...)
			l.style = restyle(l.style, styled[:n])
			styled = styled[n:]
		} else if styled[0] == '\n' {
			style := l.lineEnd()
			l.text(l.more + style)
			styled = styled[1:]
		} else {
			cluster, rest, w := cells.Next(styled)
			l.put(cluster, w)
			styled = rest
		}
	}
}

// place puts the cursor into a column of the row, unless it has its place.
func (l *layer) place(col int) {
	if l.row < 0 {
		l.row, l.col = len(l.rows), col
	}
}

// put lays a character of w columns.
func (l *layer) put(cluster string, w int) {
	if l.end+w > l.width {
		l.line = append(l.line, strings.Repeat(" ", max(0, l.width-l.end))...)
		l.newRow(false)
	}
	if l.seen >= l.cursor {
		l.place(l.end)
	}
	l.line = appendCluster(l.line, cluster, l.end, w, l.width)
	l.end += w
	l.seen += len(cluster)
}

// lineEnd ends a row at a line end, behind which more comes, which is not
// counted. What stands in front of the next row has no style: the one that
// goes on behind it is returned. A full row has nothing behind it to be
// cleared, and the terminal would clear its last column.
func (l *layer) lineEnd() (style string) {
	if l.seen >= l.cursor {
		l.place(min(l.end, l.width-1))
	}
	if l.seen++; l.seen <= l.cursor {
		l.cursor += len(l.more)
	}
	if style, l.style = l.style, ""; style != "" {
		l.line = append(l.line, "\x1b[0m"...)
	}
	if l.end < l.width {
		l.line = append(l.line, "\x1b[K"...)
	}
	l.newRow(true)
	return style
}

// newRow ends a row.
func (l *layer) newRow(broken bool) {
	l.rows, l.broken, l.styles = append(l.rows, string(l.line)), append(l.broken, broken), append(l.styles, l.rowStyle)
	l.line, l.rowStyle, l.end = l.line[:0], l.style, 0
}

// join returns some of the rows as they are drawn below each other.
func (l layout) join(b []byte, from, to int) []byte {
	b = append(b, l.styles[from]...)
	for i := from; i < to; i++ {
		b = append(b, l.rows[i]...)
		if l.broken[i] && i+1 < to {
			b = append(b, '\n')
		}
	}
	return b
}

// appendCluster appends one visible character. Terminals disagree on how wide
// a character of several code points is, so after one the cursor is told where
// it is; what the terminal leaves uncovered is blank.
func appendCluster(row []byte, cluster string, col, w, width int) []byte {
	sure := len(cluster) == 1 || utf8.RuneCountInString(cluster) == 1
	if sure || w == 0 || col+w >= width {
		return append(row, cluster...)
	}
	row = append(row, strings.Repeat(" ", w)...)
	row = moveTo(row, col)
	row = append(row, cluster...)
	return moveTo(row, col+w)
}

// moveTo moves the cursor to a column of its row.
func moveTo(b []byte, col int) []byte {
	return append(strconv.AppendInt(append(b, "\x1b["...), int64(col)+1, 10), 'G')
}

// moveUp moves the cursor up and to the left edge. \b is never used: in tmux
// it climbs from a wrapped row to the one above.
func moveUp(b []byte, rows int) []byte {
	if rows > 0 {
		b = append(strconv.AppendInt(append(b, "\x1b["...), int64(rows), 10), 'A')
	}
	return append(b, '\r')
}

// restyle adds the sequence seq to those in force. One that ends anything ends
// all: styles do not stand inside each other. One that is in force already is
// not repeated, so that they are never more than there are sequences.
func restyle(style, seq string) string {
	params := strings.TrimSuffix(strings.TrimPrefix(seq, "\x1b["), "m")
	switch first, _, _ := strings.Cut(params, ";"); first {
	case "", "0", "22", "23", "24", "39":
		return ""
	}
	return strings.ReplaceAll(style, seq, "") + seq
}

// ellipsis is what stands for what was cut.
func ellipsis(ascii bool) string {
	if ascii {
		return "..."
	}
	return "…"
}

// printable replaces the characters that would move the cursor, but for the
// ends of rows.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n':
			return r
		case r == '\t':
			return ' '
		case !typeable(r):
			return utf8.RuneError
		}
		return r
	}, s)
}

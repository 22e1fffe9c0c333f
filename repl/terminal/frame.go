package terminal

import (
	"slices"
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
	rows     []string // every row but the last fills the width
	styles   []string // the SGR sequences in force where the row begins
	row, col int      // of the cursor
	end      int      // columns used on the last row
}

// lay breaks styled into rows of width columns. The cursor stands after
// cursor bytes of it, SGR sequences not counted. A text that ends at the right
// edge has one more, empty row: there the cursor can stand.
func lay(styled string, cursor, width int) layout {
	l := layout{row: -1}
	var row []byte
	style, rowStyle := "", ""
	newRow := func() {
		l.rows, l.styles = append(l.rows, string(row)), append(l.styles, rowStyle)
		row, rowStyle, l.end = row[:0], style, 0
	}
	for seen := 0; styled != ""; {
		if n := cells.Escape(styled); n > 0 {
			row = append(row, styled[:n]...)
			style = restyle(style, styled[:n])
			styled = styled[n:]
			continue
		}
		cluster, rest, w := cells.Next(styled)
		if l.end+w > width {
			row = append(row, strings.Repeat(" ", max(0, width-l.end))...)
			newRow()
		}
		if l.row < 0 && seen >= cursor {
			l.row, l.col = len(l.rows), l.end
		}
		row = appendCluster(row, cluster, l.end, w, width)
		l.end += w
		seen += len(cluster)
		styled = rest
	}
	if l.end >= width {
		newRow()
	}
	if l.row < 0 {
		l.row, l.col = len(l.rows), l.end
	}
	end := l.end
	newRow()
	l.end = end
	return l
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
// all: styles do not stand inside each other.
func restyle(style, seq string) string {
	params := strings.TrimSuffix(strings.TrimPrefix(seq, "\x1b["), "m")
	switch first, _, _ := strings.Cut(params, ";"); first {
	case "", "0", "22", "23", "24", "39":
		return ""
	}
	return style + seq
}

// crop shortens s to room columns. Colours it begins are ended.
func crop(s string, room int) string {
	var b strings.Builder
	styled := false
	for s != "" {
		if n := cells.Escape(s); n > 0 {
			b.WriteString(s[:n])
			s, styled = s[n:], true
			continue
		}
		cluster, rest, _ := cells.Next(s)
		cluster = cells.Safe(strings.ReplaceAll(cluster, "\t", " "))
		if room -= cells.Width(cluster); room < 0 {
			break
		}
		b.WriteString(cluster)
		s = rest
	}
	if styled {
		b.WriteString("\x1b[0m")
	}
	return b.String()
}

// printable replaces the characters that would move the cursor.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\t':
			return ' '
		case !typeable(r):
			return utf8.RuneError
		}
		return r
	}, s)
}

// rows arranges what Complete lists, at most limit rows; the last one says how
// many did not fit.
func rows(items []string, width, limit int) []string {
	if slices.ContainsFunc(items, func(item string) bool { return strings.Contains(item, "\t") }) {
		return capped(aligned(items), limit)
	}
	return table(items, width, limit)
}

// capped returns at most limit rows; the last one says how many are missing.
func capped(rows []string, limit int) []string {
	if len(rows) <= limit {
		return rows
	}
	return append(slices.Clone(rows[:limit-1]), "... and "+strconv.Itoa(len(rows)-limit+1)+" more")
}

// aligned puts what stands behind the tabs of items into one column.
func aligned(items []string) []string {
	column := 0
	for _, item := range items {
		head, _, _ := strings.Cut(item, "\t")
		column = max(column, cells.Width(head)+2)
	}
	out := make([]string, len(items))
	for i, item := range items {
		head, tail, _ := strings.Cut(item, "\t")
		out[i] = head
		if tail != "" {
			out[i] += strings.Repeat(" ", column-cells.Width(head)) + tail // cut where it is shown
		}
	}
	return out
}

// table arranges items in rows of columns read from left to right, at most
// limit rows; the last one says how many did not fit.
func table(items []string, width, limit int) []string {
	cell := 0
	for _, item := range items {
		cell = max(cell, cells.Width(item)+2)
	}
	cell = min(cell, width)
	perRow := max(1, (width+2)/max(1, cell)) // the last needs no gap
	var rows []string
	for at := 0; at < len(items); at += perRow {
		if len(rows) == limit-1 && at+perRow < len(items) {
			return append(rows, "... and "+strconv.Itoa(len(items)-at)+" more")
		}
		var row strings.Builder
		for _, item := range items[at:min(at+perRow, len(items))] {
			item = crop(item, cell)
			row.WriteString(item + strings.Repeat(" ", max(0, cell-cells.Width(item))))
		}
		rows = append(rows, strings.TrimRight(row.String(), " "))
	}
	return rows
}

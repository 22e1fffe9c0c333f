package terminal

import (
	"slices"
	"strconv"
	"strings"

	"redis-tutor/repl/cells"
)

// candidates are what Config.Complete lists.
type candidates struct {
	items []string
	part  bool // there may be others
}

// rows arranges the candidates, at most limit rows of them; the last one says
// how many are missing. mark stands for what was cut.
func (c candidates) rows(width, limit int, mark string) []string {
	hasMeaning := func(item string) bool { return strings.Contains(item, "\t") }
	var rows []string
	perRow := 1
	if slices.ContainsFunc(c.items, hasMeaning) {
		rows = aligned(c.items[:min(len(c.items), limit)])
	} else {
		rows, perRow = table(c.items, width, limit, mark)
	}
	missing := len(c.items) - perRow*len(rows)
	if missing > 0 || c.part && len(rows) == limit {
		rows = rows[:limit-1]
		missing = len(c.items) - perRow*len(rows)
	}
	switch {
	case missing > 0 && c.part:
		rows = append(rows, "... and at least "+strconv.Itoa(missing)+" more")
	case missing > 0:
		rows = append(rows, "... and "+strconv.Itoa(missing)+" more")
	case c.part:
		rows = append(rows, "... and perhaps others")
	}
	return rows
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
// limit rows of perRow items.
func table(items []string, width, limit int, mark string) (rows []string, perRow int) {
	cell := 0
	for _, item := range items {
		cell = max(cell, cells.Width(item)+2)
	}
	cell = min(cell, width)
	perRow = max(1, (width+2)/max(1, cell)) // the last needs no gap
	for at := 0; at < len(items) && len(rows) < limit; at += perRow {
		var row strings.Builder
		for _, item := range items[at:min(at+perRow, len(items))] {
			item = cells.Crop(item, cell, mark)
			row.WriteString(item + strings.Repeat(" ", max(0, cell-cells.Width(item))))
		}
		rows = append(rows, strings.TrimRight(row.String(), " "))
	}
	return rows, perRow
}

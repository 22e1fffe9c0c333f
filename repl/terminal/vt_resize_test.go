package terminal

import "strings"

// resize breaks the rows anew, as most terminals do, and keeps the cursor on
// its character. What has no room above the last row goes into the scrollback
// and comes back from it. It knows narrow characters only.
func (v *vt) resize(w, h int) {
	v.mu.Lock()
	defer v.mu.Unlock()
	above := len(v.scrollback.cells)
	last := v.last()
	if v.blanks {
		last = max(last, min(v.h, h)-1)
	}
	old, cursorX, cursorY := v.scrollback.and(v.rows(0, last+1)), v.x, above+v.y
	v.w, v.h = w, len(old.cells)*(v.w/w+1) // room for all
	v.sheet, v.x, v.y, v.late = blankSheet(v.w, v.h), 0, 0, false
	cursorX, cursorY = v.rewrap(old, cursorX, cursorY)
	all, end := v.and(blankSheet(w, h)), max(v.y+1, h)
	v.scrollback, v.sheet = all.rows(0, end-h), all.rows(end-h, end)
	v.h, v.x, v.y, v.late = h, cursorX, max(0, cursorY-(end-h)), false
}

// rewrap writes the rows of old and returns where the cursor, which stood at
// x, y, comes to stand.
func (v *vt) rewrap(old sheet, x, y int) (newX, newY int) {
	for i, cells := range old.cells {
		row := strings.Join(cells, "")
		if !old.wrapped[i] {
			row = strings.TrimRight(row, " ")
		}
		for j := range row {
			v.put(row[j:j+1], 1)
			if i == y && j == x {
				newX, newY = max(0, v.x-1), v.y
				if v.late {
					newX = v.w - 1
				}
			}
		}
		if i == y && x >= len(row) {
			newX, newY = min(v.x+x-len(row), v.w-1), v.y
		}
		if !old.wrapped[i] && i+1 < len(old.cells) {
			v.x, v.late = 0, false
			v.down()
		}
	}
	return newX, newY
}

// all is the scrollback and the screen without trailing blanks, and the cursor
// counted from the first row of it.
func (v *vt) all() (text string, x, y int) {
	screen, x, y := v.text()
	v.mu.Lock()
	defer v.mu.Unlock()
	var b strings.Builder
	for _, row := range v.scrollback.cells {
		b.WriteString(strings.TrimRight(strings.Join(row, ""), " ") + "\n")
	}
	return b.String() + screen, x, y + len(v.scrollback.cells)
}

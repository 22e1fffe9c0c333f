package terminal

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/rivo/uniseg"

	"redis-tutor/repl/cells"
)

// vt is a small terminal: it knows what the display sends, wraps lines late as
// real ones do, and treats anything else as a failure of the test.
type vt struct {
	mu sync.Mutex
	sheet
	w, h       int
	x, y       int
	late       bool      // the last column is written, the next character wraps
	scrollback sheet     // what went over the top edge
	blanks     bool      // rows without text take up room as others do
	answers    io.Writer // where the place of the cursor is told
	scrolls    int
	unknown    []string
	pending    []byte
	bytes      int
}

// A sheet is some rows.
type sheet struct {
	cells   [][]string // "" is the second half of a wide character
	wrapped []bool     // the row goes on in the next one
}

// blankSheet has h rows of w columns.
func blankSheet(w, h int) sheet {
	s := sheet{wrapped: make([]bool, h)}
	for range h {
		s.cells = append(s.cells, blankRow(w))
	}
	return s
}

// and is s with the rows of t below it.
func (s sheet) and(t sheet) sheet {
	return sheet{slices.Concat(s.cells, t.cells), slices.Concat(s.wrapped, t.wrapped)}
}

// rows are those from the from'th up to the to'th.
func (s sheet) rows(from, to int) sheet { return sheet{s.cells[from:to], s.wrapped[from:to]} }

func newVT(w, h int) *vt { return &vt{w: w, h: h, sheet: blankSheet(w, h)} }

func blankRow(w int) []string {
	row := make([]string, w)
	for i := range row {
		row[i] = " "
	}
	return row
}

// Size has the form of Config.Size.
func (v *vt) Size() (int, int) {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.w, v.h
}

func (v *vt) Write(p []byte) (int, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.bytes += len(p)
	b := append(v.pending, p...)
	for len(b) > 0 {
		n := v.step(string(b))
		b = b[n:]
	}
	v.pending = nil
	return len(p), nil
}

func (v *vt) step(s string) int {
	switch s[0] {
	case '\r':
		v.x, v.late = 0, false
	case '\n':
		v.down()
	case 7:
	case 27:
		return v.escape(s)
	default:
		cluster, _, w, _ := uniseg.FirstGraphemeClusterInString(s, -1)
		v.put(cluster, w)
		return len(cluster)
	}
	return 1
}

func (v *vt) put(cluster string, w int) {
	if v.late || v.x+w > v.w {
		v.x, v.late, v.wrapped[v.y] = 0, false, true
		v.down()
	}
	v.cells[v.y][v.x] = cluster
	if w == 2 {
		v.cells[v.y][v.x+1] = ""
	}
	if v.x += w; v.x >= v.w {
		v.x, v.late = v.w-1, true
	}
}

func (v *vt) down() {
	if v.y++; v.y < v.h {
		return
	}
	v.y = v.h - 1
	v.scrolls++
	v.scrollback = v.scrollback.and(v.rows(0, 1))
	v.sheet = v.rows(1, v.h).and(blankSheet(v.w, 1))
}

func (v *vt) escape(s string) int {
	n := cells.Escape(s)
	if n == 0 {
		v.unknown = append(v.unknown, s)
		return len(s)
	}
	arg, err := strconv.Atoi(s[2 : n-1])
	if err != nil {
		arg = 1
	}
	switch s[n-1] {
	case 'A':
		v.y, v.late = max(0, v.y-arg), false
	case 'G':
		v.x, v.late = min(v.w, arg)-1, false
	case 'H':
		v.x, v.y, v.late = 0, 0, false
	case 'K':
		copy(v.cells[v.y][v.x:], blankRow(v.w-v.x))
		v.wrapped[v.y] = false
	case 'J':
		v.erase(s)
	case 'm':
	case 'n':
		if v.answers != nil {
			fmt.Fprintf(v.answers, "\x1b[%d;%dR", v.y+1, v.x+1)
		}
	case 'h', 'l':
		if s != pasteOn && s != pasteOff && n != len(pasteOn) {
			v.unknown = append(v.unknown, s[:n])
		}
	default:
		v.unknown = append(v.unknown, s[:n])
	}
	return n
}

// erase clears all (ESC [2J) or what is right of and below the cursor.
func (v *vt) erase(s string) {
	fromX, fromY := v.x, v.y
	if strings.HasPrefix(s, "\x1b[2J") {
		fromX, fromY = 0, 0
	}
	copy(v.cells[fromY][fromX:], blankRow(v.w-fromX))
	v.wrapped[fromY] = false
	for y := fromY + 1; y < v.h; y++ {
		v.cells[y], v.wrapped[y] = blankRow(v.w), false
	}
}

// last is the last row in use.
func (v *vt) last() int {
	for y := v.h - 1; y > v.y; y-- {
		if strings.TrimSpace(strings.Join(v.cells[y], "")) != "" {
			return y
		}
	}
	return v.y
}

// text is the screen without trailing blanks, and the cursor.
func (v *vt) text() (screen string, x, y int) {
	v.mu.Lock()
	defer v.mu.Unlock()
	var b bytes.Buffer
	for _, row := range v.cells {
		b.WriteString(strings.TrimRight(strings.Join(row, ""), " ") + "\n")
	}
	return strings.TrimRight(b.String(), "\n"), v.x, v.y
}

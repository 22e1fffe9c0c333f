package terminal

import (
	"bytes"
	"io"
	"strings"
	"sync"

	"redis-tutor/repl/cells"
)

// maxBelow is how many rows may stand below the line.
const maxBelow = 12

// A display draws the line being edited and prints text above it. It always
// knows on which row of its drawing the cursor stands, and moves by whole rows
// and columns, so that it works on any row of any terminal that has CUU, CHA
// and ED.
type display struct {
	mu   sync.Mutex
	out  io.Writer
	crlf bool // out does not turn \n into \r\n
	size func() (columns, rows int)

	more     string // stands in front of the rows of a line behind the first
	ellipsis string // stands for what was cut

	editing bool // between begin and finish
	drawn   bool // v stands on the screen
	v       view
	from    int     // the first row drawn of those v has
	row     int     // of the cursor, counted from it
	width   int     // of the screen when v was drawn
	hidden  int     // rows of v that a change of the size took off the screen
	place   placing // pending only while drawn
	midLine bool
	status  bool   // a status stands on the row of the cursor
	lent    bool   // the terminal is another program's
	held    []byte // what was printed meanwhile
	buf     []byte
}

// begin starts a line. Text printed before that has no line end gets one.
func (d *display) begin() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.editing, d.drawn = true, false
	d.wipe()
	if d.midLine {
		d.put([]byte("\n"))
		d.midLine = false
	}
}

// show draws v in place of what is drawn.
func (d *display) show(v view) {
	d.mu.Lock()
	defer d.mu.Unlock()
	switch {
	case d.place.pending:
		d.place.next = v
	case d.editing:
		d.draw(v, false)
	}
}

// finish draws v for the last time and leaves the cursor below it.
func (d *display) finish(v view) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.editing {
		d.draw(v, true)
		d.editing, d.drawn = false, false
	}
}

// clear empties the screen; the line is drawn at its top by the next show.
func (d *display) clear() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.put([]byte("\x1b[H\x1b[2J"))
	d.drawn, d.place.pending = false, false
}

// leave moves the cursor below the line, because the terminal goes to
// somebody else, and writes seq. The line is drawn anew by the next show,
// unless this is the end.
func (d *display) leave(seq string, forGood bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.wipe()
	if d.drawn {
		d.draw(d.latest(), true)
	}
	d.drawn = false
	d.editing = d.editing && !forGood
	d.put([]byte(seq))
}

// Write prints p: above the line when one is being edited.
func (d *display) Write(p []byte) (int, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	switch {
	case len(p) == 0:
		return 0, nil
	case d.lent:
		if len(d.held)+len(p) <= maxHeld {
			d.held = append(d.held, p...)
		}
		return len(p), nil
	}
	if !d.editing {
		d.wipe()
		d.midLine = endsMidLine(p, d.midLine)
		return len(p), d.put(p)
	}
	d.buf = d.buf[:0]
	if d.drawn {
		d.buf = append(moveUp(d.buf, d.cursorRow()), "\x1b[J"...)
	}
	d.buf = append(d.buf, p...)
	if endsMidLine(p, false) {
		d.buf = append(d.buf, '\n')
	}
	err := d.put(d.buf)
	if d.drawn {
		d.drawn = false
		d.draw(d.latest(), false)
	}
	return len(p), err
}

// put writes b to the terminal.
func (d *display) put(b []byte) error {
	if d.crlf {
		b = bytes.ReplaceAll(b, []byte("\r\n"), []byte("\n"))
		b = bytes.ReplaceAll(b, []byte("\n"), []byte("\r\n"))
	}
	_, err := d.out.Write(b)
	return err
}

// screen is the size of the screen, never below 1.
func (d *display) screen() (columns, rows int) { return clampSize(d.size()) }

// cursorRow is the row of the cursor within what is drawn. When the width has
// changed since, the terminal has broken the line anew, as most do.
func (d *display) cursorRow() int {
	width, height := d.screen()
	switch {
	case !d.drawn:
		return 0
	case width == d.width:
		return d.row
	}
	return min(d.lay(d.v, width).row, height-1)
}

func (d *display) lay(v view, width int) layout {
	return lay(v.prompt+v.text, len(cells.Plain(v.prompt))+v.cursor, width, d.more)
}

// draw replaces what is drawn by v. The last drawing of a line shows all of
// it, without a hint, and ends in a new row; one before it shows no more rows
// than the screen has, those around the cursor.
func (d *display) draw(v view, last bool) {
	width, height := d.screen()
	b := moveUp(d.buf[:0], d.cursorRow())
	if last {
		v.cursor, v.hint, v.below = len(cells.Plain(v.text)), "", nil
	}
	l := d.lay(v, width)
	if !d.drawn || width != d.width {
		d.hidden = 0
	}
	d.hidden = min(d.hidden, l.row)
	from, to := d.hidden, len(l.rows)
	if !last && to-from > height {
		from = max(from, l.row-height+1)
		to = from + height
	}
	b = l.join(b, from, to)
	b = d.drawEnd(b, v, l, to == len(l.rows), width)
	d.v, d.from, d.row, d.width, d.drawn, d.place.pending = v, from, l.row-from, width, true, false
	if last {
		if l.end > 0 || len(l.rows) == 1 {
			b = append(b, '\n')
		}
	} else {
		below := d.fit(v, width, height-(to-from))
		for _, row := range below {
			b = append(append(b, '\n'), row...)
		}
		b = moveUp(b, to-from-1-d.row+len(below))
		b = moveTo(b, l.col)
	}
	d.buf = b
	d.put(b)
}

// drawEnd draws what follows the line on its last row and clears the rest.
func (d *display) drawEnd(b []byte, v view, l layout, whole bool, width int) []byte {
	b = append(b, "\x1b[0m"...)
	if !whole {
		return b
	}
	if l.end == 0 && len(l.rows) > 1 {
		b = append(b, " \r"...) // only a character makes the terminal wrap
	}
	if room := width - l.end - 1; v.hint != "" {
		b = append(b, cells.Crop(v.hint, room, d.ellipsis)...)
	}
	return append(b, "\x1b[J"...)
}

// fit returns the rows below the line, as many as there is room for.
func (d *display) fit(v view, width, room int) []string {
	room = max(0, min(room, maxBelow))
	rows := v.below
	if len(rows) > room {
		rows = rows[:room]
	}
	cropped := make([]string, len(rows))
	for i, row := range rows {
		cropped[i] = cells.Crop(row, width-1, d.ellipsis)
	}
	return cropped
}

// endsMidLine reports whether text p leaves the cursor inside a row; before
// says whether it was there.
func endsMidLine(p []byte, before bool) bool {
	s := string(tail(p, 256))
	for {
		at := strings.LastIndex(s, "\x1b[")
		if at < 0 || cells.Escape(s[at:]) != len(s)-at {
			break
		}
		if strings.HasSuffix(s, "H") || strings.HasSuffix(s, "G") {
			return false
		}
		s = s[:at]
	}
	if s == "" {
		return before
	}
	return !strings.HasSuffix(s, "\n") && !strings.HasSuffix(s, "\r")
}

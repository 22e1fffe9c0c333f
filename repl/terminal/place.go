package terminal

import (
	"slices"
	"time"
)

// What happens when the size of the screen changes. The terminal breaks its
// rows anew by itself, and may push rows of the line over the top edge, into
// its scrollback, even where there is room below: tmux does. No program can
// move there, and what is drawn once more would stand twice when they come back.
// How many there are only the terminal knows, so it is asked.

// askPlace makes the terminal say where the cursor stands (DSR 6, CPR).
const askPlace = "\x1b[6n"

// answerWait is how long the answer may take unless a display is told
// otherwise: over a slow connection it takes long, and some terminals never give
// one.
const answerWait = 250 * time.Millisecond

// A placing is the wait for that answer. What is to be shown meanwhile waits
// too: it would be drawn in the wrong place.
type placing struct {
	pending bool
	next    view          // to be shown then
	wait    time.Duration // for an answer
	asked   int           // questions so far
	owed    int           // answers that are still to come
}

// latest is what the learner should see.
func (d *display) latest() view {
	if d.place.pending {
		return d.place.next
	}
	return d.v
}

// resized asks where the cursor stands now, and draws the line anew when that
// is known.
func (d *display) resized() {
	d.mu.Lock()
	defer d.mu.Unlock()
	if !d.drawn {
		return
	}
	p := &d.place
	p.pending, p.next = true, d.latest()
	p.asked++
	p.owed++
	asked := p.asked
	d.put([]byte(askPlace))
	time.AfterFunc(p.wait, func() { d.unplaced(asked) })
}

// unplaced is called when the time for an answer is over: if none came to the
// asked'th question, which was the last, none is waited for any more, and the
// line is drawn where the cursor is thought to be.
func (d *display) unplaced(asked int) {
	d.mu.Lock()
	defer d.mu.Unlock()
	p := &d.place
	if p.asked != asked {
		return
	}
	p.owed = 0
	if p.pending {
		d.draw(p.next, false)
	}
}

// placed takes an answer: the cursor stands on that row of the screen. Of
// several the last counts.
func (d *display) placed(row int) {
	d.mu.Lock()
	defer d.mu.Unlock()
	p := &d.place
	if p.owed == 0 {
		return // a function key can look like an answer
	}
	if p.owed--; p.owed > 0 || !p.pending {
		return
	}
	width, _ := d.screen()
	above := d.from + d.row
	if width != d.width {
		above = d.lay(d.v, width).row
	}
	d.hidden = max(0, above-row)
	d.from, d.row, d.width = d.hidden, above-d.hidden, width
	d.draw(p.next, false)
}

// placed takes the answers out of the keys.
func (e *editor) placed(keys []key) []key {
	return slices.DeleteFunc(keys, func(k key) bool {
		if k.code == keyPlace {
			e.disp.placed(k.row)
		}
		return k.code == keyPlace
	})
}

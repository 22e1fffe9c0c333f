package terminal

import (
	"context"
	"io"
	"strings"
	"time"

	"redis-tutor/repl/cells"
)

// What happens between two lines: a status, single keys, and the terminal in
// the hands of another program.

// setStatus shows text on the row below what was printed, or takes it away.
// Where a row is begun or a line is being edited there is no place for it, nor
// while the terminal is lent.
func (d *display) setStatus(text string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.editing || d.midLine || d.lent {
		return
	}
	d.wipe()
	if text == "" {
		return
	}
	columns, _ := d.screen()
	d.put([]byte(cells.Crop(text, columns-1, d.ellipsis)))
	d.status = true
}

// wipe takes the status away. It is called with mu held.
func (d *display) wipe() {
	if d.status {
		d.put([]byte("\r\x1b[J"))
		d.status = false
	}
}

func (e *editor) Status(text string) bool {
	e.disp.setStatus(text)
	return true
}

// ReadKey passes over the keys that are no characters.
func (e *editor) ReadKey(ctx context.Context) (rune, error) {
	for {
		k, err := e.in.pick(ctx)
		switch {
		case err != nil:
			return 0, err
		case k.code == keyInterrupt:
			return 0, ErrInterrupt
		case k.code == keyEOF:
			return 0, io.EOF
		case k.code >= 32 && k.code != keyBackspace, k.code == keyEnter:
			return k.code, nil
		}
	}
}

// pick takes the next key out of the queue.
func (in *input) pick(ctx context.Context) (key, error) {
	stop := context.AfterFunc(ctx, in.refresh)
	defer stop()
	in.mu.Lock()
	defer in.mu.Unlock()
	in.picking = true
	defer func() { in.picking = false }()
	for {
		switch {
		case in.interrupted(), ctx.Err() == nil && len(in.queue) > 0 && !in.closed:
			k := in.queue[0]
			in.queue = in.queue[1:]
			return k, nil
		case ctx.Err() != nil:
			return key{}, ErrInterrupt
		case in.closed, in.ended:
			return key{}, io.EOF
		}
		in.cond.Wait()
	}
}

// interrupted reports whether Ctrl-C is the next key. It is taken also where it
// has ended the context that is waited in: it must not count once more for the
// next line.
func (in *input) interrupted() bool {
	return len(in.queue) > 0 && in.queue[0].code == keyInterrupt
}

// Lend holds back the goroutine that reads the terminal: it would take every
// second key from the other program.
func (e *editor) Lend(run func() error) error {
	e.in.lend(true)
	defer e.in.lend(false)
	defer e.dev.hold(e.pumped)()
	e.disp.leave(pasteOff, false)
	e.disp.lend()
	defer e.disp.takeBack()
	if err := e.dev.restore(); err != nil {
		return err
	}
	defer func() {
		if e.in.isClosed() {
			return // given back already
		}
		e.dev.raw()
		e.disp.put([]byte(pasteOn))
	}()
	return run()
}

// maxHeld bounds what is kept of the text printed while another program has
// the terminal, in bytes.
const maxHeld = 1 << 20

// lend holds back what is printed from now on.
func (d *display) lend() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.lent = true
}

// takeBack begins a new row if the other program has left one unfinished: as
// many spaces as a row has end in the next one then, and in this one else.
func (d *display) takeBack() {
	d.mu.Lock()
	defer d.mu.Unlock()
	columns, _ := d.screen()
	d.put([]byte(strings.Repeat(" ", columns) + "\r\x1b[J"))
	d.midLine = endsMidLine(d.held, false)
	d.put(d.held)
	d.lent, d.held = false, nil
}

func (in *input) lend(lent bool) {
	in.mu.Lock()
	defer in.mu.Unlock()
	in.lent, in.back = lent, time.Now()
}

// Package terminaltest has a terminal without a person, for the tests of
// packages that read lines and print. It promises that a test decides all that
// happens and needs no waiting; it knows nothing of keys or drawing.
package terminaltest

import (
	"context"
	"io"
	"strings"
	"sync"

	"redis-tutor/repl/terminal"
)

// What may stand in a script instead of a line.
const (
	// CtrlC interrupts what runs when its turn comes: the prompt, or the
	// command that was started by the line before it.
	CtrlC = "\x03"
	// CtrlD is the end of input at the prompt. Lines may follow it.
	CtrlD = "\x04"
)

// A Fake is a terminal that reads a script.
type Fake struct {
	// Columns and Rows are what Size returns.
	Columns, Rows int
	// Piped makes it the terminal of a program instead of a person's.
	Piped bool

	mu       sync.Mutex
	script   []string
	screen   strings.Builder
	output   strings.Builder
	history  []string
	running  map[int]context.CancelFunc
	started  int
	isClosed bool
}

var _ terminal.Terminal = (*Fake)(nil)

// New returns a terminal of 80x24 cells at which the lines are typed. After
// them its input is at its end.
func New(lines ...string) *Fake {
	return &Fake{Columns: 80, Rows: 24, script: lines, running: make(map[int]context.CancelFunc)}
}

// Type adds lines to the script.
func (f *Fake) Type(lines ...string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.script = append(f.script, lines...)
}

// ReadLine returns the next line of the script.
func (f *Fake) ReadLine(prompt string) (string, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if !f.Piped {
		f.screen.WriteString(prompt)
	}
	if f.isClosed || len(f.script) == 0 {
		return "", io.EOF
	}
	line := f.script[0]
	f.script = f.script[1:]
	switch line {
	case CtrlC:
		f.screen.WriteString("^C\n")
		return "", terminal.ErrInterrupt
	case CtrlD:
		f.screen.WriteString("\n")
		return "", io.EOF
	}
	if !f.Piped {
		f.screen.WriteString(line + "\n")
	}
	return line, nil
}

// Write keeps what is printed.
func (f *Fake) Write(p []byte) (int, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.output.Write(p)
	return f.screen.Write(p)
}

// Size returns Columns and Rows.
func (f *Fake) Size() (columns, rows int) { return f.Columns, f.Rows }

// Interruptible returns a context that is ended at once when CtrlC is next in
// the script, and else by Interrupt.
func (f *Fake) Interruptible(ctx context.Context) (context.Context, context.CancelFunc) {
	f.mu.Lock()
	defer f.mu.Unlock()
	ctx, cancel := context.WithCancel(ctx)
	id := f.started
	f.started++
	f.running[id] = cancel
	if len(f.script) > 0 && f.script[0] == CtrlC {
		f.script = f.script[1:]
		cancel()
	}
	return ctx, func() {
		f.mu.Lock()
		delete(f.running, id)
		f.mu.Unlock()
		cancel()
	}
}

// Interrupt ends the commands that run. When none does, it interrupts the next
// ReadLine.
func (f *Fake) Interrupt() bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, cancel := range f.running {
		cancel()
	}
	if len(f.running) == 0 {
		f.script = append([]string{CtrlC}, f.script...)
	}
	return true
}

// Remember keeps line.
func (f *Fake) Remember(line string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.history = append(f.history, line)
}

// Interactive is the opposite of Piped.
func (f *Fake) Interactive() bool { return !f.Piped }

// Close ends the input.
func (f *Fake) Close() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.isClosed = true
	return nil
}

// Output returns what was printed, without prompts and typed lines.
func (f *Fake) Output() string {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.output.String()
}

// Screen returns what a person would see: prompts, typed lines and output.
func (f *Fake) Screen() string {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.screen.String()
}

// Remembered returns the lines given to Remember.
func (f *Fake) Remembered() []string {
	f.mu.Lock()
	defer f.mu.Unlock()
	return append([]string(nil), f.history...)
}

// Closed reports whether Close was called.
func (f *Fake) Closed() bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.isClosed
}

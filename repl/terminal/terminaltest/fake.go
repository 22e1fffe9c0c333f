// Package terminaltest has a terminal without a person, for the tests of
// packages that read lines and print. It promises that a test decides all that
// happens and needs no waiting; it knows nothing of keys or drawing. And it has a
// transcript of what a program writes to a real one.
package terminaltest

import (
	"cmp"
	"context"
	"io"
	"strings"
	"sync"
	"time"

	"redis-tutor/repl/terminal"
)

// What may stand in a script instead of a line.
const (
	// CtrlC interrupts what runs when its turn comes: the prompt, or the
	// command that was started by the line before it. Behind a line it gives
	// that line up.
	CtrlC = "\x03"
	// Wait, in front of a text, waits until that text has been printed since
	// the last line was read, or stands in the prompt: what it is part of comes
	// when it likes.
	Wait = "\x05"
	// CtrlD is the end of input at the prompt. Lines may follow it.
	CtrlD = "\x04"
	// Pasted, in front of a line, says that it came with a paste.
	Pasted = "\x06"
)

// A Fake is a terminal that reads a script.
type Fake struct {
	// Columns and Rows are what Size returns.
	Columns, Rows int
	// Piped makes it the terminal of a program instead of a person's.
	Piped bool
	// Dumb makes it one that cannot show a Status.
	Dumb bool

	mu       sync.Mutex
	usual    string    // prompt
	printed  sync.Cond // something was written, or the prompt set
	seen     int       // bytes of output when the last line was read
	script   []string
	screen   strings.Builder
	output   strings.Builder
	history  []string
	statuses []string
	lent     int
	held     []byte // what was printed while the terminal is lent
	lending  bool
	running  map[int]context.CancelFunc
	started  int
	isClosed bool
}

var _ terminal.Terminal = (*Fake)(nil)

// New returns a terminal of 80x24 cells at which the lines are typed. After
// them its input is at its end.
func New(lines ...string) *Fake {
	f := &Fake{Columns: 80, Rows: 24, script: lines, running: make(map[int]context.CancelFunc)}
	f.printed.L = &f.mu
	return f
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
	f.wait()
	f.seen = f.output.Len()
	if !f.Piped {
		f.screen.WriteString(cmp.Or(prompt, f.usual))
	}
	if f.isClosed || len(f.script) == 0 {
		return "", io.EOF
	}
	line := strings.TrimPrefix(f.script[0], Pasted)
	f.script = f.script[1:]
	if text, ok := strings.CutSuffix(line, CtrlC); ok {
		f.cancelAll()
		f.screen.WriteString(text + "^C\n")
		return text, terminal.ErrInterrupt
	}
	if line == CtrlD {
		f.screen.WriteString("\n")
		return "", io.EOF
	}
	if !f.Piped {
		f.screen.WriteString(line + "\n")
	}
	return line, nil
}

// Prompt keeps the prompt for a ReadLine that has none. One that waits shows it
// when its line comes.
func (f *Fake) Prompt(prompt string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.usual = prompt
	f.printed.Broadcast()
}

// Ask is ReadLine for what was not pasted, which waits.
func (f *Fake) Ask(question string) (string, error) {
	f.mu.Lock()
	n := f.pasted()
	held := f.script[:n]
	f.script = f.script[n:]
	f.mu.Unlock()
	line, err := f.ReadLine(question)
	f.mu.Lock()
	defer f.mu.Unlock()
	f.script = append(held[:n:n], f.script...)
	return line, err
}

// DropPasted drops the lines that were pasted and come next.
func (f *Fake) DropPasted() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	n := f.pasted()
	f.script = f.script[n:]
	return n
}

// pasted is how many of the next lines were pasted.
func (f *Fake) pasted() int {
	n := 0
	for n < len(f.script) && strings.HasPrefix(f.script[n], Pasted) {
		n++
	}
	return n
}

// patience bounds a wait for what never comes.
const patience = 20 * time.Second

// wait obeys the Waits that are next in the script.
func (f *Fake) wait() {
	for len(f.script) > 0 && strings.HasPrefix(f.script[0], Wait) {
		text := strings.TrimPrefix(f.script[0], Wait)
		f.script = f.script[1:]
		late := time.AfterFunc(patience, func() {
			f.Write([]byte("(never printed: " + text + ")\n"))
		})
		for !strings.Contains(f.output.String()[f.seen:], text) && !strings.Contains(f.usual, text) {
			f.printed.Wait()
		}
		late.Stop()
	}
}

// Write keeps what is printed, until the terminal is back where it is lent.
func (f *Fake) Write(p []byte) (int, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.lending {
		f.held = append(f.held, p...)
		return len(p), nil
	}
	return f.print(p)
}

func (f *Fake) print(p []byte) (int, error) {
	defer f.printed.Broadcast()
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
	if f.cancelAll(); len(f.running) == 0 {
		f.script = append([]string{CtrlC}, f.script...)
	}
	return true
}

func (f *Fake) cancelAll() {
	for _, cancel := range f.running {
		cancel()
	}
}

// Status keeps text for Statuses. It is not on the Screen: there it would be
// gone again. Nothing is kept while the terminal is lent.
func (f *Fake) Status(text string) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	if !f.lending {
		f.statuses = append(f.statuses, text)
	}
	return !f.Piped && !f.Dumb
}

// ReadKey returns the first character of the next line of the script, '\r'
// for an empty one.
func (f *Fake) ReadKey(ctx context.Context) (rune, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.wait()
	if ctx.Err() != nil {
		return 0, terminal.ErrInterrupt
	}
	if f.isClosed || len(f.script) == 0 {
		return 0, io.EOF
	}
	line := f.script[0]
	f.script = f.script[1:]
	switch line {
	case "":
		return '\r', nil
	case CtrlC:
		f.cancelAll()
		return 0, terminal.ErrInterrupt
	case CtrlD:
		return 0, io.EOF
	}
	return []rune(line)[0], nil
}

// Lend runs run, and counts.
func (f *Fake) Lend(run func() error) error {
	f.lend(true)
	defer f.lend(false)
	return run()
}

func (f *Fake) lend(on bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.lending = on; on {
		f.lent++
		return
	}
	f.print(f.held)
	f.held = nil
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

// Statuses returns what was given to Status.
func (f *Fake) Statuses() []string {
	f.mu.Lock()
	defer f.mu.Unlock()
	return append([]string(nil), f.statuses...)
}

// Lent is how often Lend was called.
func (f *Fake) Lent() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.lent
}

// Closed reports whether Close was called.
func (f *Fake) Closed() bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.isClosed
}

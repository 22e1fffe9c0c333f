// Package terminal is where one learner types and reads.
//
// It promises that a line can be edited and text printed, at the same time
// and from any goroutine, without either damaging the other; that no key and
// no paste can end the program or hang it; that what a learner pasted is what
// the program gets; and that the terminal is given back as it was found. It
// knows nothing of Redis, of lessons or of the words of the prompt: colour,
// hints, completion and the sense of a paste come from functions in Config.
//
// chzyer/readline holds the line and does the plain editing of it. It never
// touches the terminal: it is fed one key at a time (input.go) and what it
// draws is thrown away, since its drawing goes wrong on wrapped lines, wide
// characters and terminals of no width. The drawing is done here (frame.go),
// after a change of the size too (place.go), and so are the history (recall.go),
// the search of it (search.go) and lines of several rows (more.go), of which
// readline has no notion or another one.
package terminal

import (
	"context"
	"errors"
	"io"
	"os"
)

// ErrInterrupt is what ReadLine returns when the learner pressed Ctrl-C at the
// prompt, beside the line that she gave up, as far as it is known. The caller
// asks for the next one.
var ErrInterrupt = errors.New("interrupted")

// Terminal is where one learner types and reads. Its methods may be called
// from any goroutine; ReadLine by one at a time.
type Terminal interface {
	// ReadLine shows prompt, or where that is "" the one that Prompt set, lets
	// a line be typed and returns it without its line end. It has several rows,
	// with \n between them, where Config says that it went on. The error is
	// ErrInterrupt after Ctrl-C, and io.EOF after Ctrl-D on an empty line, at
	// the end of the input and after Close. An unfinished line at the end of a
	// terminal's input is dropped: a command nobody confirmed is not run.
	ReadLine(prompt string) (string, error)

	// Prompt sets, in one row, the prompt of a ReadLine that is given none: of
	// the one that is pending, whose line stays as it is, and of those to come.
	Prompt(prompt string)

	// Ask is ReadLine for a question, which only what is typed after it
	// answers: a line that was pasted behind a command was not meant for it.
	// Keys typed ahead are dropped. Lines of a paste wait until the question
	// is answered, those pasted meanwhile too.
	Ask(question string) (string, error)

	// DropPasted drops the lines of a paste that wait, and returns how many.
	DropPasted() int

	// Write prints text between the lines. While a line is being edited the
	// text goes above it, and is given a line end if it has none.
	io.Writer

	// Size is the size of the screen in character cells, never below 1, and
	// 80x24 where it is not known.
	Size() (columns, rows int)

	// Interruptible returns a context that Ctrl-C ends, for a command that
	// may block. It is in force until the CancelFunc is called. What was
	// typed ahead is dropped by that Ctrl-C, and a ReadLine or ReadKey of the
	// command's returns ErrInterrupt.
	Interruptible(ctx context.Context) (context.Context, context.CancelFunc)

	// Interrupt does what Ctrl-C does; main calls it when a SIGINT arrives.
	// It returns false when nobody was there to be interrupted.
	Interrupt() bool

	// Status shows text on the row below what was printed last, in place of
	// the status before, until something is printed, a line is asked for or
	// text is "". It is cut to the row; SGR sequences may be in it. While a
	// line is edited or the terminal is lent, none is shown. False: this
	// terminal cannot take text back, and nothing was shown.
	Status(text string) bool

	// ReadKey returns the next key that is a character; Enter is '\r'. The
	// error is ErrInterrupt when Ctrl-C or the end of ctx came first, and
	// io.EOF at the end of the input and where single keys cannot be had.
	ReadKey(ctx context.Context) (rune, error)

	// Lend gives the terminal, in the modes it was found in, to another
	// program for as long as run takes, and returns run's error. Ctrl-C is
	// that program's meanwhile, and where text can be taken back, what is
	// written comes after it. It must not be called during ReadLine.
	Lend(run func() error) error

	// Remember adds a line to the history, in memory and in the file; equal
	// neighbours are kept once. The caller decides what is secret: a line
	// that is not remembered leaves no trace.
	Remember(line string)

	// Interactive tells a person's terminal from a pipe or a file.
	Interactive() bool

	// Close gives the terminal back as it was found and ends a pending
	// ReadLine. It never hangs, and a second call does nothing.
	Close() error
}

// Config says what a terminal is made of. Only In and Out must be set.
// The functions are called one at a time, while a key is waiting to be
// answered: they should return within a few milliseconds. If one panics, the
// panic goes on in the goroutine that called ReadLine.
type Config struct {
	// In and Out are the two directions of the terminal. A *os.File that is
	// a terminal is put into raw mode (with output processing left on) until
	// Close; anything else is taken to be a raw terminal at the far end of a
	// stream. Close does not close them. When one of them is a terminal and
	// the other is not, NewPlain serves better.
	In  io.Reader
	Out io.Writer

	// History is the file that keeps the lines of earlier sessions, or "".
	// It is made with mode 0600 and may be shared by several processes. A
	// file that cannot be used costs the learner the history, nothing else.
	History string

	// OneRow returns a line of several rows as one that means the same, for a
	// History that other programs read: redis-cli runs the \v that stands for a
	// line end otherwise. Nil where none do, and the rows come back as they were.
	OneRow func(line string) string

	// HistorySize is how many lines the history keeps; 1000 when 0.
	HistorySize int

	// Paint returns line with colours: SGR sequences and the same text.
	Paint func(line string) string

	// Say returns a hint to show behind line, or what is wrong with it; both
	// are "" where there is nothing to say. SGR sequences may be in them. A
	// hint is cut to the room left on the row. A fault goes before it, and
	// stands in its place if the row has room for all of it, and else below
	// the line, broken at its spaces.
	Say func(line string) (hint, fault string)

	// Ghost makes rest, with which a line of the history would go on, look
	// different from what was typed. It is shown where Say has nothing to say,
	// and Right or End at the end of the line takes it. Without Ghost, or where
	// it returns "", the history is not shown unasked.
	Ghost func(rest string) string

	// Complete is what Tab does. pos counts bytes. It returns the line and
	// position to go on with, and the candidates to list below the line; part
	// says that there may be others, for which nobody has looked. What stands
	// behind a tab in one is its meaning, and then each has a row.
	Complete func(line string, pos int) (newLine string, newPos int, list []string, part bool)

	// Unfinished says what a line lacks that Enter does not end: it goes on in
	// a new row behind More, and what is said is shown there. SGR sequences
	// may be in it. "" is said of a line that is whole.
	Unfinished func(line string) string
	More       string

	// Keep returns text that is pasted behind before without what cannot stand
	// in a line: control characters but for \n, and bytes that are not UTF-8.
	// A note is shown above the line; SGR sequences may be in it. What is left
	// of them afterwards is dropped, a tab is a space.
	Keep func(before, text string) (kept, note string)

	// Pasted gets a paste of several lines, joined to what stood on the line
	// before and after the cursor, with \n as line end, and returns the lines
	// to run, and the one that waits for Enter, since it has no line end.
	// Without it every line that is not blank is run, but for the last.
	Pasted func(text string) (run []string, rest string)

	// ASCII draws without characters beyond it.
	ASCII bool

	// Dumb is for a terminal that cannot move its cursor (TERM=dumb): lines
	// are read as the terminal driver edits them, without colour or hints.
	Dumb bool

	// Size replaces asking Out for its size, and Resize tells that the size
	// has changed: for terminals at the far end of a stream.
	Size   func() (columns, rows int)
	Resize <-chan struct{}
}

// New returns the terminal of a person. Errors are those of setting the
// terminal's mode.
func New(cfg Config) (Terminal, error) {
	if cfg.Size == nil {
		cfg.Size = sizeOf(cfg.Out)
	}
	if cfg.Dumb {
		p := newPlain(cfg.In, cfg.Out, cfg.Size, true)
		p.unfinished, p.more = cfg.Unfinished, cfg.More
		return p, nil
	}
	return newEditor(cfg)
}

// NewPlain returns the terminal of a program: in is a pipe or a file. Lines
// may have any length, a last line needs no line end, no prompt is printed and
// nothing is remembered.
func NewPlain(in io.Reader, out io.Writer) Terminal {
	return newPlain(in, out, sizeOf(out), false)
}

// sizeOf returns a function that asks out for its size in cells.
func sizeOf(out io.Writer) func() (columns, rows int) {
	f, ok := out.(*os.File)
	if !ok {
		return func() (int, int) { return 0, 0 }
	}
	return func() (int, int) { return fileSize(f) }
}

// clampSize replaces a size that cannot be: a pseudo-terminal that nobody
// sized says 0x0.
func clampSize(columns, rows int) (int, int) {
	if columns < 1 {
		columns = 80
	}
	if rows < 1 {
		rows = 24
	}
	return columns, rows
}

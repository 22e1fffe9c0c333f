package terminal

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"io"
	"os"
	"strings"
	"sync"
)

// plain is a terminal without editing: of a program, or of a person whose
// terminal cannot move its cursor. There the terminal driver edits the line.
type plain struct {
	in     *bufio.Reader
	out    io.Writer
	size   func() (columns, rows int)
	person bool // print prompts

	unfinished func(line string) string // see Config
	more       string

	file    *os.File // in, if it is one
	readMu  sync.Mutex
	pending chan typed // a read that an earlier ReadLine did not wait for
	held    []string   // lines that came before a question

	mu        sync.Mutex
	reading   bool
	prompt    string // of the pending ReadLine
	usual     string // where that has none of its own
	lent      bool
	interrupt chan struct{} // a Ctrl-C for the pending ReadLine
	closed    chan struct{}
	closeOnce sync.Once
	interrupts
}

// typed is what a read of a line gave.
type typed struct {
	line string
	err  error
}

func newPlain(in io.Reader, out io.Writer, size func() (int, int), person bool) *plain {
	file, _ := in.(*os.File)
	return &plain{
		file: file, in: bufio.NewReaderSize(in, 64<<10), out: out, size: size, person: person,
		interrupt: make(chan struct{}, 1), closed: make(chan struct{}),
	}
}

// ReadLine reads rows until the line is whole. What it lacks is said above the
// next one.
func (p *plain) ReadLine(prompt string) (string, error) {
	line, err := p.readRow(prompt)
	for err == nil && p.unfinished != nil {
		lacks := p.unfinished(line)
		if lacks == "" {
			break
		}
		io.WriteString(p.out, lacks+"\n")
		var row string
		row, err = p.readRow(p.more)
		line += "\n" + row
	}
	if err != nil {
		return "", err
	}
	return line, nil
}

// readRow takes a row that is there already directly; for another it waits
// in a goroutine of its own, so that Close and Ctrl-C need not wait for it.
func (p *plain) readRow(prompt string) (string, error) {
	p.readMu.Lock()
	defer p.readMu.Unlock()
	select {
	case <-p.closed:
		return "", io.EOF
	default:
	}
	p.mu.Lock()
	p.prompt = prompt
	prompt = p.shownPrompt()
	p.mu.Unlock()
	if p.person {
		io.WriteString(p.out, prompt)
	}
	if len(p.held) > 0 {
		line := p.held[0]
		p.held = p.held[1:]
		return line, nil
	}
	if p.pending == nil && p.lineWaits() {
		got := p.read()
		return got.line, got.err
	}
	return p.await()
}

func (p *plain) await() (string, error) {
	if p.pending == nil {
		p.pending = make(chan typed, 1)
		go func(to chan<- typed) { to <- p.read() }(p.pending)
	}
	p.setReading(true)
	defer p.setReading(false)
	select {
	case got := <-p.pending:
		p.pending = nil
		return got.line, got.err
	case <-p.interrupt:
		io.WriteString(p.out, "\n")
		return "", ErrInterrupt
	case <-p.closed:
		return "", io.EOF
	}
}

func (p *plain) setReading(on bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.reading = on
	select {
	case <-p.interrupt: // one nobody took
	default:
	}
}

// lineWaits reports whether a whole line is in the buffer.
func (p *plain) lineWaits() bool {
	waiting, _ := p.in.Peek(p.in.Buffered())
	return bytes.IndexByte(waiting, '\n') >= 0
}

// read reads one line. A person's unfinished last line is dropped.
func (p *plain) read() typed {
	line, err := p.in.ReadString('\n')
	if err != nil && (line == "" || p.person) {
		return typed{"", err}
	}
	return typed{strings.TrimSuffix(strings.TrimSuffix(line, "\n"), "\r"), nil}
}

// Write begins a new row where a person is at the prompt, and shows the prompt
// once more. What she has typed so far is kept by the terminal driver.
func (p *plain) Write(b []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if !p.person || !p.reading || len(b) == 0 {
		return p.out.Write(b)
	}
	text := "\n" + strings.TrimSuffix(string(b), "\n") + "\n" + p.shownPrompt()
	if _, err := io.WriteString(p.out, text); err != nil {
		return 0, err
	}
	return len(b), nil
}

// Prompt sets the usual prompt, and shows it in a new row where a person is at
// the one before.
func (p *plain) Prompt(prompt string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	before := p.shownPrompt()
	p.usual = prompt
	if now := p.shownPrompt(); p.person && p.reading && now != before {
		io.WriteString(p.out, "\n"+now)
	}
}

// shownPrompt is what stands before the line, with mu held.
func (p *plain) shownPrompt() string { return cmp.Or(p.prompt, p.usual) }

func (p *plain) Size() (columns, rows int) { return clampSize(p.size()) }

func (p *plain) Interruptible(ctx context.Context) (context.Context, context.CancelFunc) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.add(ctx, &p.mu)
}

func (p *plain) Interrupt() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.lent {
		return true
	}
	ended := p.cancelAll()
	if !p.reading || !p.person {
		return ended
	}
	select {
	case p.interrupt <- struct{}{}:
	default:
	}
	return true
}

func (p *plain) Remember(string) {}

// Status shows nothing: it could not be taken back.
func (p *plain) Status(string) bool { return false }

// ReadKey has no keys to give: the terminal driver hands over whole lines.
func (p *plain) ReadKey(context.Context) (rune, error) { return 0, io.EOF }

// Lend has nothing to hand over: the modes are those that were found. A read
// that nobody waits for any more may take the other program's first line.
func (p *plain) Lend(run func() error) error {
	p.mu.Lock()
	p.lent = true
	p.mu.Unlock()
	defer func() {
		p.mu.Lock()
		p.lent = false
		p.mu.Unlock()
	}()
	return run()
}

func (p *plain) Interactive() bool { return p.person }

// Close ends a pending ReadLine. Its goroutine ends when the input yields.
func (p *plain) Close() error {
	p.closeOnce.Do(func() { close(p.closed) })
	return nil
}

package terminal

import (
	"context"
	"errors"
	"io"
	"slices"
	"sync"
	"time"

	"github.com/chzyer/readline"
)

const (
	pasteOn  = "\x1b[?2004h"
	pasteOff = "\x1b[?2004l"
)

// closeWait bounds how long Close waits for a function of Config that is
// still at work.
const closeWait = time.Second

// An editor is the Terminal of a person. Three goroutines meet in it: the one
// that reads the terminal (pump), readline's own, which calls OnChange after
// each character, and the caller's. in.mu guards the state below it.
type editor struct {
	cfg  Config
	dev  device
	in   *input
	disp *display
	rl   *readline.Instance
	hist *history // guarded by histMu

	histMu sync.Mutex
	readMu sync.Mutex // held by ReadLine: readline is not for two
	ended  bool       // readline's goroutine is gone; guarded by readMu

	state
	killed   []rune    // what Ctrl-Y puts back
	command  key       // the key that the Tab in hand stands for
	search   searching // of the history
	browse   browsing  // through it
	lines    []string  // of it, oldest first
	prompt   string    // of the pending ReadLine
	usual    string    // where that has none of its own
	panicked any       // what a function of Config panicked with

	forget    func()        // ends the watch on the size
	pumped    chan struct{} // closed when the terminal is read no more
	finished  chan struct{}
	closeOnce sync.Once
	closeErr  error
}

// state is the line as readline has it.
type state struct {
	line  []rune
	pos   int
	below candidates // to show
}

func newEditor(cfg Config) (*editor, error) {
	dev, err := openDevice(cfg.In, cfg.Out)
	if err != nil {
		return nil, err
	}
	e := &editor{cfg: cfg, dev: dev, in: newInput(), pumped: make(chan struct{}), finished: make(chan struct{})}
	e.disp = &display{out: cfg.Out, crlf: !dev.cooked(), size: cfg.Size, more: cfg.More, ellipsis: ellipsis(cfg.ASCII), place: placing{wait: answerWait}}
	e.in.translate, e.in.idle = e.translate, e.draw
	e.rl, err = readline.NewEx(e.readlineConfig())
	if err != nil {
		return nil, errors.Join(err, dev.restore())
	}
	e.hist, e.lines = openHistory(cfg.History, cfg.HistorySize)
	e.hist.oneRow = cfg.OneRow
	e.disp.put([]byte(pasteOn))
	e.forget = e.watchSize()
	go e.pump()
	return e, nil
}

// readlineConfig keeps readline from the terminal, from files, from signals,
// from drawing and from a history of its own. It believes in a very wide
// screen, since it divides by the width and counts rows.
func (e *editor) readlineConfig() *readline.Config {
	return &readline.Config{
		Stdin: e.in, Stdout: io.Discard, Stderr: io.Discard,
		Listener: e, AutoComplete: noCompletion{},
		DisableAutoSaveHistory: true,
		FuncGetWidth:           func() int { return 1 << 30 },
		FuncIsTerminal:         func() bool { return false },
		FuncMakeRaw:            func() error { return nil },
		FuncExitRaw:            func() error { return nil },
		FuncOnWidthChanged:     func(func()) {},
	}
}

// noCompletion makes Tab a key that changes nothing: it carries the keys
// readline does not know to OnChange.
type noCompletion struct{}

func (noCompletion) Do([]rune, int) ([][]rune, int) { return nil, 0 }

// pump reads the terminal until it ends.
func (e *editor) pump() {
	defer close(e.pumped)
	defer e.in.end()
	var ps parser
	buf := make([]byte, 4096)
	for {
		n, err := e.dev.Read(buf)
		if n > 0 {
			keys := e.placed(ps.feed(buf[:n], time.Now()))
			if slices.ContainsFunc(keys, isSuspend) {
				e.suspend()
				keys = slices.DeleteFunc(keys, isSuspend)
			}
			e.in.push(keys)
		}
		if err != nil || e.in.isClosed() {
			return
		}
	}
}

func isSuspend(k key) bool { return k.code == keySuspend }

// ReadLine reads one line.
func (e *editor) ReadLine(prompt string) (string, error) {
	e.readMu.Lock()
	defer e.readMu.Unlock()
	defer e.rethrow()
	if e.ended || e.in.isClosed() {
		return "", io.EOF
	}
	e.in.begin()
	e.disp.begin()
	e.setPrompt(prompt)
	line, err := e.rl.Readline()
	drained := e.in.finish()
	switch {
	case drained:
		e.ended = errors.Is(err, io.EOF)
		e.disp.finish(e.lastView("", ""))
		return "", io.EOF
	case errors.Is(err, readline.ErrInterrupt):
		e.disp.finish(e.lastView(line, "^C"))
		return line, ErrInterrupt
	}
	e.disp.finish(e.lastView(line, ""))
	return line, err
}

// OnChange is called by readline after it dealt with key: what it returns
// replaces the line. The first call of each Readline has key 0.
func (e *editor) OnChange(line []rune, pos int, key rune) ([]rune, int, bool) {
	if key == 0 {
		return nil, 0, false
	}
	st := state{line: line, pos: pos}
	e.guard(func() {
		if key == keyTab {
			st = e.obey(st)
		} else {
			e.browse = browsing{}
		}
	})
	e.in.done(func() { e.state = st })
	return slices.Clone(st.line), st.pos, true // readline edits it in place
}

// guard runs f, which calls a function of Config on a goroutine of readline's
// where a panic would end the program with the terminal raw. ReadLine panics
// in its place.
func (e *editor) guard(f func()) {
	defer func() {
		if p := recover(); p != nil {
			e.in.mu.Lock()
			e.panicked = p
			e.in.mu.Unlock()
			e.in.Close()
		}
	}()
	f()
}

func (e *editor) rethrow() {
	e.in.mu.Lock()
	p := e.panicked
	e.panicked = nil
	e.in.mu.Unlock()
	if p != nil {
		panic(p)
	}
}

func (e *editor) Write(p []byte) (int, error) { return e.disp.Write(p) }

func (e *editor) Size() (columns, rows int) { return e.disp.screen() }

func (e *editor) Interruptible(ctx context.Context) (context.Context, context.CancelFunc) {
	return e.in.interruptible(ctx)
}

func (e *editor) Interrupt() bool { return e.in.interrupt() }

func (e *editor) Remember(line string) {
	e.histMu.Lock()
	defer e.histMu.Unlock()
	if line = printable(line); e.hist.add(line) {
		e.in.mu.Lock()
		e.lines = append(e.lines, line)
		e.in.mu.Unlock()
	}
}

func (e *editor) Interactive() bool { return true }

// Close gives the terminal back first, then waits for readline's goroutines.
func (e *editor) Close() error {
	e.closeOnce.Do(func() {
		e.disp.leave(pasteOff, true) // first: a ReadLine that ends would take its line away
		e.in.Close()
		e.closeErr = e.dev.restore()
		e.forget()
		e.dev.stop()
		go e.drain()
	})
	select {
	case <-e.finished:
	case <-time.After(closeWait):
	}
	return e.closeErr
}

// drain lets readline come to its end: it ends when it reads the end of its
// input, which it does only while a line is asked for. Its own Close waits for
// itself in vain.
func (e *editor) drain() {
	defer close(e.finished)
	e.readMu.Lock()
	defer e.readMu.Unlock()
	for !e.ended {
		_, err := e.rl.Readline()
		e.ended = e.in.finish() && errors.Is(err, io.EOF)
	}
	e.rl.Config.Stdin.Close() // a goroutine of readline's that only waits
}

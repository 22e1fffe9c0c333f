package program

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"strings"
	"sync/atomic"

	"golang.org/x/term"

	"redis-tutor/lessons/websession/compare"
	"redis-tutor/repl"
	"redis-tutor/repl/batch"
	"redis-tutor/repl/screen"
	"redis-tutor/repl/settings"
	"redis-tutor/repl/terminal"
	"redis-tutor/sandbox/command"
)

// Streams are the standard streams. Where one is an *os.File on a terminal,
// the program behaves as at a terminal.
type Streams struct {
	In       io.Reader
	Out, Err io.Writer
}

// House is what the program is furnished with.
type House struct {
	Version    string
	Env        func(name string) string
	State      string           // the folder for progress, history and the like
	Config     string           // the folder for the settings file
	Interrupts <-chan os.Signal // Ctrl-C, where the terminal makes a signal of it
	Open       func(context.Context, Target) (Redis, error)
	Reach      func(Redis) compare.Redis // how to measure a Redis that was opened
	Course     fs.FS                     // the course that is shipped
	Commands   func() *command.Table     // parsed when first asked for
}

// Redis is an open sandbox, for a person or for a batch, and the way to end it.
type Redis interface {
	repl.Sandbox
	batch.Redis
	io.Closer
}

// app is one run of the program.
type app struct {
	House
	Streams
	flags    flags
	values   settings.Values                   // in force, once asked for
	terminal atomic.Pointer[terminal.Terminal] // where a learner types, once there is one
}

// Main runs the program and returns its exit code.
func Main(ctx context.Context, args []string, streams Streams, house House) (code int) {
	a := &app{House: house, Streams: streams}
	defer func() {
		if fault := recover(); fault != nil {
			code = a.report(a.crash(fault))
		}
	}()
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	go a.listen(ctx, stop)
	root := a.root()
	root.SetArgs(args)
	root.SetIn(streams.In)
	root.SetOut(streams.Out)
	root.SetErr(streams.Err)
	return a.report(root.ExecuteContext(ctx))
}

// errInterrupted says that Ctrl-C ended the program, which happens only where
// nobody types at a prompt.
var errInterrupted = errors.New("interrupted")

// listen gives Ctrl-C to the terminal, or ends the program where there is
// none.
func (a *app) listen(ctx context.Context, stop context.CancelCauseFunc) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-a.Interrupts:
			if t := a.terminal.Load(); t == nil || !(*t).Interrupt() {
				stop(errInterrupted)
			}
		}
	}
}

// hintedError is an error with advice and an exit code.
type hintedError struct {
	error
	hints []string
	code  int
}

func (e *hintedError) Unwrap() error { return e.error }

// Hints is the advice, for who shows the error.
func (e *hintedError) Hints() []string { return e.hints }

// misuse returns an error about the command line itself.
func misuse(err error, hints ...string) error {
	return &hintedError{err, hints, ExitUsage}
}

// failure returns an error about what was tried.
func failure(err error, hints ...string) error {
	return &hintedError{err, hints, ExitFailure}
}

// errProblems says that the problems were printed already.
var errProblems = errors.New("problems found")

// report prints an error as "error:" and "hint:" lines and returns the exit
// code that belongs to it.
func (a *app) report(err error) int {
	if err == nil {
		return ExitOK
	}
	switch {
	case errors.Is(err, errInterrupted):
		return ExitInterrupted
	case errors.Is(err, context.Canceled):
		return ExitTerminated
	case errors.Is(err, errProblems):
		return ExitFailure
	}
	lines := screen.New(a.Err, a.look(a.Err))
	var hinted *hintedError
	if errors.As(err, &hinted) {
		lines.Error(hinted.error, hinted.hints...)
		return hinted.code
	}
	lines.Error(err)
	return ExitFailure
}

// onTerminal reports whether a stream is a terminal.
func onTerminal(stream any) bool {
	f, ok := stream.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}

// interactive reports whether somebody types and reads: both ends must be
// terminals, else escapes would end up in a file.
func (a *app) interactive() bool { return onTerminal(a.In) && onTerminal(a.Out) }

func (a *app) dumb() bool { return a.Env("TERM") == "dumb" }

// plain reports whether text goes from top to bottom and never back, as the
// terminal or the learner wants it.
func (a *app) plain() bool { return a.dumb() || a.set().On("plain") }

// ascii reports whether the locale has no room for more than ASCII. The
// first of the three variables that is set decides (POSIX.1-2017, 8.2).
func (a *app) ascii() bool {
	for _, name := range []string{"LC_ALL", "LC_CTYPE", "LANG"} {
		if value := strings.ToLower(a.Env(name)); value != "" {
			return !strings.Contains(value, "utf-8") && !strings.Contains(value, "utf8")
		}
	}
	return a.Env("OS") != "Windows_NT"
}

// until runs f and gives up on it when ctx ends: a read from a pipe cannot
// be interrupted.
func (a *app) until(ctx context.Context, f func() error) error {
	done := make(chan error, 1)
	go func() {
		defer func() {
			if fault := recover(); fault != nil {
				done <- a.crash(fault)
			}
		}()
		done <- f()
	}()
	select {
	case err := <-done:
		return err
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

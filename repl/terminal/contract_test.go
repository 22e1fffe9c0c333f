package terminal_test

import (
	"bytes"
	"context"
	"io"
	"strings"
	"sync"
	"testing"
	"time"

	"redis-tutor/repl/terminal"
	"redis-tutor/repl/terminal/terminaltest"
)

// What Terminal promises of Ctrl-C, and of a terminal that is lent, holds for
// the editor, for a terminal that cannot move its cursor, and for the one that
// other packages' tests believe in.

// A subject is a terminal under test. ctrlC has Ctrl-C pressed while f is under
// way; shown is all that was printed.
type subject struct {
	terminal.Terminal
	ctrlC func(f func())
	shown func() string
}

func subjects(t *testing.T) map[string]subject {
	fake := terminaltest.New()
	return map[string]subject{
		"editor": live(t, false),
		"dumb":   live(t, true),
		"fake": {fake, func(f func()) { fake.Type(terminaltest.CtrlC); f() },
			func() string { return fake.Screen() + strings.Join(fake.Statuses(), "") }},
	}
}

// live returns a terminal made by New.
func live(t *testing.T, dumb bool) subject {
	in, keys := io.Pipe()
	out := &printed{}
	term, err := terminal.New(terminal.Config{In: in, Out: out, Dumb: dumb})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { keys.Close(); term.Close() })
	press := func() { keys.Write([]byte{3}) }
	if dumb {
		press = func() { term.Interrupt() } // the terminal driver makes it a signal
	}
	ctrlC := func(f func()) {
		done := make(chan struct{})
		go func() { defer close(done); f() }()
		for {
			select {
			case <-done:
				return
			case <-time.After(time.Millisecond): // f may have to begin yet
				press()
			}
		}
	}
	return subject{term, ctrlC, out.String}
}

// printed is what a terminal shows.
type printed struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (p *printed) Write(b []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.text.Write(b)
}

func (p *printed) String() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.text.String()
}

// TestCtrlCAtAQuestion presses it where a command asks for a line: that ends
// both.
func TestCtrlCAtAQuestion(t *testing.T) {
	for name, term := range subjects(t) {
		t.Run(name, func(t *testing.T) {
			ctx, stop := term.Interruptible(t.Context())
			defer stop()
			var err error
			term.ctrlC(func() { _, err = term.ReadLine("> ") })
			if err != terminal.ErrInterrupt || ctx.Err() == nil {
				t.Errorf("ReadLine: %v; the command: %v", err, ctx.Err())
			}
		})
	}
}

// TestCtrlCAtAKey presses it where a key is waited for: that ends the command,
// too, also when the key does not belong to it.
func TestCtrlCAtAKey(t *testing.T) {
	for name, term := range subjects(t) {
		if name == "dumb" {
			continue // it has no keys to give
		}
		t.Run(name, func(t *testing.T) {
			ctx, stop := term.Interruptible(t.Context())
			defer stop()
			var err error
			term.ctrlC(func() { _, err = term.ReadKey(context.WithoutCancel(ctx)) })
			if err != terminal.ErrInterrupt || ctx.Err() == nil {
				t.Errorf("ReadKey: %v; the command: %v", err, ctx.Err())
			}
		})
	}
}

// TestCtrlCAtAKeyOfNobodys presses it where a key is waited for and no command
// runs. It does not count for the next line.
func TestCtrlCAtAKeyOfNobodys(t *testing.T) {
	for name, term := range subjects(t) {
		if name == "dumb" {
			continue
		}
		t.Run(name, func(t *testing.T) {
			ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
			defer cancel()
			var err error
			term.ctrlC(func() { _, err = term.ReadKey(ctx) })
			if err != terminal.ErrInterrupt || ctx.Err() != nil {
				t.Errorf("ReadKey: %v; %v", err, ctx.Err())
			}
		})
	}
}

// TestLent prints while another program has the terminal.
func TestLent(t *testing.T) {
	for name, term := range subjects(t) {
		t.Run(name, func(t *testing.T) {
			err := term.Lend(func() error {
				io.WriteString(term, "news\n")
				term.Status("waiting 1s")
				if text := term.shown(); name != "dumb" && strings.Contains(text, "news") || strings.Contains(text, "waiting") {
					t.Errorf("printed over the other program: %q", text)
				}
				return io.ErrClosedPipe
			})
			if err != io.ErrClosedPipe || !strings.Contains(term.shown(), "news") {
				t.Errorf("Lend: %v; printed %q", err, term.shown())
			}
		})
	}
}

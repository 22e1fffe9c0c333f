package terminaltest_test

import (
	"context"
	"fmt"
	"io"
	"testing"

	"redis-tutor/repl/terminal"
	"redis-tutor/repl/terminal/terminaltest"
)

// echo is a program that knows one command, which blocks until interrupted.
func echo(t terminal.Terminal) {
	for {
		line, err := t.ReadLine("> ")
		switch {
		case err == terminal.ErrInterrupt:
			continue
		case err != nil:
			return
		}
		t.Remember(line)
		if line == "block" {
			ctx, cancel := t.Interruptible(context.Background())
			<-ctx.Done()
			cancel()
		}
		fmt.Fprintf(t, "(%s)\n", line)
	}
}

func TestFake(t *testing.T) {
	f := terminaltest.New("a", terminaltest.CtrlC, "block", terminaltest.CtrlC)
	f.Type("b")
	echo(f)
	if got, want := f.Output(), "(a)\n(block)\n(b)\n"; got != want {
		t.Errorf("output %q, want %q", got, want)
	}
	if got, want := f.Screen(), "> a\n(a)\n> ^C\n> block\n(block)\n> b\n(b)\n> "; got != want {
		t.Errorf("screen %q, want %q", got, want)
	}
	if got := fmt.Sprint(f.Remembered()); got != "[a block b]" {
		t.Errorf("remembered %s", got)
	}
}

func TestFakeInterruptedFromOutside(t *testing.T) {
	f := terminaltest.New()
	ctx, cancel := f.Interruptible(context.Background())
	f.Interrupt()
	<-ctx.Done()
	cancel()
	f.Interrupt()
	if _, err := f.ReadLine("> "); err != terminal.ErrInterrupt {
		t.Errorf("ReadLine gave %v", err)
	}
	f.Type(terminaltest.CtrlD, "a")
	if _, err := f.ReadLine("> "); err != io.EOF {
		t.Errorf("Ctrl-D gave %v", err)
	}
	f.Close()
	if _, err := f.ReadLine("> "); err != io.EOF || !f.Closed() {
		t.Errorf("after Close ReadLine gave %v", err)
	}
}

func TestFakePiped(t *testing.T) {
	f := terminaltest.New("a")
	f.Piped = true
	echo(f)
	if got := f.Screen(); got != "(a)\n" || f.Interactive() {
		t.Errorf("screen %q", got)
	}
}

package terminal

import (
	"io"
	"strings"
	"testing"
)

// question starts an Ask.
func (r *rig) question() {
	go func() {
		line, err := r.Ask("Sure? ")
		r.lines <- result{line, err}
	}()
	e := r.Terminal.(*editor)
	r.until("a question", func() bool {
		e.in.mu.Lock()
		asking := e.in.asking
		e.in.mu.Unlock()
		e.disp.mu.Lock()
		defer e.disp.mu.Unlock()
		return asking && e.disp.drawn
	})
}

// TestAskIsAnsweredByWhatIsTyped pastes a command, an answer and more at once:
// the answer is what is typed, and the rest comes after it.
func TestAskIsAnsweredByWhatIsTyped(t *testing.T) {
	r := newRig(t, 40, 12, Config{})
	r.ask()
	r.press(bracketed("flushdb\ny\nping\n"))
	r.wantLine("flushdb", nil)
	r.question()
	r.press("no\r")
	r.wantLine("no", nil)
	r.ask()
	r.wantLine("y", nil)
	r.ask()
	r.wantLine("ping", nil)
}

// TestAskDropsWhatWasTypedAhead keeps only what was pasted.
func TestAskDropsWhatWasTypedAhead(t *testing.T) {
	r := newRig(t, 40, 12, Config{})
	r.ask()
	r.press(bracketed("flushdb\nping\n") + "y\ry\r")
	r.wantLine("flushdb", nil)
	r.question()
	r.press("\r")
	r.wantLine("", nil)
	if n := r.DropPasted(); n != 1 {
		t.Errorf("%d lines were dropped, want 1", n)
	}
	r.ask()
	r.press("get\r")
	r.wantLine("get", nil)
}

// TestPasteAtAQuestion waits for its answer, as one line does not.
func TestPasteAtAQuestion(t *testing.T) {
	r := newRig(t, 40, 12, Config{})
	r.question()
	r.press("n" + bracketed("y\nping\n") + bracketed("o") + "\r")
	r.wantLine("no", nil)
	r.question()
	r.press("\x03")
	r.wantLine("", ErrInterrupt)
	if n := r.DropPasted(); n != 2 {
		t.Errorf("%d lines were dropped, want 2", n)
	}
	r.ask()
	r.press("\r")
	r.wantLine("", nil)
}

// TestPlainAsk holds back the lines that were there before the question.
func TestPlainAsk(t *testing.T) {
	in, keys := io.Pipe()
	defer keys.Close()
	var out strings.Builder
	p := newPlain(in, &out, func() (int, int) { return 80, 24 }, true)
	go io.WriteString(keys, "flushdb\ny\nping\n")
	want := func(got string, err error, line string) {
		t.Helper()
		if err != nil || got != line {
			t.Errorf("%q, %v; want %q", got, err, line)
		}
	}
	got, err := p.ReadLine("> ")
	want(got, err, "flushdb")
	go io.WriteString(keys, "no\n")
	got, err = p.Ask("Sure? ")
	want(got, err, "no")
	got, err = p.ReadLine("> ")
	want(got, err, "y")
	if n := p.DropPasted(); n != 1 {
		t.Errorf("%d lines were dropped, want 1", n)
	}
	go io.WriteString(keys, "get\n")
	got, err = p.ReadLine("> ")
	want(got, err, "get")
}

// TestAskKnowsNoHistory: an earlier line is no answer.
func TestAskKnowsNoHistory(t *testing.T) {
	r := newRig(t, 40, 12, Config{})
	r.Remember("SET a 1")
	r.question()
	r.press("\x1b[A\x12SE\x1b[By\r")
	r.wantLine("SEy", nil)
	r.ask()
	r.press("\x1b[A\r")
	r.wantLine("SET a 1", nil)
}

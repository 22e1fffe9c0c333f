package terminal

import (
	"bytes"
	"io"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestPlainReadsLines(t *testing.T) {
	long := strings.Repeat("x", 1_000_000)
	in := "GET a\r\n\nSET\ta \x00\xff\n" + long + "\nlast"
	var out bytes.Buffer
	term := NewPlain(strings.NewReader(in), &out)
	var lines []string
	for {
		line, err := term.ReadLine("> ")
		if err == io.EOF {
			break
		}
		lines = append(lines, line)
	}
	if diff := cmp.Diff([]string{"GET a", "", "SET\ta \x00\xff", long, "last"}, lines); diff != "" {
		t.Error(diff)
	}
	if _, err := term.ReadLine("> "); err != io.EOF || out.Len() > 0 || term.Interactive() {
		t.Errorf("after the end: %v, printed %q", err, out.String())
	}
}

func TestPlainInterrupt(t *testing.T) {
	in, w := io.Pipe()
	defer w.Close()
	term := NewPlain(in, io.Discard)
	if term.Interrupt() {
		t.Error("an interrupt was taken when nothing ran")
	}
	ctx, cancel := term.Interruptible(t.Context())
	if !term.Interrupt() || ctx.Err() == nil {
		t.Error("the command was not interrupted")
	}
	cancel()
	if w, h := term.Size(); w != 80 || h != 24 {
		t.Errorf("size %dx%d", w, h)
	}
}

func TestPlainClose(t *testing.T) {
	in, w := io.Pipe()
	defer w.Close()
	term := NewPlain(in, io.Discard)
	time.AfterFunc(time.Millisecond, func() { term.Close() })
	for range 2 {
		if _, err := term.ReadLine(""); err != io.EOF {
			t.Errorf("ReadLine gave %v", err)
		}
	}
}

func TestDumb(t *testing.T) {
	in, w := io.Pipe()
	var out bytes.Buffer
	term, err := New(Config{In: in, Out: &out, Dumb: true})
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan error)
	go func() { _, err := term.ReadLine("> "); done <- err }()
	for !term.Interrupt() {
		time.Sleep(time.Millisecond)
	}
	if err := <-done; err != ErrInterrupt {
		t.Errorf("ReadLine gave %v", err)
	}
	go func() { io.WriteString(w, "GET a\nhalf a line"); w.Close() }()
	if line, err := term.ReadLine("> "); line != "GET a" || err != nil {
		t.Errorf("ReadLine = %q, %v", line, err)
	}
	if line, err := term.ReadLine("> "); line != "" || err != io.EOF {
		t.Errorf("a command nobody confirmed: %q, %v", line, err)
	}
	if out.String() != "> \n> > " || !term.Interactive() {
		t.Errorf("printed %q", out.String())
	}
}

func BenchmarkPlainReadLine(b *testing.B) {
	in := strings.NewReader(strings.Repeat("SET key value\n", b.N))
	term := NewPlain(in, io.Discard)
	for b.Loop() {
		if _, err := term.ReadLine(""); err != nil {
			term = NewPlain(strings.NewReader(strings.Repeat("SET key value\n", 100_000)), io.Discard)
		}
	}
}

// TestPlainPrintsAboveThePrompt prints while a person is asked for a line.
func TestPlainPrintsAboveThePrompt(t *testing.T) {
	in, typed := io.Pipe()
	var out lockedBuffer
	term, err := New(Config{In: in, Out: &out, Dumb: true})
	if err != nil {
		t.Fatal(err)
	}
	defer term.Close()
	io.WriteString(term, "before\n")
	term.Prompt("> ")
	lines := startLine(t, term.(*plain))
	io.WriteString(term, "news\n")
	io.WriteString(typed, "line\n")
	if line := <-lines; line != "line" {
		t.Errorf("ReadLine = %q", line)
	}
	io.WriteString(term, "after\n")
	if got := out.String(); got != "before\n> \nnews\n> after\n" {
		t.Errorf("printed %q", got)
	}
}

// startLine begins to read a line, which it sends, at the usual prompt.
func startLine(t *testing.T, p *plain) <-chan string {
	t.Helper()
	lines := make(chan string)
	go func() {
		line, _ := p.ReadLine("")
		lines <- line
	}()
	for deadline := time.Now().Add(5 * time.Second); ; time.Sleep(time.Millisecond) {
		p.mu.Lock()
		reading := p.reading
		p.mu.Unlock()
		if reading {
			return lines
		}
		if time.Now().After(deadline) {
			t.Fatal("no prompt")
		}
	}
}

// A lockedBuffer takes what several goroutines write.
type lockedBuffer struct {
	mu sync.Mutex
	strings.Builder
}

func (b *lockedBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.Builder.Write(p)
}

func (b *lockedBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.Builder.String()
}

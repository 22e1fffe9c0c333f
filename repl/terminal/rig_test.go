package terminal

import (
	"io"
	"strings"
	"sync"
	"testing"
	"time"
)

// A rig is an editor with a small screen, and somebody who types.
type rig struct {
	*testing.T
	Terminal
	screen *vt
	keys   *keyboard
	lines  chan result
}

// A keyboard is an input of which one can tell whether all of it was taken.
type keyboard struct {
	mu      sync.Mutex
	cond    sync.Cond
	typed   []byte
	closed  bool
	waiting bool // for more, with nothing typed
}

func newKeyboard() *keyboard {
	k := &keyboard{}
	k.cond.L = &k.mu
	return k
}

func (k *keyboard) Read(p []byte) (int, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	for len(k.typed) == 0 {
		if k.closed {
			return 0, io.EOF
		}
		k.waiting = true
		k.cond.Wait()
		k.waiting = false
	}
	n := copy(p, k.typed)
	k.typed = k.typed[n:]
	return n, nil
}

func (k *keyboard) Write(p []byte) (int, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.typed = append(k.typed, p...)
	k.cond.Broadcast()
	return len(p), nil
}

func (k *keyboard) Close() error {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.closed = true
	k.cond.Broadcast()
	return nil
}

func (k *keyboard) used() bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.closed || k.waiting && len(k.typed) == 0
}

type result struct {
	line string
	err  error
}

// newRig opens an editor on a screen of w columns and h rows. It is closed,
// and its goroutines are gone, when the test ends.
func newRig(t *testing.T, w, h int, cfg Config) *rig {
	t.Helper()
	keys := newKeyboard()
	r := &rig{T: t, screen: newVT(w, h), keys: keys, lines: make(chan result, 100)}
	cfg.In, cfg.Out = keys, r.screen
	r.screen.answers = keys
	if cfg.Size == nil {
		cfg.Size = r.screen.Size
	}
	term, err := New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	r.Terminal = term
	t.Cleanup(func() {
		keys.Close()
		term.Close()
		if len(r.screen.unknown) > 0 {
			t.Errorf("unknown sequences: %q", r.screen.unknown)
		}
	})
	return r
}

// ask starts a ReadLine with the prompt "> ".
func (r *rig) ask() { r.read("> ") }

// read starts a ReadLine.
func (r *rig) read(prompt string) {
	go func() {
		line, err := r.ReadLine(prompt)
		r.lines <- result{line, err}
	}()
	r.until("a prompt", func() bool {
		e := r.Terminal.(*editor)
		e.disp.mu.Lock()
		defer e.disp.mu.Unlock()
		return e.disp.drawn || len(r.lines) > 0
	})
}

func (r *rig) press(keys string) {
	r.Helper()
	if _, err := io.WriteString(r.keys, keys); err != nil {
		r.Fatal(err)
	}
	r.settle()
}

// settle waits until all keys are dealt with and shown.
func (r *rig) settle() {
	r.Helper()
	e := r.Terminal.(*editor)
	r.until("rest", func() bool { return r.keys.used() && e.atRest() })
	e.disp.mu.Lock() // a drawing under way is finished
	defer e.disp.mu.Unlock()
}

// atRest reports whether all keys are dealt with.
func (e *editor) atRest() bool {
	e.in.mu.Lock()
	defer e.in.mu.Unlock()
	busy := e.in.waiting || e.in.shown != e.in.changes || len(e.in.queue)+len(e.in.out) > 0
	return e.in.closed || !e.in.reading || !busy
}

func (r *rig) until(what string, holds func() bool) {
	r.Helper()
	for deadline := time.Now().Add(5 * time.Second); !holds(); time.Sleep(200 * time.Microsecond) {
		if time.Now().After(deadline) {
			screen, _, _ := r.screen.text()
			r.Fatalf("no %s after 5 s; the screen:\n%s", what, screen)
		}
	}
}

// want compares the place of the cursor and the rows of the screen.
func (r *rig) want(x, y int, rows ...string) {
	r.Helper()
	r.settle()
	screen, gotX, gotY := r.screen.text()
	if want := strings.Join(rows, "\n"); screen != want {
		r.Errorf("screen:\n%s\nwant:\n%s", screen, want)
	}
	if gotX != x || gotY != y {
		r.Errorf("cursor at column %d, row %d; want %d, %d", gotX, gotY, x, y)
	}
}

// wantLine waits for the line that ReadLine returns.
func (r *rig) wantLine(line string, err error) {
	r.Helper()
	select {
	case got := <-r.lines:
		if got.line != line || got.err != err {
			r.Errorf("ReadLine = %q, %v; want %q, %v", got.line, got.err, line, err)
		}
	case <-time.After(5 * time.Second):
		r.Fatalf("ReadLine did not return %q, %v", line, err)
	}
}

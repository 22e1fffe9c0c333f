package terminal

import (
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"
	"time"
)

func TestCloseEndsReadLine(t *testing.T) {
	r := newRig(t, 20, 4, Config{})
	r.ask()
	r.press("half a line")
	r.Close()
	r.wantLine("", io.EOF)
	r.want(0, 1, "> half a line")
	if line, err := r.ReadLine("> "); line != "" || err != io.EOF {
		t.Errorf("after Close ReadLine = %q, %v", line, err)
	}
	fmt.Fprintln(r, "printing still works")
	r.want(0, 2, "> half a line", "printing still works")
	if err := r.Close(); err != nil {
		t.Error(err)
	}
}

func TestCloseLeavesNoGoroutine(t *testing.T) {
	before := runtime.NumGoroutine()
	for i := range 100 {
		keys := newKeyboard()
		term, err := New(Config{In: keys, Out: io.Discard, Resize: make(chan struct{})})
		if err != nil {
			t.Fatal(err)
		}
		if i%2 == 0 {
			io.WriteString(keys, "a line\rhalf")
			term.ReadLine("> ")
		}
		if i%3 == 0 {
			keys.Close()
			term.ReadLine("> ")
		}
		term.Close()
		keys.Close()
	}
	for deadline := time.Now().Add(5 * time.Second); runtime.NumGoroutine() > before; time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("%d goroutines left", runtime.NumGoroutine()-before)
		}
	}
}

func TestCloseDoesNotWaitForAFunction(t *testing.T) {
	block := make(chan struct{})
	r := newRig(t, 20, 4, Config{Complete: func(line string, pos int) (string, int, []string, bool) {
		<-block
		return line, pos, nil, false
	}})
	defer close(block)
	r.ask()
	io.WriteString(r.keys, "a\t")
	start := time.Now()
	r.Close()
	if took := time.Since(start); took > 3*closeWait {
		t.Errorf("Close took %v", took)
	}
}

func TestPanicComesOutOfReadLine(t *testing.T) {
	explode := func(line string) string {
		if strings.Contains(line, "!") {
			panic("painted " + line)
		}
		return line
	}
	complete := func(line string, pos int) (string, int, []string, bool) { panic("completed") }
	for keys, want := range map[string]string{"a!": "painted a!", "a\t": "completed"} {
		r := newRig(t, 20, 4, Config{Paint: explode, Complete: complete})
		panics := make(chan any)
		go func() {
			defer func() { panics <- recover() }()
			defer r.Close()
			r.ReadLine("> ")
		}()
		io.WriteString(r.keys, keys)
		select {
		case got := <-panics:
			if got != want {
				t.Errorf("%q: ReadLine panics with %v, want %q", keys, got, want)
			}
		case <-time.After(5 * time.Second):
			t.Errorf("%q: no panic came", keys)
		}
	}
}

func TestNoWidth(t *testing.T) {
	r := newRig(t, 80, 24, Config{Size: func() (int, int) { return 0, -1 }})
	if w, h := r.Size(); w != 80 || h != 24 {
		t.Errorf("size %dx%d", w, h)
	}
	r.ask()
	r.press("abc\x1b[Dx\r")
	r.wantLine("abxc", nil)
}

package terminal

import (
	"context"
	"io"
	"testing"
)

func TestStatusComesAndGoes(t *testing.T) {
	r := newRig(t, 20, 5, Config{})
	io.WriteString(r, "one\n")
	r.Status("waiting 1s")
	r.want(10, 1, "one", "waiting 1s")
	r.Status("waiting 2s of something very long")
	r.want(19, 1, "one", "waiting 2s of some…")
	io.WriteString(r, "two\n")
	r.want(0, 2, "one", "two")
	r.Status("waiting 3s")
	r.Status("")
	r.want(0, 2, "one", "two")
	r.Status("waiting 4s")
	r.ask()
	r.want(2, 2, "one", "two", ">")
	r.Status("not while somebody types")
	r.press("x")
	r.want(3, 2, "one", "two", "> x")
}

func TestReadKey(t *testing.T) {
	r := newRig(t, 20, 5, Config{})
	r.press("\x1b[Aq\r")
	for _, want := range []rune{'q', '\r'} {
		if got, err := r.ReadKey(t.Context()); got != want || err != nil {
			t.Errorf("ReadKey = %q, %v; want %q", got, err, want)
		}
	}
	ctx, cancel := r.Interruptible(t.Context())
	defer cancel()
	go r.Interrupt()
	if _, err := r.ReadKey(ctx); err != ErrInterrupt {
		t.Errorf("interrupted: %v", err)
	}
	r.ask()
	r.press("line\r") // readline gets its keys again
	r.wantLine("line", nil)
	r.keys.Close()
	if _, err := r.ReadKey(context.Background()); err != io.EOF {
		t.Errorf("at the end: %v", err)
	}
}

package reference_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"redis-tutor/repl/reference"
	"redis-tutor/sandbox/command"
	"redis-tutor/sandbox/sandboxtest"
)

func all(t *testing.T) func() *command.Table {
	t.Helper()
	return sandboxtest.Commands(t, "../../content/commands.txt")
}

// newest reports whether a table has an option that came with Redis 8.4.
func newest(table *command.Table) bool {
	c, ok := table.Lookup("SET")
	return ok && strings.Contains(c.Form, "IFEQ")
}

// TestVersion asks a server that takes its time: at a key nobody waits for it
// for long, Get does, and it is asked once.
func TestVersion(t *testing.T) {
	for version, want := range map[string]bool{"7.0.15": false, "8.4.0": true, "": true} {
		answer, asked := make(chan string), 0
		r := reference.New(all(t), func(context.Context) (string, error) {
			asked++
			return <-answer, nil
		})
		if !newest(r.Now()) {
			t.Error("before the server has answered the reference is not that of the newest")
		}
		go func() { answer <- version }()
		if got := newest(r.Get()); got != want {
			t.Errorf("%q has SET with IFEQ: %v", version, got)
		}
		if got := newest(r.Now()); got != want {
			t.Errorf("%q has it later: %v", version, got)
		}
		if r.Silent() != (version == "") {
			t.Errorf("%q: silent %v", version, r.Silent())
		}
		r.Close()
		if asked != 1 {
			t.Errorf("%q: asked %d times", version, asked)
		}
	}
}

// TestClose gives up a server that hangs. The reference stays that of the
// newest.
func TestClose(t *testing.T) {
	r := reference.New(all(t), func(ctx context.Context) (string, error) {
		<-ctx.Done()
		return "", ctx.Err()
	})
	r.Now()
	r.Close()
	if !newest(r.Get()) {
		t.Error("nothing is known")
	}
}

// TestFirstKey: a server that answers in a moment is waited for at the first
// key, since there may be no second one before its hint is read.
func TestFirstKey(t *testing.T) {
	r := reference.New(all(t), func(context.Context) (string, error) { return "7.0.15", nil })
	defer r.Close()
	if newest(r.Now()) {
		t.Error("the first key is told of what the server does not have")
	}
}

// TestRenew: a server that did not let us in is asked again once it may, and
// what another one says replaces what was known; silence does not.
func TestRenew(t *testing.T) {
	says := make(chan string, 1)
	r := reference.New(all(t), func(context.Context) (string, error) {
		if version := <-says; version != "no" {
			return version, nil
		}
		return "", errors.New("NOAUTH")
	})
	defer r.Close()
	says <- "no"
	if !newest(r.Get()) {
		t.Error("nothing is known")
	}
	for _, step := range []struct {
		version string
		newest  bool
	}{{"7.0.15", false}, {"8.4.0", true}, {"7.0.15", false}, {"", false}, {"no", false}} {
		for says <- step.version; len(says) > 0; time.Sleep(time.Millisecond) {
			r.Renew()
		}
		for range 2000 {
			if newest(r.Now()) == step.newest {
				break
			}
			time.Sleep(time.Millisecond)
		}
		if newest(r.Now()) != step.newest {
			t.Errorf("%q has SET with IFEQ: %v", step.version, !step.newest)
		}
	}
}

package reference_test

import (
	"context"
	"os"
	"strings"
	"testing"

	"redis-tutor/repl/reference"
	"redis-tutor/sandbox/command"
)

func all(t *testing.T) func() *command.Table {
	t.Helper()
	data, err := os.ReadFile("../../content/commands.txt")
	if err != nil {
		t.Fatal(err)
	}
	table, err := command.Parse(data)
	if err != nil {
		t.Fatal(err)
	}
	return func() *command.Table { return table }
}

// newest reports whether a table has an option that came with Redis 8.4.
func newest(table *command.Table) bool {
	c, ok := table.Lookup("SET")
	return ok && strings.Contains(c.Form, "IFEQ")
}

// TestVersion asks a server that takes its time: at a key nobody waits for it,
// Get does, and it is asked once.
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

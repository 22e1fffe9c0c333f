package program

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"redis-tutor/repl/terminal/terminaltest"
	"redis-tutor/sandbox"
	"redis-tutor/sandbox/sandboxtest"
)

// busyTab is a terminal at which Tab asks without end while a line is waited
// for, as it may: on a goroutine of its own.
type busyTab struct {
	*terminaltest.Fake
	tab func()
}

func (b busyTab) ReadLine(prompt string) (string, error) {
	done, ended := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		for {
			b.tab()
			select {
			case <-done:
				return
			default:
			}
		}
	}()
	defer func() { close(done); <-ended }()
	return b.Fake.ReadLine(prompt)
}

// TestLooksBesideKeys lets Tab ask in one database while the lesson looks at
// another, after a reply that came in the background: each sees its own. The
// database of the prompt holds what would solve the step in the lesson's.
func TestLooksBesideKeys(t *testing.T) {
	o := sandboxtest.Server(t)
	owner := openServer(t, o)
	for db := range 2 {
		if _, err := owner.Observe(t.Context(), db, []string{"SET", "where", fmt.Sprint(db)}); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := owner.Observe(t.Context(), 1, []string{"RPUSH", "queue", "Ada", "Ben"}); err != nil {
		t.Fatal(err)
	}
	g, err := newGuest(t, o, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	asked := 0
	g.Terminal = busyTab{g.term, func() {
		asked++
		want := fmt.Sprint(g.Sandbox.State().DB)
		if v, err := g.Ask(context.Background(), "GET", "where"); err != nil || v.Text != want {
			t.Errorf("Tab in database %s is answered %q, %v", want, v.Text, err)
		}
		if asked%10 == 0 {
			feed(t, owner)
		}
	}}
	const notHere = "this lesson looks at database 0."
	g.says(t, "start lists")
	g.says(t, "SELECT 1")
	const rounds = 5
	for range rounds {
		g.term.Type("as bob BLPOP side 0", terminaltest.Wait+notHere)
	}
	g.term.Type("SELECT 0", "RPUSH queue Ada Ben")
	text := g.leave(t)
	if n := strings.Count(text, notHere); n != rounds || strings.Contains(text, "never printed") {
		t.Errorf("the lesson sees %d replies that do not solve it, want %d:\n%s", n, rounds, text)
	}
	if n := strings.Count(text, "Enter goes on"); n != 1 {
		t.Errorf("the step is solved %d times:\n%s", n, text)
	}
}

// feed gives whoever waits at the list side in database 1 an item.
func feed(t *testing.T, owner *sandbox.Sandbox) {
	ctx := context.Background()
	all, err := owner.Observe(ctx, 1, []string{"INFO", "clients"})
	if err == nil && strings.Contains(all[0].Text, "blocked_clients:1") {
		_, err = owner.Observe(ctx, 1, []string{"RPUSH", "side", "x"})
	}
	if err != nil {
		t.Error(err)
	}
}

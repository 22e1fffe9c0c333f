package repl_test

import (
	"strings"
	"testing"

	"redis-tutor/repl"
	"redis-tutor/repl/terminal/terminaltest"
)

// practise runs a session without lessons in which lines are typed.
func practise(t *testing.T, change func(*repl.Config), lines ...string) *terminaltest.Fake {
	t.Helper()
	term := terminaltest.New(lines...)
	c := newConfig(t, term, 80)
	c.Course = nil
	if change != nil {
		change(&c)
	}
	if err := repl.New(c).Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	if late := strings.Index(term.Screen(), "(never printed:"); late >= 0 {
		t.Fatal(term.Screen()[late:])
	}
	return term
}

// mustShow looks for texts on the screen, in this order.
func mustShow(t *testing.T, term *terminaltest.Fake, texts ...string) {
	t.Helper()
	rest := term.Screen()
	for _, text := range texts {
		_, after, found := strings.Cut(rest, text)
		if !found {
			t.Fatalf("%q is missing on\n%s", text, term.Screen())
		}
		rest = after
	}
}

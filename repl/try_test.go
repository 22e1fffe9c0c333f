package repl_test

import (
	"strings"
	"testing"

	"redis-tutor/repl"
	"redis-tutor/repl/terminal/terminaltest"
)

// TestTryKeepsKeys: an example writes to no key that was there, and may be
// run again.
func TestTryKeepsKeys(t *testing.T) {
	term := terminaltest.New()
	c := newConfig(t, term, 100)
	c.Course = nil
	s := repl.New(c)
	for _, line := range []string{"SET a mine", "try DEL", "GET a", "SELECT 9", "try DEL", "try DEL", "SELECT 0", "GET a"} {
		s.Take(t.Context(), line)
	}
	got := term.Screen()
	if n := strings.Count(got, "which is there already"); n != 1 {
		t.Errorf("refused %d times, want once", n)
	}
	if n := strings.Count(got, `"mine"`); n < 2 {
		t.Errorf("the learner's key was overwritten")
	}
	if n := strings.Count(got, "DEL a b c"); n != 2 {
		t.Errorf("the examples ran %d times, want twice", n)
	}
	if t.Failed() {
		t.Log(got)
	}
}

// TestMistypedSecrets: what is not remembered is not spelt right either.
func TestMistypedSecrets(t *testing.T) {
	term := terminaltest.New()
	c := newConfig(t, term, 100)
	c.Course = nil
	s := repl.New(c)
	for _, line := range []string{"AUHT hunter2", "autth hunter2", "HELO 3 AUTH default hunter2", "CONFIG SET requirepas hunter2", "ECHO hi", "SET auth x", "PUSH a"} {
		s.Take(t.Context(), line)
	}
	want := []string{"ECHO hi", "SET auth x", "PUSH a"}
	if got := term.Remembered(); strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("remembered %q, want %q", got, want)
	}
}

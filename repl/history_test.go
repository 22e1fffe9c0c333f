package repl_test

import (
	"strings"
	"testing"

	"redis-tutor/repl"
	"redis-tutor/repl/terminal/terminaltest"
)

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

// TestHistoryOfRows: the further rows of a line are told from lines.
func TestHistoryOfRows(t *testing.T) {
	term := practise(t, nil, "SET k \"a\nb\"", "history", "history 1", "quit")
	mustShow(t, term, "   1  SET k \"a\n      ...> b\"\n# `history 1`", "> SET k \"a\n...> b\"\nOK")
}

// TestMisquotedLinesComeBack: a line with a quote too many is remembered, to be
// mended, unless there is a secret in it.
func TestMisquotedLinesComeBack(t *testing.T) {
	term := practise(t, nil, `SET k it's`, `SET "k"v 1`, `AUTH it's`, `"AUTH"hunter2`, `redis-cli -h x -a hunter2`, "history")
	want := []string{`SET k it's`, `SET "k"v 1`, "history"}
	if got := term.Remembered(); strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("remembered %q, want %q", got, want)
	}
	mustShow(t, term, "   1  SET k it's", "   2  SET \"k\"v 1")
}

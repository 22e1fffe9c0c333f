package repl_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"redis-tutor/repl"
	"redis-tutor/repl/terminal/terminaltest"
)

// TestUndoBesideOthers: a key that another client has changed since is put
// back only when the learner asks twice in a row.
func TestUndoBesideOthers(t *testing.T) {
	term := terminaltest.New()
	c := newConfig(t, term, 200)
	c.Course = nil
	s := repl.New(c)
	other := func(args ...string) {
		t.Helper()
		if v, err := c.Sandbox.Observe(t.Context(), args...); err != nil || v.IsError() {
			t.Fatal(v.Text, err)
		}
	}
	s.Take(t.Context(), "SET a 1")
	s.Take(t.Context(), "SET a 2")
	other("SELECT", "0")
	other("SET", "a", "theirs")
	s.Take(t.Context(), "undo")
	s.Take(t.Context(), "SET b 1") // the second undo must be the next thing
	s.Take(t.Context(), "undo")
	s.Take(t.Context(), "undo")
	s.Take(t.Context(), "undo")
	want := `OK
# new key a: "1"
OK
# ~ a: "1" -> "2"
# Changed by somebody else since: a. ` + "`undo`" + ` once more overwrites that.
OK
# new key b: "1"
# Taken back: SET b 1
# gone: b (was "1")
# Changed by somebody else since: a. ` + "`undo`" + ` once more overwrites that.
# Taken back: SET a 2
# ~ a: "theirs" -> "1"
`
	if diff := cmp.Diff(want, term.Screen()); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// TestUndoAcrossDatabases: a transaction that changes its database is taken
// back in each, and the learner is told where.
func TestUndoAcrossDatabases(t *testing.T) {
	term := terminaltest.New()
	c := newConfig(t, term, 80)
	c.Course = nil
	s := repl.New(c)
	for _, text := range []string{"changes off", "MULTI", "SET here 1", "SELECT 1", "SET there 1", "EXEC", "undo"} {
		s.Take(t.Context(), text)
	}
	for _, db := range []string{"0", "1"} {
		replies, err := c.Sandbox.ObserveAll(t.Context(), [][]string{{"SELECT", db}, {"DBSIZE"}})
		if err != nil || replies[1].Int != 0 {
			t.Errorf("database %s holds %v, %v", db, replies, err)
		}
	}
	_, shown, _ := strings.Cut(term.Screen(), "# Taken back")
	want := ", in database 0: MULTI ... EXEC, 3 commands\n# gone: here (was \"1\")\n# gone: there (database 1) (was \"1\")\n"
	if diff := cmp.Diff(want, shown); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// TestUndoOfNothing: a write that changed nothing does not cost the learner
// the write before it.
func TestUndoOfNothing(t *testing.T) {
	term := terminaltest.New()
	c := newConfig(t, term, 200)
	c.Course = nil
	s := repl.New(c)
	for _, text := range []string{"gloss off", "changes off", "2 SADD s x", "DEL nothing", "changes", "undo", "undo", "DEL nothing", "undo"} {
		s.Take(t.Context(), text)
	}
	_, shown, _ := strings.Cut(term.Screen(), "(integer) 1\n")
	want := `(integer) 0
(integer) 0
# DEL nothing
# It changed nothing.
# It changed nothing: DEL nothing
# undo once more takes back: SADD s x
# Taken back: SADD s x
# gone: s (was a set of 1)
(integer) 0
# It changed nothing: DEL nothing
# There is nothing before it to take back.
`
	if diff := cmp.Diff(want, shown); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

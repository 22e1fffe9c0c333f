package repl_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"redis-tutor/repl"
	"redis-tutor/repl/settings"
	"redis-tutor/repl/terminal/terminaltest"
	"redis-tutor/sandbox/sandboxtest"
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
		if v, err := sandboxtest.In(c.Sandbox, 0)(t.Context(), args...); err != nil || v.IsError() {
			t.Fatal(v.Text, err)
		}
	}
	s.Take(t.Context(), "SET a 1")
	s.Take(t.Context(), "SET a 2")
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
	for db := range 2 {
		replies, err := c.Sandbox.Observe(t.Context(), db, []string{"DBSIZE"})
		if err != nil || replies[0].Int != 0 {
			t.Errorf("database %d holds %v, %v", db, replies, err)
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

// TestUndoLater: what was written before the clock was moved can be taken
// back, and what is over by now stays away.
func TestUndoLater(t *testing.T) {
	term := terminaltest.New()
	c := newConfig(t, term, 200)
	c.Course = nil
	s := repl.New(c)
	for _, line := range []string{"changes off", "gloss off", "SET a 1", "SET b 1 EX 10", "SET b 2", "SET c 1 EX 100", "SET c 2 EX 500", "INCR a",
		"forward 1m", "undo", "undo", "TTL c", "undo", "undo", "undo", "undo", "undo", "KEYS *"} {
		s.Take(t.Context(), line)
	}
	_, got, _ := strings.Cut(term.Screen(), "# 1m later.\n")
	want := `# Taken back: INCR a
# ~ a: "2" -> "1"
# Taken back: SET c 2 EX 500
# ~ c: "2" -> "1"
# ttl c: 440s -> 40s
(integer) 40
# Taken back: SET c 1 EX 100
# gone: c (was "1")
# Taken back: SET b 2
# gone: b (was "2")
# Not back, because the time to live would be over by now: b.
# Taken back: SET b 1 EX 10
# The keys are like that already.
# Taken back: SET a 1
# gone: a (was "1")
# Nothing to take back: no write of yours is remembered.
(empty array)
`
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// still is a sandbox whose clock cannot be moved, and for whose end nobody
// waits.
type still struct{ repl.Sandbox }

func (still) MovesTime() bool { return false }

func (still) Forward(ctx context.Context, _ time.Duration) error { return ctx.Err() }

// TestForwardWaits: where the clock cannot be moved that is said before the
// waiting begins.
func TestForwardWaits(t *testing.T) {
	term := terminaltest.New()
	c := newConfig(t, term, 200)
	c.Sandbox = still{c.Sandbox}
	s := repl.New(c)
	s.Take(t.Context(), "forward 1h")
	stopped, stop := context.WithCancel(t.Context())
	stop()
	s.Take(stopped, "forward 1h")
	want := `# The clock of a server cannot be moved: this waits 1h. Ctrl-C stops it.
# 1h later.
# The clock of a server cannot be moved: this waits 1h. Ctrl-C stops it.
# Stopped waiting. What expires meanwhile expires all the same.
`
	if diff := cmp.Diff(want, term.Screen()); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// cut is a sandbox whose connection was lost with a transaction, and to which
// there is no other.
type cut struct{ repl.Sandbox }

func (cut) Reach(context.Context, ...string) (bool, error) {
	return false, errors.New("connection refused")
}

func (cut) State() repl.State { return repl.State{Lost: []string{"MULTI"}} }

// TestLostToldOnce: what went with a connection is not told again by commands
// that do not reach the server.
func TestLostToldOnce(t *testing.T) {
	term := terminaltest.New()
	c := newConfig(t, term, 200)
	c.Sandbox = cut{c.Sandbox}
	repl.New(c).Take(t.Context(), "GET k")
	if strings.Contains(term.Screen(), "With the connection went") {
		t.Errorf("told again:\n%s", term.Screen())
	}
}

// TestChangesAreSet has the setting decide, until the learner says otherwise.
func TestChangesAreSet(t *testing.T) {
	for set, want := range map[string]bool{"on": true, "off": false, "auto": false} {
		term := terminaltest.New()
		c := newConfig(t, term, 80)
		c.Settings = settings.Values{"changes": set}
		s := repl.New(c)
		if err := s.Learn(t.Context(), "bakery"); err != nil {
			t.Fatal(err)
		}
		s.Take(t.Context(), "LPUSH queue Ann")
		if got := strings.Contains(term.Screen(), "# + queue:"); got != want {
			t.Errorf("%q: shown %v\n%s", set, got, term.Screen())
		}
	}
	term := practise(t, func(c *repl.Config) { c.Settings = settings.Values{"changes": "off"} }, "SET a 1", "changes on", "SET b 2")
	if text := term.Screen(); strings.Contains(text, "new key a") || !strings.Contains(text, "new key b") {
		t.Error(text)
	}
}

// TestPlaceAfterASolution: a step whose answer was shown is behind the learner,
// as one that was solved.
func TestPlaceAfterASolution(t *testing.T) {
	term := terminaltest.New("solution", "quit")
	c := newConfig(t, term, 80)
	s := repl.New(c)
	if err := s.Learn(t.Context(), "bakery/many"); err != nil {
		t.Fatal(err)
	}
	if err := s.Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	mustShow(t, term, "Your place is kept: Late")
	if at := c.Progress.At(); at != "late/time" {
		t.Errorf("the place that is kept is %s", at)
	}
}

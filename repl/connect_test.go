package repl_test

import (
	"context"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"

	"redis-tutor/lessons/websession/compare"
	"redis-tutor/repl"
	"redis-tutor/repl/adapt"
	"redis-tutor/repl/settings"
	"redis-tutor/repl/terminal/terminaltest"
)

// TestConnect goes on at another Redis: the learner's settings, notes and lines
// come along, and nothing of what was at the one before.
func TestConnect(t *testing.T) {
	term := terminaltest.New("SET here 1", "as bob SET q 1", "app start", ":set changes off", "connect", "SELECT 2", "connect nowhere 1", "connect there 6379",
		"GET here", "compare", "SET x 1", "as", "undo", "undo", `EVAL "return 1" 0`, "FLUSHALL", "n", "start bakery", "history 1", "GET here", "notes", "quit")
	c := newConfig(t, term, 80)
	there := newConfig(t, term, 80).Sandbox.(adapt.Box)
	c.Settings = settings.Values{"trace": "off"}
	c.Compare = compared("here")
	c.Dial = func(_ context.Context, at repl.Address) (repl.Place, error) {
		if at != (repl.Address{Host: "there", Port: "6379", DB: 2}) {
			return repl.Place{}, errors.New("no such host")
		}
		return repl.Place{Sandbox: there, Closer: there, Careful: true, Spare: true, Compare: compared("there")}, nil
	}
	runs := 0
	var closers []io.Closer
	for s := repl.New(c); s != nil; {
		runs++
		if err := s.Run(t.Context()); err != nil {
			t.Fatal(err)
		}
		var closer io.Closer
		s, closer = s.Next()
		closers = append(closers, closer)
	}
	if runs != 2 || closers[0] != there || closers[1] != nil {
		t.Errorf("%d sessions, want 2; they leave %v to be closed", runs, closers)
	}
	mustShow(t, term, "error: connect takes a host and a port, got \"\"", "error: no such host\nhint: is a Redis server running there?\n",
		"# You are at redis sandbox now", "# The app has ended", "> GET here\n(nil)", "error: compared there\n", "> SET x 1\nOK\nredis", "  me ", "> undo\n# Taken back: SET x 1", "# Nothing to take back", "# `undo` does not know what a script",
		"FLUSHALL is dangerous", "# Not run.", `error: "start" needs a lesson`, "> history 1\nredis sandbox> SET here 1\nOK\n", "> GET here\n\"1\"",
		"# Notes", "SET here 1\nOK\n", "connect there 6379\n", "GET here\n(nil)\n")
	if strings.Contains(term.Screen(), "bob                   database") {
		t.Errorf("bob came along\n%s", term.Screen())
	}
	if v, err := there.Do(t.Context(), "EXISTS", "x", "q"); err != nil || v.Int != 0 {
		t.Errorf("there: %v, %v", v, err)
	}
}

// compared is a comparison that says where it is made.
func compared(where string) repl.Compare {
	return func(context.Context, compare.Setting, repl.CompareRun) (*compare.Result, error) {
		return nil, errors.New("compared " + where)
	}
}

func TestConnectInALesson(t *testing.T) {
	const refused = "error: a lesson stays at the Redis it began at\nhint: redis-tutor practice -h HOST -p PORT"
	mustShow(t, practise(t, nil, "connect h 1", "quit"), refused)
	term := terminaltest.New("start bakery", "connect h 1", "quit")
	c := newConfig(t, term, 80)
	c.Dial = func(context.Context, repl.Address) (repl.Place, error) {
		t.Error("it is dialled")
		return repl.Place{}, errors.New("no such host")
	}
	if err := repl.New(c).Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	mustShow(t, term, refused)
}

// TestConnectWays: what people type behind connect leads there, or is told how
// it is written; no password is shown again or kept.
func TestConnectWays(t *testing.T) {
	var went []repl.Address
	term := practise(t, func(c *repl.Config) {
		c.Dial = func(_ context.Context, at repl.Address) (repl.Place, error) {
			went = append(went, at)
			return repl.Place{}, errors.New("no such host")
		}
	}, "connect h 1", "connect h:2", "SELECT 3", "connect [::1]:3", "connect redis://u:hunter2@h:4/5", "connect h", "connect -p 6 -a hunter2", "try AUTH hunter2", "notes", "history", "quit")
	want := []repl.Address{{Host: "h", Port: "1"}, {Host: "h", Port: "2"}, {Host: "::1", Port: "3", DB: 3}, {URI: "redis://u:hunter2@h:4/5"}}
	if !slices.Equal(went, want) {
		t.Errorf("it went to %v", went)
	}
	mustShow(t, term, `got "h"`, "and no flags", "hint: `connect 127.0.0.1 6379`, or a URI", "# Notes", "connect h:2\n")
	if n := strings.Count(term.Screen(), "hunter2"); n != 4 { // as typed, and what try was told
		t.Errorf("the password is shown %d times\n%s", n, term.Screen())
	}
	if kept := strings.Join(term.Remembered(), "\n"); strings.Contains(kept, "hunter2") {
		t.Errorf("kept: %s", kept)
	}
}

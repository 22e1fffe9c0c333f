package repl_test

import (
	"regexp"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"redis-tutor/repl"
	"redis-tutor/repl/terminal/terminaltest"
)

// ofCommand is the clock of a command that waits for 30 seconds. On a slow
// machine connecting has one too.
var ofCommand = regexp.MustCompile(`^# waiting \d+s of 30s; Ctrl-C stops it$`)

// watched is a terminal that tells when the clock of a command is shown.
type watched struct {
	*terminaltest.Fake
	shown func()
}

func (w watched) Status(text string) bool {
	if ofCommand.MatchString(text) {
		defer w.shown()
	}
	return w.Fake.Status(text)
}

// waitFor types a command that blocks, and ends it with another one as soon as
// the clock is shown.
func waitFor(t *testing.T, dumb bool, typed, ended string) (term *terminaltest.Fake) {
	t.Helper()
	practise(t, func(c *repl.Config) {
		box := c.Sandbox
		term = c.Terminal.(*terminaltest.Fake)
		term.Dumb = dumb
		c.Patience = time.Millisecond
		c.Terminal = watched{term, sync.OnceFunc(func() {
			if _, err := box.Observe(t.Context(), 0, strings.Fields(ended)); err != nil {
				t.Error(err)
			}
		})}
	}, typed)
	return term
}

func TestClock(t *testing.T) {
	t.Parallel()
	for typed, ended := range map[string]string{
		"BLPOP q 30":                            "RPUSH q x",
		"XREAD COUNT 1 BLOCK 30000 STREAMS s 0": "XADD s * f v",
		"BLMPOP 30 1 q LEFT":                    "RPUSH q x",
	} {
		t.Run(typed, func(t *testing.T) {
			t.Parallel()
			shown := waitFor(t, false, typed, ended).Statuses()
			if !slices.ContainsFunc(shown, ofCommand.MatchString) || shown[len(shown)-1] != "" {
				t.Errorf("the clock showed %q", shown)
			}
		})
		t.Run("dumb "+typed, func(t *testing.T) {
			t.Parallel()
			term := waitFor(t, true, typed, ended)
			clocks := len(term.Statuses()) // none of which it shows
			if n := strings.Count(term.Screen(), "# Waiting. Ctrl-C stops it.\n"); n == 0 || n != clocks {
				t.Errorf("%d notes on a dumb terminal, in the place of %d clocks\n%s", n, clocks, term.Screen())
			}
		})
	}
}

// TestNoClock: there is none before patience is at its end.
func TestNoClock(t *testing.T) {
	term := practise(t, func(c *repl.Config) { c.Patience = time.Hour }, "BLPOP q 0.01", "GET k")
	if shown := term.Statuses(); strings.Join(shown, "") != "" {
		t.Errorf("a clock for what is quick: %q", shown)
	}
}

// TestNothingIsLeftRunning leaves while clients wait, listen and monitor.
func TestNothingIsLeftRunning(t *testing.T) {
	before := runtime.NumGoroutine()
	t.Run("session", func(t *testing.T) {
		practise(t, nil, "SUBSCRIBE news", "as bob BLPOP q 0", "as carol MONITOR", "as dan SUBSCRIBE news", "as bob", terminaltest.Wait+"You are bob", terminaltest.CtrlC,
			terminaltest.Wait+"Stopped waiting", "BLPOP q 0")
	})
	for deadline := time.Now().Add(10 * time.Second); runtime.NumGoroutine() > before; time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("%d goroutines are left", runtime.NumGoroutine()-before)
		}
	}
}

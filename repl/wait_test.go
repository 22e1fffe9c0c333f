package repl_test

import (
	"runtime"
	"strings"
	"testing"
	"time"

	"redis-tutor/repl"
	"redis-tutor/repl/terminal/terminaltest"
)

func TestClock(t *testing.T) {
	t.Parallel()
	tests := []struct {
		typed string
		want  string
	}{
		{"BLPOP q 1.8", "# waiting 1s of 1.8s; Ctrl-C stops it"},
		{"XREAD COUNT 1 BLOCK 1800 STREAMS s $", "# waiting 1s of 1.8s; Ctrl-C stops it"},
		{"BLMPOP 1.8 1 q LEFT", "# waiting 1s of 1.8s; Ctrl-C stops it"},
	}
	for _, tt := range tests {
		t.Run(tt.typed, func(t *testing.T) {
			t.Parallel()
			term := practise(t, nil, tt.typed)
			shown := term.Statuses()
			if len(shown) < 2 || shown[0] != tt.want || shown[len(shown)-1] != "" {
				t.Errorf("the clock showed %q", shown)
			}
		})
		t.Run("dumb "+tt.typed, func(t *testing.T) {
			t.Parallel()
			dumb := practise(t, func(c *repl.Config) { c.Terminal.(*terminaltest.Fake).Dumb = true }, tt.typed)
			if n := strings.Count(dumb.Screen(), "# Waiting. Ctrl-C stops it.\n"); n != 1 {
				t.Errorf("%d notes on a dumb terminal\n%s", n, dumb.Screen())
			}
		})
	}
	if shown := practise(t, nil, "BLPOP q 0.01", "GET k").Statuses(); strings.Join(shown, "") != "" {
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

package embedded

import (
	"strings"
	"testing"
	"time"
)

// TestDebugSleep: it takes its time, and SLOWLOG has it.
func TestDebugSleep(t *testing.T) {
	c := dial(t, start(t))
	began := time.Now()
	c.play("DEBUG SLEEP 0.05 => OK\nSLOWLOG LEN => 1\nDEBUG SLEEP 0 => OK\nDEBUG SLEEP -1 => OK")
	if took := time.Since(began); took < 50*time.Millisecond {
		t.Errorf("it took %s", took)
	}
	for line, want := range map[string]string{
		"DEBUG SLEEP x":     "ERR value is not a valid float",
		"DEBUG SLEEP 1e9":   "ERR DEBUG SLEEP: the sandbox sleeps for 60 seconds at most",
		"DEBUG SLEEP":       "ERR DEBUG command not allowed",
		"DEBUG SEGFAULT":    "ERR DEBUG command not allowed",
		"DEBUG SLEEP nan":   "ERR value is not a valid float",
		"DEBUG SLEEP 1 2 3": "ERR DEBUG command not allowed",
	} {
		if got := c.do(line); !strings.HasPrefix(got, want) {
			t.Errorf("%s: %s, want %s", line, got, want)
		}
	}
}

// TestDebugSleepEnds: nobody is served meanwhile; and the sleep ends with the
// client who wanted it, and with the server.
func TestDebugSleepEnds(t *testing.T) {
	s := start(t)
	asleep := func() {
		for {
			s.nap.mu.Lock()
			sleeps := s.nap.wake != nil
			s.nap.mu.Unlock()
			if sleeps {
				return
			}
			time.Sleep(time.Millisecond)
		}
	}
	c, other := dial(t, s), dial(t, s)
	c.send("DEBUG SLEEP 60")
	asleep()
	if s.mu.TryLock() {
		t.Fatal("others are served meanwhile")
	}
	c.Close()
	other.play("PING => PONG")
	other.send("DEBUG SLEEP 60")
	asleep()
	s.Close() // the test ends
}

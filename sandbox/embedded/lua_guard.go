package embedded

import (
	"runtime"
	"runtime/metrics"
	"sync/atomic"
	"time"
)

// ending is why a script is ended, in the words its client sees.
type ending string

const (
	notEnded   ending = ""
	killed     ending = "Script killed by user with SCRIPT KILL..."
	abandoned  ending = "Script ended: its client has gone"
	ranTooLong ending = "Script ended: it ran for longer than this server allows"
	outOfRoom  ending = "not enough memory"
)

func (e ending) Error() string { return string(e) }

// patience is how long a script may run whose client has gone: most are done
// by then, and half a script is worse than none.
const patience = 200 * time.Millisecond

// guard is the context of the Lua machine. The machine asks it before every
// instruction whether to go on, in the script's own goroutine; so this is
// where time and memory are looked at, and where the lock is let go once the
// others have waited for long enough.
type guard struct {
	s       *Server
	steps   uint
	why     ending // set once the script has to end
	since   time.Time
	looked  time.Time
	claimed int    // bytes asked for since memory was looked at
	allowed uint64 // bytes of heap at which the script has had its share
	next    uint64 // and at which it is next looked at closely
	sample  [1]metrics.Sample
	busy    bool // the lock has been let go; guarded by Server.mu
	wrote   bool // a write has been done; guarded by Server.mu
	loading bool // a library is loaded
	kill    atomic.Pointer[ending]
}

// begin starts the watch over a script.
func (w *guard) begin() {
	w.why, w.busy, w.wrote, w.claimed, w.steps = notEnded, false, false, 0, 0
	w.allowed, w.next = 0, 0
	w.kill.Store(nil)
	w.since = time.Now()
	w.looked = w.since
}

// ended is a channel that is closed, for scripts that have to end.
func ended() chan struct{} {
	c := make(chan struct{})
	close(c)
	return c
}

// Done is asked before each instruction.
func (w *guard) Done() <-chan struct{} {
	if w.steps++; w.steps&7 == 0 || w.why != notEnded {
		w.look()
	}
	if w.why != notEnded {
		return ended()
	}
	return nil
}

func (w *guard) Err() error                  { return w.why }
func (w *guard) Deadline() (time.Time, bool) { return time.Time{}, false }
func (w *guard) Value(any) any               { return nil }

// end asks for the end of the script, from any goroutine.
func (w *guard) end(why ending) { w.kill.Store(&why) }

// look checks the limits, the dear ones once a millisecond.
func (w *guard) look() {
	if w.why != notEnded {
		return
	}
	now := time.Now()
	if why := w.kill.Load(); why != nil && (*why != abandoned || now.Sub(w.since) > patience) {
		w.why = *why
		return
	}
	if now.Sub(w.looked) < time.Millisecond {
		return
	}
	w.looked = now
	w.lookAtMemory()
	ran := now.Sub(w.since)
	if ran > w.s.limits.ScriptTime || w.loading && ran > loadTime {
		w.why = ranTooLong
	}
	if !w.busy && !w.loading && ran > w.s.busyAfter() {
		w.busy = true
		w.s.mu.Unlock()
	}
}

// back takes the lock again, to call a command or to end.
func (w *guard) back() {
	if w.busy {
		w.s.mu.Lock()
	}
}

// leave lets it go once more.
func (w *guard) leave() {
	if w.busy {
		w.s.mu.Unlock()
	}
}

// claim is told before a function makes something of n bytes. It reports
// whether there is room for it.
func (w *guard) claim(n int) bool {
	if n > w.s.limits.ScriptMemory {
		w.why = outOfRoom
		return false
	}
	if w.claimed += n; w.claimed > w.s.limits.ScriptMemory/8 {
		w.lookAtMemory()
	}
	return w.why == notEnded
}

// lookAtMemory ends the script when the heap has grown by more than the
// script's share. What looks too much may be rubbish, so it is cleared away
// before the script is blamed.
func (w *guard) lookAtMemory() {
	w.claimed = 0
	share := uint64(w.s.limits.ScriptMemory)
	heap := w.heap()
	if w.allowed == 0 {
		w.allowed = heap + share
		w.next = w.allowed
		return
	}
	if heap <= w.next {
		return
	}
	runtime.GC()
	if heap = w.heap(); heap > w.allowed {
		w.why = outOfRoom
		return
	}
	w.next = max(w.allowed, heap+share/2)
}

func (w *guard) heap() uint64 {
	w.sample[0].Name = "/memory/classes/heap/objects:bytes"
	metrics.Read(w.sample[:])
	return w.sample[0].Value.Uint64()
}

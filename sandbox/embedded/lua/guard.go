package lua

import (
	"runtime"
	"runtime/metrics"
	"sync/atomic"
	"time"
)

// Ending is why a script is ended, in the words its client sees.
type Ending string

const (
	notEnded   Ending = ""
	Killed     Ending = "Script killed by user with SCRIPT KILL..."
	Abandoned  Ending = "Script ended: its client has gone"
	ranTooLong Ending = "Script ended: it ran for longer than this server allows"
	outOfRoom  Ending = "not enough memory"
)

func (e Ending) Error() string { return string(e) }

// patience is how long a script may run whose client has gone: most are done
// by then, and half a script is worse than none.
const patience = 200 * time.Millisecond

// guard is the context of the Lua machine. The machine asks it before every
// instruction whether to go on, in the script's own goroutine; so this is
// where time and memory are looked at, and where the lock is let go once the
// others have waited for long enough.
type guard struct {
	host    *Host
	run     *Run
	steps   uint
	why     Ending // set once the script has to end
	looked  time.Time
	claimed int    // bytes asked for since memory was looked at
	allowed uint64 // bytes of heap at which the script has had its share
	next    uint64 // and at which it is next looked at closely
	sample  [1]metrics.Sample
	busy    bool // the lock has been let go
	loading bool // a library is loaded
}

// Run is one run of a script, for whoever may want to end it.
type Run struct {
	Began time.Time
	kill  atomic.Pointer[Ending]
}

// End asks for the end of the script, from any goroutine.
func (r *Run) End(why Ending) { r.kill.Store(&why) }

// begin starts the watch over a script.
func (w *guard) begin() {
	w.why, w.busy, w.claimed, w.steps = notEnded, false, 0, 0
	w.allowed, w.next = 0, 0
	w.run = &Run{Began: time.Now()}
	w.looked = w.run.Began
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

// look checks the limits, the dear ones once a millisecond.
func (w *guard) look() {
	if w.why != notEnded {
		return
	}
	now := time.Now()
	if why := w.run.kill.Load(); why != nil && (*why != Abandoned || now.Sub(w.run.Began) > patience) {
		w.why = *why
		return
	}
	if now.Sub(w.looked) < time.Millisecond {
		return
	}
	w.looked = now
	w.lookAtMemory()
	ran := now.Sub(w.run.Began)
	if ran > w.host.Time || w.loading && ran > loadTime {
		w.why = ranTooLong
	}
	if !w.busy && !w.loading && ran > w.host.Busy() {
		w.busy = true
		w.host.Lock.Unlock()
	}
}

// back takes the lock again, to call a command or to end.
func (w *guard) back() {
	if w.busy {
		w.host.Lock.Lock()
	}
}

// leave lets it go once more.
func (w *guard) leave() {
	if w.busy {
		w.host.Lock.Unlock()
	}
}

// fits reports whether there is room for a reply of n bytes, and for the value
// that is made of it.
func (w *guard) fits(n int) bool {
	if n > w.host.Memory {
		w.why = outOfRoom
	}
	return w.claim(2 * n)
}

// claim is told before a function makes something of n bytes. It reports
// whether there is room for it.
func (w *guard) claim(n int) bool {
	if n > w.host.Memory {
		w.why = outOfRoom
		return false
	}
	if w.claimed += n; w.claimed > w.host.Memory/8 {
		w.lookAtMemory()
	}
	return w.why == notEnded
}

// lookAtMemory ends the script when the heap has grown by more than the
// script's share. What looks too much may be rubbish, so it is cleared away
// before the script is blamed.
func (w *guard) lookAtMemory() {
	w.claimed = 0
	share := uint64(w.host.Memory)
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

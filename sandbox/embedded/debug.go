package embedded

import (
	"math"
	"strconv"
	"sync"
	"time"
)

// debug is DEBUG, which a Redis with default settings refuses since 7.0. Its
// SLEEP is there nevertheless: it harms nobody, and shows what a slow command
// does to all clients.
func debug(c *call) {
	if !c.is(1, "SLEEP") || len(c.args) != 3 {
		c.notAllowed("DEBUG", "debug")
		return
	}
	seconds, err := strconv.ParseFloat(c.args[2], 64)
	switch {
	case err != nil || math.IsNaN(seconds):
		c.fail("ERR value is not a valid float")
		return
	case seconds > longestNap.Seconds():
		c.fail("ERR DEBUG SLEEP: the sandbox sleeps for %.0f seconds at most", longestNap.Seconds())
		return
	}
	c.s.nap.sleep(c.from, time.Duration(seconds*float64(time.Second)))
	c.ok()
}

// longestNap is how long the server may be made to sleep.
const longestNap = time.Minute

// nap is the sleep of a server, which serves nobody meanwhile. It has a lock of
// its own, for the server's is held.
type nap struct {
	mu   sync.Mutex
	by   *client
	wake chan struct{} // nil when awake
}

// sleep returns after a time, or when it is ended.
func (n *nap) sleep(by *client, d time.Duration) {
	wake := make(chan struct{})
	n.mu.Lock()
	n.by, n.wake = by, wake
	n.mu.Unlock()
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-wake:
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	n.wake = nil
}

// end wakes the server, unless it sleeps for another client; nil is all. A real
// server would sleep on when its client has gone.
func (n *nap) end(by *client) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.wake != nil && (by == nil || n.by == by) {
		close(n.wake)
		n.wake = nil
	}
}

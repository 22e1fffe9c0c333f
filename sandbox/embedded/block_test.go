package embedded

import (
	"strings"
	"testing"
)

func TestLongestWaitingIsServedFirst(t *testing.T) {
	s := start(t)
	first, second, pusher := dial(t, s), dial(t, s), dial(t, s)
	first.send("BLPOP q 0")
	pusher.eventually("PUBSUB NUMPAT", "0")
	waitFor(t, func() bool { s.mu.Lock(); defer s.mu.Unlock(); return len(s.waiting) == 1 })
	second.send("BLPOP q 0")
	waitFor(t, func() bool { s.mu.Lock(); defer s.mu.Unlock(); return len(s.waiting) == 2 })
	pusher.play(`
		MULTI
		RPUSH q a
		RPUSH q b
		LLEN q
		EXEC => [1 2 2]`)
	if got := first.read(); got != "[q a]" {
		t.Errorf("the first got %s", got)
	}
	if got := second.read(); got != "[q b]" {
		t.Errorf("the second got %s", got)
	}
}

func TestBlockedMoveServesTheNext(t *testing.T) {
	s := start(t)
	mover, popper, pusher := dial(t, s), dial(t, s), dial(t, s)
	popper.send("BLPOP b 0")
	mover.send("BLMOVE a b LEFT RIGHT 0")
	waitFor(t, func() bool { s.mu.Lock(); defer s.mu.Unlock(); return len(s.waiting) == 2 })
	pusher.do("RPUSH a x")
	if got := mover.read() + " " + popper.read(); got != "x [b x]" {
		t.Errorf("got %s", got)
	}
	popper.send("XREAD BLOCK 0 STREAMS s $")
	waitFor(t, func() bool { s.mu.Lock(); defer s.mu.Unlock(); return len(s.waiting) == 1 })
	pusher.do("XADD s 5-1 f v")
	if got := popper.read(); got != "[[s [[5-1 [f v]]]]]" {
		t.Errorf("XREAD gave %s", got)
	}
	popper.send("BLPOP nothing 0")
	waitFor(t, func() bool { s.mu.Lock(); defer s.mu.Unlock(); return len(s.waiting) == 1 })
	id := strings.TrimPrefix(strings.Fields(pusher.do("CLIENT LIST ID 2"))[0], "id=")
	pusher.play("CLIENT UNBLOCK " + id + " ERROR => 1")
	if got := popper.read(); !strings.HasPrefix(got, "UNBLOCKED") {
		t.Errorf("an unblocked client got %s", got)
	}
}

func TestPubSub(t *testing.T) {
	s := start(t)
	sub, pub := dial(t, s), dial(t, s)
	sub.send("SUBSCRIBE a")
	sub.send("PSUBSCRIBE a*")
	sub.send("GET k")
	for _, want := range []string{"[subscribe a 1]", "[psubscribe a* 2]",
		"ERR Can't execute 'get': only (P|S)SUBSCRIBE / (P|S)UNSUBSCRIBE / PING / QUIT / RESET are allowed in this context"} {
		if got := sub.read(); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
	pub.play(`
		PUBLISH a 1 => 2
		PUBLISH ab 2 => 1
		PUBLISH b 3 => 0
		PUBSUB CHANNELS => [a]
		PUBSUB NUMPAT => 1
		PUBSUB NUMSUB a b => [a 1 b 0]`)
	for _, want := range []string{"[message a 1]", "[pmessage a* a 1]", "[pmessage a* ab 2]"} {
		if got := sub.read(); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
	if got := sub.do("UNSUBSCRIBE") + sub.do("PUNSUBSCRIBE") + sub.do("PUNSUBSCRIBE") + sub.do("PING"); got !=
		"[unsubscribe a 1][punsubscribe a* 0][punsubscribe nil 0]PONG" {
		t.Errorf("leaving: %s", got)
	}
	sub.do("SSUBSCRIBE c")
	pub.play("SPUBLISH c 1 => 1")
	sub.Close()
	pub.eventually("PUBSUB SHARDNUMSUB c", "[c 0]")
}

// TestWaitingElsewhere: whatever brings a key serves who waits for it, and what
// happens to that key in another database does not.
func TestWaitingElsewhere(t *testing.T) {
	for _, tt := range []struct{ before, then string }{
		{"SELECT 1\nRPUSH q a", "SWAPDB 0 1"},
		{"SELECT 1\nRPUSH q a", "MOVE q 0"},
		{"SELECT 1\nRPUSH q b\nSELECT 0\nRPUSH p a", "RENAME p q"},
		{"RPUSH p a", "COPY p q"},
		{"RPUSH p a", "LMOVE p q LEFT LEFT"},
		{"ZADD z 1 a", "SORT z ALPHA STORE q"},
		{"SET p v", "MULTI\nGET p\nRPUSH q a\nEXEC"},
	} {
		s := start(t)
		waiter, other := dial(t, s), dial(t, s)
		other.play(tt.before)
		waiter.send("BLPOP q 0")
		waitFor(t, func() bool { s.mu.Lock(); defer s.mu.Unlock(); return len(s.waiting) == 1 })
		other.play("SELECT 2\nRPUSH q c\nSELECT 0")
		if strings.HasPrefix(tt.then, "MOVE") {
			other.do("SELECT 1")
		}
		other.play(tt.then)
		if got := waiter.read(); got != "[q a]" {
			t.Errorf("%s: %s", tt.then, got)
		}
		s.mu.Lock()
		for _, sp := range s.spaces {
			if len(sp.awaited) > 0 {
				t.Errorf("%s: database %d still has %d keys that somebody waits for", tt.then, sp.db, len(sp.awaited))
			}
		}
		s.mu.Unlock()
	}
}

// TestGroupGoesWhileReading: a reader hears that its stream or group is gone.
func TestGroupGoesWhileReading(t *testing.T) {
	for _, end := range []string{"DEL s", "FLUSHDB", "FLUSHALL", "XGROUP DESTROY s g", "SET s v", "SWAPDB 0 1"} {
		s := start(t)
		reader, other := dial(t, s), dial(t, s)
		other.do("XGROUP CREATE s g $ MKSTREAM")
		reader.send("XREADGROUP GROUP g c BLOCK 0 STREAMS s >")
		waitFor(t, func() bool { s.mu.Lock(); defer s.mu.Unlock(); return len(s.waiting) == 1 })
		other.do(end)
		if got := reader.read(); !strings.HasPrefix(got, "NOGROUP ") && !strings.HasPrefix(got, "WRONGTYPE ") {
			t.Errorf("%s: %s", end, got)
		}
	}
}

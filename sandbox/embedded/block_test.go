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

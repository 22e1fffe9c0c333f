package embedded

import "testing"

// TestNewerThan70: what Redis 7.2 to 8 have beyond 7.0, in their words.
func TestNewerThan70(t *testing.T) {
	s := start(t)
	c := dial(t, s)
	c.play(`
		HSET h a 1 b 2
		HSCAN h 0 NOVALUES => [0 [a b]]
		HSCAN h 0 NOVALUES MATCH a* COUNT 5 => [0 [a]]
		HSCAN h 0 => [0 [a 1 b 2]]
		SADD s a
		SSCAN s 0 NOVALUES => ERR syntax error
		XREAD STREAMS x + => nil
		XADD x 1-0 f v
		XADD x 2-5 f w
		XREAD STREAMS x + => [[x [[2-5 [f w]]]]]
		XREAD COUNT 9 STREAMS x + => [[x [[2-5 [f w]]]]]
		XGROUP CREATE x g 0
		XREADGROUP GROUP g c STREAMS x + => ERR Invalid stream ID specified as stream command argument
		CLIENT NO-TOUCH maybe => ERR syntax error
		CLIENT SETINFO LIB-NAME go-redis => OK
		CLIENT SETINFO color red => ERR Unrecognized option 'color'
		ZADD z 1 a
		ZRANK z a WITHSCORE => [0 1]`)
	if got := short(c.ask("CLIENT", "SETINFO", "lib-ver", "a b")); got != "ERR lib-ver cannot contain spaces, newlines or special characters." {
		t.Errorf("CLIENT SETINFO with a space: %s", got)
	}
	s.Forward(100_000_000_000)
	c.play(`
		CLIENT NO-TOUCH ON => OK
		HGETALL h => [a 1 b 2]
		OBJECT IDLETIME h => 100
		TOUCH h
		OBJECT IDLETIME h => 0`)
}

// TestWaitForTheLast: XREAD with + waits like one with $ where nothing is yet.
func TestWaitForTheLast(t *testing.T) {
	s := start(t)
	reader, c := dial(t, s), dial(t, s)
	reader.send("XREAD BLOCK 0 STREAMS x +")
	waitFor(t, func() bool { s.mu.Lock(); defer s.mu.Unlock(); return len(s.waiting) == 1 })
	c.do("XADD x 1-0 f v")
	if got := reader.read(); got != "[[x [[1-0 [f v]]]]]" {
		t.Error(got)
	}
}

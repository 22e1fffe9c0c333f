package image_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"redis-tutor/sandbox"
	"redis-tutor/sandbox/image"
)

// TestLines: what is said of a write, with the state it found. Several
// commands before the arrow are run first; the last one is looked at.
func TestLines(t *testing.T) {
	tests := []struct{ typed, want string }{
		{`SET hello world`, `new key hello: "world"`},
		{`SET hello world; SET hello moon`, `~ hello: "world" -> "moon"`},
		{`SET hello world EX 60; SET hello moon`, `~ hello: "world" -> "moon"; ttl hello: 60s -> none`},
		{`SET hello world; DEL hello`, `gone: hello (was "world")`},
		{`SET n 1; INCR n`, `~ n: "1" -> "2"`},
		{`SET "a key" "say \"hi\""`, `new key "a key": "say \"hi\""`},
		{"SET k \xff\x01", `new key k: "\xff\x01"`},
		{"SET k héllo", `new key k: "héllo"`},
		{"SET k \u202eabc", `new key k: "\xe2\x80\xaeabc"`},
		{`SET k 0123456789012345678901234567890123456789; APPEND k abc`, `+ k: at byte 40 "abc"`},
		{`SET k 0123456789012345678901234567890123456789xyz; SETRANGE k 5 QQ`, `~ k: at byte 5 "56" -> "QQ"`},
		{`SET k 01234567890123456789012345678901234567890123`, `new key k: "0123456789012345678901234567890123456789"…`},
		{"SET k \x00\x01\x02\x03\x04\x05\x06\x07\x08", `new key k: 9 bytes`},
		{"SET k \x00\x01\x02\x03\x04\x05\x06\x07\x08; APPEND k abc", `~ k: 9 bytes -> 12 bytes`},
		{"SET k \x00\x01\x02\x03\x04\x05\x06\x07\x08; SETBIT k 17 1", `~ k: at byte 2 "\x02" -> "B"`},
		{"SETBIT b 7 1; SETBIT b 6 1", `~ b: "\x01" -> "\x03"`},
		{"SETBIT b 7 1; SETBIT b 100 1", `~ b: 1 byte -> 13 bytes`},
		{"SET k v; SET k \x00\x01\x02\x03\x04\x05\x06\x07\x08", `~ k: 1 byte -> 9 bytes`},
		{`PFADD seen a b c`, `new key seen: a HyperLogLog, about 3 distinct`},
		{`PFADD seen a b c; PFADD seen d`, `~ seen: about 3 -> about 4 distinct`},
		{`PFADD seen a b c; DEL seen`, `gone: seen (was a HyperLogLog, about 3 distinct)`},
		{"HSET h f \x00\x01\x02\x03\x04\x05\x06\x07\x08", `new key h: a hash of 1; + h: field f 9 bytes`},
		{`RPUSH queue Ann Bob`, `new key queue: a list of 2; + queue: 1) "Ann"; + queue: 2) "Bob"`},
		{`RPUSH queue Ann Bob; RPUSH queue Cem`, `+ queue: 3) "Cem" (back)`},
		{`RPUSH queue Ann Bob; LPUSH queue Cem`, `+ queue: 1) "Cem" (front)`},
		{`RPUSH queue a a; LPUSH queue a`, `+ queue: 1) "a" (front)`},
		{`RPUSH queue a a; RPUSH queue a`, `+ queue: 3) "a" (back)`},
		{`RPUSH queue Ann Bob; LPOP queue`, `- queue: 1) "Ann" (front)`},
		{`RPUSH queue a b c d; RPOP queue 2`, `- queue: 3) "c" (back); - queue: 4) "d" (back)`},
		{`RPUSH queue a b c; LSET queue 1 x`, `~ queue: 2) "b" -> "x"`},
		{`RPUSH queue a b c; LINSERT queue BEFORE b x`, `+ queue: 2) "x"`},
		{`RPUSH queue a b a c a; LREM queue 0 a`, `- queue: 1) "a" (front); - queue: 3) "a"; - queue: 5) "a" (back)`},
		{`RPUSH queue a b c; LMOVE queue queue LEFT RIGHT`, `- queue: 1) "a" (front); + queue: 3) "a" (back)`},
		{`RPUSH queue a; LPOP queue`, `gone: queue (was a list of 1)`},
		{`RPUSH queue a b c; SET queue x`, `gone: queue (was a list of 3); new key queue: "x"`},
		{`HSET cat name Tom; HSET cat age 3`, `+ cat: field age "3"`},
		{`HSET cat name Tom age 3; HDEL cat age`, `- cat: field age (was "3")`},
		{`HSET cat name Tom age 3; HINCRBY cat age 1`, `~ cat: field age "3" -> "4"`},
		{`HSET cat name Tom; EXPIRE cat 60`, `ttl cat: none -> 60s`},
		{`SET k v; PEXPIRE k 900`, `ttl k: none -> 900ms`},
		{`SADD tags red blue; SADD tags green blue`, `+ tags: "green"`},
		{`SADD tags red blue; SREM tags red`, `- tags: "red"`},
		{`ZADD board 10 ann; ZADD board 12 ann 5 bob`, `+ board: bob 5; ~ board: ann 10 -> 12`},
		{`ZADD board 10 ann 5 bob; ZREM board ann`, `- board: ann (was 10)`},
		{`XADD s 1-0 name ann; XADD s 2-0 name bob`, `+ s: entry 2-0 name bob`},
		{`XADD s 1-0 f v; XADD s 2-0 f v; XDEL s 1-0`, `- s: entry 1-0`},
		{`XADD s 1-0 f v; XGROUP CREATE s g 0`, `+ s: group g`},
		{`SET a 1; RENAME a b`, `renamed: a -> b`},
		{`SET a 1; RPUSH b x; RENAME a b`, `renamed: a -> b (which was a list of 1)`},
		{`SET a 1; MOVE a 1`, `moved: a -> a (database 1)`},
		{`MSET a 1 b 2`, `new key a: "1"; new key b: "2"`},
		{`SADD s 1 2 3 4 5 6 7 8 9`, `new key s: a set of 9; + s: "1"; + s: "2"; + s: "3"; + s: "4"; … and 5 more`},
	}
	b := open(t, sandbox.Options{})
	for _, tt := range tests {
		b.ask("FLUSHALL")
		var got []string
		for _, line := range strings.Split(tt.typed, "; ") {
			if c := b.typed(line); c != nil {
				got = spelled(c, image.Line.String)
			}
		}
		for i := range got {
			got[i] = nearly.ReplaceAllString(got[i], "900ms")
		}
		if diff := cmp.Diff(strings.Split(tt.want, "; "), got); diff != "" {
			t.Errorf("%s (-want +got)\n%s", tt.typed, diff)
		}
	}
}

func spelled(c *image.Change, as func(image.Line) string) []string {
	var lines []string
	for _, l := range c.Lines(6) {
		lines = append(lines, as(l))
	}
	return lines
}

// TestSpoken: for who listens there are words in the place of signs, and what
// looks like signs in a value stays.
func TestSpoken(t *testing.T) {
	b := open(t, sandbox.Options{})
	for _, tt := range []struct{ before, typed, want string }{
		{`SET k a`, `SET k "x -> y"`, `changed, k: "a" to "x -> y"`},
		{`HSET h a 1 b 2`, `HDEL h a`, `removed, h: field a (was "1")`},
		{`RPUSH l a`, `RPUSH l "+ b"`, `added, l: 2) "+ b" (back)`},
		{`SET m 1`, `RENAME m n`, `renamed: m to n`},
		{`SET e 1`, `EXPIRE e 60`, `ttl e: none to 60s`},
	} {
		b.ask("FLUSHALL")
		b.typed(tt.before)
		if got := strings.Join(spelled(b.typed(tt.typed), image.Line.Spoken), "; "); got != tt.want {
			t.Errorf("%s: %s, want %s", tt.typed, got, tt.want)
		}
	}
}

// nearly is 900 ms of which a busy machine has let some pass.
var nearly = regexp.MustCompile(`\b8\d\dms`)

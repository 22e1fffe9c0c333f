package embedded

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"redis-tutor/sandbox/reply"
)

// values are commands that make the key "v", each of another form.
func values() map[string][]string {
	long := func(n int) string { return strings.Repeat("ab", n/2) }
	numbers := []string{"0", "127", "128", "-1", "-4096", "4095", "4096", "-32768", "32767", "65536", "-8388608", "8388607", "8388608",
		"2147483647", "-2147483648", "9223372036854775807", "-9223372036854775808", "01", "1.5", "", "x"}
	many := func(command string, n, each int) []string {
		words := []string{command, "v"}
		for i := range n {
			words = append(words, fmt.Sprintf("%d:%s", i, long(each)))
		}
		return words
	}
	return map[string][]string{
		"a list of numbers":       append([]string{"RPUSH", "v"}, numbers...),
		"a hash of numbers":       append([]string{"HSET", "v"}, append(numbers[:18:18], "f", long(64))...),
		"a long list":             many("RPUSH", 1000, 50),
		"a list of long elements": {"RPUSH", "v", "a", long(9000), "b", long(63), long(64), long(4095), long(4096), long(20000)},
		"small integers":          {"SADD", "v", "1", "-3", "2"},
		"larger integers":         {"SADD", "v", "1", "-30000000", "2"},
		"the largest integers":    {"SADD", "v", "1", "9223372036854775807", "-9223372036854775808"},
		"a set":                   {"SADD", "v", "a", "b", "1"},
		"a hash table":            many("HSET", 400, 10),
		"a small sorted set":      {"ZADD", "v", "1", "a", "2.5", "b", "-1e30", "c", "inf", "d"},
		"a large sorted set":      {"ZADD", "v", "1", "a", "0.1", long(100)},
		"a string":                {"SET", "v", "some text"},
		"a number":                {"SET", "v", "-12345"},
	}
}

// contents is all that a value has, and how it is kept.
func contents(c *conn) []reply.Value {
	read := map[string][]string{"list": {"LRANGE", "v", "0", "-1"}, "hash": {"HGETALL", "v"}, "set": {"SORT", "v", "ALPHA"},
		"zset": {"ZRANGE", "v", "0", "-1", "WITHSCORES"}, "string": {"GET", "v"}}[short(c.ask("TYPE", "v"))]
	return []reply.Value{c.ask(read...), c.ask("OBJECT", "ENCODING", "v")}
}

// TestDump: what is dumped here is restored here and by a real Redis, to the
// same value; and small values are dumped to the same bytes.
func TestDump(t *testing.T) {
	dialReal := realRedis(t)
	for name, command := range values() {
		ours, real := dial(t, start(t)), dialReal()
		theirs := &conn{real, t, reply.NewReader(real)}
		theirs.ask("FLUSHALL")
		ours.ask(command...)
		want := contents(ours)
		payload := ours.ask("DUMP", "v").Text
		for _, c := range []*conn{ours, theirs} {
			if got := short(c.ask("RESTORE", "v", "0", payload, "REPLACE")); got != "OK" {
				t.Errorf("%s: RESTORE gives %s", name, got)
			} else if diff := cmp.Diff(want, contents(c)); diff != "" && name != "a hash table" {
				t.Errorf("%s: before - restored +\n%s", name, diff)
			}
		}
		theirs.ask("CONFIG", "SET", "rdbcompression", "no")
		theirs.ask("DEL", "v")
		theirs.ask(command...)
		if got := theirs.ask("DUMP", "v").Text; got != payload && name != "a set" && name != "a hash table" && name != "a large sorted set" {
			t.Errorf("%s:\n    real %.300q\nembedded %.300q", name, got, payload)
		}
		theirs.ask("CONFIG", "SET", "rdbcompression", "yes")
		real.Close()
	}
}

// TestDumpStream: a stream comes back with its groups and what they wait for,
// and no part of it is taken for the whole.
func TestDumpStream(t *testing.T) {
	c := dial(t, start(t))
	for _, args := range [][]string{
		{"XADD", "v", "5-1", "f", "1", "\xff\x00", "007"}, {"XADD", "v", "5-2", "", ""}, {"XADD", "v", "6-0", "f", "2"},
		{"XDEL", "v", "5-2"},
		{"XGROUP", "CREATE", "v", "g", "0"}, {"XGROUP", "CREATE", "v", "h", "6-0", "ENTRIESREAD", "-1"},
		{"XREADGROUP", "GROUP", "g", "ann", "COUNT", "1", "STREAMS", "v", ">"}, {"XREADGROUP", "GROUP", "g", "bob", "STREAMS", "v", ">"},
	} {
		if v := c.ask(args...); v.IsError() {
			t.Fatalf("%q: %s", args, short(v))
		}
	}
	payload := c.ask("DUMP", "v").Text
	if got := short(c.ask("RESTORE", "w", "0", payload)); got != "OK" {
		t.Fatalf("RESTORE gives %s", got)
	}
	if diff := cmp.Diff(c.ask("XINFO", "STREAM", "v", "FULL"), c.ask("XINFO", "STREAM", "w", "FULL")); diff != "" {
		t.Errorf("before - restored +\n%s", diff)
	}
	for n := range len(payload) - 10 {
		part := string(sealed([]byte(payload[:n])))
		if got := c.ask("RESTORE", "part", "0", part).Text; got != "ERR Bad data format" {
			t.Fatalf("%d bytes of it: %s", n, got)
		}
	}
}

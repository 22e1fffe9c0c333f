package embedded

import (
	"regexp"
	"strings"
	"testing"
	"time"
)

// TestMonitor: the others' commands appear as redis-cli shows them, those of
// scripts after the script; secrets and the server's own affairs do not.
func TestMonitor(t *testing.T) {
	s := start(t)
	m, c := dial(t, s), dial(t, s)
	if got := m.do("MONITOR"); got != "OK" {
		t.Fatal(got)
	}
	for _, args := range [][]string{
		{"SET", "k", "a \"b\"\n\x01é"}, {"AUTH", "secret"}, {"AUTH", "me", "secret"}, {"HELLO", "2", "AUTH", "default", "secret"},
		{"CONFIG", "GET", "port"}, {"SLOWLOG", "LEN"}, {"FOO"}, {"GET"}, {"EVAL", "return redis.call('get','k')", "0"},
		{"MULTI"}, {"GET", "k"}, {"EXEC"}, {"SELECT", "3"}, {"PING"},
	} {
		c.ask(args...)
	}
	var got []string
	stamp := regexp.MustCompile(`^\d{10}\.\d{6} \[(\d) (lua|127\.0\.0\.1:\d+)\] `)
	for range 11 {
		line := m.read()
		if !stamp.MatchString(line) {
			t.Fatalf("%q", line)
		}
		got = append(got, stamp.ReplaceAllString(line, "$1 "))
	}
	want := []string{
		`0 "SET" "k" "a \"b\"\n\x01\xc3\xa9"`, `0 "AUTH" "(redacted)"`, `0 "AUTH" "(redacted)" "(redacted)"`,
		`0 "HELLO" "2" "AUTH" "(redacted)" "(redacted)"`, `0 "EVAL" "return redis.call('get','k')" "0"`, `0 "get" "k"`,
		`0 "MULTI"`, `0 "GET" "k"`, `0 "EXEC"`, `3 "SELECT" "3"`, `3 "PING"`,
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("line %d is %s, want %s", i, got[i], want[i])
		}
	}
	if got := m.do("RESET"); got != "RESET" {
		t.Error(got)
	}
	c.do("SET k v")
	if got := m.do("PING"); got != "PONG" {
		t.Errorf("after RESET the monitor still gets %s", got)
	}
}

func TestSlowlog(t *testing.T) {
	s := start(t)
	c := dial(t, s)
	c.play("CONFIG SET slowlog-log-slower-than 0\nSLOWLOG RESET => OK\nSLOWLOG LEN => 1\nCLIENT SETNAME me\nAUTH secret")
	c.ask("SET", "k", strings.Repeat("x", 200))
	c.ask(append([]string{"DEL"}, strings.Fields(strings.Repeat("k ", 40))...)...)
	list := c.ask("SLOWLOG", "GET", "3").Items
	if len(list) != 3 {
		t.Fatalf("%d entries", len(list))
	}
	del, set, auth := list[0].Items, list[1].Items, list[2].Items
	if n := len(del[3].Items); n != 32 || del[3].Items[31].Text != "... (10 more arguments)" {
		t.Errorf("DEL is kept as %d words ending with %q", n, del[3].Items[n-1].Text)
	}
	if got := set[3].Items[2].Text; got != strings.Repeat("x", 128)+"... (72 more bytes)" {
		t.Errorf("the value is kept as %q", got)
	}
	if got := short(auth[3]); got != "[AUTH (redacted)]" {
		t.Errorf("AUTH is kept as %s", got)
	}
	if set[5].Text != "me" || !strings.HasPrefix(set[4].Text, "127.0.0.1:") || set[0].Int+1 != del[0].Int || set[2].Int < 0 {
		t.Errorf("%v", set)
	}
	c.play(`SLOWLOG GET -2 => ERR count should be greater than or equal to -1
		SLOWLOG GET x => ERR count should be greater than or equal to -1
		SLOWLOG => ERR wrong number of arguments for 'slowlog' command
		CONFIG SET slowlog-max-len 2
		PING
		SLOWLOG LEN => 2
		CONFIG SET slowlog-log-slower-than -1
		SLOWLOG RESET => OK
		SLOWLOG LEN => 0`)
}

func TestLatency(t *testing.T) {
	s := start(t)
	c := dial(t, s)
	c.play(`LATENCY LATEST => []
		LATENCY HISTORY x => []
		LATENCY RESET => 0
		LATENCY GRAPH x => ERR No samples available for event 'x'
		LATENCY HISTORY => ERR wrong number of arguments for 'latency|history' command
		LATENCY FOO => ERR unknown subcommand 'FOO'. Try LATENCY HELP.
		SET k v
		SET k w`)
	if got := c.ask("LATENCY", "HISTOGRAM", "set"); len(got.Items) != 2 || got.Items[1].Items[1].Int != 2 {
		t.Errorf("two calls are shown as %v", got)
	}
	c.do("CONFIG SET latency-monitor-threshold 1")
	c.script("local n=0 for i=1,3000000 do n=n+i end return n")
	latest := c.ask("LATENCY", "LATEST").Items
	if len(latest) != 1 || latest[0].Items[0].Text != "command" || latest[0].Items[3].Int < 1 {
		t.Errorf("%v", latest)
	}
	c.play("LATENCY RESET => 1\nLATENCY LATEST => []")
}

// TestProtocolLimits: lengths alone take no memory, and what is too long ends
// the connection.
func TestProtocolLimits(t *testing.T) {
	s := limited(t, Limits{Value: 1 << 20, Query: 2 << 20})
	other := dial(t, s)
	c := dial(t, s)
	_, _ = c.Write([]byte("*2\r\n$3\r\nGET\r\n$1048577\r\n"))
	if got := c.read(); got != "ERR Protocol error: invalid bulk length" {
		t.Error(got)
	}
	c = dial(t, s)
	part := strings.Repeat("x", 1<<20)
	_, _ = c.Write([]byte("*5\r\n$4\r\nMSET\r\n"))
	for range 4 {
		_, _ = c.Write([]byte("$1048576\r\n" + part + "\r\n"))
	}
	if v, err := c.in.Read(); err == nil {
		t.Errorf("four megabytes are answered with %v", v)
	}
	if got := other.do("PING"); got != "PONG" {
		t.Error(got)
	}
}

// TestPipelineIsBounded: a client that sends for ever while it is blocked is
// read only so far.
func TestPipelineIsBounded(t *testing.T) {
	s := limited(t, Limits{Query: 1 << 20})
	c := dial(t, s)
	c.send("BLPOP none 0")
	value := strings.Repeat("x", 100_000)
	for range 100 {
		c.send("SET k " + value)
	}
	time.Sleep(50 * time.Millisecond)
	s.mu.Lock()
	var unread int64
	for x := range s.clients {
		unread = max(unread, x.unread.Load())
	}
	s.mu.Unlock()
	if unread > 2<<20 {
		t.Errorf("%d bytes have been read ahead", unread)
	}
	other := dial(t, s)
	other.do("RPUSH none go")
	c.read()
	for range 100 {
		if got := c.read(); got != "OK" {
			t.Fatal(got)
		}
	}
}

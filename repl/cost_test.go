package repl_test

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"redis-tutor/repl"
	"redis-tutor/repl/adapt"
	"redis-tutor/repl/settings"
	"redis-tutor/repl/terminal/terminaltest"
	"redis-tutor/sandbox"
	"redis-tutor/sandbox/sandboxtest"
)

// meter counts what a server is asked, and what it sends.
type meter struct {
	t     *testing.T
	owner *sandbox.Sandbox
	calls map[string]int // since the server began
	sent  int            // by the server, in bytes
	own   int            // the length of the last reply to the meter itself
}

func (m *meter) ask(args ...string) string {
	m.t.Helper()
	v, err := m.owner.Do(m.t.Context(), args...)
	if err != nil || v.IsError() {
		m.t.Fatal(args, v.Text, err)
	}
	m.own = len(fmt.Sprintf("$%d\r\n%s\r\n", len(v.Text), v.Text))
	return v.Text
}

// read returns the commands since the last time, but for its own, and the bytes
// that the server has sent.
func (m *meter) read() (calls string, sent int) {
	m.t.Helper()
	was, wasSent, own := m.calls, m.sent, m.own
	m.calls, m.sent = map[string]int{}, 0
	for line := range strings.Lines(m.ask("INFO", "all")) {
		name, rest, _ := strings.Cut(strings.TrimSpace(line), ":")
		if name == "total_net_output_bytes" {
			m.sent, _ = strconv.Atoi(rest)
		}
		command, isCall := strings.CutPrefix(name, "cmdstat_")
		number, _, _ := strings.Cut(strings.TrimPrefix(rest, "calls="), ",")
		if n, err := strconv.Atoi(number); isCall && err == nil {
			m.calls[strings.ToUpper(strings.ReplaceAll(command, "|", " "))] = n
		}
	}
	var list []string
	for _, command := range slices.Sorted(maps.Keys(m.calls)) {
		n := m.calls[command] - was[command]
		if command == "INFO" {
			n-- // the one before
		}
		if n > 0 {
			list = append(list, fmt.Sprintf("%s %d", command, n))
		}
	}
	return strings.Join(list, ", "), m.sent - wasSent - own
}

// costs are lines, the last of which is measured, and all that the server is
// asked for it, where nothing is set and where changes and undo are off. What is
// there before is made by a call in Lua that is repeated.
var costs = []struct {
	times                   int
	keys, lines, usual, off string
}{
	{0, "", "SET k v", "GETRANGE 1, MEMORY USAGE 1, PEXPIRETIME 2, SET 1, TIME 2, TYPE 1", "SET 1"},
	{1, "'SET','k','old'", "SET k v", "GETRANGE 2, MEMORY USAGE 1, PEXPIRETIME 2, SET 1, TIME 2, TYPE 1", "SET 1"},
	{0, "", "INCR n|INCR n", "GETRANGE 2, INCR 1, PEXPIRETIME 2, TIME 2", "INCR 1"},
	{0, "", "RPUSH l a|LPUSH l b", "LPUSH 1, LRANGE 2, MEMORY USAGE 1, PEXPIRETIME 2, TIME 2, TYPE 1", "LPUSH 1"},
	{0, "", "HSET h f v", "HGETALL 1, HSET 1, MEMORY USAGE 1, PEXPIRETIME 2, TIME 2, TYPE 1", "HSET 1"},
	{1, "'HSET','h','f','old'", "HSET h f v", "EXISTS 1, HGETALL 2, HSET 1, INFO 1, MEMORY USAGE 1, PEXPIRETIME 2, TIME 2, TYPE 1", "HSET 1"},
	{100_000, "'RPUSH','l','element '..i", "LPUSH l x", "LPUSH 1, MEMORY USAGE 2, PEXPIRETIME 2, TIME 2, TYPE 2", "LPUSH 1"},
	{1, "'SETRANGE','big',10485759,'x'", "DEL big", "DEL 1, MEMORY USAGE 2, PEXPIRETIME 2, TIME 2, TYPE 2", "DEL 1"},
	{1, "'SETRANGE','big',899999,'x'", "APPEND big y", "APPEND 1, MEMORY USAGE 2, PEXPIRETIME 2, TIME 2, TYPE 2", "APPEND 1"},
	{1, "'SETRANGE','big',899999,'x'", "INCR big", "GETRANGE 1, INCR 1, MEMORY USAGE 2, PEXPIRETIME 2, TIME 2, TYPE 2", "INCR 1"},
	{1, "'HSET','h','f',string.rep('x',200000)", "HINCRBY h f 1", "HINCRBY 1, HSTRLEN 1, MEMORY USAGE 2, PEXPIRETIME 2, TIME 2, TYPE 2", "HINCRBY 1"},
	{950, "'SET','pk:'..i,string.rep('x',1000)", `EVAL "return 1" 0`, "EVAL 1", "EVAL 1"},
	{20, "'SETRANGE','pk:'..i,900000,'x'", `EVAL "return 1" 0`, "EVAL 1", "EVAL 1"},
	{950, "'SET','pk:'..i,string.rep('x',1000)", `MULTI|EVAL "return 1" 0|SET k v|EXEC`, "EVAL 1, EXEC 1, SET 1", "EVAL 1, EXEC 1, SET 1"},
	{950, "'SET','pk:'..i,string.rep('x',1000)", `as bob PING|as bob EVAL "return 1" 0`, "EVAL 1", "EVAL 1"},
	{950, "'SET','pk:'..i,string.rep('x',1000)", "FLUSHDB", "DBSIZE 1, FLUSHDB 1", "FLUSHDB 1"},
	{0, "", "MSET a 1 b 2", "GETRANGE 2, MEMORY USAGE 2, MSET 1, PEXPIRETIME 4, TIME 2, TYPE 2", "MSET 1"},
	{0, "", "SET k v|GET k", "GET 1", "GET 1"},
	{950, "'SET','pk:'..i,string.rep('x',1000)", "GET none", "EXISTS 1, GET 1, SCAN 1", "GET 1"},
}

// TestCost: on a server that others use a command costs little besides itself,
// and nothing where nobody wants to know what it changed.
func TestCost(t *testing.T) {
	o := sandboxtest.Server(t)
	o.Commands = sandboxtest.Commands(t, "../content/commands.txt")
	m := &meter{t: t, owner: another(t, o)}
	for _, row := range costs {
		for _, tt := range []struct {
			set   settings.Values
			want  string
			bytes int // at most
		}{
			{nil, row.usual, 1500},
			{settings.Values{"changes": "off"}, row.usual, 1500},
			{settings.Values{"changes": "off", "undo": "off"}, row.off, 100},
		} {
			m.ask("FLUSHALL")
			m.ask("EVAL", fmt.Sprintf("for i=1,%d do redis.call(%s) end return 1", row.times, row.keys), "0")
			c := newConfig(t, terminaltest.New(), 80)
			c.Course, c.Sandbox, c.Spare, c.Settings = nil, adapt.Box{Sandbox: another(t, o)}, true, tt.set
			s := repl.New(c)
			s.Commands() // asks for the version
			lines := strings.Split("PING|"+row.lines, "|")
			for _, line := range lines[:len(lines)-1] {
				s.Take(t.Context(), line)
			}
			m.read()
			s.Take(t.Context(), lines[len(lines)-1])
			calls, sent := m.read()
			if row.off != tt.want { // where it took long the connection is tried first
				calls = regexp.MustCompile(`, PING \d+`).ReplaceAllString(calls, "")
			}
			if calls != tt.want || sent > tt.bytes {
				t.Errorf("%s, %v: %s, %d bytes, want %s", row.lines, tt.set, calls, sent, tt.want)
			}
		}
	}
}

// another opens a Redis once more.
func another(t testing.TB, o sandbox.Options) *sandbox.Sandbox {
	t.Helper()
	box, err := sandbox.Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { box.Close() })
	return box
}

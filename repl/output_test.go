package repl_test

import (
	"context"
	"strings"
	"testing"

	"redis-tutor/repl"
	"redis-tutor/repl/settings"
	"redis-tutor/repl/terminal/terminaltest"
	"redis-tutor/sandbox/reply"
)

// printed are lines whose replies differ in every form.
var printed = []string{
	"HSET h f é", "HGETALL h", "HGET h f", "GET nobody", "LRANGE h 0 -1", "ZADD z 1.5 a", "ZSCORE z a", "INFO nosuch",
	"TTL h", "as bob SMEMBERS s", "MULTI", "INCR n", "EXEC", "PING",
}

// TestOutput: what `:set output` makes of the replies, and of what is said of
// them, is what the flag of that name makes.
func TestOutput(t *testing.T) {
	behind := func(term *terminaltest.Fake) string {
		_, rest, _ := strings.Cut(term.Screen(), "PING\n")
		return rest
	}
	first := append([]string{"PING"}, printed...)
	for _, tt := range []struct {
		value  string
		format reply.Format
	}{{"no-raw", reply.Standard}, {"raw", reply.Raw}, {"csv", reply.CSV}, {"json", reply.JSON}, {"quoted-json", reply.QuotedJSON}} {
		t.Run(tt.value, func(t *testing.T) {
			flag := practise(t, func(c *repl.Config) { c.Format = tt.format }, first...)
			set := practise(t, nil, append([]string{":set output " + tt.value}, first...)...)
			back := practise(t, func(c *repl.Config) { c.Settings = settings.Values{"output": tt.value} },
				append([]string{"GET nobody", ":set output csv", "GET nobody", ":set output " + tt.value}, first...)...)
			want := behind(flag)
			for name, term := range map[string]*terminaltest.Fake{"at once": set, "there and back": back} {
				if got := behind(term); got != want {
					t.Errorf("%s:\n%s\nwith the flag:\n%s", name, got, want)
				}
			}
		})
	}
}

// TestOutputProtocol: JSON comes with RESP3, unless a flag names a version, or
// the connection is not to be disturbed.
func TestOutputProtocol(t *testing.T) {
	lines := []string{"HSET h f v", "as bob PING", ":set output json", "HGETALL h", "as bob HGETALL h", "as ann HGETALL h", ":set output no-raw", "HGETALL h", "quit"}
	mustShow(t, practise(t, nil, lines...),
		"# Output is json: replies as JSON.\n# The connection turns to RESP3 for it, as with the flag `--json`: a hash is\n",
		"> HGETALL h\n{\"f\":\"v\"}\n", "bob> {\"f\":\"v\"}\n", "ann> {\"f\":\"v\"}\n",
		"# The connection turns back to RESP2.\n", "> HGETALL h\n1) \"f\"\n2) \"v\"\n")
	mustShow(t, practise(t, func(c *repl.Config) { c.Protocol = 2 }, lines...), "> HGETALL h\n[\"f\",\"v\"]\n")
	mustShow(t, practise(t, func(c *repl.Config) { c.Protocol = 3 }, "HELLO 2", "HSET h f v", "as bob", ":set output no-raw", "HGETALL h", "quit"),
		"# Output is no-raw: replies with their types (the default on a terminal).\nbob@redis sandbox> HGETALL h\n1) \"f\"")
	mustShow(t, practise(t, nil, "HSET h f v", "MULTI", ":set output json", "HGETALL h", "EXEC", "HGETALL h", "quit"),
		"RESP3 for it, once the transaction is over,", "HGETALL h\n\"QUEUED\"\n", "EXEC\n[[\"f\",\"v\"]]\n", "HGETALL h\n{\"f\":\"v\"}\n")
	mustShow(t, practise(t, nil, "HSET h f v", "HELLO 3", ":set output csv", "HGETALL h", ":set output no-raw", "HGETALL h", "quit"), "1# \"f\" => \"v\"")
}

// refusing is a Redis that answers HELLO with an error for so many times.
type refusing struct {
	repl.Sandbox
	answer string
	times  int
}

func (r *refusing) Do(ctx context.Context, args ...string) (reply.Value, error) {
	if args[0] == "HELLO" && r.times > 0 {
		r.times--
		return reply.NewError(r.answer), nil
	}
	return r.Sandbox.Do(ctx, args...)
}

// TestOutputRefused: a server that refuses RESP3 is asked once and the learner
// told; one that wants a password first is asked again.
func TestOutputRefused(t *testing.T) {
	for _, tt := range []struct{ answer, shows string }{
		{"NOPERM no HELLO", "> HGETALL h\n# The server keeps to the RESP it speaks: NOPERM no HELLO\n[\"f\",\"v\"]\nredis sandbox> HGETALL h\n[\"f\",\"v\"]\n"},
		{"NOAUTH HELLO must wait", "> HGETALL h\n[\"f\",\"v\"]\nredis sandbox> HGETALL h\n{\"f\":\"v\"}\n"},
	} {
		term := practise(t, func(c *repl.Config) { c.Sandbox = &refusing{c.Sandbox, tt.answer, 1} },
			":set gloss off", "HSET h f v", ":set output json", "HGETALL h", "HGETALL h", "quit")
		mustShow(t, term, tt.shows)
	}
}

// TestOutputWhileListening: messages come in the form that is set meanwhile.
func TestOutputWhileListening(t *testing.T) {
	term := practise(t, nil, "SUBSCRIBE news", "as bob PUBLISH news one", terminaltest.Wait+`3) "one"`,
		":set output csv", "as bob PUBLISH news two", terminaltest.Wait+`"message","news","two"`, "quit")
	mustShow(t, term, ":set output csv\n# Output is csv")
	term = practise(t, nil, "SUBSCRIBE news", ":set output json", terminaltest.Wait+"object there", terminaltest.CtrlC, "HSET h f v", "HGETALL h", "quit")
	mustShow(t, term, "RESP3 for it, once you no longer listen", "\n{\"f\":\"v\"}\n")
}

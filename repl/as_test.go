package repl_test

import (
	"context"
	"strings"
	"sync/atomic"
	"testing"

	"redis-tutor/repl"
	"redis-tutor/repl/terminal/terminaltest"
	"redis-tutor/sandbox/reply"
)

// TestNobodyIsSentAway: who was never spoken of is not connected to be sent
// away.
func TestNobodyIsSentAway(t *testing.T) {
	term := practise(t, nil, "as zoe quit", "CLIENT LIST", "as zoe PING", "as zoe quit", "as zoe quit")
	mustShow(t, term, `error: there is no client "zoe" to send away`, "zoe> PONG", "zoe is gone.", `error: there is no client "zoe"`)
	before, _, _ := strings.Cut(term.Screen(), "zoe> PONG")
	if strings.Contains(before, "name=zoe") {
		t.Errorf("zoe was connected\n%s", before)
	}
}

// TestBrowserNotClient: who sends a browser's word as a client's command is
// told how a browser is named.
func TestBrowserNotClient(t *testing.T) {
	mustShow(t, practise(t, nil, "as ben visit", "as ben cookies"), "type `visit /", "type `cookies")
}

// TestMarks: what a client is told is marked at any other's prompt, the
// learner's too.
func TestMarks(t *testing.T) {
	mustShow(t, practise(t, nil, "SET k v", "as bob", "as me GET k", "GET k", "as me", "GET k"),
		"as me GET k\nme> \"v\"\n", "GET k\n\"v\"\n", "redis sandbox> GET k\n\"v\"\n")
	term := practise(t, nil, "SUBSCRIBE news", "PUBLISH news one", terminaltest.Wait+"In RESP2", "as bob", "PUBLISH news two", terminaltest.Wait+`me> 3) "two"`,
		"as me", "as bob PUBLISH news three", terminaltest.Wait+"\n3) \"three\"")
	mustShow(t, term, `me> 3) "two"`, "\n3) \"three\"")
}

// TestNobodyAtTheTerminal: only the learner's own SUBSCRIBE may go on for ever.
func TestNobodyAtTheTerminal(t *testing.T) {
	term := practise(t, func(c *repl.Config) { c.Terminal.(*terminaltest.Fake).Piped = true }, "as bob SUBSCRIBE news", "as bob MONITOR", "PING")
	if n := strings.Count(term.Output(), "error: bob cannot listen where nobody sits"); n != 2 || !strings.Contains(term.Output(), "PONG") {
		t.Errorf("printed\n%s", term.Output())
	}
}

// endless is a Redis that notices looks which nobody and nothing ends.
type endless struct {
	repl.Sandbox
	looks *atomic.Int32
}

func (e endless) Observe(ctx context.Context, db int, commands ...[]string) ([]reply.Value, error) {
	if ctx.Done() == nil {
		e.looks.Add(1)
	}
	return e.Sandbox.Observe(ctx, db, commands...)
}

// TestArrivedIsBounded: who waits for the lesson's look at what came in the
// background does not wait for ever.
func TestArrivedIsBounded(t *testing.T) {
	term := terminaltest.New("DEL queue", "as bob BLPOP queue 0", "RPUSH queue x", terminaltest.Wait+`bob> 2) "x"`, "PING")
	c := newConfig(t, term, 80)
	var looks atomic.Int32
	c.Sandbox = endless{c.Sandbox, &looks}
	s := repl.New(c)
	if err := s.Learn(t.Context(), "bakery"); err != nil {
		t.Fatal(err)
	}
	if err := s.Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	mustShow(t, term, "PONG")
	if n := looks.Load(); n > 0 {
		t.Errorf("%d looks without end", n)
	}
}

// TestTraceOfAnother says that it is the learner's wire which is traced.
func TestTraceOfAnother(t *testing.T) {
	const text = "It is your own wire that is traced, not bob's."
	mustShow(t, practise(t, nil, "trace on", "as bob", "as me", "as bob", "trace off", "trace on"), text, text, text)
}

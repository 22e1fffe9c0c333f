package repl_test

import (
	"context"
	"regexp"
	"strings"
	"testing"

	"redis-tutor/repl"
	"redis-tutor/repl/screen"
	"redis-tutor/repl/terminal/terminaltest"
	"redis-tutor/sandbox/reply"
)

func TestMonitorAtThePrompt(t *testing.T) {
	term := practise(t, nil, "MONITOR", terminaltest.Wait+"OK",
		"SET k 1", terminaltest.Wait+`"SET" "k" "1"`,
		"as bob INCR k", terminaltest.Wait+`"INCR" "k"`,
		"MONITOR", "SUBSCRIBE news", terminaltest.Wait+"listen already", terminaltest.CtrlC, "PING", "quit")
	mustShow(t, term, "(monitor mode)> SET k 1", "listen already (MONITOR)", "listen already (MONITOR)", "No longer listening.", "redis sandbox> PING")
	own := regexp.MustCompile(`\] "(?i:type|select|dump|pttl|exists|object)"`) // what undo and the gloss ask
	if line := own.FindString(term.Screen()); line != "" {
		t.Errorf("the tutor's own command is shown: %s\n%s", line, term.Screen())
	}
}

// TestMessages has messages come while the learner types: hers as redis-cli
// prints them, another client's with its name.
func TestMessages(t *testing.T) {
	term := practise(t, nil, "PSUBSCRIBE n*", "as bob PUBLISH news hello", terminaltest.Wait+`"hello"`,
		"UNSUBSCRIBE", "PUNSUBSCRIBE", "as bob SUBSCRIBE news", "PUBLISH news hi", terminaltest.Wait+`bob> 3) "hi"`, "as bob UNSUBSCRIBE", "as")
	for _, text := range []string{
		"\n1) \"pmessage\"\n2) \"n*\"\n3) \"news\"\n4) \"hello\"\n", "bob> (integer) 1\n",
		"\nbob> 1) \"message\"\nbob> 2) \"news\"\nbob> 3) \"hi\"\n",
		"\n1) \"unsubscribe\"\n2) (nil)\n3) (integer) 1\nredis sandbox(subscribed mode)> ",
	} {
		mustShow(t, term, text)
	}
	mustShow(t, term, "bob> 3) (integer) 0", "bob                   database 0\n")
}

// TestLostFeed loses the connection that listens.
func TestLostFeed(t *testing.T) {
	term := practise(t, nil, "SUBSCRIBE news", "as bob CLIENT KILL TYPE pubsub", terminaltest.Wait+"With the connection went", terminaltest.Wait+"sandbox> ", "GET k", "PING", "quit")
	mustShow(t, term, "error: server closed", "# With the connection went: SUBSCRIBE news.", "GET k\n(nil)", "\nredis sandbox> PING")
}

// TestLostServer loses both connections, as when a server is killed: what went
// is told at once, and the prompt knows.
func TestLostServer(t *testing.T) {
	term := practise(t, nil, "WATCH a", "SUBSCRIBE news", "as bob CLIENT KILL TYPE normal", "as bob CLIENT KILL TYPE pubsub",
		terminaltest.Wait+"not connected> ", "", "PING", "quit")
	mustShow(t, term, "error: server closed", "# With the connection went: SUBSCRIBE news, WATCH.", "not connected> PING\n# Connected to database 0.\nPONG\nredis sandbox> quit")
}

// TestFeedRefused: what a server does not let somebody listen to is explained as
// any other error.
func TestFeedRefused(t *testing.T) {
	term := practise(t, nil, "SUBSCRIBE", "PING", "quit")
	mustShow(t, term, "arguments for 'subscribe' command\n# The form is: `SUBSCRIBE channel [channel ...]`\nredis sandbox> PING")
}

// TestLostFeedOfOneWhoWaits loses a feed whose client waits for something else:
// nobody asks on that connection, and the prompt goes on.
func TestLostFeedOfOneWhoWaits(t *testing.T) {
	term := practise(t, nil, "as bob HELLO 3", "as bob SUBSCRIBE news", "as bob BLPOP q 0", "as carol CLIENT KILL TYPE pubsub",
		terminaltest.Wait+"With the connection went", "as bob", terminaltest.Wait+"You are bob", terminaltest.CtrlC, terminaltest.Wait+"Stopped waiting", terminaltest.Wait+"bob@redis sandbox> ", "PING", "quit", "quit")
	mustShow(t, term, "bob> # With the connection went: SUBSCRIBE news.\n", "^C\nbob> # Stopped waiting for the reply.\n", "bob@redis sandbox> PING\nPONG\n")
	if strings.Contains(term.Screen(), "canceled") {
		t.Errorf("Ctrl-C is an error\n%s", term.Screen())
	}
}

// TestLateFits: what is said with a name in front fits into the window.
func TestLateFits(t *testing.T) {
	term := practise(t, func(c *repl.Config) {
		c.Screen = screen.New(c.Terminal, screen.Options{Width: func() int { return 40 }})
	}, "as bob SUBSCRIBE news", "as carol CLIENT KILL TYPE pubsub", terminaltest.Wait+"With the connection went", "quit")
	mustShow(t, term, "bob> # With the connection went:\nbob> # SUBSCRIBE news.\n")
}

// fragile is a Redis whose feed is lost while MULTI is on its way, and at which
// a PING comes behind that.
type fragile struct {
	repl.Sandbox
	feed         repl.Feed
	pinged, sent chan struct{}
}

func (f *fragile) Follow(ctx context.Context, args []string, each func(reply.Value, error)) (repl.Feed, error) {
	var err error
	f.feed, err = f.Sandbox.Follow(ctx, args, each)
	return f.feed, err
}

func (f *fragile) Do(ctx context.Context, args ...string) (reply.Value, error) {
	switch args[0] {
	case "PING":
		close(f.pinged)
		<-f.sent
	case "MULTI":
		defer close(f.sent)
		if _, err := f.Observe(ctx, 0, []string{"CLIENT", "KILL", "TYPE", "pubsub"}); err != nil {
			return reply.Value{}, err
		}
		select {
		case <-f.feed.Ended():
		case <-f.pinged:
		}
	}
	return f.Sandbox.Do(ctx, args...)
}

// TestLostFeedBeforeExec loses a feed between MULTI and EXEC: nothing but what
// was typed is queued.
func TestLostFeedBeforeExec(t *testing.T) {
	term := practise(t, func(c *repl.Config) {
		c.Sandbox = &fragile{Sandbox: c.Sandbox, pinged: make(chan struct{}), sent: make(chan struct{})}
	}, "HELLO 3", "SUBSCRIBE news", "MULTI", "SET k v", "EXEC", "quit")
	mustShow(t, term, "error: server closed", "EXEC\n1) OK\n# 1) answers SET k v\n# new key")
}

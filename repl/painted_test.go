package repl_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"redis-tutor/repl"
	"redis-tutor/repl/cells"
	"redis-tutor/repl/screen"
	"redis-tutor/repl/settings"
	"redis-tutor/sandbox/reply"
)

// inColour gives a session a screen that may write colours.
func inColour(c *repl.Config) {
	c.Screen = screen.New(c.Terminal, screen.Options{Color: true})
}

// TestPaintedReplies looks at replies in colour. Without their colours they
// are what they would have been.
func TestPaintedReplies(t *testing.T) {
	lines := []string{
		"HSET h f 1", "HGETALL h", "GET nobody", "LRANGE h 0 -1", "as bob LPUSH l a b",
		"HELLO 3", "HGETALL h", "SET esc \"\\x1b[31m\"", "ECHO \"\\x1b[31m\"", "quit",
	}
	painted := practise(t, inColour, lines...)
	mustShow(t, painted,
		"\x1b[2m(integer) \x1b[22m\x1b[33m1\x1b[0m\n", "\x1b[2m1) \x1b[22m\"f\"\n",
		"\x1b[2m(nil)\x1b[22m\n", "\x1b[31m(error) WRONGTYPE Operation against a key holding the wrong kind of value\x1b[0m\n",
		"bob>", "\x1b[2m1# \x1b[22m\x1b[35m\"f\"\x1b[0m\x1b[2m => \x1b[22m\"1\"\n")
	bare := practise(t, func(c *repl.Config) { c.Settings = settings.Values{"gloss": "off"} }, lines...)
	again := practise(t, func(c *repl.Config) { inColour(c); c.Settings = settings.Values{"gloss": "off"} }, lines...)
	if diff := cmp.Diff(bare.Screen(), cells.Plain(again.Screen())); diff != "" {
		t.Errorf("colour changes what is shown (-bare +painted)\n%s", diff)
	}
}

// TestOnlyRepliesWithTypesArePainted: what was asked for as data stays data.
func TestOnlyRepliesWithTypesArePainted(t *testing.T) {
	for _, f := range []reply.Format{reply.Raw, reply.CSV, reply.JSON} {
		term := practise(t, func(c *repl.Config) { inColour(c); c.Format = f; c.Settings = settings.Values{"gloss": "off"} }, "INCR n", "GET nobody", "quit")
		if shown := term.Screen(); cells.Plain(shown) != shown {
			t.Errorf("%v: %q", f, shown)
		}
	}
	info := practise(t, func(c *repl.Config) { inColour(c); c.Settings = settings.Values{"gloss": "off"} }, "INFO server", "quit")
	if shown := info.Screen(); cells.Plain(shown) != shown {
		t.Errorf("INFO: %q", shown)
	}
}

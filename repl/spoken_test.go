package repl_test

import (
	"strings"
	"testing"

	"redis-tutor/repl"
	"redis-tutor/repl/screen"
	"redis-tutor/repl/terminal/terminaltest"
)

// spoken gives a session a terminal for who listens: lines come whole, nothing
// is drawn, and there are words in the place of signs.
func spoken(c *repl.Config) {
	c.Terminal.(*terminaltest.Fake).Dumb = true
	c.Screen = screen.New(c.Terminal, screen.Options{Words: true})
}

func TestSpoken(t *testing.T) {
	term := practise(t, spoken, "RPUSH l a b", "EXPIRE l 100", "show l", "show", "trace on", "LINDEX l 0", "trace off", "explain RENAME l m",
		`GET "x`, "SET k a", "SET k b", "undo", "GET nobody", "clear", "LPOP", "quit")
	mustShow(t, term,
		"note: new key l: a list of 2\nnote: added, l: 1) \"a\"\n", "note: ttl l: none to 100s\n", "ttl 100s of 100s\n", "index 0 or -2: \"a\"\n",
		"key l, list, 2 elements, ttl 100s\n", "note: sent, array of 3: *3\\r\\n\n", "note: received, bulk string of 1 byte: $1\\r\\na\\r\\n\n",
		"list of 2 elements, ttl 100s: moves to the new name", "Invalid argument(s)\nnote: this double quote is not closed, at character 5.\n",
		"note: changed, k: \"a\" to \"b\"\n", "note: Taken back: SET k b\nnote: changed, k: \"b\" to \"a\"\n", "note: There is no key `nobody`")
	for line := range strings.Lines(term.Screen()) {
		if strings.ContainsAny(line, "│┌└├─┆█░→←·\x1b") || strings.HasPrefix(line, "#") || strings.Contains(line, "->") {
			t.Errorf("there is a sign in %q", line)
		}
	}
}

// TestHistory lists lines with numbers and runs them again, without what is
// secret.
func TestHistory(t *testing.T) {
	term := practise(t, spoken, "history", "SET n 1", "AUTH hunter2", "INCR n", "history", "history 2", "history 3", "history 9", "history 1 2", "history x", "\x1b[A", "quit")
	mustShow(t, term, "note: Nothing has been typed yet.", "   1  SET n 1\n   2  INCR n\nnote: `history 2` runs the last of them again.",
		"> history 2\nredis sandbox> INCR n\n(integer) 3\n", "> history 3\nredis sandbox> INCR n\n(integer) 4\n",
		`error: there is no line "9" in the history`, `error: there is no line "1 2"`, `error: there is no line "x"`, "note: Arrow keys do nothing in this terminal.")
	if strings.Contains(strings.SplitN(term.Screen(), "> history\n", 3)[2], "hunter2") {
		t.Errorf("a password is listed:\n%s", term.Screen())
	}
}

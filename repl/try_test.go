package repl_test

import (
	"strings"
	"testing"

	"redis-tutor/repl"
	"redis-tutor/repl/terminal/terminaltest"
	"redis-tutor/sandbox/sandboxtest"
)

// TestTryKeepsKeys: an example writes to no key that was there, and may be
// run again.
func TestTryKeepsKeys(t *testing.T) {
	term := terminaltest.New()
	c := newConfig(t, term, 100)
	c.Course = nil
	s := repl.New(c)
	for _, line := range []string{"SET a mine", "try DEL", "GET a", "SELECT 9", "try DEL", "try DEL", "SELECT 0", "GET a"} {
		s.Take(t.Context(), line)
	}
	got := term.Screen()
	if n := strings.Count(got, "which is there already"); n != 1 {
		t.Errorf("refused %d times, want once", n)
	}
	if n := strings.Count(got, `"mine"`); n < 2 {
		t.Errorf("the learner's key was overwritten")
	}
	if n := strings.Count(got, "DEL a b c"); n != 2 {
		t.Errorf("the examples ran %d times, want twice", n)
	}
	if t.Failed() {
		t.Log(got)
	}
}

// TestTryKeepsValues: a key that an example made is the learner's again as
// soon as she has changed it, and a database is hers that holds one of hers.
func TestTryKeepsValues(t *testing.T) {
	const there = "error: the examples write to the key a, which is there already"
	const full = "error: the examples change all of database "
	for _, tt := range []struct {
		name    string
		careful bool
		typed   []string
		refused string // the last line, "" for not
		db      int
		key     string // is "mine" at the end
	}{
		{"written since", false, []string{"try DEL", "SET a mine", "try DEL"}, there, 0, "a"},
		{"by a second client", false, []string{"try DEL", "as bob SET a mine", "try DEL"}, there, 0, "a"},
		{"in a transaction", false, []string{"SELECT 1", "try DEL", "SELECT 0", "MULTI", "SELECT 1", "SET a mine", "EXEC", "try DEL"}, there, 1, "a"},
		{"by a script", false, []string{"try DEL", `EVAL "redis.call('SET', 'a', 'mine')" 0`, "try DEL"}, there, 0, "a"},
		{"brought back by undo", false, []string{"SET a mine", "DEL a", "try DEL", "undo", "undo", "undo", "try DEL"}, there, 0, "a"},
		{"another key", false, []string{"SET mine mine", "try DEL", "SET a1 x", "nonsense", "PING", "try DEL"}, "", 0, "mine"},
		{"the examples of another command", false, []string{"SET mine mine", "try DEL", "try EVAL", "try DEL"}, "", 0, "mine"},
		{"on somebody's server", true, []string{"SET mine mine", "try SET 1", "try SET 1"}, "which is there already", 0, "mine"},

		{"FLUSHDB", false, []string{"SET mine mine", "try FLUSHDB"}, full + "0, which is not empty", 0, "mine"},
		{"FLUSHALL", false, []string{"SELECT 3", "SET mine mine", "SELECT 0", "try FLUSHALL"}, full + "3, which is not empty", 3, "mine"},
		{"SWAPDB", false, []string{"SELECT 1", "SET mine mine", "SELECT 0", "try SWAPDB"}, full + "1, which is not empty", 1, "mine"},
		{"FLUSHDB beside examples", false, []string{"SELECT 1", "SET mine mine", "SELECT 0", "try SET", "try FLUSHDB"}, "", 1, "mine"},
		{"FLUSHALL on somebody's server", true, []string{"try SET 1", "SELECT 1", "SET mine mine", "try FLUSHALL"}, full, 1, "mine"},
		{"behind SELECT", false, []string{"SELECT 1", "SET city mine", "SELECT 0", "try SELECT"}, "", 1, "city"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			term := terminaltest.New()
			c := newConfig(t, term, 100)
			c.Course, c.Careful = nil, tt.careful
			s := repl.New(c)
			last := len(tt.typed) - 1
			for _, line := range tt.typed[:last] {
				s.Take(t.Context(), line)
			}
			before := len(term.Screen())
			s.Take(t.Context(), tt.typed[last])
			said := term.Screen()[before:]
			if !strings.Contains(said, tt.refused) || strings.Contains(said, "error: the examples") != (tt.refused != "") || strings.Contains(term.Screen()[:before], "error: the examples") {
				t.Errorf("the screen is\n%s", term.Screen())
			}
			if v, err := sandboxtest.In(c.Sandbox, tt.db)(t.Context(), "GET", tt.key); err != nil || v.Text != "mine" {
				t.Errorf("%s is %q, %v\n%s", tt.key, v.Text, err, term.Screen())
			}
		})
	}
}

// TestTryAfterWaiting: what a command writes that had waited is no example's.
func TestTryAfterWaiting(t *testing.T) {
	term := practise(t, nil, "as bob BLMOVE q a LEFT LEFT 0", "try DEL", "RPUSH q mine", terminaltest.Wait+`bob> "mine"`, "try DEL", "LRANGE a 0 -1")
	mustShow(t, term, "error: the examples write to the key a", `1) "mine"`)
}

// TestTryScripts: the scripts of examples keep to the keys that they name, so
// they may be run beside others.
func TestTryScripts(t *testing.T) {
	for _, name := range []string{"EVAL", "EVALSHA", "FCALL"} {
		term := practise(t, nil, "SET mine 1", "try "+name, "GET mine", "KEYS *")
		mustShow(t, term, "try "+name, "> "+name, "GET mine\n\"1\"")
	}
}

// TestTrySaysWhatIsLeft: on somebody's server it is told which keys of the
// examples are there, and how they go, also where not all examples were run.
func TestTrySaysWhatIsLeft(t *testing.T) {
	const left = "# The examples have left keys "
	for _, tt := range []struct {
		typed []string
		said  string
	}{
		{[]string{"try SET 1"}, left + "here: `DEL city` removes them."},
		{[]string{"try SELECT"}, left + "here: `DEL city` removes them."},
		{[]string{"try FLUSHALL", "n"}, left + "here: `DEL a b` removes them."},
		{[]string{"try MOVE"}, left + "in database 1: `DEL a` removes them."},
		{[]string{"try GETDEL"}, ""},
		{[]string{"try PING"}, ""},
	} {
		term := practise(t, func(c *repl.Config) { c.Careful = true }, tt.typed...)
		if strings.Contains(term.Screen(), left) != (tt.said != "") {
			t.Errorf("%s", term.Screen())
		}
		mustShow(t, term, tt.said)
	}
	if screen := practise(t, nil, "try SET 1").Screen(); strings.Contains(screen, left) {
		t.Errorf("in the sandbox:\n%s", screen)
	}
}

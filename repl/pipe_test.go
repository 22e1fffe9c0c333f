package repl_test

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"redis-tutor/repl"
	"redis-tutor/repl/screen"
	"redis-tutor/repl/terminal/terminaltest"
	"redis-tutor/sandbox/reply"
)

// shells returns a Config.Shell that keeps what it was given.
func shells(into *[]string, err error) func(*repl.Config) {
	return func(c *repl.Config) {
		c.Shell = func(_ context.Context, command, input string) error {
			*into = append(*into, fmt.Sprintf("%s <- %q", command, input))
			return err
		}
	}
}

func TestPipes(t *testing.T) {
	const given = "RPUSH l b a"
	tests := []struct {
		name, typed string
		ran         []string
		shown       string
	}{
		{"raw", "LRANGE l 0 -1 | sort -r", []string{`sort -r <- "b\na\n"`}, ""},
		{"repeated", "2 LLEN l | cat", []string{`cat <- "2\n2\n"`}, ""},
		{"repeated, with errors", "3 LPOP l 1 EX | cat", nil, "wrong number"},
		{"repeated to an error", "2 RENAME l m | cat", []string{`cat <- "OK\n"`}, "no such key"},
		{"bob's", "as bob LLEN l | cat", []string{`cat <- "2\n"`}, ""},
		{"bars of the shell's", "LLEN l | tr '|' x | wc", []string{`tr '|' x | wc <- "2\n"`}, ""},
		{"an error", "GET l | jq .", nil, "(error) WRONGTYPE"},
		{"quoted", `SET k "|"`, nil, "OK"},
		{"in quotes", `SET k "a | b"`, nil, "OK"},
		{"no program", "GET k |", nil, "stands between a Redis command and a program"},
		{"no command", "| wc", nil, "stands between a Redis command and a program"},
		{"a tutor word", "undo | wc", nil, `takes the reply of a Redis command, and undo has no single one`},
		{"a word that only draws", "show b | cat", []string{"cat <- \"# There is no key `b`. `show` lists the keys that are there.\\n\""}, ""},
		{"a word that runs a line", "history 1 | wc", nil, `and history has no single one`},
		{"bob's, repeated", ":as bob 2 LLEN l | cat", []string{`cat <- "2\n2\n"`}, ""},
		{"what blocks, of bob's", "as bob BLPOP q 0 | cat", nil, "no program can take the reply of BLPOP here"},
		{"what blocks", "BLPOP l 1 | cat", []string{`cat <- "l\nb\n"`}, ""},
		{"bob alone", "as bob | cat", nil, "stands between a Redis command and a program"},
		{"a stream", "SUBSCRIBE news | wc", nil, `and SUBSCRIBE has no single one`},
		{"broken quotes", `GET "k | wc`, nil, "Invalid argument(s)"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var ran []string
			term := practise(t, shells(&ran, nil), given, tt.typed)
			if strings.Join(ran, ", ") != strings.Join(tt.ran, ", ") || term.Lent() != len(tt.ran) {
				t.Errorf("ran %q, want %q; the terminal was lent %d times", ran, tt.ran, term.Lent())
			}
			mustShow(t, term, tt.shown)
		})
	}
}

// TestPipeGivenUp: Ctrl-C in a repeated command starts no program any more.
func TestPipeGivenUp(t *testing.T) {
	var ran []string
	term := practise(t, shells(&ran, nil), "100 INCR n | wc", terminaltest.CtrlC, "GET n | cat")
	if len(ran) != 1 || strings.HasPrefix(ran[0], "wc") {
		t.Errorf("ran %q\n%s", ran, term.Screen())
	}
}

// TestPipeTooLong: replies are not gathered without end.
func TestPipeTooLong(t *testing.T) {
	var ran []string
	term := practise(t, shells(&ran, nil), "SETRANGE big 8000000 x", "100 GET big | wc", "1 STRLEN big | cat")
	mustShow(t, term, "error: the replies get too long to be kept for a program", "# Stopped.")
	if len(ran) != 1 || !strings.HasPrefix(ran[0], "cat") {
		t.Errorf("%d programs ran", len(ran))
	}
}

// TestWordsForPrograms: what a word draws goes to the program in plain text,
// and what else it says does not.
func TestWordsForPrograms(t *testing.T) {
	for _, tt := range []struct{ typed, given string }{
		{"show | grep l", "l  list   2 elements"},
		{":show l | grep l", "list of 2 elements"},
		{"help LLEN | cat", "LLEN key"},
		{"explain LPOP l | cat", "LPOP key"},
		{"history | cat", "RPUSH l b a"},
		{"notes | cat", "> RPUSH l b a"},
	} {
		var ran []string
		practise(t, func(c *repl.Config) {
			shells(&ran, nil)(c)
			c.Screen = screen.New(c.Terminal, screen.Options{Color: true})
		}, "RPUSH l b a", tt.typed)
		if len(ran) != 1 || !strings.Contains(ran[0], tt.given) || strings.Contains(ran[0], `\x1b`) || strings.Contains(ran[0], "`notes FILE`") {
			t.Errorf("%s: ran %q", tt.typed, ran)
		}
	}
	var ran []string
	term := terminaltest.New("start bakery", "lessons | cat", "lessons bakery | cat", "progress | cat", "app start", "visit / | cat", "visit", "cookies | cat", "quit")
	c := newConfig(t, term, 80)
	shells(&ran, nil)(&c)
	if err := repl.New(c).Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	if len(ran) != 4 || !strings.Contains(ran[0], "bakery ") || !strings.Contains(ran[1], "How many?") || !strings.Contains(ran[2], "You are at Bakery") || !strings.Contains(ran[3], "sessionid=") {
		t.Errorf("in a lesson: ran %q\n%s", ran, term.Screen())
	}
	ran = nil
	practise(t, shells(&ran, nil), "explain | cat", "show l | cat", "PING")
	if len(ran) != 1 {
		t.Errorf("a word that draws nothing has nothing for a program: %q", ran)
	}
}

// TestTightPipes: a bar that touches a word goes to Redis with it, and what may
// have been meant is said where there is such a program.
func TestTightPipes(t *testing.T) {
	const told = "# The bar went to Redis. For a pipe it stands alone: "
	with := func(c *repl.Config) { c.Program = func(name string) bool { return name == "wc" } }
	for _, tt := range []struct{ typed, reply, said string }{
		{"GET k |wc -l", "(error) ERR wrong number of arguments", told + "`GET k | wc -l`"},
		{"LRANGE l 0 -1|wc", "(error) ERR value is not an integer", told + "`LRANGE l 0 -1 | wc`"},
		{"RPUSH l a |wc", "(integer) 2", told + "`RPUSH l a | wc`"},
		{"RPUSH l a|wombat", "(integer) 1", ""},
		{`RPUSH l "a|wc"`, "(integer) 1", ""},
		{"AUTH a|wc", "(error)", ""},
	} {
		term := practise(t, with, tt.typed)
		mustShow(t, term, tt.reply)
		if said := strings.Contains(term.Screen(), told); said != (tt.said != "") {
			t.Errorf("%s:\n%s", tt.typed, term.Screen())
		}
		mustShow(t, term, tt.said)
	}
}

func TestPipesWithoutAShell(t *testing.T) {
	mustShow(t, practise(t, nil, "GET k | wc"), "error: no program can be run from here", "hint: to have Redis get a bar")
	var ran []string
	piped := practise(t, func(c *repl.Config) { shells(&ran, nil)(c); c.Terminal.(*terminaltest.Fake).Piped = true }, "ECHO | wc")
	if len(ran) > 0 || !strings.Contains(piped.Output(), "wrong number of arguments") {
		t.Errorf("in a script: ran %q, printed %s", ran, piped.Output())
	}
	failed := exec.Command("sh", "-c", "exit 3").Run()
	mustShow(t, practise(t, shells(&ran, failed), "GET k | false"), "# The program ended with exit status 3.")
	mustShow(t, practise(t, shells(&ran, errors.New("no such shell")), "GET k | false"), "error: no such shell")
}

// TestDangerousAsBob asks before dangerous commands of a second client, and
// before those whose reply goes to a program.
func TestDangerousAsBob(t *testing.T) {
	for _, typed := range []string{"as bob FLUSHALL", "as bob 2 FLUSHALL", ":as bob FLUSHALL", "FLUSHALL | cat", "as bob FLUSHALL | cat"} {
		var ran []string
		term := practise(t, func(c *repl.Config) { shells(&ran, nil)(c); c.Careful = true }, "SET k v", typed, "n", "EXISTS k")
		mustShow(t, term, "FLUSHALL is dangerous", "Not run.", "(integer) 1")
		mustShow(t, practise(t, func(c *repl.Config) { shells(&ran, nil)(c); c.Careful = true }, "SET k v", typed, "y", "EXISTS k"), "(integer) 0")
	}
}

// TestPipeInAFormat: a program gets the form that was asked for.
func TestPipeInAFormat(t *testing.T) {
	var ran []string
	practise(t, func(c *repl.Config) {
		c.Format = reply.JSON
		shells(&ran, nil)(c)
	}, "RPUSH l b a", "LRANGE l 0 -1 | jq .", "quit")
	if want := []string{"jq . <- \"[\\\"b\\\",\\\"a\\\"]\\n\""}; !slices.Equal(ran, want) {
		t.Errorf("ran %q, want %q", ran, want)
	}
}

package repl_test

import (
	"slices"
	"strings"
	"testing"

	"redis-tutor/repl"
	"redis-tutor/repl/line"
	"redis-tutor/repl/terminal/terminaltest"
)

// TestLineOfRows: a line whose quote spans rows is one line on all its ways:
// as it is typed, pasted, counted, piped, remembered and undone.
func TestLineOfRows(t *testing.T) {
	var ran []string
	lines := []string{
		"SET poem \"one\ntwo\"", "redis sandbox> GET poem  # back again", "2 APPEND poem '\nthree'", "undo",
		"EVAL \"-- it's a comment\nreturn #redis.call('GET', KEYS[1]) -- ' \n\" 1 poem",
		"ECHO \"a\n| b\" | cat", "as bob GET \"po\nem\"", "explain SET \"po\nem\" 1",
	}
	term := practise(t, shells(&ran, nil), slices.Concat(lines, []string{"AUTH \"se\ncret\""})...)
	mustShow(t, term,
		"GET poem  # back again\n\"one\\ntwo\"", "(integer) 13\n", "(integer) 19\n", "# Taken back: APPEND poem \"\\nthree\", 2 times",
		"(integer) 7\n", "bob> (nil)", `"po\nem"`)
	if want := []string{`cat <- "a\n| b\n"`}; !slices.Equal(ran, want) {
		t.Errorf("ran %q, want %q", ran, want)
	}
	if got := term.Remembered(); !slices.Equal(got, lines) {
		t.Errorf("remembered %q, want %q", got, lines)
	}
}

// TestNotesOfRows: what notes shows gives the same lines when it is pasted.
func TestNotesOfRows(t *testing.T) {
	typed := []string{"SET poem \"one\n\n  two\"", "EVAL 'return\n{1, 2}' 0"}
	term := practise(t, nil, append(typed, "notes")...)
	_, noted, _ := strings.Cut(term.Screen(), "# Notes")
	if got, rest := line.Pasted(noted); !slices.Equal(got, typed) || rest != "" {
		t.Errorf("%q, %q pasted of\n%s", got, rest, noted)
	}
}

// TestOpenQuote at a terminal that knows of no rows: the place is shown.
func TestOpenQuote(t *testing.T) {
	term := practise(t, nil, "SET a \"b", "SET a it's")
	mustShow(t, term, "Invalid argument(s)\n# SET a \"b\n#       ^\n# this double quote is not closed", "# SET a it's\n#         ^\n# this single quote is not closed; to have it as text, write `\"it's\"`\n")
	piped := practise(t, func(c *repl.Config) { c.Terminal.(*terminaltest.Fake).Piped = true }, "SET a \"b", "c\"")
	if n := strings.Count(piped.Output(), "Invalid argument(s)\n"); n != 2 {
		t.Errorf("%d of 2 lines are refused:\n%s", n, piped.Output())
	}
}

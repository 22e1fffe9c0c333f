package repl_test

import (
	"fmt"
	"strings"
	"testing"

	"redis-tutor/repl"
	"redis-tutor/repl/terminal/terminaltest"
)

// TestLookingIsWhereThePromptIs looks at bob's prompt, in bob's database.
func TestLookingIsWhereThePromptIs(t *testing.T) {
	term := practise(t, nil, "SET mine 1", "as bob", "SELECT 1", "SET k v", "show k", "show", "explain GET k", "explain GET mine", "as me", "show k")
	mustShow(t, term, "bob@redis sandbox[1]> show k\nk  string of 1 byte", "bob@redis sandbox[1]> show\ndatabase 1  1 key\nk ",
		"key k                 string of 1 byte", "key mine              not there", "\nredis sandbox> show k\n# There is no key `k`.")
}

func TestSecretsOfBobAreNotRemembered(t *testing.T) {
	term := practise(t, nil, "as bob AUTH secret", "as bob 2 AUTH secret", "as bob GET k", "AUTH secret | cat")
	if got := strings.Join(term.Remembered(), ", "); got != "as bob GET k" {
		t.Errorf("remembered: %s", got)
	}
}

func TestClientsAreLimited(t *testing.T) {
	var lines []string
	for i := range 9 {
		lines = append(lines, fmt.Sprintf("as c%d PING", i))
	}
	lines = append(lines, "as c0 quit", "as c8 PING", "as c/9 PING", "as ünal PING", "as "+strings.Repeat("x", 17)+" PING")
	mustShow(t, practise(t, nil, lines...), "c7> PONG",
		`error: there are 8 clients besides you already: "c8" would be one too many`, "c0 is gone.", "c8> PONG",
		`"c/9" is no name for a client`, `"ünal" is no name for a client: letters from a to z`, `"xxxxxxxxxxxxxxxxx" is no name for a client`)
}

// TestLessonSeesBob solves a step with a second client.
func TestLessonSeesBob(t *testing.T) {
	term := terminaltest.New("as bob LPUSH queue Bob")
	c := newConfig(t, term, 80)
	s := repl.New(c)
	if err := s.Learn(t.Context(), "bakery"); err != nil {
		t.Fatal(err)
	}
	if err := s.Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	mustShow(t, term, "bob> (integer) 2", "Done.")
}

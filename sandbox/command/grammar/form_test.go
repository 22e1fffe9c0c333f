package grammar_test

import (
	"strings"
	"testing"

	"redis-tutor/sandbox/command"
	"redis-tutor/sandbox/command/grammar"
	"redis-tutor/sandbox/sandboxtest"
)

func load(t testing.TB) *command.Table {
	t.Helper()
	return sandboxtest.Commands(t, "../../../content/commands.txt")()
}

// TestFormOfAName: behind the name alone all of the grammar may follow, as
// the help of redis-cli has it.
func TestFormOfAName(t *testing.T) {
	table := load(t)
	r := grammar.NewReader(table)
	for _, c := range table.All() {
		want := c.Form
		if subs := table.Subcommands(c.Name); want == "" && (len(subs) > 0 || c.Arity < 0) {
			continue
		}
		got := r.Read(strings.Fields(c.Name)).Form()
		if c.Name == "MIGRATE" || c.Name == "CLIENT KILL" { // choices that may be left out are shown plainly
			got, want = unbracketed.Replace(got), unbracketed.Replace(want)
		}
		if got != want {
			t.Errorf("%s: %q, want %q", c.Name, got, want)
		}
	}
}

var unbracketed = strings.NewReplacer("[", "", "]", "")

package grammar_test

import (
	"os"
	"strings"
	"testing"

	"redis-tutor/sandbox/command"
	"redis-tutor/sandbox/command/grammar"
)

func load(t testing.TB) *command.Table {
	t.Helper()
	data, err := os.ReadFile("../../../content/commands.txt")
	if err != nil {
		t.Fatal(err)
	}
	table, err := command.Parse(data)
	if err != nil {
		t.Fatal(err)
	}
	return table
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

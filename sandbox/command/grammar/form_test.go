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
	data, err := os.ReadFile("../../../content/commands.json")
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
	differ := map[string]string{ // what is optional among choices is shown plainly
		"MIGRATE":     `host port key|"" destination-db timeout [COPY] [REPLACE] [AUTH password|AUTH2 username password] [KEYS key [key ...]]`,
		"CLIENT KILL": "ip:port|ID client-id|TYPE NORMAL|MASTER|SLAVE|REPLICA|PUBSUB|USER username|ADDR ip:port|LADDR ip:port|SKIPME yes/no [ID client-id|TYPE NORMAL|MASTER|SLAVE|REPLICA|PUBSUB|USER username|ADDR ip:port|LADDR ip:port|SKIPME yes/no ...]",
	}
	for _, c := range table.All() {
		want := c.Form
		if other, ok := differ[c.Name]; ok {
			want = other
		}
		if subs := table.Subcommands(c.Name); want == "" && (len(subs) > 0 || c.Arity < 0) {
			continue
		}
		if got := r.Read(strings.Fields(c.Name)).Form(); got != want {
			t.Errorf("%s: %q, want %q", c.Name, got, want)
		}
	}
}

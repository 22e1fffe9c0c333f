package main

import (
	"os"
	"strings"
	"testing"

	"redis-tutor/sandbox/command"
	"redis-tutor/sandbox/sandboxtest"
)

const file = "../../../content/commands.txt"

func read(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func blocksOf(t *testing.T, text string) (string, map[string]command.Block) {
	t.Helper()
	preamble, blocks, err := command.Blocks(text)
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]command.Block{}
	for _, b := range blocks {
		all[b.Name] = b
	}
	return preamble, all
}

// TestWritten: the reference is as the generator writes it, so that bringing
// it up to date changes facts alone.
func TestWritten(t *testing.T) {
	text := read(t)
	preamble, blocks := blocksOf(t, text)
	if write(preamble, blocks) != text {
		t.Error("commands.txt is not in the generator's form: run it")
	}
}

// TestUpdate asks a real server: prose and unknown commands stay, and a second
// time changes nothing.
func TestUpdate(t *testing.T) {
	s, err := ask(sandboxtest.Server(t).Socket)
	if err != nil {
		t.Fatal(err)
	}
	text := read(t)
	once, err := update(text, []server{s})
	if err != nil {
		t.Fatal(err)
	}
	twice, err := update(once, []server{s})
	if err != nil {
		t.Fatal(err)
	}
	if once != twice {
		t.Error("a second time changes something")
	}
	_, before := blocksOf(t, text)
	_, after := blocksOf(t, once)
	for name, b := range before {
		if after[name].Prose != b.Prose {
			t.Errorf("%s: the prose has changed", name)
		}
	}
	if len(s.commands) < 300 || len(after) < len(before) {
		t.Errorf("%d commands before, %d after", len(before), len(after))
	}
	table, err := command.Parse([]byte(once))
	if err != nil {
		t.Fatal(err)
	}
	if err := table.Check(); err != nil {
		t.Error(err)
	}
	if c, _ := table.Lookup("SET"); !strings.Contains(c.Form, "IFEQ") && command.Later("8.4", s.version) {
		t.Errorf("SET has lost what the server does not know: %s", c.Form)
	}
}

// TestOlder: what an older server has otherwise is written down, and an
// option that it lacks is dated by the history.
func TestOlder(t *testing.T) {
	option := command.Argument{Name: "withscore", Type: "pure-token", Token: "WITHSCORE", Flags: []string{"optional"}}
	row8 := &row{Command: command.Command{Name: "X", Group: "set", Since: "2.0.0", Arity: -2, Flags: []string{"fast"}},
		args: []command.Argument{option}, history: []change{{"7.2.0", "Added `WITHSCORE`."}}}
	row7 := &row{Command: command.Command{Name: "X", Group: "set", Since: "2.0.0", Arity: 2, Complexity: "O(1)"}}
	row8.Specs = []command.KeySpec{{Flags: []string{"OW"}, Index: 1, Step: 1}} // corrects what is said of a key
	row7.Specs = []command.KeySpec{{Flags: []string{"RW"}, Index: 1, Step: 1}}
	got := factsOf("X", []server{
		{"7.0", map[string]*row{"X": row7}},
		{"8.0", map[string]*row{"X": row8}},
	}, nil)
	want := `    group: set
    since: 2.0.0
    arity: -2
    flags: fast
    span: 0 0 0
    keys: OW index=1 step=1
    complexity: O(1)
    form: [WITHSCORE]
    args: [{"name":"withscore","type":"pure-token","token":"WITHSCORE","flags":["optional"],"since":"7.2.0"}]
    7.0 arity: 2
    7.0 flags:`
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

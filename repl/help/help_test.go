package help_test

import (
	"slices"
	"strings"
	"testing"

	"redis-tutor/repl/help"
	"redis-tutor/repl/screen"
	"redis-tutor/sandbox/command"
	"redis-tutor/sandbox/sandboxtest"
)

func table(t *testing.T) *command.Table {
	t.Helper()
	return sandboxtest.Commands(t, "../../content/commands.txt")()
}

// TestAnswer asks a desk that knows words of the tutor's and keys, at a
// server without HEXPIRE and JSON, and with commands that nobody else knows.
func TestAnswer(t *testing.T) {
	commands := table(t)
	next := help.Word{Form: "next [STEP]", Group: "the lesson", Summary: "go on"}
	keys := []help.Word{
		{Form: "read [PAGE]", Group: "the lesson", Summary: "read on"},
		{Form: "reread", Group: "the lesson", Summary: "read it again"},
		{Form: "pause", Group: "the lesson", Summary: "stop reading"},
		{Form: "Ctrl-R", Group: "the editor", Summary: "search the history", Quiet: true},
		{Form: "Tab", Group: "the editor", Summary: "complete the word", Quiet: true},
	}
	for _, tt := range []struct {
		asked     string
		explained string
		shown     []string
	}{
		{"", "", []string{"For the lesson\n", "next [STEP]", "go on\n"}},
		{"???", "", []string{"For the lesson\n"}},
		{"next", "", []string{"next [STEP]", "go on\n"}},
		{"how do I search the history?", "", []string{"For the tutor\n", "Ctrl-R"}},
		{"keys of the editor", "", []string{"For the tutor\n", "Ctrl-R", "Tab"}},
		{"keyboard shortcuts", "", []string{"For the tutor\n", "Ctrl-R", "Tab"}},
		{"complete a word", "", []string{"For the tutor\n", "Tab"}},
		{"autocomplete", "", []string{"  ZRANGEBYLEX ", "For the tutor\n", "Tab"}},
		{"read", "", []string{"  GET ", "# Of the tutor's own: `read`, `reread`, `pause`.\n"}},
		{"HISTORY search", "", []string{"For the tutor\n", "Ctrl-R"}},
		{"JSON.SET", "", []string{"JSON.SET\nFor JSON documents, in Redis since 8.0 and before that in a module.\n# This server does not have it, and "}},
		{"vadd", "", []string{"VADD\nFor vector sets, ", "# This server does not have it"}},
		{"BF.ADD", "", []string{"BF.ADD\nFor Bloom filters, ", "The server says of it: adds things\n# This server has it."}},
		{"newest", "", []string{"NEWEST\n# This server has it."}},
		{"GET", "GET", []string{"GET key\n", "answers", "cost", "O(1), quick", "group @string", "`try`"}},
		{"get?", "GET", []string{"GET key\n"}},
		{"config get", "CONFIG GET", []string{"CONFIG GET parameter"}},
		{"CONFIG", "CONFIG", []string{"CONFIG GET ", "CONFIG SET "}},
		{"SET key value", "SET", []string{"SET key value"}},
		{"HEXPIRE", "HEXPIRE", []string{"# This server does not have it; it came with Redis 7.4"}},
		{"HMSET", "HMSET", []string{"better", "HSET"}},
		{"delete a key", "", []string{"DEL ", "tells more."}},
		{"EX", "", []string{"EX seconds\nAn option of these commands.\n", "  GETEX ", "  SET ", "`help GETEX` tells more."}},
		{"px", "", []string{"PX milliseconds\nAn option"}},
		{"count", "", []string{"  DBSIZE ", "tells more.", "# COUNT is an option, too: `help COUNT`."}},
		{"KEEPTTL", "", []string{"KEEPTTL\nAn option of these commands.\n", "  SET "}},
		{"@zsets", "", []string{"ZADD ", "`help "}},
		{"@nosuch", "", []string{`error: no group is called "@nosuch"`, "hint: the groups are ", "@string"}},
		{"nosuch", "", []string{`error: no command is called "nosuch"`, "hint: "}},
		{"GTE", "", []string{`error: no command is called "GTE"`, "hint: near it: ", "GET"}},
		{"qqq zzz", "", []string{`error: nothing is known about "qqq zzz"`, "hint: name what is to be done"}},
	} {
		t.Run(tt.asked, func(t *testing.T) {
			var out strings.Builder
			desk := &help.Desk{
				Out:      screen.New(&out, screen.Options{Width: func() int { return 120 }}),
				Commands: func() *command.Table { return commands },
				Words:    append([]help.Word{next}, keys...),
				Word:     func(name string) (help.Word, bool) { return next, name == "next" },
				Served:   serves(commands),
				Told:     func(name string) string { return map[string]string{"BF.ADD": "adds things"}[name] },
			}
			if got := desk.Answer(strings.Fields(tt.asked)); got != tt.explained {
				t.Errorf("explained %q, want %q", got, tt.explained)
			}
			rest := out.String()
			for _, text := range tt.shown {
				_, after, found := strings.Cut(rest, text)
				if !found {
					t.Fatalf("%q is missing in\n%s", text, out.String())
				}
				rest = after
			}
		})
	}
}

// serves is what a server says that has some commands more than a table, and
// one less.
func serves(commands *command.Table) func(name string) (has, known bool) {
	return func(name string) (has, known bool) {
		_, described := commands.Lookup(name)
		return described && name != "HEXPIRE" || name == "BF.ADD" || name == "newest", true
	}
}

// TestNewer: a server may have what came after its version.
func TestNewer(t *testing.T) {
	commands := table(t).At("7.0.15")
	for name, want := range map[string]bool{"HTTL": true, "HGET": false, "HEXPIRE": false} {
		var out strings.Builder
		desk := &help.Desk{
			Out:      screen.New(&out, screen.Options{Width: func() int { return 120 }}),
			Commands: func() *command.Table { return commands },
			Word:     func(string) (help.Word, bool) { return help.Word{}, false },
			Served:   serves(commands),
		}
		desk.Answer([]string{name})
		if said := strings.Contains(out.String(), "# This server has it, though it came with Redis 7.4.0: others of version\n# 7.0.15 do not.\n"); said != want {
			t.Errorf("%s: that it is newer is said: %t\n%s", name, said, out.String())
		}
	}
}

func TestExamples(t *testing.T) {
	commands := table(t)
	get, ok := commands.Lookup("GET")
	if !ok || len(get.Examples) < 2 {
		t.Fatal("GET needs two examples here")
	}
	for _, tt := range []struct {
		asked, last string
		line        string // one of those to be run
		name        string
		wrong       string
	}{
		{"GET", "", get.Examples[1].Line, "GET", ""},
		{"get 2", "SET", get.Examples[1].Line, "GET", ""},
		{"", "GET", get.Examples[0].Line, "GET", ""},
		{"1", "GET", get.Examples[0].Line, "GET", ""},
		{"", "", "", "", "of which command? Help has not shown one yet"},
		{"2", "", "", "", "of which command? Help has not shown one yet"},
		{"0", "GET", "", "", "examples are numbered from 1, not 0"},
		{"GET 99", "", "", "", "and none is number 99"},
		{"GET x", "", "", "", `no command is called "GET x"`},
		{"SHUTDOWN", "", "", "", "there are no examples of SHUTDOWN"},
	} {
		lines, name, err := help.Examples(commands, strings.Fields(tt.asked), tt.last)
		switch {
		case tt.wrong != "" && (err == nil || !strings.Contains(err.Error(), tt.wrong)):
			t.Errorf("try %s: %v, want %s", tt.asked, err, tt.wrong)
		case tt.wrong == "" && (err != nil || name != tt.name || !slices.Contains(lines, tt.line)):
			t.Errorf("try %s: %q of %q, %v", tt.asked, lines, name, err)
		}
	}
}

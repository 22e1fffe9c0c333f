package repl_test

import (
	"slices"
	"strings"
	"testing"

	"redis-tutor/repl"
	"redis-tutor/repl/settings"
	"redis-tutor/repl/terminal/terminaltest"
	"redis-tutor/repl/typing"
)

func TestSet(t *testing.T) {
	term := practise(t, func(c *repl.Config) { c.Settings, c.SettingsFile = settings.Values{"history": "/h"}, "/conf" },
		":set gloss off", "GET nobody", ":SET Gloss ON", "GET nobody", ":set gloss", ":set gloss maybe", ":set nosuch 1", ":set glos off", ":set JSON", "Output json", ":set history /x", ":set changes off", ":set", "SET k v", ":set history", "gloss off", "quit")
	mustShow(t, term,
		"# Gloss is off: replies only.\n", "> GET nobody\n(nil)\nredis sandbox> :SET",
		"# Gloss is on", "(nil)\n# There is no key `nobody`", "> :set gloss\n# Gloss is on",
		`error: gloss is one of on, off, not "maybe"`,
		`error: there is no setting "nosuch"`+"\nhint: `:set` lists them\n",
		`error: there is no setting "glos"`+"\nhint: near it: gloss; `:set` lists them all\n",
		`error: there is no setting "JSON"`+"\nhint: `:set output json` prints replies in that form\n",
		"unknown command 'Output'", "# That is a setting: `:set output`.\n",
		"error: history is set at the start, not at the prompt\nhint: for once: `redis-tutor --history FILE`\nhint: for good: `history FILE` in the settings file\n",
		"  gloss on              explain replies", "  changes off ", "  history /h            keep the history in this file; none keeps none (set at\n",
		"A line `gloss off` in `/conf` holds", "SET k v\nOK\nredis", "# `history` is /h.", "# Gloss is off")
}

// TestSetHints: redis-cli's own words for it work, too.
func TestSetHints(t *testing.T) {
	term := terminaltest.New()
	s := repl.New(newConfig(t, term, 80))
	for _, step := range []struct {
		typed string
		want  bool
	}{{"", true}, {":set hints off", false}, {":set hints", true}, {":set nohints", false}, {":set hints on", true}} {
		s.Take(t.Context(), step.typed)
		if s.Hints() != step.want {
			t.Errorf("after %q the hints are on: %t", step.typed, s.Hints())
		}
	}
}

// TestOneTable: what can be set at the prompt is what the file knows, and each
// of it says how it is set then.
func TestOneTable(t *testing.T) {
	term := terminaltest.New()
	s := repl.New(newConfig(t, term, 80))
	i := slices.IndexFunc(s.Words(), func(w typing.Word) bool { return w.Name == ":set" })
	if i < 0 {
		t.Fatal("there is no word :set")
	}
	set := s.Words()[i]
	offered := set.Args()
	for _, row := range settings.Table() {
		live := slices.ContainsFunc(offered, func(c typing.Choice) bool { return c.Text == row.Name })
		if live == row.AtStart {
			t.Errorf("%s: at the start %t, at the prompt %t", row.Name, row.AtStart, live)
		}
		if row.AtStart {
			continue
		}
		values := set.Then(row.Name)
		if len(values) != len(row.Choices) {
			t.Errorf("%s: Tab knows %v of %v", row.Name, values, row.Names())
		}
		for _, value := range row.Choices {
			from := len(term.Screen())
			s.Take(t.Context(), ":set "+row.Name+" "+value.Name)
			said := strings.ReplaceAll(term.Screen()[from:], "\n# ", " ")
			if value.Says == "" || !strings.HasPrefix(said, "# "+value.Says) || s.Settings[row.Name] != value.Name {
				t.Errorf(":set %s %s: %q", row.Name, value.Name, said)
			}
		}
	}
}

package repl_test

import (
	"slices"
	"testing"

	"redis-tutor/repl"
	"redis-tutor/repl/terminal/terminaltest"
	"redis-tutor/repl/typing"
)

func names(words []typing.Word) []string {
	var list []string
	for _, w := range words {
		list = append(list, w.Name)
	}
	return list
}

func TestWords(t *testing.T) {
	config := newConfig(t, terminaltest.New(), 80)
	words := repl.New(config).Words()
	for _, name := range []string{"start", "help", "?", "quit", "exit"} {
		if !slices.Contains(names(words), name) {
			t.Errorf("no word %s", name)
		}
	}
	offers := map[string]string{"start": "bakery", "lessons": "late", "help": "HGETALL", "gloss": "off", "listen": "stop", "forward": "1h"}
	for _, w := range words {
		want, ok := offers[w.Name]
		switch {
		case ok && (w.Args == nil || !slices.ContainsFunc(w.Args(), func(c typing.Choice) bool { return c.Text == want })):
			t.Errorf("%s does not offer %s", w.Name, want)
		case w.Name == "help" && !w.Command, w.Name == "start" && w.Command:
			t.Errorf("%s takes a command: %v", w.Name, w.Command)
		}
	}
	config.Course = nil
	if words := names(repl.New(config).Words()); slices.Contains(words, "start") || !slices.Contains(words, "undo") {
		t.Errorf("without lessons the words are %v", words)
	}
}

// TestTopics: help offers groups with their @, and tutor words.
func TestTopics(t *testing.T) {
	for _, w := range repl.New(newConfig(t, terminaltest.New(), 80)).Words() {
		if w.Name != "help" {
			continue
		}
		for _, want := range []string{"@sorted-set", "undo", "SET"} {
			if !slices.ContainsFunc(w.Args(), func(c typing.Choice) bool { return c.Text == want }) {
				t.Errorf("help does not offer %s", want)
			}
		}
	}
}

// TestAsk: Tab looks where the learner is, and is not part of what she does
// there.
func TestAsk(t *testing.T) {
	config := newConfig(t, terminaltest.New(), 80)
	s := repl.New(config)
	for _, line := range []string{"SELECT 3", "SET here 1", "MULTI"} {
		s.Take(t.Context(), line)
	}
	v, err := s.Ask(t.Context(), "EXISTS", "here")
	if err != nil || v.Int != 1 {
		t.Errorf("EXISTS here: %v %v", v, err)
	}
	s.Take(t.Context(), "SET there 2")
	if v, err := s.Ask(t.Context(), "EXISTS", "there"); err != nil || v.Int != 0 {
		t.Errorf("EXISTS there: %v %v", v, err)
	}
}

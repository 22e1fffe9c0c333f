package repl_test

import (
	"slices"
	"strings"
	"testing"

	"redis-tutor/repl"
	"redis-tutor/repl/screen"
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
	offers := map[string]string{"start": "bakery", "lessons": "late", "help": "HGETALL", "gloss": "off", "trace": "on", "pager": "off", "listen": "stop", "forward": "1h", "as": "me", "try": "HGETALL"}
	for _, w := range words {
		want, ok := offers[w.Name]
		switch {
		case ok && (w.Args == nil || !slices.ContainsFunc(w.Args(), func(c typing.Choice) bool { return c.Text == want })):
			t.Errorf("%s does not offer %s", w.Name, want)
		case w.Name == "explain" && !w.Command, w.Name == "start" && w.Command:
			t.Errorf("%s takes a command: %v", w.Name, w.Command)
		}
	}
	if first := names(words)[0]; first != "show" {
		t.Errorf("before a lesson the first word is %s", first)
	}
	s := repl.New(config)
	s.Take(t.Context(), "start bakery")
	if first := names(s.Words())[0]; first != "next" {
		t.Errorf("in a lesson the first word is %s", first)
	}
	config.Course = nil
	if words := names(repl.New(config).Words()); slices.Contains(words, "start") || !slices.Contains(words, "undo") {
		t.Errorf("without lessons the words are %v", words)
	}
}

// TestTyping: a line is coloured, hinted at and completed by the real table
// of words.
func TestTyping(t *testing.T) {
	config := newConfig(t, terminaltest.New(), 80)
	s := repl.New(config)
	s.Take(t.Context(), "SET user:1 ann")
	typist := typing.New(typing.Config{
		Commands: s.Reference, Words: s.Words, Ask: s.Ask,
		Paint: func(role screen.Role, text string) string {
			if role == screen.Wrong {
				return "wrong<" + text + ">"
			}
			return text
		},
	})
	for _, text := range []string{
		"as bob GET user:1", "as bob 5 INCR x", "as me", "explain 5 INCR x", "GET user:1 | wc -l", "as bob GET user:1 | wc",
		"GET user:1 | awk '{print", "help delete a key", "try GET 2", "show user:1 user:2",
	} {
		if got := typist.Paint(text); got != text {
			t.Errorf("%q is painted %q", text, got)
		}
	}
	for _, text := range []string{"as bob GEX k", "GET k v | wc", "GEX | wc"} {
		if got := typist.Paint(text); !strings.Contains(got, "wrong<") {
			t.Errorf("%q is painted %q", text, got)
		}
	}
	for text, want := range map[string]string{
		"as bob ": "[COMMAND]", "as bob STRLEN ": "key  # Count the bytes", "as bob": "", "GET k | ": "", "GET k | wc": "",
		"help delete a key ": "", "explain 2 STRLEN ": "key  # Count the bytes",
	} {
		got, _ := typist.Say(text)
		if want == "" && got != "" || !strings.HasPrefix(got, want) {
			t.Errorf("behind %q: %q, want %q", text, got, want)
		}
	}
	for text, want := range map[string]string{
		"show us": "show user:1 ", "as bob STRL": "as bob STRLEN ", "as bob GET us": "as bob GET user:1 ",
		"as m": "as me ", "as bob 2 STRL": "as bob 2 STRLEN ", "trace o": "trace o", "GET us | us": "GET us | us",
	} {
		if got, _, _, _ := typist.Complete(text, len(text)); got != want {
			t.Errorf("Tab behind %q: %q, want %q", text, got, want)
		}
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

package typing_test

import (
	"context"
	"strings"
	"testing"

	"redis-tutor/repl/screen"
	"redis-tutor/repl/typing"
	"redis-tutor/sandbox"
	"redis-tutor/sandbox/reply"
	"redis-tutor/sandbox/sandboxtest"
)

const commandsFile = "../../content/commands.txt"

// marks paints roles as letters, so that a test can read them.
var marks = map[screen.Role]string{
	screen.Quiet: "q", screen.Known: "c", screen.Option: "o", screen.Key: "k", screen.Member: "m",
	screen.Number: "n", screen.Pattern: "p", screen.Wrong: "w", screen.Code: "s", screen.Warn: "u",
}

func mark(role screen.Role, text string) string {
	if role == screen.Plain || strings.TrimSpace(text) == "" {
		return text
	}
	return marks[role] + "<" + text + ">"
}

func tutorWords() []typing.Word {
	lessons := func() []typing.Choice {
		return []typing.Choice{{Text: "lists", Meaning: "Keep things in order."}, {Text: "lifts"}}
	}
	help := func() []typing.Choice { return []typing.Choice{{Text: "SET"}, {Text: "@string"}, {Text: "@set"}} }
	settings := func() []typing.Choice { return []typing.Choice{{Text: "hints"}, {Text: "gloss"}} }
	values := func(string) []typing.Choice { return []typing.Choice{{Text: "on"}, {Text: "off"}} }
	return []typing.Word{
		{Name: "next", Meaning: "go on"},
		{Name: "start", Form: "LESSON[/STEP]", Meaning: "go to a lesson or a step", Args: lessons},
		{Name: "help", Form: "[COMMAND|@GROUP]", Args: help},
		{Name: "as", Form: "NAME [COMMAND]", Command: true, Before: 1},
		{Name: "show", Form: "[KEY]", Keys: true},
		{Name: "explain", Form: "COMMAND ...", Command: true},
		{Name: ":set", Form: "NAME VALUE", Args: settings, Then: values},
	}
}

// newTypist returns a typist over an embedded sandbox with the keys that the
// lines make.
func newTypist(t testing.TB, lines ...string) *typing.Typist {
	t.Helper()
	box, err := sandbox.NewEmbedded(sandboxtest.Commands(t, commandsFile))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { box.Close() })
	for _, line := range lines {
		if v, err := box.Do(t.Context(), strings.Fields(line)...); err != nil || v.IsError() {
			t.Fatalf("%s: %v %v", line, v, err)
		}
	}
	return asking(t, sandboxtest.In(box, 0))
}

// asking returns a typist that asks a keyspace.
func asking(t testing.TB, ask func(context.Context, ...string) (reply.Value, error)) *typing.Typist {
	t.Helper()
	return typing.New(typing.Config{
		Commands: sandboxtest.Commands(t, commandsFile),
		Words:    tutorWords,
		Paint:    func(_ screen.Role, text string) string { return text },
		Ask:      ask,
	})
}

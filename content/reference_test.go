package content_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/rivo/uniseg"

	"redis-tutor/content"
	"redis-tutor/lessons/alike"
	"redis-tutor/sandbox"
	"redis-tutor/sandbox/command"
	"redis-tutor/sandbox/reply"
	"redis-tutor/sandbox/sandboxtest"
	"redis-tutor/sandbox/words"
)

func reference(t *testing.T) *command.Table {
	t.Helper()
	table, err := command.Parse(content.Commands())
	if err != nil {
		t.Fatal(err)
	}
	if err := table.Check(); err != nil {
		t.Fatal(err)
	}
	return table
}

// TestReferenceProse holds the prose to its form: every command has a summary
// that fits a line, and most of what a learner meets has examples.
func TestReferenceProse(t *testing.T) {
	const wide, enough = 60, 150
	shown, warned := 0, 0
	for _, c := range reference(t).All() {
		switch s := c.Summary; {
		case s == "":
			t.Errorf("%s has no summary", c.Name)
		case uniseg.StringWidth(s) > wide:
			t.Errorf("%s: %d columns, want at most %d: %s", c.Name, uniseg.StringWidth(s), wide, s)
		case strings.HasSuffix(s, ".") || strings.ToUpper(s[:1]) != s[:1]:
			t.Errorf("%s: the summary begins with a capital and has no full stop: %s", c.Name, s)
		}
		if (c.Deprecated != "") && c.Instead == "" && c.Name != "QUIT" {
			t.Errorf("%s is deprecated, and nothing is said to be preferred", c.Name)
		}
		if len(c.Examples) > 0 {
			shown++
		}
		if len(c.Beware) > 0 {
			warned++
		}
		for _, text := range c.Beware {
			if strings.Count(text, "`")%2 > 0 || !strings.HasSuffix(text, ".") {
				t.Errorf("%s: %q is no sentence, or a backquote is not closed", c.Name, text)
			}
		}
		for _, e := range c.Examples {
			if width := uniseg.StringWidth(e.Line); width > 72 && c.Group != "scripting" {
				t.Errorf("%s: an example of %d columns: %s", c.Name, width, e.Line)
			}
		}
	}
	t.Logf("%d commands have examples, %d say what to beware of", shown, warned)
	if shown < enough {
		t.Errorf("%d commands have examples, want %d", shown, enough)
	}
}

// TestReferenceShowsItself: the examples of a command use it.
func TestReferenceShowsItself(t *testing.T) {
	table := reference(t)
	for _, c := range table.All() {
		used := len(c.Examples) == 0
		for _, e := range c.Examples {
			found, ok := table.Lookup(split(t, e.Line)...)
			if !ok {
				t.Errorf("%s: no command is called as in %q", c.Name, e.Line)
				continue
			}
			used = used || found.Name == c.Name
		}
		if !used {
			t.Errorf("no example of %s uses it", c.Name)
		}
	}
}

// TestReferenceExamples runs every example on the embedded sandbox and on a
// real server, and wants the same replies, errors only where they are meant.
func TestReferenceExamples(t *testing.T) {
	table := reference(t)
	embedded, err := sandbox.NewEmbedded(func() *command.Table { return table })
	if err != nil {
		t.Fatal(err)
	}
	defer embedded.Close()
	server, err := sandbox.Open(t.Context(), sandboxtest.Server(t))
	if err != nil {
		t.Fatal(err)
	}
	defer server.Close()
	ran := 0
	for _, c := range table.All() {
		if len(c.Examples) == 0 || !knows(t, server, c) || command.Streams(split(t, c.Name)) {
			continue
		}
		for _, box := range []*sandbox.Sandbox{embedded, server} {
			for _, line := range []string{"RESET", "FLUSHALL", "FUNCTION FLUSH", "SCRIPT FLUSH"} {
				do(t, box, line)
			}
		}
		for _, e := range c.Examples {
			if e.Setup != "" {
				do(t, embedded, e.Setup)
				do(t, server, e.Setup)
			}
			compareExample(t, table, e, do(t, embedded, e.Line), do(t, server, e.Line))
			ran++
		}
	}
	t.Logf("%d example lines", ran)
}

func compareExample(t *testing.T, table *command.Table, e command.Example, ours, theirs reply.Value) {
	t.Helper()
	for _, v := range []reply.Value{ours, theirs} {
		if meant := strings.HasPrefix(e.Note, "error"); v.IsError() != meant {
			t.Errorf("%s: an error is meant: %v, the reply is %s", e.Line, meant, v.AppendWire(nil, 2))
		}
	}
	args := split(t, e.Line)
	if varies(table, args) {
		if ours.Kind != theirs.Kind {
			t.Errorf("%s: embedded %s, real %s", e.Line, ours.AppendWire(nil, 2), theirs.AppendWire(nil, 2))
		}
		return
	}
	if !alike.Replies(table, args, theirs, ours, 5*time.Second) && !alike.Replies(table, args, ours, theirs, 5*time.Second) {
		t.Errorf("%s:\nembedded %s\n    real %s", e.Line, ours.AppendWire(nil, 2), theirs.AppendWire(nil, 2))
	}
}

// varies reports whether a command answers otherwise each time, or on each
// server.
func varies(table *command.Table, args []string) bool {
	c, _ := table.Lookup(args...)
	switch c.Name {
	case "CLIENT ID", "CLIENT INFO", "CLIENT LIST", "HELLO", "INFO", "TIME", "LASTSAVE", "ROLE", "RANDOMKEY", "MEMORY USAGE",
		"MEMORY STATS", "MEMORY DOCTOR", "COMMAND DOCS", "COMMAND INFO", "ACL GENPASS", "ACL CAT", "ACL GETUSER", "ACL LIST",
		"SLOWLOG GET", "SLOWLOG LEN", "LATENCY HISTORY", "LATENCY LATEST", "DUMP", "OBJECT REFCOUNT", "XPENDING", "XINFO STREAM",
		"XINFO CONSUMERS", "SPOP", "SRANDMEMBER", "HRANDFIELD", "ZRANDMEMBER", "COMMAND GETKEYSANDFLAGS", "ACL LOG", "COMMAND COUNT",
		"GEOPOS":
		return true
	}
	return false
}

// TestReferenceSubscribes: the examples that listen begin to.
func TestReferenceSubscribes(t *testing.T) {
	table := reference(t)
	box, err := sandbox.NewEmbedded(func() *command.Table { return table })
	if err != nil {
		t.Fatal(err)
	}
	defer box.Close()
	ran := 0
	for _, c := range table.All() {
		for _, e := range c.Examples {
			args := split(t, e.Line)
			if !command.Streams(args) {
				continue
			}
			ctx, cancel := context.WithCancel(t.Context())
			var first reply.Value
			_ = box.Stream(ctx, args, func(v reply.Value) error {
				first = v
				cancel()
				return nil
			})
			cancel()
			if first.Kind == reply.Nil || first.IsError() {
				t.Errorf("%s: %s", e.Line, first.AppendWire(nil, 2))
			}
			ran++
		}
	}
	if ran == 0 {
		t.Error("no example listens")
	}
}

// knows reports whether a server has the command.
func knows(t *testing.T, box *sandbox.Sandbox, c *command.Command) bool {
	t.Helper()
	v := do(t, box, "COMMAND INFO "+strings.ReplaceAll(c.Name, " ", "|"))
	return len(v.Items) == 1 && v.Items[0].Kind == reply.Array
}

func do(t *testing.T, box *sandbox.Sandbox, line string) reply.Value {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	v, err := box.Do(ctx, split(t, line)...)
	if err != nil {
		t.Fatalf("%s: %v", line, err)
	}
	return v
}

func split(t *testing.T, line string) []string {
	t.Helper()
	args, err := words.Split(line)
	if err != nil {
		t.Fatalf("%s: %v", line, err)
	}
	return args
}

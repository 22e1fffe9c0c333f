package image_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"redis-tutor/sandbox"
	"redis-tutor/sandbox/command"
	"redis-tutor/sandbox/image"
	"redis-tutor/sandbox/reply"
	"redis-tutor/sandbox/sandboxtest"
	"redis-tutor/sandbox/words"
)

// box is a sandbox with a log of what its learner writes.
type box struct {
	*sandbox.Sandbox
	t     testing.TB
	ctx   context.Context
	log   *image.Log
	trips int      // of the tutor
	tx    []string // the lines since MULTI

	looksAt int // the database that ask asks

	// meddle sees, and may change, what the tutor sends.
	meddle func(commands [][]string)
	// retell sees, and may change, what the tutor is told.
	retell func(args []string, v reply.Value) reply.Value
}

func table(t testing.TB) func() *command.Table {
	return sandboxtest.Commands(t, "../../content/commands.txt")
}

func open(t testing.TB, o sandbox.Options) *box {
	t.Helper()
	commands := table(t)
	o.Commands = commands
	s, err := sandbox.Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	b := &box{Sandbox: s, t: t, ctx: t.Context()}
	b.log = image.New(func(ctx context.Context, db int, commands ...[]string) ([]reply.Value, error) {
		b.trips++
		if b.meddle != nil {
			b.meddle(commands)
		}
		replies, err := s.Observe(ctx, db, commands...)
		for i := range replies {
			if b.retell != nil {
				replies[i] = b.retell(commands[i], replies[i])
			}
		}
		return replies, err
	}, commands)
	return b
}

// kinds runs a test on an embedded Redis and on a real one.
func kinds(t *testing.T, test func(t *testing.T, b *box)) {
	t.Run("embedded", func(t *testing.T) { test(t, open(t, sandbox.Options{})) })
	t.Run("server", func(t *testing.T) { test(t, open(t, sandboxtest.Server(t))) })
}

// typed runs a line as the prompt does, and returns what it changed.
func (b *box) typed(line string) *image.Change {
	b.t.Helper()
	args, err := words.Split(line)
	if err != nil {
		b.t.Fatal(err)
	}
	writes, was := []image.Write{{Args: args, DB: b.State().DB}}, b.State()
	switch {
	case args[0] == "MULTI":
		b.tx = nil
	case args[0] == "EXEC":
		writes = nil
		for _, queued := range b.tx {
			writes = append(writes, image.Write{Args: strings.Fields(queued), DB: was.DB})
		}
	case was.InTx:
		b.tx = append(b.tx, line)
		writes = nil
	}
	shot := b.log.Before(b.ctx, writes...)
	v, err := b.Do(b.ctx, args...)
	if err != nil {
		b.t.Fatalf("%s: %v", line, err)
	}
	c, err := b.log.After(b.ctx, shot, v)
	if err != nil {
		b.t.Fatalf("%s: %v", line, err)
	}
	return c
}

func (b *box) undo() *image.Change {
	b.t.Helper()
	c, err := b.log.Undo(b.ctx)
	var idle *image.Idle
	if errors.As(err, &idle) {
		c, err = b.log.Undo(b.ctx)
	}
	if err != nil {
		b.t.Fatalf("undo: %v", err)
	}
	return c
}

func (b *box) redo() *image.Change {
	b.t.Helper()
	c, err := b.log.Redo(b.ctx)
	if err != nil {
		b.t.Fatalf("redo: %v", err)
	}
	return c
}

func (b *box) ask(args ...string) reply.Value {
	b.t.Helper()
	v, err := sandboxtest.In(b, b.looksAt)(b.ctx, args...)
	if err != nil {
		b.t.Fatal(err)
	}
	return v
}

// raw is a reply as redis-cli --raw prints it.
func raw(v reply.Value) string {
	text, _ := v.Append(nil, reply.Raw)
	return string(text)
}

// state returns everything that is in the databases, in a form that can be
// compared: nothing here goes through the package under test.
func (b *box) state() string {
	b.t.Helper()
	var out strings.Builder
	defer func() { b.looksAt = 0 }()
	for b.looksAt = range 2 {
		names := strings.Split(raw(b.ask("KEYS", "*")), "\n")
		slices.Sort(names)
		for _, name := range names {
			if name != "" {
				fmt.Fprintf(&out, "%d %s until %d: %s\n", b.looksAt, name, b.ask("PEXPIRETIME", name).Int, b.value(name))
			}
		}
	}
	return out.String()
}

// value returns a key's dump, where order is no matter of chance.
func (b *box) value(key string) string {
	kind := b.ask("TYPE", key).Text
	read := map[string][]string{
		"string": {"GET", key}, "list": {"LRANGE", key, "0", "-1"}, "zset": {"ZRANGE", key, "0", "-1", "WITHSCORES"},
		"hash": {"HGETALL", key}, "set": {"SMEMBERS", key}, "stream": {"XRANGE", key, "-", "+"},
	}[kind]
	if read == nil { // an embedded Redis without the dump of this type
		return kind
	}
	v := b.ask(read...)
	if kind == "set" {
		slices.SortFunc(v.Items, func(a, b reply.Value) int { return strings.Compare(a.Text, b.Text) })
	}
	shown := kind + " " + fmt.Sprintf("%q", raw(v))
	if kind == "hash" || kind == "set" {
		return shown
	}
	if kind == "stream" {
		return shown + b.groups(key)
	}
	return shown + fmt.Sprintf(" %x", b.ask("DUMP", key).Text)
}

// groups returns what a stream keeps besides its entries, without what tells
// when a consumer was last seen.
func (b *box) groups(key string) string {
	out := ""
	for _, g := range b.ask("XINFO", "GROUPS", key).Items {
		out += " group " + raw(g)
		name := g.Items[1].Text
		out += " pending " + raw(b.ask("XPENDING", key, name))
		for _, c := range b.ask("XINFO", "CONSUMERS", key, name).Items {
			out += " consumer " + c.Items[1].Text
		}
	}
	return strings.ReplaceAll(out, "\n", " ")
}

// begin lays out the keys of every type.
func (b *box) begin() {
	b.t.Helper()
	b.log.Clear()
	b.ask("FLUSHALL")
	for line := range strings.Lines(before) {
		b.must(strings.TrimSpace(line))
	}
	if v := b.ask("DUMP", "stream"); v.IsError() && b.value("hll") == "hll" {
		b.must("XGROUP DESTROY stream group")
		b.must("DEL hll")
	}
}

func (b *box) must(line string) {
	b.t.Helper()
	if v, err := b.Do(b.ctx, strings.Fields(line)...); err != nil || v.IsError() {
		b.t.Fatalf("%s: %v %v", line, v.Text, err)
	}
}

package image

import (
	"context"
	"fmt"
	"strconv"

	"redis-tutor/sandbox/command"
	"redis-tutor/sandbox/reply"
)

// batch is commands that travel together.
type batch struct {
	commands [][]string
	replies  []reply.Value
	begin    int // the database in which the first command runs
	db       int // and that in which the next one will
	selected bool
}

func (b *batch) add(words ...string) int {
	b.commands = append(b.commands, words)
	return len(b.commands) - 1
}

// reply returns the reply to a command, of which there is none at -1.
func (b *batch) reply(at int) reply.Value {
	if at < 0 {
		return reply.Value{}
	}
	return b.replies[at]
}

// in makes the commands that follow run in a database. Those before the first
// one that is named do not care where they run.
func (b *batch) in(db int) {
	switch {
	case !b.selected:
		b.begin = db
	case b.db != db:
		b.add("SELECT", strconv.Itoa(db))
	}
	b.db, b.selected = db, true
}

func (b *batch) watch(keys []Key) {
	for _, k := range keys {
		b.in(k.DB)
		b.add("WATCH", k.Name)
	}
}

func (b *batch) send(ctx context.Context, run Run) (err error) {
	if len(b.commands) == 0 {
		return nil
	}
	if b.replies, err = run(ctx, b.begin, b.commands...); err != nil {
		return err
	}
	if len(b.replies) != len(b.commands) {
		return fmt.Errorf("%d replies to %d commands", len(b.replies), len(b.commands))
	}
	for i, args := range b.commands {
		if db, ok := command.Selects(args); ok && b.replies[i].IsError() {
			return fmt.Errorf("database %d cannot be used: %s", db, b.replies[i].Text)
		}
	}
	return nil
}

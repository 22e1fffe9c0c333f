package program

import (
	"context"
	"slices"

	"redis-tutor/sandbox/command"
	"redis-tutor/sandbox/reply"
)

// layout is a server that is somebody's, as a lesson has it: the lesson's own
// commands make and remove no keys but its own.
type layout struct{ *beside }

// Observe looks, or runs commands of the lesson's own one by one: what does
// more than look lays a step out, or clears up after it.
func (l layout) Observe(ctx context.Context, db int, commands ...[]string) ([]reply.Value, error) {
	reads := func(args []string) bool { return l.table().Effect(db, args).Reads() }
	if !slices.ContainsFunc(commands, func(args []string) bool { return !reads(args) }) {
		return l.Sandbox.Observe(ctx, db, commands...)
	}
	var all []reply.Value
	for _, args := range commands {
		run := l.keys.Do
		if reads(args) {
			run = l.one
		}
		v, err := run(ctx, db, args)
		if err != nil {
			return nil, err
		}
		if to, ok := command.Selects(args); ok && v.IsOK() {
			db = to
		}
		all = append(all, v)
	}
	return all, nil
}

// one is a look.
func (l layout) one(ctx context.Context, db int, args []string) (reply.Value, error) {
	all, err := l.Sandbox.Observe(ctx, db, args)
	if err != nil {
		return reply.Value{}, err
	}
	return all[0], nil
}

package owned

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"strconv"

	"redis-tutor/sandbox/command"
	"redis-tutor/sandbox/reply"
)

// guard is the script behind every look and every command of ours. A script
// looks and acts in one step without sending values over the network, which
// WATCH would take two trips and the whole values for.
//
//go:embed guard.lua
var guardLua string

// guard returns the script with what undo, too, must know.
func guard() string {
	return fmt.Sprintf("local slack, largest, first, last = %d, %d, %d, %d\n",
		command.Slack, command.LargestRead, command.FirstTimedHash, command.LastTimedHash) + guardLua
}

// sight is what the guard has seen of a key.
type sight struct {
	mark string // as it is now; "" when it is not there
	fits bool   // it is as it was known, or not there
}

// look compares keys with the marks that they are known by, in one round trip
// for each of their databases.
func (k *Keys) look(ctx context.Context, keys []Key, known map[Key]string) (map[Key]sight, error) {
	seen := map[Key]sight{}
	if len(keys) == 0 {
		return seen, nil
	}
	byDB := map[int][]Key{}
	for _, key := range keys {
		byDB[key.DB] = append(byDB[key.DB], key)
	}
	for db, part := range byDB {
		v, err := k.send(ctx, db, call(part, known))
		if err != nil {
			return nil, err
		}
		if err := see(seen, part, v); err != nil {
			return nil, err
		}
	}
	return seen, nil
}

// act runs a command in a database unless one of the keys there is not as it
// is known; then it does nothing, and ran is false.
func (k *Keys) act(ctx context.Context, keys []Key, known map[Key]string, args []string) (v reply.Value, seen map[Key]sight, ran bool, err error) {
	all, err := k.send(ctx, keys[0].DB, append(call(keys, known), args...))
	if err != nil {
		return reply.Value{}, nil, false, err
	}
	seen, ran = map[Key]sight{}, true
	if err := see(seen, keys, all); err != nil {
		return reply.Value{}, nil, false, err
	}
	for _, s := range seen {
		ran = ran && s.fits
	}
	return all.Items[2], seen, ran, nil
}

// call returns the command that runs the guard on keys of one database.
func call(keys []Key, known map[Key]string) []string {
	args := []string{"EVAL", guard(), strconv.Itoa(len(keys))}
	for _, key := range keys {
		args = append(args, key.Name)
	}
	for _, key := range keys {
		args = append(args, known[key])
	}
	return args
}

// send runs a command; an error reply is an error: nothing may be taken to be
// absent because the server would not say.
func (k *Keys) send(ctx context.Context, db int, args []string) (reply.Value, error) {
	replies, err := k.run(ctx, db, args)
	switch {
	case err != nil:
		return reply.Value{}, err
	case replies[0].IsError():
		return reply.Value{}, errors.New(replies[0].Text)
	}
	return replies[0], nil
}

// see reads what the guard returns about keys.
func see(seen map[Key]sight, keys []Key, v reply.Value) error {
	if len(v.Items) != 3 || len(v.Items[0].Items) != len(keys) || len(v.Items[1].Items) != len(keys) {
		return fmt.Errorf("the server ran a script in a way of its own: %q", v.Str())
	}
	for i, key := range keys {
		seen[key] = sight{mark: v.Items[1].Items[i].Text, fits: v.Items[0].Items[i].Int == 1}
	}
	return nil
}

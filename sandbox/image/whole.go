package image

import (
	"context"
	"errors"
	"slices"

	"redis-tutor/sandbox/command"
	"redis-tutor/sandbox/reply"
)

// databases returns the numbers of the databases that hold keys.
func (c *camera) databases(ctx context.Context) ([]int, error) {
	replies, err := c.run(ctx, 0, []string{"INFO", "keyspace"})
	if err != nil {
		return nil, err
	}
	return command.Databases(replies[0].Str()), nil
}

// list returns all keys of the databases, unless there are too many.
func (c *camera) list(ctx context.Context, databases []int) ([]Key, error) {
	sizes, names, most := &batch{}, &batch{}, c.bounds().listed
	databases = slices.Compact(slices.Sorted(slices.Values(databases)))
	listed := make([]int, len(databases)) // where the replies to KEYS stand
	for i, db := range databases {
		for _, b := range []*batch{sizes, names} {
			b.in(db)
		}
		sizes.add("DBSIZE")
		listed[i] = names.add("KEYS", "*")
	}
	if err := sizes.send(ctx, c.run); err != nil {
		return nil, err
	}
	if slices.ContainsFunc(sizes.replies, func(v reply.Value) bool { return v.Int > int64(most) }) {
		return nil, c.tooMany("the database holds", most)
	}
	if err := names.send(ctx, c.run); err != nil {
		return nil, err
	}
	var keys []Key
	for i, db := range databases {
		v := names.replies[listed[i]]
		if v.IsError() {
			return nil, errors.New("the tutor cannot list the keys: " + v.Text)
		}
		for _, name := range texts(v) {
			keys = append(keys, Key{DB: db, Name: name})
		}
	}
	return keys, nil
}

package websession_test

import (
	"context"
	"time"

	"github.com/redis/go-redis/v9"
)

// article is the session engine as people first write it, and as the Django
// article has it: what the tests of pitfalls compare ours with.
type article struct {
	rdb redis.UniversalClient
	age time.Duration
}

// load returns the session's data.
func (a article) load(ctx context.Context, key string) map[string]string {
	return a.rdb.HGetAll(ctx, key).Val()
}

// save writes the whole session, then starts its clock.
func (a article) save(ctx context.Context, key string, data map[string]string) error {
	if err := a.rdb.Do(ctx, append([]any{"hmset", key}, pairs(data)...)...).Err(); err != nil {
		return err
	}
	return a.rdb.Expire(ctx, key, a.age).Err()
}

// replace deletes before it writes, so that removed fields go: a repair that
// many find first.
func (a article) replace(ctx context.Context, key string, data map[string]string) error {
	a.rdb.Del(ctx, key)
	return a.rdb.HSet(ctx, key, data).Err()
}

func (a article) delete(ctx context.Context, key string) { a.rdb.Del(ctx, key) }

func pairs(data map[string]string) []any {
	var all []any
	for field, value := range data {
		all = append(all, field, value)
	}
	return all
}

package compare

import (
	"context"
	"crypto/rand"
	"strconv"

	"github.com/redis/go-redis/v9"
)

// article is the session engine of the article, for better or worse: a client
// of its own for each request, commands one after the other, and ids that it
// adopts. The prefix is ours, so that nobody's keys are hit.
type article struct {
	options *redis.Options
	prefix  string
}

// article returns what opens the article's engine.
func (r Redis) article(prefix string) open {
	return func(ctx context.Context) (entrant, error) {
		rdb, err := r.client() // for counting, not for the visits
		if err != nil {
			return entrant{}, err
		}
		o := *r.Options
		o.Protocol, o.PoolSize = 2, 1 // as the article's client
		a := article{&o, prefix}
		kept := hashes{rdb, prefix}
		return entrant{
			Arm: Arm{
				Durable: durability(ctx, rdb),
				Visit:   "a new connection, greeted with HELLO; HGETALL (EXISTS for a newcomer), HMSET and EXPIRE, one after the other, straight from the handler; " + r.told(ctx, rdb),
			},
			handler: page(a.visit), store: kept, close: kept.close,
		}, nil
	}
}

func (a article) visit(ctx context.Context, id string) (string, int, error) {
	o := *a.options
	rdb := redis.NewClient(&o)
	defer rdb.Close()
	visits := 0
	if id == "" {
		id = rand.Text()
		if err := rdb.Exists(ctx, a.prefix+id).Err(); err != nil {
			return "", 0, err
		}
	} else {
		data, err := rdb.HGetAll(ctx, a.prefix+id).Result()
		if err != nil {
			return "", 0, err
		}
		visits, _ = strconv.Atoi(data["visits"]) // none is 0
	}
	visits++
	if err := rdb.Do(ctx, "hmset", a.prefix+id, "visits", visits).Err(); err != nil {
		return "", 0, err
	}
	return id, visits, rdb.Expire(ctx, a.prefix+id, age).Err()
}

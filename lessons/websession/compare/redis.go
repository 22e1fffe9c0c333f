package compare

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strconv"
	"time"

	"github.com/redis/go-redis/v9"

	"redis-tutor/lessons/websession"
	"redis-tutor/lessons/websession/web"
)

// Redis is one that an arm may use: a private server, one that the user names,
// or the one in this process.
type Redis struct {
	Options *redis.Options // how to reach it, with a client that sends its commands only, once; nil when there is none
	Name    string         // what it is and how it is reached, "a private server on a unix socket"
	Missing string         // why there is none
	Named   bool           // it is the user's, and reached as she says
	Ours    bool           // it is a part of this program, and its version means nothing
}

// client returns a client that keeps as many connections open as there are
// ever clients.
func (r Redis) client() (*redis.Client, error) {
	if r.Options == nil {
		return nil, errors.New(cmp.Or(r.Missing, "there is none here"))
	}
	o := *r.Options
	o.PoolSize = crowdSize
	return redis.NewClient(&o), nil
}

// counted is a handler behind package web, and what it does to the session.
type counted struct {
	visit   string
	handler http.HandlerFunc
}

// hash loads the session and saves what has changed, as a handler does that
// knows nothing of counters.
func hash() counted {
	return counted{"HGETALL; then HSET and PEXPIREAT in one transaction (package websession)", func(w http.ResponseWriter, r *http.Request) {
		s, err := web.Of(r).Session()
		if err != nil {
			return // the middleware answers
		}
		visits, err := s.Int("visits")
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		s.SetInt("visits", visits+1)
		write(w, visits+1)
	}}
}

// hincrby lets Redis count.
func hincrby() counted {
	return counted{"HGETALL; then HINCRBY and PEXPIREAT in one transaction (package websession)", func(w http.ResponseWriter, r *http.Request) {
		if visits, err := web.Of(r).Incr("visits", 1); err == nil {
			write(w, visits)
		}
	}}
}

// sessions returns what opens our own session store on a Redis.
func (r Redis) sessions(prefix string, c counted) open {
	return func(ctx context.Context) (entrant, error) {
		rdb, err := r.client()
		if err != nil {
			return entrant{}, err
		}
		store, err := websession.New(rdb, websession.Options{Prefix: prefix, Idle: age})
		if err != nil {
			rdb.Close()
			return entrant{}, err
		}
		kept := hashes{rdb, prefix}
		return entrant{
			Arm:     Arm{Durable: durability(ctx, rdb), Visit: c.visit + " behind its middleware (package web); " + r.told(ctx, rdb)},
			handler: web.New(store, web.Options{Failed: failed, Log: slog.New(slog.DiscardHandler)}).Wrap(c.handler),
			store:   kept, close: kept.close,
		}, nil
	}
}

// failed tells a client what went wrong, as the other arms do.
func failed(w http.ResponseWriter, _ *http.Request, err error) {
	http.Error(w, err.Error(), web.Status(err))
}

// hashes are sessions in Redis.
type hashes struct {
	rdb    *redis.Client
	prefix string
}

// batch is how many commands travel together where there are many.
const batch = 500

func (h hashes) count(ctx context.Context, ids []string) (visits int, err error) {
	for len(ids) > 0 {
		some := ids[:min(batch, len(ids))]
		ids = ids[len(some):]
		p := h.rdb.Pipeline()
		for _, id := range some {
			p.HGet(ctx, h.prefix+id, "visits")
		}
		replies, err := p.Exec(ctx)
		if err != nil && !errors.Is(err, redis.Nil) {
			return 0, err
		}
		for _, reply := range replies {
			if text, err := reply.(*redis.StringCmd).Result(); err == nil {
				n, err := strconv.Atoi(text)
				if err != nil {
					return 0, fmt.Errorf("the count of a session: %w", err)
				}
				visits += n
			}
		}
	}
	return visits, nil
}

func (h hashes) clear(ctx context.Context, ids []string) error {
	for len(ids) > 0 {
		some := ids[:min(batch, len(ids))]
		ids = ids[len(some):]
		keys := make([]string, len(some))
		for i, id := range some {
			keys[i] = h.prefix + id
		}
		if err := h.rdb.Unlink(ctx, keys...).Err(); err != nil {
			return err
		}
	}
	return nil
}

// sweepTime is how long the last look for keys of ours may take. What it does
// not find goes at its deadline.
const sweepTime = 10 * time.Second

// close removes what may be left under the prefix, of visits that were cut
// short, and closes the connections.
func (h hashes) close() {
	ctx, cancel := context.WithTimeout(context.Background(), sweepTime)
	defer cancel()
	found := h.rdb.Scan(ctx, 0, h.prefix+"*", 10*batch).Iterator()
	for found.Next(ctx) {
		h.rdb.Unlink(ctx, found.Val())
	}
	h.rdb.Close()
}

// told returns what a Redis is, with its version where it tells.
func (r Redis) told(ctx context.Context, rdb *redis.Client) string {
	info := rdb.InfoMap(ctx, "server").Val()["Server"]
	switch {
	case r.Ours:
	case info["valkey_version"] != "":
		return r.Name + ", Valkey " + info["valkey_version"]
	case info["redis_version"] != "":
		return r.Name + ", Redis " + info["redis_version"]
	}
	return r.Name
}

// durability says what a Redis still has after a crash, as far as it tells.
func durability(ctx context.Context, rdb *redis.Client) string {
	aof := rdb.ConfigGet(ctx, "append*").Val()
	save, err := rdb.ConfigGet(ctx, "save").Result()
	switch {
	case err != nil:
		return "what the server's settings say, which it does not tell"
	case aof["appendonly"] == "yes" && aof["appendfsync"] == "always":
		return "every visit that was answered: appendfsync always, which waits for the disk before the reply"
	case aof["appendonly"] == "yes":
		return "all but about the last second: append-only file, appendfsync " + aof["appendfsync"]
	case save["save"] != "":
		return "what the last snapshot has (save " + save["save"] + "): minutes may be missing"
	}
	return "nothing: it is all in memory, and a restart logs everybody out"
}

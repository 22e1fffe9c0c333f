package serve

import (
	"context"
	"maps"
	"sync"

	"github.com/redis/go-redis/v9"

	"redis-tutor/sandbox/reply"
)

// Keys is the keys that an app has made, also one that was started again, in
// another database perhaps. All of them run out by themselves, so it does not
// matter when the list of a busy app is cut off, or when a key is missing whose
// command got no reply. Its methods may be called from several goroutines.
type Keys struct {
	mu   sync.Mutex
	made map[Key]bool
}

// Key is a key, and the database that it is in.
type Key struct {
	DB   int
	Name string
}

// mostKeys is how many keys are remembered.
const mostKeys = 10_000

// None reports whether there are none.
func (k *Keys) None() bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	return len(k.made) == 0
}

// Has reports whether a key is among them. It may be gone by now.
func (k *Keys) Has(key Key) bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.made[key]
}

// note remembers the keys that commands have made in a database: those that the session store
// sends, with the place of the key. What Redis refused made nothing, and may
// have met with somebody's key of that name.
func (k *Keys) note(db int, commands []Command) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.made == nil {
		k.made = map[Key]bool{}
	}
	places := map[string]int{"hset": 1, "hincrby": 1, "zadd": 1, "renamenx": 2}
	for _, c := range executed(commands) {
		at := places[c.Args[0]]
		if at == 0 || at >= len(c.Args) || c.Reply.Kind != reply.Integer || len(k.made) >= mostKeys {
			continue
		}
		if c.Args[0] == "renamenx" && (c.Reply.Int == 0 || !k.made[Key{db, c.Args[1]}]) { // what was somebody's stays so
			continue
		}
		k.made[Key{db, c.Args[at]}] = true
	}
}

// executed returns commands with the replies that tell what came of them: for
// those in a transaction they are in the reply to EXEC.
func executed(commands []Command) []Command {
	var all, queued []Command
	for _, c := range commands {
		switch {
		case c.Args[0] == "multi":
			queued = nil
		case c.Args[0] == "exec":
			for i, v := range c.Reply.Items[:min(len(c.Reply.Items), len(queued))] {
				all = append(all, Command{Args: queued[i].Args, Reply: v, Answered: true})
			}
			queued = nil
		case c.Reply.Kind == reply.Status && c.Reply.Text == "QUEUED":
			queued = append(queued, c)
		default:
			all = append(all, c)
		}
	}
	return all
}

// all returns them by the number of their database.
func (k *Keys) all() map[int][]string {
	k.mu.Lock()
	defer k.mu.Unlock()
	all := map[int][]string{}
	for key := range k.made {
		all[key.DB] = append(all[key.DB], key.Name)
	}
	return all
}

// clear takes those of a database off the list.
func (k *Keys) clear(db int) {
	k.mu.Lock()
	defer k.mu.Unlock()
	maps.DeleteFunc(k.made, func(key Key, _ bool) bool { return key.DB == db })
}

// Forget removes the keys that the app has made: it knows no visitor any more.
// It waits for the request that is being answered, until ctx ends.
func (a *App) Forget(ctx context.Context) error {
	select {
	case a.turn <- struct{}{}:
		defer func() { <-a.turn }()
	case <-ctx.Done():
		return context.Cause(ctx)
	}
	for db, keys := range a.options.Keys.all() {
		if err := a.unlink(ctx, db, keys); err != nil {
			return err
		}
		a.options.Keys.clear(db)
	}
	return nil
}

// unlink removes keys of a database, which the app may have left since.
func (a *App) unlink(ctx context.Context, db int, keys []string) error {
	rdb := a.rdb
	if db != a.db {
		o := *rdb.Options()
		o.DB = db
		rdb = redis.NewClient(&o)
		defer rdb.Close()
	}
	return rdb.Unlink(ctx, keys...).Err()
}

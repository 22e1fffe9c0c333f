package serve

import (
	"context"
	"maps"
	"slices"
	"sync"
)

// Keys is the keys that an app has made, also one that was started again. All
// of them run out by themselves, so it does not matter when the list of a busy
// app is cut off. Its methods may be called from several goroutines.
type Keys struct {
	mu   sync.Mutex
	made map[string]bool
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
func (k *Keys) Has(key string) bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.made[key]
}

// note remembers the keys that commands make: those that the session store
// sends, with the place of the key.
func (k *Keys) note(commands []Command) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.made == nil {
		k.made = map[string]bool{}
	}
	places := map[string]int{"hset": 1, "hincrby": 1, "zadd": 1, "renamenx": 2}
	for _, c := range commands {
		if at := places[c.Args[0]]; at > 0 && at < len(c.Args) && len(k.made) < mostKeys {
			k.made[c.Args[at]] = true
		}
	}
}

// all returns them.
func (k *Keys) all() []string {
	k.mu.Lock()
	defer k.mu.Unlock()
	return slices.Collect(maps.Keys(k.made))
}

// clear empties the list.
func (k *Keys) clear() {
	k.mu.Lock()
	defer k.mu.Unlock()
	clear(k.made)
}

// Forget removes the keys that the app has made: it knows no visitor any more.
func (a *App) Forget(ctx context.Context) error {
	a.turn.Lock()
	defer a.turn.Unlock()
	keys := a.options.Keys.all()
	if len(keys) == 0 {
		return nil
	}
	if err := a.rdb.Unlink(ctx, keys...).Err(); err != nil {
		return err
	}
	a.options.Keys.clear()
	return nil
}

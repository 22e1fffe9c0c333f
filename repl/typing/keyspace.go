package typing

import (
	"context"
	"slices"
	"strings"
	"time"

	"redis-tutor/repl/keyname"
	"redis-tutor/sandbox/reply"
)

// The bounds on what Tab asks the keyspace for. A server that needs longer
// than a deadline for one answer loses its connection to the tutor, and is
// left in peace for a while.
const (
	patience  = 60 * time.Millisecond  // after it no further question is sent
	deadline  = 200 * time.Millisecond // for all answers
	peace     = 30 * time.Second
	mostNames = 100_000 // kept in memory
	perScan   = "1000"  // keys a server looks at in one go
)

// A keyspace finds names that are there.
type keyspace struct {
	ask   func(ctx context.Context, args ...string) (reply.Value, error)
	quiet time.Time // nothing is asked before
}

// A found is names in the order of people, with their numbers in them counted;
// cut says that there may be others, for which nobody had the time to look.
type found struct {
	names []string
	cut   bool
}

// keys finds keys by how they begin, of one of the types unless there are none.
func (k *keyspace) keys(prefix string, types []string) found {
	tail := matching(prefix)
	if len(types) == 0 {
		return k.scan(prefix, walk{[]string{"SCAN"}, tail, 1})
	}
	var walks []walk
	for _, typ := range types { // SCAN takes one
		walks = append(walks, walk{[]string{"SCAN"}, slices.Concat(tail, []string{"TYPE", typ}), 1})
	}
	return k.scan(prefix, walks...)
}

// parts finds fields of a hash, or members of a set or sorted set.
func (k *keyspace) parts(typ, key, prefix string) found {
	name, stride := "SSCAN", 1
	switch typ {
	case "hash":
		name, stride = "HSCAN", 2
	case "zset":
		name, stride = "ZSCAN", 2
	case "set":
	default:
		return found{}
	}
	return k.scan(prefix, walk{[]string{name, key}, matching(prefix), stride})
}

func matching(prefix string) []string {
	return []string{"MATCH", keyname.Glob(prefix) + "*", "COUNT", perScan}
}

// A walk is a cursor's way through names: what is said in front of the cursor
// and behind it. Of what it brings, every stride-th item is a name.
type walk struct {
	head, tail []string
	stride     int
}

// scan goes one walk after the other, as far as the time lasts.
func (k *keyspace) scan(prefix string, walks ...walk) found {
	began := time.Now()
	return k.find(func(ctx context.Context, f *found) error {
		for _, w := range walks {
			if err := k.follow(ctx, w, prefix, began, f); err != nil || f.cut {
				return err
			}
		}
		return nil
	})
}

func (k *keyspace) follow(ctx context.Context, w walk, prefix string, began time.Time, f *found) error {
	for cursor := "0"; ; {
		v, err := k.ask(ctx, slices.Concat(w.head, []string{cursor}, w.tail)...)
		if err != nil || len(v.Items) != 2 {
			return err
		}
		f.add(v.Items[1].Items, w.stride, prefix)
		if cursor = v.Items[0].Str(); cursor == "0" {
			return nil
		}
		if f.cut = len(f.names) >= mostNames || time.Since(began) > patience; f.cut {
			return nil
		}
	}
}

func (f *found) add(items []reply.Value, stride int, prefix string) {
	for i := 0; i < len(items); i += stride {
		if name := items[i].Str(); strings.HasPrefix(name, prefix) {
			f.names = append(f.names, name)
		}
	}
}

// groups finds the consumer groups of a stream.
func (k *keyspace) groups(key, prefix string) found {
	return k.find(func(ctx context.Context, f *found) error {
		v, err := k.ask(ctx, "XINFO", "GROUPS", key)
		for _, group := range v.Items {
			if len(group.Items) > 1 { // name, and its value
				f.add(group.Items[1:2], 1, prefix)
			}
		}
		return err
	})
}

// channels finds the channels that somebody listens to.
func (k *keyspace) channels(prefix string) found {
	return k.find(func(ctx context.Context, f *found) error {
		v, err := k.ask(ctx, "PUBSUB", "CHANNELS", keyname.Glob(prefix)+"*")
		f.add(v.Items, 1, prefix)
		return err
	})
}

// find returns what look adds, in order and each name once. Where the server
// was slow lately, or fails now, there may be others.
func (k *keyspace) find(look func(ctx context.Context, f *found) error) found {
	var f found
	switch {
	case k.ask == nil:
		return f
	case time.Now().Before(k.quiet):
		f.cut = true
		return f
	}
	ctx, cancel := context.WithTimeout(context.Background(), deadline)
	defer cancel()
	if err := look(ctx, &f); err != nil {
		k.quiet = time.Now().Add(peace)
		f.cut = true
	}
	slices.SortFunc(f.names, keyname.Natural)
	f.names = slices.Compact(f.names) // SCAN may bring a name twice
	return f
}

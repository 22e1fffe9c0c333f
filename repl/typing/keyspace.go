package typing

import (
	"context"
	"slices"
	"strings"
	"time"

	"redis-tutor/repl/picture"
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

// keys finds keys by how they begin, of a type unless that is "".
func (k *keyspace) keys(prefix, typ string) found {
	tail := []string{"MATCH", glob(prefix) + "*", "COUNT", perScan}
	if typ != "" {
		tail = append(tail, "TYPE", typ)
	}
	return k.scan([]string{"SCAN"}, tail, 1, prefix)
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
	return k.scan([]string{name, key}, []string{"MATCH", glob(prefix) + "*", "COUNT", perScan}, stride, prefix)
}

// scan walks a cursor; of what it brings, every stride-th item is a name.
func (k *keyspace) scan(head, tail []string, stride int, prefix string) found {
	var f found
	began := time.Now()
	k.within(func(ctx context.Context) error {
		for cursor := "0"; ; {
			v, err := k.ask(ctx, slices.Concat(head, []string{cursor}, tail)...)
			if err != nil || len(v.Items) != 2 {
				return err
			}
			f.add(v.Items[1].Items, stride, prefix)
			if cursor = v.Items[0].Str(); cursor == "0" {
				return nil
			}
			if f.cut = len(f.names) >= mostNames || time.Since(began) > patience; f.cut {
				return nil
			}
		}
	})
	slices.SortFunc(f.names, picture.Natural)
	f.names = slices.Compact(f.names) // SCAN may bring a name twice
	return f
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
	var f found
	k.within(func(ctx context.Context) error {
		v, err := k.ask(ctx, "XINFO", "GROUPS", key)
		for _, group := range v.Items {
			if len(group.Items) > 1 { // name, and its value
				f.add(group.Items[1:2], 1, prefix)
			}
		}
		return err
	})
	return f
}

// channels finds the channels that somebody listens to.
func (k *keyspace) channels(prefix string) found {
	var f found
	k.within(func(ctx context.Context) error {
		v, err := k.ask(ctx, "PUBSUB", "CHANNELS", glob(prefix)+"*")
		f.add(v.Items, 1, prefix)
		return err
	})
	return f
}

// within runs f unless the server was slow lately.
func (k *keyspace) within(f func(context.Context) error) {
	if k.ask == nil || time.Now().Before(k.quiet) {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), deadline)
	defer cancel()
	if err := f(ctx); err != nil {
		k.quiet = time.Now().Add(peace)
	}
}

// glob returns a pattern that matches text alone.
func glob(text string) string {
	return strings.NewReplacer(`\`, `\\`, "*", `\*`, "?", `\?`, "[", `\[`, "]", `\]`).Replace(text)
}

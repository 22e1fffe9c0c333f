package websession

import (
	"context"
	"iter"
	"maps"
	"strings"
	"sync"
	"time"

	"github.com/redis/go-redis/v9"
)

// page is how many keys Redis is asked to look at for one SCAN.
const page = 500

// ListAll goes through the keys of all sessions, for those who run the site.
// It never blocks Redis for long, as KEYS would. A key may come twice, and one
// that was made or removed meanwhile may come or not: that is SCAN's promise.
// Hashes under the prefix whose names cannot be a session's are left out; what
// is in the others Inspect tells. An error ends it.
func (st *Store) ListAll(ctx context.Context) iter.Seq2[string, error] {
	return func(yield func(string, error) bool) {
		nodes, err := st.nodes(ctx)
		if err != nil {
			yield("", err)
			return
		}
		for _, node := range nodes {
			if !st.scan(ctx, node, yield) {
				return
			}
		}
	}
}

// scan goes through the sessions on one node, and returns false to end.
func (st *Store) scan(ctx context.Context, node redis.Cmdable, yield func(string, error) bool) bool {
	match := literally(st.prefix) + "*"
	for cursor := uint64(0); ; {
		keys, next, err := node.ScanType(ctx, cursor, match, page, "hash").Result()
		if err != nil {
			yield("", err)
			return false
		}
		for _, key := range keys {
			if WellFormed(strings.TrimPrefix(key, st.prefix)) && !yield(key, nil) {
				return false
			}
		}
		if cursor = next; cursor == 0 {
			return true
		}
	}
}

// nodes returns where the keys are: the server, or the masters of a cluster.
func (st *Store) nodes(ctx context.Context) ([]redis.Cmdable, error) {
	cluster, ok := st.rdb.(masters)
	if !ok {
		return []redis.Cmdable{st.rdb}, nil
	}
	var mu sync.Mutex
	var nodes []redis.Cmdable
	err := cluster.ForEachMaster(ctx, func(_ context.Context, node *redis.Client) error {
		mu.Lock()
		defer mu.Unlock()
		nodes = append(nodes, node)
		return nil
	})
	return nodes, err
}

// literally quotes what is special in the patterns of SCAN.
func literally(text string) string {
	return strings.NewReplacer(`\`, `\\`, "*", `\*`, "?", `\?`, "[", `\[`).Replace(text)
}

// Details is what there is under a key, for those who run the site.
type Details struct {
	Key      string
	Type     string            // as Redis calls it: "hash" if it is a session
	Session  bool              // by its fields: Load opens it until its deadline
	Fields   map[string]string // all fields of a hash, the store's own included
	TTL      time.Duration     // below zero: none, which no session of ours has
	Encoding string            // as OBJECT ENCODING says; "" where that is not allowed
	Memory   int64             // in bytes, as MEMORY USAGE says; 0 where that is not allowed
}

// Inspect returns what there is under a key, or ErrNotFound.
func (st *Store) Inspect(ctx context.Context, key string) (Details, error) {
	p := st.rdb.Pipeline()
	kind, hash, left := p.Type(ctx, key), p.HGetAll(ctx, key), p.PTTL(ctx, key)
	encoding, memory := p.ObjectEncoding(ctx, key), p.MemoryUsage(ctx, key)
	_, _ = p.Exec(ctx) // the commands' own errors say more
	if err := kind.Err(); err != nil {
		return Details{}, err
	}
	if err := hash.Err(); err != nil && !wrongType(err) {
		return Details{}, err
	}
	if kind.Val() == "none" {
		return Details{}, ErrNotFound
	}
	_, session := read(maps.Clone(hash.Val()))
	return Details{
		Key: key, Type: kind.Val(), Session: session, Fields: hash.Val(), TTL: left.Val(),
		Encoding: encoding.Val(), Memory: memory.Val(),
	}, nil
}

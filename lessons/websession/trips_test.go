package websession_test

import (
	"context"
	"strings"
	"testing"

	"github.com/redis/go-redis/v9"

	"redis-tutor/lessons/websession"
)

// trips holds every operation to its round trips, and shows the commands.
var trips = []contract{
	{"round trips", func(t *testing.T, rdb redis.UniversalClient) {
		_, spread := rdb.(*redis.ClusterClient)
		w := &watcher{}
		rdb.AddHook(w)
		st := newStore(t, rdb, websession.Options{})
		ctx := t.Context()
		for _, op := range []struct {
			name            string
			single, cluster int
			commands        string // on a single server
			run             func(ctx context.Context) (prepared func() error)
		}{
			{"create", 1, 1, "multi hset pexpireat exec", func(ctx context.Context) func() error {
				return func() error { return second(st.Create(ctx, map[string]string{"a": "1"})) }
			}},
			{"load", 1, 1, "hgetall", func(ctx context.Context) func() error {
				s := created(t, st)
				return func() error { return second(st.Load(ctx, s.ID())) }
			}},
			{"save", 1, 1, "multi hexists hdel hset pexpireat exec", func(ctx context.Context) func() error {
				s := created(t, st, "a", "1")
				s.Remove("a")
				s.Set("b", "1")
				return func() error { return st.Save(ctx, s) }
			}},
			{"save of nothing", 1, 1, "hexists pexpireat", func(ctx context.Context) func() error {
				s := created(t, st, "a", "1")
				return func() error { return st.Save(ctx, s) }
			}},
			{"incr", 1, 1, "multi hexists hincrby pexpireat exec", func(ctx context.Context) func() error {
				s := created(t, st)
				return func() error { return second(st.Incr(ctx, s, "n", 1)) }
			}},
			{"touch", 1, 1, "hexists pexpireat", func(ctx context.Context) func() error {
				s := created(t, st)
				return func() error { return st.Touch(ctx, s) }
			}},
			{"rotate", 1, 4, "multi hexists renamenx exec", func(ctx context.Context) func() error {
				s := created(t, st)
				return func() error { return st.Rotate(ctx, s) }
			}},
			{"rotate of a user", 2, 6, "zrange, multi hexists renamenx zadd pexpireat zrem exec", func(ctx context.Context) func() error {
				s := login(t, st, "anna")
				return func() error { return st.Rotate(ctx, s) }
			}},
			{"login", 3, 7, "zrange, multi hexists renamenx zadd pexpireat exec, multi hexists hset pexpireat exec", func(ctx context.Context) func() error {
				s := created(t, st)
				return func() error { return st.Login(ctx, s, "anna") }
			}},
			{"login without a session", 2, 3, "zrange, multi zadd pexpireat hset pexpireat exec", func(ctx context.Context) func() error {
				return func() error { return st.Login(ctx, &websession.Session{}, "anna") }
			}},
			{"login over another's", 3, 5, "unlink zrem, zrange, multi zadd pexpireat hset pexpireat exec", func(ctx context.Context) func() error {
				s := login(t, st, "ben")
				return func() error { return st.Login(ctx, s, "anna") }
			}},
			{"login where a line is past", 2, 3, "zrange, multi zrem zadd pexpireat hset pexpireat exec", func(ctx context.Context) func() error {
				must(t, rdb.ZAdd(ctx, "session:user:dora", redis.Z{Score: 1, Member: strings.Repeat("A", 26)}).Err())
				return func() error { return st.Login(ctx, &websession.Session{}, "dora") }
			}},
			{"logout", 2, 6, "multi hexists hdel pexpireat exec, multi hexists renamenx zrem exec", func(ctx context.Context) func() error {
				s := login(t, st, "anna")
				return func() error { return st.Logout(ctx, s) }
			}},
			{"destroy", 1, 2, "unlink zrem", func(ctx context.Context) func() error {
				s := login(t, st, "anna")
				return func() error { return st.Destroy(ctx, s) }
			}},
			{"list", 2, 2, "zrange, hgetall pttl", func(ctx context.Context) func() error {
				login(t, st, "emil")
				return func() error { return second(st.List(ctx, "emil")) }
			}},
			{"list with a dead one", 3, 3, "zrange, hgetall pttl, zrem", func(ctx context.Context) func() error {
				s := login(t, st, "finn")
				must(t, rdb.Unlink(ctx, st.Key(s.ID())).Err())
				return func() error { return second(st.List(ctx, "finn")) }
			}},
			{"destroy others", 3, 4, "zrange, unlink zrem, zrange", func(ctx context.Context) func() error {
				s := login(t, st, "gerd")
				login(t, st, "gerd")
				return func() error { return second(st.DestroyOthers(ctx, s)) }
			}},
			{"destroy by ref", 3, 4, "zrange, unlink zrem, zrange", func(ctx context.Context) func() error {
				s := login(t, st, "hans")
				return func() error { return st.DestroyRef(ctx, "hans", s.Ref()) }
			}},
			{"destroy all", 3, 4, "zrange, unlink unlink zrem, zrange", func(ctx context.Context) func() error {
				login(t, st, "cem")
				login(t, st, "cem")
				return func() error { return second(st.DestroyAll(ctx, "cem")) }
			}},
			{"inspect", 1, 1, "type hgetall pttl object memory", func(ctx context.Context) func() error {
				s := created(t, st)
				return func() error { return second(st.Inspect(ctx, st.Key(s.ID()))) }
			}},
		} {
			run := op.run(ctx)
			var err error
			n, names := w.watch(func() { err = run() })
			if err != nil {
				t.Errorf("%s: %v", op.name, err)
			}
			if spread {
				if n > op.cluster {
					t.Errorf("%s: %d round trips, want %d: %q", op.name, n, op.cluster, names)
				}
				continue
			}
			if n != op.single {
				t.Errorf("%s: %d round trips, want %d", op.name, n, op.single)
			}
			if got := strings.Join(names, ", "); got != op.commands {
				t.Errorf("%s: sent\n%s, want\n%s", op.name, got, op.commands)
			}
		}
	}},
}

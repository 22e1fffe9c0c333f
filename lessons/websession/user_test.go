package websession_test

import (
	"strings"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"redis-tutor/lessons/websession"
)

// login begins a session of a user.
func login(t *testing.T, st *websession.Store, user string) *websession.Session {
	t.Helper()
	s := created(t, st, "visits", "1")
	must(t, st.Login(t.Context(), s, user))
	return s
}

var users = []contract{
	{"list", func(t *testing.T, rdb redis.UniversalClient) {
		var c clock
		st := newStore(t, rdb, websession.Options{Idle: idle, Lifetime: lifetime, Now: c.now})
		a, b := login(t, st, "anna"), login(t, st, "anna")
		login(t, st, "ben")
		began := a.Created()
		c.forward(10 * time.Minute)
		must(t, st.Touch(t.Context(), a))
		entries := list(t, st, "anna")
		equal(t, "sessions", len(entries), 2)
		equal(t, "the last used", entries[0].Ref, a.Ref())
		equal(t, "the other", entries[1].Ref, b.Ref())
		equal(t, "visits", entries[0].Fields["visits"], "1")
		equal(t, "created", entries[0].Created.UnixMilli(), began.UnixMilli())
		if entries[0].Ref == a.ID() || websession.WellFormed(entries[0].Ref) {
			t.Fatal("the public name could be an id")
		}
		equal(t, "nobody's sessions", len(list(t, st, "nobody")), 0)
	}},
	{"the index is swept", func(t *testing.T, rdb redis.UniversalClient) {
		var c clock
		st := newStore(t, rdb, websession.Options{Idle: idle, Lifetime: lifetime, Now: c.now})
		dead, live := login(t, st, "anna"), login(t, st, "anna")
		must(t, rdb.Del(t.Context(), st.Key(dead.ID())).Err()) // as its idle time does
		equal(t, "sessions", len(list(t, st, "anna")), 1)
		equal(t, "lines in the index", rdb.ZCard(t.Context(), "session:user:anna").Val(), 1)
		c.forward(lifetime + time.Second)
		equal(t, "sessions past the deadline", len(list(t, st, "anna")), 0)
		late := login(t, st, "anna")
		equal(t, "lines in the index", rdb.ZCard(t.Context(), "session:user:anna").Val(), 1)
		_, _ = live, late
	}},
	{"a session that is not hers is not listed", func(t *testing.T, rdb redis.UniversalClient) {
		st := newStore(t, rdb, websession.Options{})
		ben := login(t, st, "ben")
		must(t, rdb.ZAdd(t.Context(), "session:user:anna", redis.Z{Score: 9e15, Member: ben.ID()}).Err())
		must(t, rdb.ZAdd(t.Context(), "session:user:anna", redis.Z{Score: 9e15, Member: "a string"}).Err())
		must(t, rdb.Set(t.Context(), "session:a string", "x", 0).Err())
		equal(t, "sessions", len(list(t, st, "anna")), 0)
		equal(t, "ben's", len(list(t, st, "ben")), 1)
	}},
	{"another type under the index's key", func(t *testing.T, rdb redis.UniversalClient) {
		st := newStore(t, rdb, websession.Options{})
		s := created(t, st, "cart", "rye")
		must(t, rdb.HSet(t.Context(), "session:user:7", "name", "Anna").Err())
		for what, err := range map[string]error{
			"login":                   st.Login(t.Context(), s, "7"),
			"login without a session": st.Login(t.Context(), &websession.Session{}, "7"),
			"list":                    second(st.List(t.Context(), "7")),
			"destroy all":             second(st.DestroyAll(t.Context(), "7")),
		} {
			if !redis.HasErrorPrefix(err, "WRONGTYPE") && !strings.Contains(err.Error(), "WRONGTYPE") || websession.Refusal(err) == "" {
				t.Errorf("%s: got the error %v", what, err)
			}
		}
		equal(t, "name", rdb.HGet(t.Context(), "session:user:7", "name").Val(), "Anna")
		equal(t, "TTL", ttl(t, rdb, "session:user:7"), -1)
		equal(t, "cart and user", loaded(t, st, s.ID()).Get("cart")+loaded(t, st, s.ID()).User(), "rye")
		equal(t, "keys", len(keysOf(t, rdb)), 2)
	}},
	{"somebody else's sorted set under the index's key", func(t *testing.T, rdb redis.UniversalClient) {
		st := newStore(t, rdb, websession.Options{})
		s := created(t, st)
		for score, member := range []string{"lemon", "rye", "42"} { // all past, were they sessions
			must(t, rdb.ZAdd(t.Context(), "session:user:7", redis.Z{Score: float64(score), Member: member}).Err())
		}
		must(t, rdb.ZAdd(t.Context(), "session:user:7", redis.Z{Score: 9e15, Member: "live"}).Err())
		must(t, rdb.Set(t.Context(), "session:live", "somebody's", 0).Err())
		is(t, st.Login(t.Context(), s, "7"), websession.ErrRefused)
		is(t, st.Login(t.Context(), &websession.Session{}, "7"), websession.ErrRefused)
		equal(t, "sessions", len(list(t, st, "7")), 0)
		n, err := st.DestroyAll(t.Context(), "7")
		must(t, err)
		equal(t, "ended", n, 0)
		equal(t, "members", strings.Join(rdb.ZRange(t.Context(), "session:user:7", 0, -1).Val(), " "), "lemon rye 42 live")
		equal(t, "TTL", ttl(t, rdb, "session:user:7"), -1)
		equal(t, "the key of a member", rdb.Get(t.Context(), "session:live").Val(), "somebody's")
	}},
	{"sessions of nobody", func(t *testing.T, rdb redis.UniversalClient) {
		st := newStore(t, rdb, websession.Options{})
		s := created(t, st)
		must(t, rdb.ZAdd(t.Context(), "session:user:", redis.Z{Score: 9e15, Member: s.ID()}).Err())
		is(t, second(st.DestroyAll(t.Context(), "")), websession.ErrRefused)
		is(t, st.DestroyRef(t.Context(), "", s.Ref()), websession.ErrRefused)
		loaded(t, st, s.ID())
	}},
	{"destroy all, others, one", func(t *testing.T, rdb redis.UniversalClient) {
		st := newStore(t, rdb, websession.Options{})
		a, b, c, ben := login(t, st, "anna"), login(t, st, "anna"), login(t, st, "anna"), login(t, st, "ben")
		is(t, st.DestroyRef(t.Context(), "anna", ben.Ref()), websession.ErrNotFound)
		is(t, st.DestroyRef(t.Context(), "anna", ""), websession.ErrNotFound)
		must(t, st.DestroyRef(t.Context(), "anna", b.Ref()))
		is(t, second(st.Load(t.Context(), b.ID())), websession.ErrNotFound)
		n, err := st.DestroyOthers(t.Context(), a)
		must(t, err)
		equal(t, "others", n, 1)
		is(t, second(st.Load(t.Context(), c.ID())), websession.ErrNotFound)
		loaded(t, st, a.ID())
		login(t, st, "anna")
		n, err = st.DestroyAll(t.Context(), "anna")
		must(t, err)
		equal(t, "all", n, 2)
		loaded(t, st, ben.ID())
		equal(t, "keys", len(keysOf(t, rdb)), 2)
		n, err = st.DestroyAll(t.Context(), "anna")
		must(t, err)
		equal(t, "all of none", n, 0)
		equal(t, "others of nobody", second(st.DestroyOthers(t.Context(), created(t, st))), nil)
	}},
	{"users have any name", func(t *testing.T, rdb redis.UniversalClient) {
		st := newStore(t, rdb, websession.Options{})
		for _, user := range []string{"a:b", "*", "{x}", "}{", "Ж", "a b\r\n\x00"} {
			login(t, st, user)
			equal(t, "sessions of "+user, len(list(t, st, user)), 1)
			n, err := st.DestroyAll(t.Context(), user)
			must(t, err)
			equal(t, "ended", n, 1)
		}
	}},
}

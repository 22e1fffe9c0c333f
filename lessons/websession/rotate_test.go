package websession_test

import (
	"strings"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"redis-tutor/lessons/websession"
)

var rotations = []contract{
	{"rotate keeps all but the id", func(t *testing.T, rdb redis.UniversalClient) {
		st := newStore(t, rdb, websession.Options{Idle: idle, Lifetime: lifetime})
		for range 20 { // in a cluster, names that are near and far
			s := created(t, st, "cart", "rye", "empty", "")
			must(t, rdb.PExpire(t.Context(), st.Key(s.ID()), time.Minute).Err())
			old := s.ID()
			must(t, st.Rotate(t.Context(), s))
			is(t, second(st.Load(t.Context(), old)), websession.ErrNotFound)
			got := loaded(t, st, s.ID())
			equal(t, "fields", strings.Join(got.Names(), " ")+" "+got.Get("cart"), "cart empty rye")
			equal(t, "deadline", got.Deadline().UnixMilli(), s.Deadline().UnixMilli())
			lives(t, "TTL", rdb, st.Key(s.ID()), time.Minute)
		}
		equal(t, "keys", len(keysOf(t, rdb)), 20)
	}},
	{"rotate what is gone", func(t *testing.T, rdb redis.UniversalClient) {
		st := newStore(t, rdb, websession.Options{})
		s := created(t, st)
		other := loaded(t, st, s.ID())
		must(t, st.Destroy(t.Context(), other))
		is(t, st.Rotate(t.Context(), s), websession.ErrGone)
		is(t, st.Login(t.Context(), s, "anna"), websession.ErrGone)
		entries, err := st.List(t.Context(), "anna")
		must(t, err)
		equal(t, "sessions", len(entries), 0)
		equal(t, "keys", len(keysOf(t, rdb)), 0)
	}},
	{"rotate, log in and touch what is no session", func(t *testing.T, rdb redis.UniversalClient) {
		st := newStore(t, rdb, websession.Options{})
		for what, write := range map[string]func(*websession.Session) error{
			"rotate": func(s *websession.Session) error { return st.Rotate(t.Context(), s) },
			"login":  func(s *websession.Session) error { return st.Login(t.Context(), s, "anna") },
			"touch":  func(s *websession.Session) error { return st.Touch(t.Context(), s) },
			"save":   func(s *websession.Session) error { return st.Save(t.Context(), s) },
		} {
			t.Run(what, func(t *testing.T) {
				ghost, foreign := created(t, st), created(t, st)
				must(t, rdb.HDel(t.Context(), st.Key(ghost.ID()), "_created", "_deadline").Err())
				must(t, rdb.HSet(t.Context(), st.Key(ghost.ID()), "theme", "dark").Err())
				must(t, rdb.Set(t.Context(), st.Key(foreign.ID()), "text", 0).Err())
				is(t, write(ghost), websession.ErrGone)
				is(t, write(foreign), websession.ErrGone)
				equal(t, "text", rdb.Get(t.Context(), st.Key(foreign.ID())).Val(), "text")
				must(t, rdb.Unlink(t.Context(), st.Key(foreign.ID())).Err())
				equal(t, "anna's sessions", len(list(t, st, "anna")), 0)
				for _, key := range keysOf(t, rdb) {
					t.Errorf("%s is left", key)
				}
			})
		}
	}},
	{"rotate twice at once", func(t *testing.T, rdb redis.UniversalClient) {
		st := newStore(t, rdb, websession.Options{})
		for range 50 {
			s := created(t, st, "a", "1")
			other := loaded(t, st, s.ID())
			errs := make([]error, 2)
			together(2, func(i int) { errs[i] = st.Rotate(t.Context(), []*websession.Session{s, other}[i]) })
			if (errs[0] == nil) == (errs[1] == nil) {
				t.Fatalf("of two rotations one must win: %v", errs)
			}
		}
		equal(t, "keys", len(keysOf(t, rdb)), 50)
	}},
	{"login", func(t *testing.T, rdb redis.UniversalClient) {
		var c clock
		st := newStore(t, rdb, websession.Options{Idle: idle, Lifetime: lifetime, Now: c.now})
		s := created(t, st, "cart", "rye")
		guest := s.ID()
		c.forward(time.Second)
		s.Set("browser", "curl")
		must(t, st.Login(t.Context(), s, "anna"))
		is(t, second(st.Load(t.Context(), guest)), websession.ErrNotFound)
		got := loaded(t, st, s.ID())
		equal(t, "user", got.User(), "anna")
		equal(t, "cart and browser", got.Get("cart")+" "+got.Get("browser"), "rye curl")
		equal(t, "lifetime begins anew", got.Deadline().Sub(got.Created()) >= lifetime+time.Second, true)
		lives(t, "index's TTL", rdb, "session:user:anna", lifetime+time.Second) // the clock is ahead
		_, named := got.Lookup("_user")
		equal(t, "_user is a field", named, false)
	}},
	{"login without a session", func(t *testing.T, rdb redis.UniversalClient) {
		st := newStore(t, rdb, websession.Options{})
		var s websession.Session
		must(t, st.Login(t.Context(), &s, "anna"))
		equal(t, "user", loaded(t, st, s.ID()).User(), "anna")
		equal(t, "listed", len(list(t, st, "anna")), 1)
	}},
	{"login again, and as somebody else", func(t *testing.T, rdb redis.UniversalClient) {
		st := newStore(t, rdb, websession.Options{})
		var s websession.Session
		s.Set("secret", "of anna")
		must(t, st.Login(t.Context(), &s, "anna"))
		first := s.ID()
		must(t, st.Login(t.Context(), &s, "anna"))
		is(t, second(st.Load(t.Context(), first)), websession.ErrNotFound)
		equal(t, "anna's sessions", len(list(t, st, "anna")), 1)
		again := s.ID()
		must(t, st.Login(t.Context(), &s, "ben"))
		is(t, second(st.Load(t.Context(), again)), websession.ErrNotFound)
		equal(t, "anna's sessions", len(list(t, st, "anna")), 0)
		equal(t, "ben's sessions", len(list(t, st, "ben")), 1)
		equal(t, "secret", loaded(t, st, s.ID()).Get("secret"), "")
		is(t, st.Login(t.Context(), &s, ""), websession.ErrRefused)
	}},
	{"logout leaves the cart", func(t *testing.T, rdb redis.UniversalClient) {
		st := newStore(t, rdb, websession.Options{Idle: idle})
		var s websession.Session
		s.Set("cart", "rye")
		must(t, st.Login(t.Context(), &s, "anna"))
		before := s.ID()
		s.Set("theme", "dark")
		must(t, st.Logout(t.Context(), &s))
		is(t, second(st.Load(t.Context(), before)), websession.ErrNotFound)
		got := loaded(t, st, s.ID())
		equal(t, "user, cart, theme", got.User()+got.Get("cart")+got.Get("theme"), "ryedark")
		equal(t, "keys", len(keysOf(t, rdb)), 1)
		must(t, st.Logout(t.Context(), got)) // no more to do
	}},
	{"destroy", func(t *testing.T, rdb redis.UniversalClient) {
		st := newStore(t, rdb, websession.Options{})
		var s websession.Session
		must(t, st.Login(t.Context(), &s, "anna"))
		same := loaded(t, st, s.ID())
		must(t, st.Destroy(t.Context(), &s))
		equal(t, "keys", len(keysOf(t, rdb)), 0)
		equal(t, "id and user", s.ID()+s.User(), "")
		must(t, st.Destroy(t.Context(), same)) // as is one that has ended
		must(t, st.Destroy(t.Context(), &s))   // and one that never began
	}},
}

func list(t *testing.T, st *websession.Store, user string) []websession.Entry {
	t.Helper()
	entries, err := st.List(t.Context(), user)
	must(t, err)
	return entries
}

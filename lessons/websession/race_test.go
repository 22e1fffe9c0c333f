package websession_test

import (
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/redis/go-redis/v9"

	"redis-tutor/lessons/websession"
)

const rounds = 40 // of each race

var races = []contract{
	{"200 increments at once", func(t *testing.T, rdb redis.UniversalClient) {
		st := newStore(t, rdb, websession.Options{})
		id := created(t, st).ID()
		var seen [201]atomic.Bool
		together(200, func(int) {
			s, err := st.Load(t.Context(), id)
			if err != nil {
				t.Error(err)
				return
			}
			n, err := st.Incr(t.Context(), s, "visits", 1)
			if err != nil || seen[n].Swap(true) {
				t.Errorf("got %d again, or the error %v", n, err)
			}
		})
		equal(t, "visits", loaded(t, st, id).Get("visits"), "200")
	}},
	{"save against logout", func(t *testing.T, rdb redis.UniversalClient) {
		st := newStore(t, rdb, websession.Options{})
		for range rounds {
			s := login(t, st, "anna")
			slow, other := loaded(t, st, s.ID()), loaded(t, st, s.ID())
			slow.Set("theme", "dark")
			errs := make([]error, 3)
			together(3, func(i int) {
				switch i {
				case 0:
					errs[i] = st.Save(t.Context(), slow)
				case 1:
					errs[i] = st.Destroy(t.Context(), s)
				case 2:
					errs[i] = second(st.Incr(t.Context(), other, "visits", 1))
				}
			})
			must(t, errs[1])
			for _, err := range []error{errs[0], errs[2]} {
				if err != nil && !errors.Is(err, websession.ErrGone) {
					t.Fatal(err)
				}
			}
			is(t, second(st.Load(t.Context(), slow.ID())), websession.ErrNotFound)
			absent(t, rdb, st.Key(slow.ID()))
		}
	}},
	{"save against a logout that is over", func(t *testing.T, rdb redis.UniversalClient) {
		st := newStore(t, rdb, websession.Options{})
		s := login(t, st, "anna")
		for what, write := range map[string]func(*websession.Session) error{
			"set":    func(s *websession.Session) error { s.Set("a", "1"); return st.Save(t.Context(), s) },
			"remove": func(s *websession.Session) error { s.Remove("visits"); return st.Save(t.Context(), s) },
			"incr":   func(s *websession.Session) error { return second(st.Incr(t.Context(), s, "n", 1)) },
			"touch":  func(s *websession.Session) error { return st.Touch(t.Context(), s) },
			"login":  func(s *websession.Session) error { return st.Login(t.Context(), s, "anna") },
			"logout": func(s *websession.Session) error { return st.Logout(t.Context(), s) },
			"rotate": func(s *websession.Session) error { return st.Rotate(t.Context(), s) },
		} {
			s := login(t, st, "anna")
			slow := loaded(t, st, s.ID())
			must(t, st.Destroy(t.Context(), s))
			if err := write(slow); !errors.Is(err, websession.ErrGone) {
				t.Errorf("%s: got the error %v", what, err)
			}
			absent(t, rdb, st.Key(slow.ID()))
		}
		must(t, st.Destroy(t.Context(), s))
	}},
	{"rotate against load and save", func(t *testing.T, rdb redis.UniversalClient) {
		st := newStore(t, rdb, websession.Options{})
		for range rounds {
			s := created(t, st, "a", "1")
			old := s.ID()
			slow := loaded(t, st, old)
			slow.Set("b", "2")
			var saved, rotated error
			together(3, func(i int) {
				switch i {
				case 0:
					rotated = st.Rotate(t.Context(), s)
				case 1:
					saved = st.Save(t.Context(), slow)
				case 2:
					got, err := st.Load(t.Context(), old)
					if err == nil && got.Get("a") != "1" || err != nil && !errors.Is(err, websession.ErrNotFound) {
						t.Errorf("half a session: %v, error %v", got.Names(), err)
					}
				}
			})
			must(t, rotated)
			is(t, second(st.Load(t.Context(), old)), websession.ErrNotFound)
			got := loaded(t, st, s.ID())
			if kept := got.Get("b") == "2"; kept != (saved == nil) {
				t.Fatalf("b was kept: %v, and its save said %v", kept, saved)
			}
			if saved != nil {
				is(t, saved, websession.ErrGone)
			}
		}
		equal(t, "keys", len(keysOf(t, rdb)), rounds)
	}},
	{"login against destroy all", func(t *testing.T, rdb redis.UniversalClient) {
		st := newStore(t, rdb, websession.Options{})
		for range rounds {
			s := created(t, st)
			login(t, st, "anna")
			var logged, ended error
			together(2, func(i int) {
				if i == 0 {
					logged = st.Login(t.Context(), s, "anna")
				} else {
					_, ended = st.DestroyAll(t.Context(), "anna")
				}
			})
			must(t, ended)
			if logged != nil {
				is(t, logged, websession.ErrGone)
			}
			// What lives and is hers is listed: the next call reaches it.
			_, err := st.DestroyAll(t.Context(), "anna")
			must(t, err)
			for key, err := range st.ListAll(t.Context()) {
				must(t, err)
				if user := rdb.HGet(t.Context(), key, "_user").Val(); user != "" {
					t.Fatalf("a session of %s outlived it", user)
				}
			}
		}
	}},
	{"rotate against destroy all", func(t *testing.T, rdb redis.UniversalClient) {
		if _, spread := rdb.(*redis.ClusterClient); spread {
			t.Skip("the package's comment says what remains in a cluster")
		}
		st := newStore(t, rdb, websession.Options{})
		for range rounds {
			s := login(t, st, "anna")
			var rotated, ended error
			together(2, func(i int) {
				if i == 0 {
					rotated = st.Rotate(t.Context(), s)
				} else {
					_, ended = st.DestroyAll(t.Context(), "anna")
				}
			})
			must(t, ended)
			if rotated != nil {
				is(t, rotated, websession.ErrGone)
			}
			is(t, second(st.Load(t.Context(), s.ID())), websession.ErrNotFound)
		}
	}},
	{"64 clients", func(t *testing.T, rdb redis.UniversalClient) {
		st := newStore(t, rdb, websession.Options{})
		together(64, func(i int) {
			user := fmt.Sprint("user", i%4)
			s, err := st.Create(t.Context(), nil)
			if err == nil {
				err = st.Login(t.Context(), s, user)
			}
			for n := int64(1); n <= 5 && err == nil; n++ {
				var got *websession.Session
				if got, err = st.Load(t.Context(), s.ID()); err == nil {
					got.Set("theme", strings.Repeat("x", i))
					var sum int64
					if sum, err = st.Incr(t.Context(), got, "visits", 1); sum != n {
						t.Errorf("client %d counted %d, want %d", i, sum, n)
					}
				}
			}
			if err != nil {
				t.Error(err)
			}
		})
		for i := range 4 {
			n, err := st.DestroyAll(t.Context(), fmt.Sprint("user", i))
			must(t, err)
			equal(t, "sessions of a user", n, 16)
		}
		equal(t, "keys", len(keysOf(t, rdb)), 0)
	}},
}

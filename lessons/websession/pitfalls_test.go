package websession_test

import (
	"errors"
	"maps"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"redis-tutor/lessons/websession"
)

// errDown stands for a program that dies, or a connection that breaks.
var errDown = errors.New("dead")

// pitfalls shows, for each known way in which a session engine goes wrong,
// that the plain engine goes wrong there and ours does not. The first half of
// each test must see the fault, or it shows nothing.
var pitfalls = []contract{
	{"pitfall: an empty session cannot be saved", func(t *testing.T, rdb redis.UniversalClient) {
		plain := article{rdb, idle}
		if plain.save(t.Context(), "k", nil) == nil {
			t.Fatal("the plain engine saved an empty session")
		}
		st := newStore(t, rdb, websession.Options{})
		loaded(t, st, created(t, st).ID())
	}},
	{"pitfall: removed fields survive", func(t *testing.T, rdb redis.UniversalClient) {
		plain := article{rdb, idle}
		must(t, plain.save(t.Context(), "k", map[string]string{"role": "admin", "a": "1"}))
		data := plain.load(t.Context(), "k")
		delete(data, "role")
		must(t, plain.save(t.Context(), "k", data))
		equal(t, "role, plain", plain.load(t.Context(), "k")["role"], "admin")

		st := newStore(t, rdb, websession.Options{})
		s := created(t, st, "role", "admin", "a", "1")
		s.Remove("role")
		must(t, st.Save(t.Context(), s))
		equal(t, "fields", strings.Join(loaded(t, st, s.ID()).Names(), " "), "a")
	}},
	{"pitfall: delete and write loses the deadline", func(t *testing.T, rdb redis.UniversalClient) {
		plain := article{rdb, idle}
		must(t, plain.save(t.Context(), "k", map[string]string{"a": "1"}))
		must(t, plain.replace(t.Context(), "k", map[string]string{"b": "1"}))
		equal(t, "TTL, plain", ttl(t, rdb, "k"), -1)

		st := newStore(t, rdb, websession.Options{Idle: idle})
		s := created(t, st, "a", "1")
		s.Clear()
		s.Set("b", "1")
		must(t, st.Save(t.Context(), s))
		lives(t, "TTL", rdb, st.Key(s.ID()), idle)
	}},
	{"pitfall: values come back as text", func(t *testing.T, rdb redis.UniversalClient) {
		plain := article{rdb, idle}
		must(t, plain.save(t.Context(), "k", map[string]string{"admin": strconv.FormatBool(false)}))
		equal(t, "admin is not empty, plain", plain.load(t.Context(), "k")["admin"] != "", true)

		st := newStore(t, rdb, websession.Options{})
		s := created(t, st)
		s.SetBool("admin", false)
		must(t, st.Save(t.Context(), s))
		admin, err := loaded(t, st, s.ID()).Bool("admin")
		must(t, err)
		equal(t, "admin", admin, false)
	}},
	{"pitfall: an immortal key between two commands", func(t *testing.T, rdb redis.UniversalClient) {
		w := &watcher{before: func(names string) {
			if names == "expire" {
				panic(errDown)
			}
		}}
		rdb.AddHook(w)
		defer func() { w.before = nil }()
		plain := article{rdb, idle}
		died(t, func() { _ = plain.save(t.Context(), "k", map[string]string{"a": "1"}) })
		equal(t, "TTL, plain", ttl(t, rdb, "k"), -1)

		// TestCutOff cuts ours after every single command on the wire.
		st := newStore(t, rdb, websession.Options{Idle: idle})
		lives(t, "TTL", rdb, st.Key(created(t, st).ID()), idle)
	}},
	{"pitfall: a logout is undone by a slow request", func(t *testing.T, rdb redis.UniversalClient) {
		plain := article{rdb, idle}
		must(t, plain.save(t.Context(), "k", map[string]string{"user": "7"}))
		slow := plain.load(t.Context(), "k")
		plain.delete(t.Context(), "k")
		must(t, plain.save(t.Context(), "k", slow))
		equal(t, "user, plain", plain.load(t.Context(), "k")["user"], "7")

		st := newStore(t, rdb, websession.Options{})
		s := login(t, st, "anna")
		late := loaded(t, st, s.ID())
		must(t, st.Destroy(t.Context(), s))
		late.Set("a", "1")
		is(t, st.Save(t.Context(), late), websession.ErrGone)
		absent(t, rdb, st.Key(late.ID()))
	}},
	{"pitfall: no prefix, so a cookie names any key", func(t *testing.T, rdb redis.UniversalClient) {
		customer := map[string]string{"name": "Anna"}
		must(t, rdb.HSet(t.Context(), "customer:42", customer).Err())
		plain := article{rdb, idle}
		data := plain.load(t.Context(), "customer:42") // the cookie says so
		equal(t, "name, plain", data["name"], "Anna")
		must(t, plain.save(t.Context(), "customer:42", data))
		lives(t, "customer's TTL, plain", rdb, "customer:42", idle)
		must(t, rdb.Persist(t.Context(), "customer:42").Err())

		st := newStore(t, rdb, websession.Options{})
		is(t, second(st.Load(t.Context(), "customer:42")), websession.ErrNotFound)
		equal(t, "customer", maps.Equal(rdb.HGetAll(t.Context(), "customer:42").Val(), customer), true)
		equal(t, "customer's TTL", ttl(t, rdb, "customer:42"), -1)
	}},
	{"pitfall: a cookie names a key of another type", func(t *testing.T, rdb redis.UniversalClient) {
		id := strings.Repeat("S", 26)
		must(t, rdb.Set(t.Context(), "session:"+id, "text", 0).Err())
		plain := article{rdb, idle}
		if err := plain.save(t.Context(), "session:"+id, map[string]string{"a": "1"}); !redis.HasErrorPrefix(err, "WRONGTYPE") {
			t.Fatalf("the plain engine's error: %v", err)
		}
		st := newStore(t, rdb, websession.Options{})
		is(t, second(st.Load(t.Context(), id)), websession.ErrNotFound)
	}},
	{"pitfall: an unknown id is adopted", func(t *testing.T, rdb redis.UniversalClient) {
		planted := strings.Repeat("E", 26)
		plain := article{rdb, idle}
		must(t, plain.save(t.Context(), planted, map[string]string{"user": "7"}))
		equal(t, "user, plain", plain.load(t.Context(), planted)["user"], "7")

		st := newStore(t, rdb, websession.Options{})
		is(t, second(st.Load(t.Context(), planted)), websession.ErrNotFound)
		if created(t, st).ID() == planted {
			t.Fatal("the planted id was adopted")
		}
	}},
	{"pitfall: the id stays the same at login", func(t *testing.T, rdb redis.UniversalClient) {
		plain := article{rdb, idle}
		must(t, plain.save(t.Context(), "seen", map[string]string{"cart": "rye"}))
		data := plain.load(t.Context(), "seen")
		data["user"] = "7"
		must(t, plain.save(t.Context(), "seen", data))
		equal(t, "user, plain", plain.load(t.Context(), "seen")["user"], "7")

		st := newStore(t, rdb, websession.Options{})
		s := created(t, st)
		seen := s.ID()
		must(t, st.Login(t.Context(), s, "anna"))
		is(t, second(st.Load(t.Context(), seen)), websession.ErrNotFound)
	}},
	{"pitfall: reading does not prolong", func(t *testing.T, rdb redis.UniversalClient) {
		plain := article{rdb, idle}
		must(t, plain.save(t.Context(), "k", map[string]string{"a": "1"}))
		must(t, rdb.Expire(t.Context(), "k", time.Minute).Err())
		plain.load(t.Context(), "k") // a view that only reads saves nothing
		lives(t, "TTL, plain", rdb, "k", time.Minute)

		st := newStore(t, rdb, websession.Options{Idle: idle})
		s := created(t, st, "a", "1")
		must(t, rdb.Expire(t.Context(), st.Key(s.ID()), time.Minute).Err())
		must(t, st.Save(t.Context(), loaded(t, st, s.ID()))) // nothing changed
		lives(t, "TTL", rdb, st.Key(s.ID()), idle)
	}},
	{"pitfall: one tab undoes the other", func(t *testing.T, rdb redis.UniversalClient) {
		plain := article{rdb, idle}
		must(t, plain.save(t.Context(), "k", map[string]string{"theme": "light", "visits": "1"}))
		a, b := plain.load(t.Context(), "k"), plain.load(t.Context(), "k")
		a["theme"] = "dark"
		must(t, plain.save(t.Context(), "k", a))
		b["visits"] = "2"
		must(t, plain.save(t.Context(), "k", b))
		equal(t, "theme, plain", plain.load(t.Context(), "k")["theme"], "light")

		st := newStore(t, rdb, websession.Options{})
		id := created(t, st, "theme", "light", "visits", "1").ID()
		c, d := loaded(t, st, id), loaded(t, st, id)
		c.Set("theme", "dark")
		must(t, st.Save(t.Context(), c))
		d.Set("visits", "2")
		must(t, st.Save(t.Context(), d))
		equal(t, "theme and visits", loaded(t, st, id).Get("theme")+loaded(t, st, id).Get("visits"), "dark2")
	}},
	{"pitfall: counts are lost", func(t *testing.T, rdb redis.UniversalClient) {
		plain := article{rdb, idle}
		must(t, plain.save(t.Context(), "k", map[string]string{"visits": "0"}))
		a, b := plain.load(t.Context(), "k"), plain.load(t.Context(), "k")
		for _, data := range []map[string]string{a, b} {
			n, _ := strconv.Atoi(data["visits"])
			data["visits"] = strconv.Itoa(n + 1)
			must(t, plain.save(t.Context(), "k", data))
		}
		equal(t, "visits, plain", plain.load(t.Context(), "k")["visits"], "1")

		st := newStore(t, rdb, websession.Options{})
		id := created(t, st).ID()
		c, d := loaded(t, st, id), loaded(t, st, id)
		must(t, second(st.Incr(t.Context(), c, "visits", 1)))
		must(t, second(st.Incr(t.Context(), d, "visits", 1)))
		equal(t, "visits", loaded(t, st, id).Get("visits"), "2")
	}},
	{"pitfall: a deadline that has passed makes a key immortal", func(t *testing.T, rdb redis.UniversalClient) {
		left := -time.Second // a handler that took longer than the session had
		must(t, rdb.Set(t.Context(), "blob", "session", left).Err())
		equal(t, "TTL, plain", ttl(t, rdb, "blob"), -1)

		var c clock
		st := newStore(t, rdb, websession.Options{Lifetime: time.Second, Now: c.now})
		s := created(t, st, "a", "1")
		c.forward(1300 * time.Millisecond)
		s.Set("a", "2")
		is(t, st.Save(t.Context(), s), websession.ErrGone)
		absent(t, rdb, st.Key(s.ID()))
	}},
}

// died runs something that must not come to its end.
func died(t *testing.T, run func()) {
	t.Helper()
	defer func() {
		if recover() == nil {
			t.Fatal("it came to its end")
		}
	}()
	run()
}

package websession_test

import (
	"errors"
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"redis-tutor/lessons/websession"
)

func TestStore(t *testing.T) {
	t.Parallel()
	onEveryRedis(t, slices.Concat(basics, rotations, users, races, trips, pitfalls))
}

const idle, lifetime = time.Hour, 24 * time.Hour

var basics = []contract{
	{"create and load", func(t *testing.T, rdb redis.UniversalClient) {
		st := newStore(t, rdb, websession.Options{Idle: idle, Lifetime: lifetime})
		s := created(t, st, "theme", "dark", "empty", "")
		got := loaded(t, st, s.ID())
		equal(t, "names", strings.Join(got.Names(), " "), "empty theme")
		equal(t, "theme", got.Get("theme"), "dark")
		_, ok := got.Lookup("empty")
		equal(t, "empty is there", ok, true)
		equal(t, "created", got.Created().UnixMilli(), s.Created().UnixMilli())
		equal(t, "lifetime", got.Deadline().Sub(got.Created()), lifetime)
		equal(t, "changed", got.Changed(), false)
		lives(t, "TTL", rdb, st.Key(s.ID()), idle)
	}},
	{"ids are new each time", func(t *testing.T, rdb redis.UniversalClient) {
		st := newStore(t, rdb, websession.Options{})
		a, b := created(t, st), created(t, st)
		if a.ID() == b.ID() || !websession.WellFormed(a.ID()) || len(a.ID()) < 26 {
			t.Fatalf("the ids are %q and %q", a.ID(), b.ID())
		}
	}},
	{"ids that are none cost nothing", func(t *testing.T, rdb redis.UniversalClient) {
		w := &watcher{}
		rdb.AddHook(w)
		st := newStore(t, rdb, websession.Options{})
		n, _ := w.watch(func() {
			for _, id := range []string{"", "x", "user:anna", "customer:42", strings.Repeat("a", 26), strings.Repeat("A", 25),
				strings.Repeat("A", 65), strings.Repeat("A", 25) + "*", strings.Repeat("A", 25) + "\x00", strings.Repeat("1", 26)} {
				_, err := st.Load(t.Context(), id)
				is(t, err, websession.ErrNotFound)
			}
		})
		equal(t, "round trips", n, 0)
	}},
	{"save writes what changed and nothing else", func(t *testing.T, rdb redis.UniversalClient) {
		st := newStore(t, rdb, websession.Options{})
		id := created(t, st, "a", "1", "b", "1", "c", "1").ID()
		mine, theirs := loaded(t, st, id), loaded(t, st, id)
		theirs.Set("b", "theirs")
		theirs.Remove("c")
		must(t, st.Save(t.Context(), theirs))
		mine.Set("a", "mine")
		must(t, st.Save(t.Context(), mine))
		got := loaded(t, st, id)
		equal(t, "a b c", got.Get("a")+got.Get("b")+got.Get("c"), "minetheirs")
		equal(t, "changed", mine.Changed(), false)
	}},
	{"set and remove in one save", func(t *testing.T, rdb redis.UniversalClient) {
		st := newStore(t, rdb, websession.Options{})
		s := created(t, st, "a", "1", "b", "2")
		s.Remove("a")
		s.Set("c", "3")
		s.Set("b", "x")
		s.Remove("b")
		s.Remove("never there")
		must(t, st.Save(t.Context(), s))
		equal(t, "fields", strings.Join(loaded(t, st, s.ID()).Names(), " "), "c")
	}},
	{"a session emptied stays a session", func(t *testing.T, rdb redis.UniversalClient) {
		st := newStore(t, rdb, websession.Options{Idle: idle})
		s := created(t, st, "a", "1")
		s.Clear()
		must(t, st.Save(t.Context(), s))
		equal(t, "fields", len(loaded(t, st, s.ID()).Names()), 0)
		lives(t, "TTL", rdb, st.Key(s.ID()), idle)
	}},
	{"save creates what has no id yet", func(t *testing.T, rdb redis.UniversalClient) {
		st := newStore(t, rdb, websession.Options{})
		var s websession.Session
		s.Set("a", "1")
		must(t, st.Save(t.Context(), &s))
		equal(t, "a", loaded(t, st, s.ID()).Get("a"), "1")
	}},
	{"names of the store's own are refused", func(t *testing.T, rdb redis.UniversalClient) {
		st := newStore(t, rdb, websession.Options{})
		s := created(t, st)
		s.Set("_user", "root")
		for what, err := range map[string]error{
			"save":   st.Save(t.Context(), s),
			"login":  st.Login(t.Context(), s, "anna"),
			"create": second(st.Create(t.Context(), map[string]string{"_deadline": "9"})),
			"incr":   second(st.Incr(t.Context(), created(t, st), "_created", 1)),
		} {
			if !errors.Is(err, websession.ErrRefused) || !strings.Contains(err.Error(), "store's own") {
				t.Errorf("%s: got the error %v", what, err)
			}
		}
		equal(t, "user", loaded(t, st, s.ID()).User(), "")
	}},
	{"incr", func(t *testing.T, rdb redis.UniversalClient) {
		st := newStore(t, rdb, websession.Options{Idle: idle})
		var s websession.Session
		for want := int64(1); want <= 3; want++ {
			n, err := st.Incr(t.Context(), &s, "visits", 1)
			must(t, err)
			equal(t, "visits", n, want)
		}
		s.Set("theme", "dark")
		n, err := st.Incr(t.Context(), &s, "visits", 7)
		must(t, err)
		equal(t, "visits", n, 10)
		got := loaded(t, st, s.ID())
		equal(t, "theme, saved along", got.Get("theme"), "dark")
		equal(t, "visits", got.Get("visits"), "10")
		lives(t, "TTL", rdb, st.Key(s.ID()), idle)
	}},
	{"incr of what is no number", func(t *testing.T, rdb redis.UniversalClient) {
		st := newStore(t, rdb, websession.Options{})
		s := created(t, st, "name", "Anna")
		is(t, second(st.Incr(t.Context(), s, "name", 1)), websession.ErrRefused)
		var unkept websession.Session
		unkept.Set("name", "Anna")
		is(t, second(st.Incr(t.Context(), &unkept, "name", 1)), websession.ErrRefused)
		for _, by := range []int64{1 << 62, -1 << 63} {
			s, unkept := created(t, st), &websession.Session{}
			unkept.SetInt("n", by)
			must(t, second(st.Incr(t.Context(), s, "n", by)))
			is(t, second(st.Incr(t.Context(), s, "n", by)), websession.ErrRefused)
			is(t, second(st.Incr(t.Context(), unkept, "n", by)), websession.ErrRefused)
			equal(t, "id", unkept.ID(), "")
			equal(t, "n", unkept.Get("n"), strconv.FormatInt(by, 10))
		}
		equal(t, "name", loaded(t, st, s.ID()).Get("name"), "Anna")
	}},
	{"bytes of any kind", func(t *testing.T, rdb redis.UniversalClient) {
		st := newStore(t, rdb, websession.Options{})
		const field, value = "\xff\x00\r\n", "\x80\xfe\x00\r\n$5"
		s := created(t, st, field, value)
		equal(t, "created", loaded(t, st, s.ID()).Get(field), value)
		s.Set("saved", value)
		must(t, st.Save(t.Context(), s))
		must(t, st.Login(t.Context(), s, value))
		got := loaded(t, st, s.ID())
		equal(t, "saved, and the user", got.Get("saved")+got.User(), value+value)
		equal(t, "listed", list(t, st, value)[0].Fields[field], value)
	}},
	{"touch prolongs and changes nothing", func(t *testing.T, rdb redis.UniversalClient) {
		st := newStore(t, rdb, websession.Options{Idle: idle})
		s := created(t, st, "a", "1")
		must(t, rdb.PExpire(t.Context(), st.Key(s.ID()), time.Minute).Err())
		got := loaded(t, st, s.ID())
		lives(t, "TTL after a load", rdb, st.Key(s.ID()), time.Minute)
		must(t, st.Touch(t.Context(), got))
		lives(t, "TTL after a touch", rdb, st.Key(s.ID()), idle)
		equal(t, "a", loaded(t, st, s.ID()).Get("a"), "1")
	}},
	{"the deadline bounds all that prolongs", func(t *testing.T, rdb redis.UniversalClient) {
		var c clock
		st := newStore(t, rdb, websession.Options{Idle: idle, Lifetime: lifetime, Now: c.now})
		s := created(t, st)
		c.forward(lifetime - time.Minute)
		for what, prolong := range map[string]func(*websession.Session) error{
			"touch": func(s *websession.Session) error { return st.Touch(t.Context(), s) },
			"save":  func(s *websession.Session) error { s.Set("a", "1"); return st.Save(t.Context(), s) },
			"incr":  func(s *websession.Session) error { return second(st.Incr(t.Context(), s, "n", 1)) },
		} {
			got := loaded(t, st, s.ID())
			must(t, prolong(got))
			if !got.Expires().Equal(got.Deadline()) {
				t.Errorf("%s: expires at %s, the deadline is %s", what, got.Expires(), got.Deadline())
			}
		}
	}},
	{"past the deadline nothing is written", func(t *testing.T, rdb redis.UniversalClient) {
		for what, write := range map[string]func(*websession.Store, *websession.Session) error{
			"touch": func(st *websession.Store, s *websession.Session) error { return st.Touch(t.Context(), s) },
			"save": func(st *websession.Store, s *websession.Session) error {
				s.Set("a", "1")
				return st.Save(t.Context(), s)
			},
			"incr": func(st *websession.Store, s *websession.Session) error {
				return second(st.Incr(t.Context(), s, "n", 1))
			},
			"rotate": func(st *websession.Store, s *websession.Session) error { return st.Rotate(t.Context(), s) },
			"login":  func(st *websession.Store, s *websession.Session) error { return st.Login(t.Context(), s, "anna") },
		} {
			t.Run(what, func(t *testing.T) {
				var c clock
				st := newStore(t, rdb, websession.Options{Idle: idle, Lifetime: lifetime, Now: c.now})
				s := created(t, st)
				c.forward(lifetime + time.Second)
				is(t, second(st.Load(t.Context(), s.ID())), websession.ErrNotFound)
				is(t, write(st, s), websession.ErrGone)
				absent(t, rdb, st.Key(s.ID()))
			})
		}
	}},
	{"a session nobody uses is gone", func(t *testing.T, rdb redis.UniversalClient) {
		st := newStore(t, rdb, websession.Options{Idle: time.Second})
		s := created(t, st)
		waitFor(t, func() bool { return rdb.Exists(t.Context(), st.Key(s.ID())).Val() == 0 })
		is(t, second(st.Load(t.Context(), s.ID())), websession.ErrNotFound)
		s.Set("a", "1")
		is(t, st.Save(t.Context(), s), websession.ErrGone)
		absent(t, rdb, st.Key(s.ID()))
	}},
	{"a foreign hash under our prefix is no session", func(t *testing.T, rdb redis.UniversalClient) {
		st := newStore(t, rdb, websession.Options{})
		for i, fields := range []map[string]string{
			{"visits": "1"}, {"_created": "1"}, {"_created": "x", "_deadline": "99999999999999"},
			{"_created": "-1", "_deadline": "99999999999999"}, {"_created": "1", "_deadline": "soon"},
		} {
			id := strings.Repeat(string(rune('A'+i)), 26)
			must(t, rdb.HSet(t.Context(), st.Key(id), fields).Err())
			is(t, second(st.Load(t.Context(), id)), websession.ErrNotFound)
			equal(t, "the hash", maps.Equal(rdb.HGetAll(t.Context(), st.Key(id)).Val(), fields), true)
			equal(t, "its TTL", ttl(t, rdb, st.Key(id)), -1)
			d, err := st.Inspect(t.Context(), st.Key(id))
			must(t, err)
			equal(t, "a session, as Inspect sees it", d.Session, false)
			equal(t, "the fields, as Inspect sees them", maps.Equal(d.Fields, fields), true)
		}
	}},
	{"another type under our key", func(t *testing.T, rdb redis.UniversalClient) {
		st := newStore(t, rdb, websession.Options{})
		s := created(t, st, "a", "1")
		must(t, rdb.Set(t.Context(), st.Key(s.ID()), "not a hash", 0).Err())
		is(t, second(st.Load(t.Context(), s.ID())), websession.ErrNotFound)
		s.Set("a", "2")
		is(t, st.Save(t.Context(), s), websession.ErrGone)
		is(t, second(st.Incr(t.Context(), s, "n", 1)), websession.ErrGone)
		equal(t, "value", rdb.Get(t.Context(), st.Key(s.ID())).Val(), "not a hash")
	}},
	{"ids are hashed at rest", func(t *testing.T, rdb redis.UniversalClient) {
		st := newStore(t, rdb, websession.Options{HashIDs: true})
		s := created(t, st, "a", "1")
		must(t, st.Login(t.Context(), s, "anna"))
		id := s.ID()
		equal(t, "a", loaded(t, st, id).Get("a"), "1")
		for _, key := range keysOf(t, rdb) {
			if strings.Contains(key, id) {
				t.Errorf("the key %s tells the id", key)
			}
			if name := strings.TrimPrefix(key, "session:"); websession.WellFormed(name) {
				is(t, second(st.Load(t.Context(), name)), websession.ErrNotFound) // what is kept opens nothing
			}
		}
		for _, name := range rdb.ZRange(t.Context(), "session:user:anna", 0, -1).Val() {
			equal(t, "name in the index", "session:"+name, st.Key(id))
		}
		must(t, st.Rotate(t.Context(), s))
		is(t, second(st.Load(t.Context(), id)), websession.ErrNotFound)
		must(t, st.Destroy(t.Context(), loaded(t, st, s.ID())))
		equal(t, "keys", len(keysOf(t, rdb)), 0)
	}},
	{"list all, and inspect", func(t *testing.T, rdb redis.UniversalClient) {
		st := newStore(t, rdb, websession.Options{Idle: idle, Prefix: "a*[b]?:"})
		want := map[string]bool{}
		for range 1200 {
			want[st.Key(created(t, st, "a", "1").ID())] = true
		}
		must(t, rdb.HSet(t.Context(), "a*[b]?:settings", "a", "1").Err())
		must(t, rdb.HSet(t.Context(), "axxbx:"+strings.Repeat("A", 26), "a", "1").Err())
		must(t, rdb.Set(t.Context(), st.Key(strings.Repeat("A", 26)), "string", 0).Err())
		got := map[string]bool{}
		for key, err := range st.ListAll(t.Context()) {
			must(t, err)
			got[key] = true
		}
		equal(t, "the same keys", maps.Equal(got, want), true)
		for range st.ListAll(t.Context()) {
			break // and no more is asked
		}
		for key := range want {
			d, err := st.Inspect(t.Context(), key)
			must(t, err)
			if !d.Session || d.Type != "hash" || d.Fields["a"] != "1" || d.TTL <= 0 || d.TTL > idle || d.Encoding != "listpack" || d.Memory < 50 {
				t.Fatalf("inspect: %+v", d)
			}
			break
		}
		d, err := st.Inspect(t.Context(), st.Key(strings.Repeat("A", 26)))
		must(t, err)
		equal(t, "type", d.Type, "string")
		equal(t, "session", d.Session, false)
		is(t, second(st.Inspect(t.Context(), "nothing")), websession.ErrNotFound)
	}},
}

func second[T any](_ T, err error) error { return err }

func waitFor(t *testing.T, ok func() bool) {
	t.Helper()
	for range 2000 {
		if ok() {
			return
		}
		time.Sleep(5 * time.Millisecond)
	}
	t.Fatal("waited in vain")
}

// TestWrappedClients: a program may have put a client into a struct of its own.
func TestWrappedClients(t *testing.T) {
	t.Parallel()
	type wrapped struct{ *redis.ClusterClient }
	cluster := clusterRedis(t).(*redis.ClusterClient)
	st := newStore(t, wrapped{cluster}, websession.Options{})
	for range 20 { // names that are near and far
		login(t, st, "anna")
	}
	keys := 0
	for _, err := range st.ListAll(t.Context()) {
		must(t, err)
		keys++
	}
	equal(t, "keys", keys, 20)
}

func TestOptionsAreChecked(t *testing.T) {
	rdb := embeddedRedis(t)
	ring := redis.NewRing(&redis.RingOptions{})
	defer ring.Close()
	for name, c := range map[string]struct {
		rdb redis.UniversalClient
		o   websession.Options
	}{
		"braces":         {rdb, websession.Options{Prefix: "{app}:"}},
		"short idle":     {rdb, websession.Options{Idle: time.Millisecond}},
		"negative":       {rdb, websession.Options{Idle: -time.Hour}},
		"short lifetime": {rdb, websession.Options{Lifetime: time.Nanosecond}},
		"ring":           {ring, websession.Options{}},
		"wrapped ring":   {struct{ *redis.Ring }{ring}, websession.Options{}},
	} {
		if _, err := websession.New(c.rdb, c.o); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

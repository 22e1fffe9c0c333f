package websession_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"redis-tutor/lessons/websession"
	"redis-tutor/sandbox/sandboxtest"
)

func TestEviction(t *testing.T) {
	rdb := client(t, &redis.Options{Network: "unix", Addr: sandboxtest.Server(t, "--maxmemory", "4mb", "--maxmemory-policy", "allkeys-lru").Socket})
	st := newStore(t, rdb, websession.Options{})
	plain := article{rdb, idle}
	must(t, plain.save(t.Context(), "k", map[string]string{"user": "7"}))
	slow := plain.load(t.Context(), "k")
	s := created(t, st, "a", "1")
	for i := 0; rdb.Exists(t.Context(), st.Key(s.ID()), "k").Val() > 0; i++ {
		must(t, rdb.Set(t.Context(), fmt.Sprint("fill", i), strings.Repeat("x", 10_000), 0).Err())
		if i%50 == 0 {
			time.Sleep(time.Millisecond) // LRU's clock must move on
		}
	}
	is(t, second(st.Load(t.Context(), s.ID())), websession.ErrNotFound)
	s.Set("a", "2")
	is(t, st.Save(t.Context(), s), websession.ErrGone)
	absent(t, rdb, st.Key(s.ID()))
	must(t, plain.save(t.Context(), "k", slow))
	equal(t, "user, plain, undead", plain.load(t.Context(), "k")["user"], "7")
}

// TestNotAllowedToExpire: who may not set deadlines makes no session, rather
// than one without.
func TestNotAllowedToExpire(t *testing.T) {
	socket := sandboxtest.Server(t).Socket
	admin := client(t, &redis.Options{Network: "unix", Addr: socket})
	must(t, admin.Do(t.Context(), "acl", "setuser", "web", "on", ">pw", "~*", "+@all", "-expire", "-pexpire", "-expireat", "-pexpireat").Err())
	rdb := client(t, &redis.Options{Network: "unix", Addr: socket, Username: "web", Password: "pw"})
	plain := article{rdb, idle}
	if err := plain.save(t.Context(), "k", map[string]string{"a": "1"}); !redis.HasErrorPrefix(err, "NOPERM") {
		t.Fatalf("the plain engine's error: %v", err)
	}
	equal(t, "TTL, plain", ttl(t, admin, "k"), -1)
	flush(t, admin)

	st := newStore(t, rdb, websession.Options{Idle: idle})
	s := created(t, newStore(t, admin, websession.Options{Idle: idle}), "a", "1")
	s.Set("a", "2")
	for what, err := range map[string]error{
		"create":                  second(st.Create(t.Context(), nil)),
		"save":                    st.Save(t.Context(), s),
		"incr":                    second(st.Incr(t.Context(), s, "n", 1)),
		"touch":                   st.Touch(t.Context(), s),
		"login":                   st.Login(t.Context(), s, "anna"),
		"login without a session": st.Login(t.Context(), &websession.Session{}, "anna"),
	} {
		if !redis.HasErrorPrefix(err, "NOPERM") || websession.Refusal(err) != err.Error() {
			t.Errorf("%s: got the error %v", what, err)
		}
	}
	got := loaded(t, st, s.ID())
	equal(t, "a, n, user", got.Get("a")+got.Get("n")+got.User(), "1")
	equal(t, "keys", strings.Join(keysOf(t, admin), " "), st.Key(s.ID()))
	lives(t, "TTL", admin, st.Key(s.ID()), idle)
	must(t, st.Destroy(t.Context(), s))
}

func TestMemoryIsFull(t *testing.T) {
	rdb := client(t, &redis.Options{Network: "unix", Addr: sandboxtest.Server(t, "--maxmemory-policy", "noeviction").Socket})
	st := newStore(t, rdb, websession.Options{})
	s := created(t, st, "a", "1", "b", "1")
	must(t, rdb.ConfigSet(t.Context(), "maxmemory", "1").Err())
	s.Set("a", "2")
	for what, err := range map[string]error{
		"save":   st.Save(t.Context(), s),
		"incr":   second(st.Incr(t.Context(), s, "n", 1)),
		"create": second(st.Create(t.Context(), nil)),
		"login":  st.Login(t.Context(), s, "anna"),
	} {
		if !redis.HasErrorPrefix(err, "OOM") {
			t.Errorf("%s: got the error %v", what, err)
		}
	}
	equal(t, "a", loaded(t, st, s.ID()).Get("a"), "1")
	must(t, st.Destroy(t.Context(), s)) // frees memory, so it is allowed
	equal(t, "keys", len(keysOf(t, rdb)), 0)
}

func TestServerRestarts(t *testing.T) {
	path := sandboxtest.NeedRedis(t)
	dir, err := os.MkdirTemp("", "redis")
	must(t, err)
	t.Cleanup(func() { os.RemoveAll(dir) })
	socket := filepath.Join(dir, "s")
	start := func() *exec.Cmd {
		cmd := exec.Command(path, "--port", "0", "--unixsocket", socket, "--save", "", "--appendonly", "no", "--dir", dir)
		must(t, cmd.Start())
		return cmd
	}
	stop := func(cmd *exec.Cmd) {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	}
	rdb := client(t, &redis.Options{Network: "unix", Addr: socket, MaxRetries: -1, DialerRetries: 1})
	answers := func() bool { return rdb.Ping(t.Context()).Err() == nil }
	server := start()
	sandboxtest.WaitFor(t, "the server", answers)
	st := newStore(t, rdb, websession.Options{})
	s := created(t, st, "a", "1")
	plain := article{rdb, idle}
	must(t, plain.save(t.Context(), "k", map[string]string{"user": "7"}))
	slow := plain.load(t.Context(), "k")
	stop(server)

	for what, err := range map[string]error{
		"load":        second(st.Load(t.Context(), s.ID())),
		"touch":       st.Touch(t.Context(), s),
		"create":      second(st.Create(t.Context(), nil)),
		"rotate":      st.Rotate(t.Context(), s),
		"destroy":     st.Destroy(t.Context(), s),
		"list":        second(st.List(t.Context(), "anna")),
		"destroy all": second(st.DestroyAll(t.Context(), "anna")),
		"inspect":     second(st.Inspect(t.Context(), st.Key(s.ID()))),
	} {
		if err == nil || err == websession.ErrNotFound || err == websession.ErrGone || websession.Refusal(err) != "" {
			t.Errorf("%s, with the server down: got the error %v", what, err)
		}
	}
	for _, err := range st.ListAll(t.Context()) {
		if err == nil {
			t.Error("list all, with the server down: no error")
		}
	}

	server = start()
	t.Cleanup(func() { stop(server) })
	sandboxtest.WaitFor(t, "the server", answers)
	is(t, second(st.Load(t.Context(), s.ID())), websession.ErrNotFound)
	s.Set("a", "2")
	is(t, st.Save(t.Context(), s), websession.ErrGone)
	must(t, plain.save(t.Context(), "k", slow))
	equal(t, "user, plain, undead", plain.load(t.Context(), "k")["user"], "7")
	loaded(t, st, created(t, st).ID())
}

package websession_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"

	"github.com/redis/go-redis/v9"

	"redis-tutor/lessons/websession"
	"redis-tutor/sandbox/sandboxtest"
)

// knife cuts the connection once a number of commands has gone through. They
// are run; the replies that have not come yet are lost.
type knife struct {
	mu         sync.Mutex
	left       int // commands that may still pass, while armed
	armed, cut bool
	once       bool   // connections made after the cut are spared
	at         string // what was being sent when it cut
}

func (k *knife) arm(commands int) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.armed, k.cut, k.left, k.at = true, false, commands, ""
}

// disarm reports whether the knife has cut.
func (k *knife) disarm() bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.armed = false
	return k.cut
}

func (k *knife) dial(ctx context.Context, network, addr string) (net.Conn, error) {
	conn, err := new(net.Dialer).DialContext(ctx, network, addr)
	if err != nil {
		return nil, err
	}
	return &cuttable{Conn: conn, k: k}, nil
}

// cuttable is a connection that a knife may cut: what was to be written seems
// written, and reading comes to an end, as when the other machine has gone.
type cuttable struct {
	net.Conn
	k    *knife
	dead atomic.Bool
}

func (c *cuttable) Read(p []byte) (int, error) {
	if c.dead.Load() {
		return 0, io.EOF
	}
	return c.Conn.Read(p)
}

func (c *cuttable) Write(p []byte) (int, error) {
	c.k.mu.Lock()
	defer c.k.mu.Unlock()
	if c.dead.Load() {
		return 0, syscall.EPIPE
	}
	if !c.k.armed || c.k.cut && c.k.once {
		return c.Conn.Write(p)
	}
	end := 0
	for end < len(p) && c.k.left > 0 {
		end += commandLength(p[end:])
		c.k.left--
	}
	if n, err := c.Conn.Write(p[:end]); err != nil || c.k.left > 0 {
		return n, err
	}
	if !c.k.cut {
		c.k.cut, c.k.at = true, string(p)
	}
	// What has gone through is run before the other side is done, too.
	_ = c.Conn.(interface{ CloseWrite() error }).CloseWrite()
	_, _ = io.Copy(io.Discard, c.Conn)
	c.dead.Store(true)
	return len(p), nil
}

// commandLength returns how long the first command in p is: *2 $3 GET $1 k.
func commandLength(p []byte) int {
	at := 0
	number := func() int {
		line := p[at : at+bytes.IndexByte(p[at:], '\n')]
		at += len(line) + 1
		n, _ := strconv.Atoi(strings.TrimSpace(string(line[1:])))
		return n
	}
	for range number() {
		at += number() + 2
	}
	return at
}

// TestCutOff cuts the connection after each command of each operation in turn,
// its reply lost. Whatever is left, nothing is immortal, nobody is logged in
// unlisted, and no session is there twice.
func TestCutOff(t *testing.T) {
	t.Parallel()
	t.Run("server", func(t *testing.T) {
		t.Parallel()
		k := &knife{}
		rdb := client(t, &redis.Options{Network: "unix", Addr: sandboxtest.Server(t).Socket, Dialer: k.dial, MaxRetries: -1})
		cutOff(t, k, rdb)
	})
	t.Run("cluster", func(t *testing.T) {
		t.Parallel()
		k := &knife{}
		rdb := redis.NewClusterClient(&redis.ClusterOptions{
			Addrs: startCluster(t), Dialer: k.dial, MaxRetries: -1, MaxRedirects: -1, DisableIdentity: true,
		})
		defer rdb.Close()
		cutOff(t, k, rdb)
	})
}

func cutOff(t *testing.T, k *knife, rdb redis.UniversalClient) {
	st := newStore(t, rdb, websession.Options{Idle: idle, Lifetime: lifetime})
	for _, op := range []struct {
		name string
		as   string // who is logged in before
		run  func(ctx context.Context, s *websession.Session) error
	}{
		{"create", "", func(ctx context.Context, s *websession.Session) error {
			*s = websession.Session{}
			return st.Save(ctx, s)
		}},
		{"save", "anna", func(ctx context.Context, s *websession.Session) error {
			s.Set("theme", "dark")
			return st.Save(ctx, s)
		}},
		{"incr", "", func(ctx context.Context, s *websession.Session) error { return second(st.Incr(ctx, s, "n", 1)) }},
		{"rotate", "", func(ctx context.Context, s *websession.Session) error { return st.Rotate(ctx, s) }},
		{"rotate of a user", "anna", func(ctx context.Context, s *websession.Session) error { return st.Rotate(ctx, s) }},
		{"login", "", func(ctx context.Context, s *websession.Session) error { return st.Login(ctx, s, "ben") }},
		{"login again", "ben", func(ctx context.Context, s *websession.Session) error { return st.Login(ctx, s, "ben") }},
		{"login as another", "anna", func(ctx context.Context, s *websession.Session) error { return st.Login(ctx, s, "ben") }},
		{"logout", "anna", func(ctx context.Context, s *websession.Session) error { return st.Logout(ctx, s) }},
		{"destroy", "anna", func(ctx context.Context, s *websession.Session) error { return st.Destroy(ctx, s) }},
		{"destroy all", "anna", func(ctx context.Context, s *websession.Session) error { return second(st.DestroyAll(ctx, "anna")) }},
	} {
		t.Run(op.name, func(t *testing.T) {
			for n := 0; ; n++ {
				flush(t, rdb)
				s := created(t, st, "cart", "rye")
				if op.as != "" {
					must(t, st.Login(t.Context(), s, op.as))
				}
				before := s.ID()
				k.arm(n)
				err := op.run(t.Context(), s)
				cut := k.disarm()
				sound(t, st, rdb, []string{before, s.ID()})
				if !cut {
					must(t, err)
					return
				}
				// What a cluster has set aside may stay: its deadline removes it.
				if aside := strings.Contains(k.at, "unlink") && strings.Contains(k.at, ":moving"); err == nil && !aside {
					t.Fatalf("cut after command %d, and no error: %q", n, k.at)
				}
			}
		})
	}
}

// sound fails unless what is in Redis is safe to leave there. The ids are
// those that a visitor may have.
func sound(t *testing.T, st *websession.Store, rdb redis.UniversalClient, ids []string) {
	t.Helper()
	carts := 0
	for _, key := range keysOf(t, rdb) {
		if ttl(t, rdb, key) < 0 {
			t.Fatalf("%s is immortal", key)
		}
		if strings.HasPrefix(key, "session:") && rdb.Type(t.Context(), key).Val() == "hash" && rdb.HGet(t.Context(), key, "cart").Val() != "" {
			carts++
		}
	}
	if carts > 1 {
		t.Fatalf("the session is there %d times: %q", carts, keysOf(t, rdb))
	}
	for _, id := range ids {
		s, err := st.Load(t.Context(), id)
		if err != nil {
			is(t, err, websession.ErrNotFound)
			continue
		}
		if s.User() == "" {
			continue
		}
		listed := slices.ContainsFunc(list(t, st, s.User()), func(e websession.Entry) bool { return e.Ref == s.Ref() })
		if !listed {
			t.Fatalf("%s is logged in, and not listed", s.User())
		}
	}
}

// TestRepliesAreLost: what has been done and can be asked for is no error. A
// transaction is not sent twice, so no count is doubled.
func TestRepliesAreLost(t *testing.T) {
	k := &knife{once: true}
	rdb := client(t, &redis.Options{Network: "unix", Addr: sandboxtest.Server(t).Socket, Dialer: k.dial})
	st := newStore(t, rdb, websession.Options{})
	for name, op := range map[string]struct {
		commands int
		run      func(s *websession.Session) error
		want     error
		visits   string
	}{
		"rotate": {4, func(s *websession.Session) error { return st.Rotate(t.Context(), s) }, nil, "1"},
		"login":  {7, func(s *websession.Session) error { return st.Login(t.Context(), s, "anna") }, nil, "1"},
		"touch":  {2, func(s *websession.Session) error { return st.Touch(t.Context(), s) }, nil, "1"},
		"incr":   {5, func(s *websession.Session) error { return second(st.Incr(t.Context(), s, "visits", 1)) }, io.EOF, "2"},
	} {
		flush(t, rdb)
		s := created(t, st, "visits", "1")
		k.arm(op.commands)
		if err := op.run(s); !errors.Is(err, op.want) {
			t.Errorf("%s: got the error %v, want %v", name, err, op.want)
		}
		equal(t, name+" was cut", k.disarm(), true)
		equal(t, name+": visits", loaded(t, st, s.ID()).Get("visits"), op.visits)
	}
}

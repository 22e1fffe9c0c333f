package websession_test

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/redis/go-redis/v9/logging"

	"redis-tutor/lessons/websession"
	"redis-tutor/sandbox/embedded"
	"redis-tutor/sandbox/sandboxtest"
)

// TestMain keeps the client from reporting the failures that tests bring about.
func TestMain(m *testing.M) {
	logging.Disable()
	m.Run()
}

// contract is a test that holds on every kind of Redis.
type contract struct {
	name string
	test func(t *testing.T, rdb redis.UniversalClient)
}

// onEveryRedis runs tests on the embedded sandbox, on a private server and on
// a cluster, each time with an empty keyspace.
func onEveryRedis(t *testing.T, contracts []contract) {
	for _, kind := range []struct {
		name string
		open func(t testing.TB) redis.UniversalClient
	}{{"embedded", embeddedRedis}, {"server", serverRedis}, {"cluster", clusterRedis}} {
		t.Run(kind.name, func(t *testing.T) {
			t.Parallel()
			rdb := kind.open(t)
			for _, c := range contracts {
				t.Run(c.name, func(t *testing.T) {
					flush(t, rdb)
					c.test(t, rdb)
				})
			}
		})
	}
}

func embeddedRedis(t testing.TB) redis.UniversalClient {
	engine, err := embedded.New()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { engine.Close() })
	return client(t, &redis.Options{
		Dialer: func(context.Context, string, string) (net.Conn, error) { return engine.Dial() },
	})
}

func serverRedis(t testing.TB) redis.UniversalClient {
	return client(t, &redis.Options{Network: "unix", Addr: sandboxtest.Server(t).Socket})
}

func client(t testing.TB, o *redis.Options) *redis.Client {
	o.DisableIdentity = true
	rdb := redis.NewClient(o)
	t.Cleanup(func() { rdb.Close() })
	return rdb
}

func clusterRedis(t testing.TB) redis.UniversalClient {
	rdb := redis.NewClusterClient(&redis.ClusterOptions{Addrs: startCluster(t), DisableIdentity: true})
	t.Cleanup(func() { rdb.Close() })
	return rdb
}

// startCluster starts three masters that share the slots, and returns where
// they are.
func startCluster(t testing.TB) []string {
	path := sandboxtest.NeedRedis(t)
	slots := []int{0, 5461, 10923, 16384}
	var addrs []string
	var nodes []*redis.Client
	var meet []func(node *redis.Client) error
	for i := range 3 {
		port, bus := startNode(t, path)
		addrs = append(addrs, net.JoinHostPort("127.0.0.1", port))
		node := client(t, &redis.Options{Addr: addrs[i]})
		must(t, node.Do(t.Context(), "cluster", "addslotsrange", slots[i], slots[i+1]-1).Err())
		must(t, node.Do(t.Context(), "cluster", "set-config-epoch", i+1).Err())
		for _, with := range meet {
			must(t, with(node))
		}
		nodes = append(nodes, node)
		meet = append(meet, func(node *redis.Client) error {
			return node.Do(t.Context(), "cluster", "meet", "127.0.0.1", port, bus).Err()
		})
	}
	for _, node := range nodes {
		sandboxtest.WaitFor(t, "the cluster to form", func() bool {
			info := node.ClusterInfo(t.Context()).Val()
			return strings.Contains(info, "cluster_state:ok") && strings.Contains(info, "cluster_known_nodes:3")
		})
	}
	return addrs
}

// startNode starts a node of a cluster and returns its port and that of its
// bus. A port may be taken by somebody else before the node has it: then
// others are tried.
func startNode(t testing.TB, path string) (port, bus string) {
	for range 10 {
		port, bus := freePort(t), freePort(t)
		dir := t.TempDir()
		cmd := exec.Command(path, "--port", port, "--bind", "127.0.0.1", "--dir", dir, "--save", "", "--appendonly", "no",
			"--cluster-enabled", "yes", "--cluster-port", bus, "--cluster-config-file", "nodes.conf")
		must(t, cmd.Start())
		var ended atomic.Bool
		done := make(chan struct{})
		go func() {
			_ = cmd.Wait()
			ended.Store(true)
			close(done)
		}()
		t.Cleanup(func() {
			_ = cmd.Process.Kill()
			<-done
		})
		node := client(t, &redis.Options{Addr: net.JoinHostPort("127.0.0.1", port)})
		ours := func() bool { return node.ConfigGet(t.Context(), "dir").Val()["dir"] == dir }
		sandboxtest.WaitFor(t, "a node to answer", func() bool { return ended.Load() || ours() })
		if !ended.Load() {
			return port, bus
		}
	}
	t.Fatal("no node could be started")
	return "", ""
}

func freePort(t testing.TB) string {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	defer l.Close()
	return strconv.Itoa(l.Addr().(*net.TCPAddr).Port)
}

func flush(t testing.TB, rdb redis.UniversalClient) {
	t.Helper()
	var err error
	if cluster, ok := rdb.(*redis.ClusterClient); ok {
		err = cluster.ForEachMaster(t.Context(), func(ctx context.Context, node *redis.Client) error {
			return node.FlushAll(ctx).Err()
		})
	} else {
		err = rdb.FlushAll(t.Context()).Err()
	}
	must(t, err)
}

func newStore(t testing.TB, rdb redis.UniversalClient, o websession.Options) *websession.Store {
	t.Helper()
	st, err := websession.New(rdb, o)
	must(t, err)
	return st
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func is(t testing.TB, err, want error) {
	t.Helper()
	if !errors.Is(err, want) {
		t.Fatalf("got the error %v, want %v", err, want)
	}
}

func equal[T comparable](t testing.TB, what string, got, want T) {
	t.Helper()
	if got != want {
		t.Fatalf("%s: got %v, want %v", what, got, want)
	}
}

// created makes a session with some fields and values.
func created(t testing.TB, st *websession.Store, pairs ...string) *websession.Session {
	t.Helper()
	fields := map[string]string{}
	for i := 0; i < len(pairs); i += 2 {
		fields[pairs[i]] = pairs[i+1]
	}
	s, err := st.Create(t.Context(), fields)
	must(t, err)
	return s
}

func loaded(t testing.TB, st *websession.Store, id string) *websession.Session {
	t.Helper()
	s, err := st.Load(t.Context(), id)
	must(t, err)
	return s
}

// absent fails unless there is no key of this name.
func absent(t testing.TB, rdb redis.UniversalClient, key string) {
	t.Helper()
	n, err := rdb.Exists(t.Context(), key).Result()
	must(t, err)
	if n != 0 {
		t.Fatalf("%s is there: %v", key, rdb.HGetAll(t.Context(), key).Val())
	}
}

// ttl returns the time to live of a key, or a negative number as TTL does.
func ttl(t testing.TB, rdb redis.UniversalClient, key string) time.Duration {
	t.Helper()
	d, err := rdb.PTTL(t.Context(), key).Result()
	must(t, err)
	return d
}

// lives fails unless a key has been given this time to live. Of it 30 seconds
// may be over: machines are slow at times.
func lives(t testing.TB, what string, rdb redis.UniversalClient, key string, want time.Duration) {
	t.Helper()
	if got := ttl(t, rdb, key); got > want || got < want-30*time.Second {
		t.Fatalf("%s: %s lives %s, want %s", what, key, got, want)
	}
}

// clock is a clock that can be moved ahead.
type clock struct{ ahead atomic.Int64 }

func (c *clock) now() time.Time          { return time.Now().Add(time.Duration(c.ahead.Load())) }
func (c *clock) forward(d time.Duration) { c.ahead.Add(int64(d)) }

// watcher is a hook that counts round trips and can do something before or
// instead of one.
type watcher struct {
	mu     sync.Mutex
	trips  int
	names  []string
	before func(names string)
}

func (w *watcher) DialHook(next redis.DialHook) redis.DialHook { return next }

func (w *watcher) ProcessHook(next redis.ProcessHook) redis.ProcessHook {
	return func(ctx context.Context, cmd redis.Cmder) error {
		w.note(cmd)
		return next(ctx, cmd)
	}
}

func (w *watcher) ProcessPipelineHook(next redis.ProcessPipelineHook) redis.ProcessPipelineHook {
	return func(ctx context.Context, cmds []redis.Cmder) error {
		w.note(cmds...)
		return next(ctx, cmds)
	}
}

func (w *watcher) note(cmds ...redis.Cmder) {
	var names []string
	for _, cmd := range cmds {
		names = append(names, cmd.Name())
	}
	w.mu.Lock()
	w.trips++
	w.names = append(w.names, strings.Join(names, " "))
	before := w.before
	w.mu.Unlock()
	if before != nil {
		before(strings.Join(names, " "))
	}
}

// watch counts what is sent while run runs.
func (w *watcher) watch(run func()) (int, []string) {
	w.mu.Lock()
	w.trips, w.names = 0, nil
	w.mu.Unlock()
	run()
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.trips, w.names
}

// together runs something n times at once and waits for all of them.
func together(n int, run func(i int)) {
	var wg sync.WaitGroup
	start := make(chan struct{})
	for i := range n {
		wg.Go(func() {
			<-start
			run(i)
		})
	}
	close(start)
	wg.Wait()
}

// keysOf returns the names of all keys.
func keysOf(t testing.TB, rdb redis.UniversalClient) []string {
	t.Helper()
	var keys []string
	var mu sync.Mutex
	all := func(ctx context.Context, node *redis.Client) error {
		found, err := node.Keys(ctx, "*").Result()
		mu.Lock()
		defer mu.Unlock()
		keys = append(keys, found...)
		return err
	}
	switch rdb := rdb.(type) {
	case *redis.ClusterClient:
		must(t, rdb.ForEachMaster(t.Context(), all))
	case *redis.Client:
		must(t, all(t.Context(), rdb))
	default:
		t.Fatal(fmt.Errorf("keys of a %T", rdb))
	}
	return keys
}

package web_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/redis/go-redis/v9/logging"

	"redis-tutor/lessons/websession"
	"redis-tutor/lessons/websession/web"
	"redis-tutor/sandbox/embedded"
)

// TestMain keeps the client from reporting the failures that tests bring about.
func TestMain(m *testing.M) {
	logging.Disable()
	m.Run()
}

const (
	idle     = time.Hour
	lifetime = 24 * time.Hour
)

var errDown = errors.New("redis is down")

// bench is a Redis with a store and middleware over it.
type bench struct {
	rdb      *redis.Client
	store    *websession.Store
	sessions *web.Sessions
	log      *logged
	ahead    atomic.Int64 // of the clock
	down     atomic.Value // a func(names string) bool: which commands fail
	failing  error        // with what

	mu    sync.Mutex
	trips []string // the commands sent, a round trip each
}

func newBench(t testing.TB, o web.Options) *bench {
	engine, err := embedded.New()
	must(t, err)
	b := &bench{log: &logged{}, failing: errDown, rdb: redis.NewClient(&redis.Options{
		Dialer:          func(context.Context, string, string) (net.Conn, error) { return engine.Dial() },
		DisableIdentity: true,
	})}
	b.fail(func(string) bool { return false })
	b.rdb.AddHook(b)
	t.Cleanup(func() { b.rdb.Close(); engine.Close() })
	b.store, err = websession.New(b.rdb, websession.Options{Idle: idle, Lifetime: lifetime, Now: b.now})
	must(t, err)
	o.Log = slog.New(slog.NewTextHandler(b.log, nil))
	b.sessions = web.New(b.store, o)
	return b
}

func (b *bench) now() time.Time { return time.Now().Add(time.Duration(b.ahead.Load())) }

// fail says which commands fail from now on, by their names.
func (b *bench) fail(which func(names string) bool) { b.down.Store(which) }

func (b *bench) DialHook(next redis.DialHook) redis.DialHook { return next }

func (b *bench) ProcessHook(next redis.ProcessHook) redis.ProcessHook {
	return func(ctx context.Context, cmd redis.Cmder) error {
		if b.refuses(cmd) {
			cmd.SetErr(b.failing)
			return b.failing
		}
		return next(ctx, cmd)
	}
}

func (b *bench) ProcessPipelineHook(next redis.ProcessPipelineHook) redis.ProcessPipelineHook {
	return func(ctx context.Context, cmds []redis.Cmder) error {
		if b.refuses(cmds...) {
			for _, cmd := range cmds {
				cmd.SetErr(b.failing)
			}
			return b.failing
		}
		return next(ctx, cmds)
	}
}

func (b *bench) refuses(cmds ...redis.Cmder) bool {
	var names []string
	for _, cmd := range cmds {
		names = append(names, cmd.Name())
	}
	all := strings.Join(names, " ")
	if all == "hello" {
		return false // a connection more
	}
	b.mu.Lock()
	b.trips = append(b.trips, all)
	b.mu.Unlock()
	return b.down.Load().(func(string) bool)(all)
}

// sent returns the commands sent since it was last asked, in order.
func (b *bench) sent() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	all := strings.Join(b.trips, ", ")
	b.trips = nil
	return all
}

// keys returns how many keys there are.
func (b *bench) keys(t testing.TB) int {
	t.Helper()
	n, err := b.rdb.DBSize(t.Context()).Result()
	must(t, err)
	return int(n)
}

// session makes a session and returns its id.
func (b *bench) session(t testing.TB, fields map[string]string) string {
	t.Helper()
	s, err := b.store.Create(t.Context(), fields)
	must(t, err)
	b.sent()
	return s.ID()
}

// serve answers one request with a handler, in memory.
func (b *bench) serve(method, cookie string, h http.HandlerFunc) *http.Response {
	r := httptest.NewRequest(method, "/", nil)
	if cookie != "" {
		r.AddCookie(&http.Cookie{Name: "sessionid", Value: cookie})
	}
	w := httptest.NewRecorder()
	b.sessions.Wrap(h).ServeHTTP(w, r)
	return w.Result()
}

// site serves a handler over the network.
func (b *bench) site(t testing.TB, h http.HandlerFunc) *httptest.Server {
	server := httptest.NewUnstartedServer(b.sessions.Wrap(h))
	server.Config.ErrorLog = slog.NewLogLogger(slog.DiscardHandler, slog.LevelError)
	server.Start()
	t.Cleanup(server.Close)
	return server
}

// logged is a log that can be read while it is written.
type logged struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (l *logged) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(p)
}

func (l *logged) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

// cookie returns the session cookie of a response, nil if there is none.
func cookie(t testing.TB, res *http.Response) *http.Cookie {
	t.Helper()
	all := res.Cookies()
	if len(all) > 1 {
		t.Fatalf("%d cookies", len(all))
	}
	for _, c := range all {
		return c
	}
	return nil
}

func body(t testing.TB, res *http.Response) string {
	t.Helper()
	text, err := io.ReadAll(res.Body)
	must(t, err)
	res.Body.Close()
	return string(text)
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func equal[T comparable](t testing.TB, what string, got, want T) {
	t.Helper()
	if got != want {
		t.Fatalf("%s: got %v, want %v", what, got, want)
	}
}

// remember sets a field.
func remember(w http.ResponseWriter, r *http.Request) {
	s, err := web.Of(r).Session()
	if err != nil {
		return
	}
	s.Set("seen", "yes")
	io.WriteString(w, "hello")
}

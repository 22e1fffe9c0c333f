package serve_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"redis-tutor/lessons/websession/serve"
	"redis-tutor/sandbox"
	"redis-tutor/sandbox/reply"
	"redis-tutor/sandbox/sandboxtest"
)

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// kinds runs a test over an embedded Redis and over a server.
func kinds(t *testing.T, test func(t *testing.T, box *sandbox.Sandbox)) {
	t.Run("embedded", func(t *testing.T) { test(t, open(t, sandbox.Options{})) })
	t.Run("server", func(t *testing.T) { test(t, open(t, sandboxtest.Server(t))) })
}

func open(t *testing.T, o sandbox.Options) *sandbox.Sandbox {
	t.Helper()
	box, err := sandbox.Open(t.Context(), o)
	must(t, err)
	t.Cleanup(func() { box.Close() })
	return box
}

// told keeps what an app tells.
type told struct {
	mu       sync.Mutex
	requests []serve.Request
}

func (l *told) done(r serve.Request) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.requests = append(l.requests, r)
}

// take returns what has been told since the last call.
func (l *told) take() []serve.Request {
	l.mu.Lock()
	defer l.mu.Unlock()
	all := l.requests
	l.requests = nil
	return all
}

func start(t *testing.T, box *sandbox.Sandbox, o serve.Options) (*serve.App, *told) {
	t.Helper()
	log := &told{}
	o.Done = log.done
	app, err := serve.Start(t.Context(), box, o)
	must(t, err)
	t.Cleanup(func() { app.Close() })
	return app, log
}

// visitor is a browser with cookies of its own.
type visitor struct {
	t   *testing.T
	app *serve.App
	http.Client
}

func newVisitor(t *testing.T, app *serve.App) *visitor {
	jar, err := cookiejar.New(nil)
	must(t, err)
	return &visitor{t, app, http.Client{Jar: jar, Transport: &http.Transport{DisableKeepAlives: true}}}
}

func (v *visitor) get(path string) int {
	v.t.Helper()
	res, err := v.Get(v.app.URL() + path)
	must(v.t, err)
	defer res.Body.Close()
	_, err = io.Copy(io.Discard, res.Body)
	must(v.t, err)
	return res.StatusCode
}

func (v *visitor) login(name string) {
	v.t.Helper()
	res, err := v.PostForm(v.app.URL()+"/login", url.Values{"name": {name}})
	must(v.t, err)
	res.Body.Close()
}

// key returns the key of the visitor's session.
func (v *visitor) key() string {
	v.t.Helper()
	at, _ := url.Parse(v.app.URL())
	id := serve.Session(v.Jar.Cookies(at))
	if id == "" {
		v.t.Fatal("no session in the jar")
	}
	return v.app.Key(id)
}

func ask(t *testing.T, box *sandbox.Sandbox, line string) reply.Value {
	t.Helper()
	v, err := box.Do(t.Context(), strings.Fields(line)...)
	must(t, err)
	return v
}

// lines writes commands as text, each with its reply behind "=".
func lines(commands []serve.Command) string {
	var b strings.Builder
	for _, c := range commands {
		text := "no reply"
		if c.Answered {
			text = strings.Join(strings.Fields(c.Reply.Show(reply.Standard)), " ")
		}
		fmt.Fprintf(&b, "%s = %s\n", strings.Join(c.Args, " "), text)
	}
	return b.String()
}

func TestToldAsItWent(t *testing.T) {
	kinds(t, func(t *testing.T, box *sandbox.Sandbox) {
		app, log := start(t, box, serve.Options{})
		v := newVisitor(t, app)
		v.get("/")
		v.get("/?x=1")
		v.get("/style.css")
		got := log.take()
		if len(got) != 3 || got[1].Path != "/?x=1" || got[1].Method != "GET" || got[1].Status != 200 || !strings.HasPrefix(got[1].Agent, "Go-http-client") {
			t.Fatalf("%+v", got)
		}
		if len(got[2].Commands) > 0 {
			t.Errorf("a style sheet made it say %s", lines(got[2].Commands))
		}
		key := v.key()
		created := ask(t, box, "HGET "+key+" _created").Text
		deadline := ask(t, box, "HGET "+key+" _deadline").Text
		expires := ask(t, box, "PEXPIRETIME "+key).Str()
		second := lines(got[1].Commands)
		want := "hgetall " + key + " = 1) \"_created\" 2) \"" + created + "\" 3) \"_deadline\" 4) \"" + deadline + "\" 5) \"visits\" 6) \"1\"\n" +
			"multi = OK\n" +
			"hexists " + key + " _created = QUEUED\n" +
			"hincrby " + key + " visits 1 = QUEUED\n" +
			"pexpireat " + key + " " + expires + " = QUEUED\n" +
			"exec = 1) (integer) 1 2) (integer) 2 3) (integer) 1\n"
		if second != want {
			t.Errorf("got\n%s\nwant\n%s", second, want)
		}
	})
}

// TestManyBrowsers: requests that come at once are told one by one, each with
// its own commands.
func TestManyBrowsers(t *testing.T) {
	kinds(t, func(t *testing.T, box *sandbox.Sandbox) {
		app, log := start(t, box, serve.Options{})
		var all sync.WaitGroup
		for i := range 16 {
			all.Go(func() {
				v := newVisitor(t, app)
				v.login(fmt.Sprint("user", i))
				v.get("/")
			})
		}
		all.Wait()
		requests := log.take()
		if len(requests) != 48 { // a login leads home
			t.Fatalf("%d requests", len(requests))
		}
		for _, r := range requests {
			users := map[string]bool{}
			for _, word := range strings.Fields(lines(r.Commands)) {
				if _, user, ok := strings.Cut(word, "session:user:"); ok {
					users[user] = true
				}
			}
			if len(users) > 1 || len(r.Commands) == 0 {
				t.Fatalf("%s %s: %s", r.Method, r.Path, lines(r.Commands))
			}
		}
	})
}

func TestPasswordsAreNotTold(t *testing.T) {
	o := sandboxtest.Server(t, "--requirepass", "geheim")
	o.Password, o.DB = "geheim", 3
	box := open(t, o)
	app, log := start(t, box, serve.Options{})
	v := newVisitor(t, app)
	if code := v.get("/"); code != 200 {
		t.Fatal(code)
	}
	if got := lines(log.take()[0].Commands); strings.Contains(got, "geheim") || !strings.HasPrefix(got, "multi") {
		t.Errorf("told %s", got)
	}
	if app.DB() != 3 || ask(t, box, "EXISTS "+v.key()).Int != 1 {
		t.Error("the session is not in the learner's database")
	}
}

func TestServerIsAway(t *testing.T) {
	box := open(t, sandboxtest.Server(t))
	app, log := start(t, box, serve.Options{})
	v := newVisitor(t, app)
	v.get("/")
	ask(t, box, "CLIENT KILL TYPE normal SKIPME yes")
	if code := v.get("/"); code != 200 {
		t.Errorf("with a connection that the server has closed: status %d", code)
	}
	log.take()
	box.Do(t.Context(), "SHUTDOWN", "NOSAVE")
	began := time.Now()
	if code := v.get("/"); code != http.StatusServiceUnavailable {
		t.Errorf("without a server: status %d", code)
	}
	if took := time.Since(began); took > 10*time.Second {
		t.Errorf("it took %s to say so", took)
	}
	if got := log.take(); len(got) != 1 || got[0].Status != http.StatusServiceUnavailable {
		t.Errorf("told %+v", got)
	}
}

func TestClockMovesForward(t *testing.T) {
	box := open(t, sandbox.Options{})
	app, _ := start(t, box, serve.Options{Idle: 20 * time.Second})
	v := newVisitor(t, app)
	v.get("/")
	key := v.key()
	must(t, box.Forward(t.Context(), 19*time.Second))
	v.get("/") // and from here on it lives for 20 seconds again
	must(t, box.Forward(t.Context(), 19*time.Second))
	if got := ask(t, box, "HGET "+key+" visits").Text; got != "2" {
		t.Fatalf("%q visits", got)
	}
	must(t, box.Forward(t.Context(), 2*time.Second))
	if n := ask(t, box, "EXISTS "+key).Int; n != 0 {
		t.Error("the session lives on")
	}
	v.get("/")
	if v.key() == key {
		t.Error("the old id is taken for a new session")
	}
}

func TestPrefix(t *testing.T) {
	box := open(t, sandbox.Options{})
	app, _ := start(t, box, serve.Options{Prefix: "mine:"})
	v := newVisitor(t, app)
	v.login("Anna")
	for _, key := range []string{v.key(), "mine:user:Anna"} {
		if !strings.HasPrefix(key, "mine:") || ask(t, box, "EXISTS "+key).Int != 1 {
			t.Errorf("%s is not there", key)
		}
	}
	if n := ask(t, box, "DBSIZE").Int; n != 2 {
		t.Errorf("%d keys", n)
	}
}

// besiege lets clients ask for the first page until they are refused, and
// returns when one has been answered; end waits for the last of them.
func besiege(t *testing.T, app *serve.App, log *told, clients int) (end func()) {
	t.Helper()
	var all sync.WaitGroup
	for range clients {
		all.Go(func() {
			for {
				res, err := http.Get(app.URL())
				if err != nil {
					return
				}
				res.Body.Close()
			}
		})
	}
	sandboxtest.WaitFor(t, "a request", func() bool { return len(log.take()) > 0 })
	return all.Wait
}

func TestNothingIsToldAfterClose(t *testing.T) {
	box := open(t, sandbox.Options{})
	app, log := start(t, box, serve.Options{})
	end := besiege(t, app, log, 8)
	must(t, app.Close())
	log.take()
	end()
	if late := log.take(); len(late) > 0 {
		t.Errorf("told after Close: %+v", late)
	}
}

func TestAddressesThatWillNotDo(t *testing.T) {
	box := open(t, sandbox.Options{})
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	defer taken.Close()
	for addr, want := range map[string]string{
		"0.0.0.0:8000":          "for this machine only",
		":8000":                 "for this machine only",
		"example.org:80":        "for this machine only",
		"127.0.0.1:99999":       "not a port",
		"eight":                 "not a port",
		"1:2:3":                 "not host:port",
		taken.Addr().String():   "cannot be served",
		"127.0.0.1:8000 really": "not a port",
	} {
		app, err := serve.Start(t.Context(), box, serve.Options{Addr: addr})
		if err == nil {
			app.Close()
		}
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v", addr, err)
		}
	}
	for _, addr := range []string{"", "0", "localhost:0", "[::1]:0"} {
		app, err := serve.Start(t.Context(), box, serve.Options{Addr: addr})
		if err != nil {
			if addr == "[::1]:0" { // a machine without IPv6
				continue
			}
			t.Fatalf("%q: %v", addr, err)
		}
		must(t, app.Close())
	}
	if _, err := serve.Start(t.Context(), box, serve.Options{Prefix: "{x}"}); err == nil {
		t.Error("a prefix with braces is taken")
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := serve.Start(ctx, box, serve.Options{}); err != nil && !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

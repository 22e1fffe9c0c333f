package web_test

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"redis-tutor/lessons/websession"
	"redis-tutor/lessons/websession/web"
)

func TestNothingKeptMeansNoCookie(t *testing.T) {
	b := newBench(t, web.Options{})
	for name, h := range map[string]http.HandlerFunc{
		"does not ask": func(w http.ResponseWriter, r *http.Request) {},
		"only looks": func(w http.ResponseWriter, r *http.Request) {
			s, err := web.Of(r).Session()
			must(t, err)
			fmt.Fprint(w, s.Get("theme"), s.User(), s.ID())
		},
		"removes what is not there": func(w http.ResponseWriter, r *http.Request) {
			s, _ := web.Of(r).Session()
			s.Remove("theme")
			s.Clear()
		},
		"logs nobody out":       func(w http.ResponseWriter, r *http.Request) { must(t, web.Of(r).Destroy()) },
		"gives nobody a new id": func(w http.ResponseWriter, r *http.Request) { must(t, web.Of(r).Rotate()) },
	} {
		res := b.serve("GET", "", h)
		if c := cookie(t, res); c != nil || res.StatusCode != 200 {
			t.Errorf("%s: status %d, cookie %v", name, res.StatusCode, c)
		}
		if sent := b.sent(); sent != "" {
			t.Errorf("%s: sent %s", name, sent)
		}
	}
	equal(t, "keys", b.keys(t), 0)
}

func TestCookie(t *testing.T) {
	b := newBench(t, web.Options{})
	res := b.serve("GET", "", remember)
	c := cookie(t, res)
	want := fmt.Sprintf("sessionid=%s; Path=/; Max-Age=3600; HttpOnly; SameSite=Lax", c.Value)
	equal(t, "Set-Cookie", c.Raw, want)
	equal(t, "Vary", res.Header.Get("Vary"), "Cookie")
	equal(t, "Cache-Control", res.Header.Get("Cache-Control"), "private")
	s, err := b.store.Load(t.Context(), c.Value)
	must(t, err)
	equal(t, "seen", s.Get("seen"), "yes")

	r := httptest.NewRequest("GET", "/", nil)
	r.TLS = &tls.ConnectionState{}
	w := httptest.NewRecorder()
	b.sessions.Wrap(http.HandlerFunc(remember)).ServeHTTP(w, r)
	equal(t, "secure on TLS", cookie(t, w.Result()).Secure, true)
}

func TestCookieOptions(t *testing.T) {
	b := newBench(t, web.Options{Cookie: "id", Path: "/app", Domain: "example.com", SameSite: http.SameSiteStrictMode, Secure: true})
	c := cookie(t, b.serve("GET", "", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", "no-store")
		remember(w, r)
	}))
	equal(t, "Set-Cookie", c.Raw, "id="+c.Value+"; Path=/app; Domain=example.com; Max-Age=3600; HttpOnly; Secure; SameSite=Strict")
}

// TestMaxAgeIsTheTTL compares the two on one clock, which stands still: at the
// beginning, when the session is merely used, and near the deadline, which
// bounds both.
func TestMaxAgeIsTheTTL(t *testing.T) {
	b := newBench(t, web.Options{})
	now := time.Now()
	store, err := websession.New(b.rdb, websession.Options{Idle: idle, Lifetime: lifetime, Now: func() time.Time { return now }})
	must(t, err)
	b.sessions = web.New(store, web.Options{})
	id := cookie(t, b.serve("GET", "", remember)).Value
	look := func(_ http.ResponseWriter, r *http.Request) { must(t, second(web.Of(r).Session())) }
	for _, c := range []struct {
		at   time.Duration
		h    http.HandlerFunc
		want int
	}{{0, remember, 3600}, {time.Minute, look, 3600}, {lifetime - 90*time.Second, remember, 90}, {lifetime - 30*time.Second, look, 30}} {
		began := now
		now = now.Add(c.at)
		got := cookie(t, b.serve("GET", id, c.h))
		ends := time.UnixMilli(b.rdb.Do(t.Context(), "PEXPIRETIME", store.Key(id)).Val().(int64))
		equal(t, "Max-Age", got.MaxAge, c.want)
		equal(t, "the key's own", ends.Sub(now).Round(time.Second), time.Duration(c.want)*time.Second)
		now = began
	}
}

func second[T any](_ T, err error) error { return err }

// TestSharedCaches: none may keep a response with a cookie, whatever the
// handler says; one without goes out as it is.
func TestSharedCaches(t *testing.T) {
	b := newBench(t, web.Options{})
	for _, c := range []struct {
		said []string
		want string
	}{
		{nil, "private"},
		{[]string{"no-store"}, "private, no-store"},
		{[]string{"private"}, "private"},
		{[]string{"public, max-age=60"}, "private, max-age=60"},
		{[]string{"Public,S-MaxAge=9, max-age=60", "must-revalidate"}, "private, max-age=60, must-revalidate"},
		{[]string{`private="X-Id, public", no-cache="Set-Cookie, s-maxage=1"`}, `private, no-cache="Set-Cookie, s-maxage=1"`},
	} {
		answer := func(h http.HandlerFunc) string {
			res := b.serve("GET", "", func(w http.ResponseWriter, r *http.Request) {
				w.Header()["Cache-Control"] = c.said
				h(w, r)
			})
			return strings.Join(res.Header.Values("Cache-Control"), " and ")
		}
		equal(t, "with a cookie", answer(remember), c.want)
		equal(t, "without", answer(func(http.ResponseWriter, *http.Request) {}), strings.Join(c.said, " and "))
	}
}

// TestRedisRefuses: it can be reached, and what it said is in the log.
func TestRedisRefuses(t *testing.T) {
	b := newBench(t, web.Options{})
	must(t, b.rdb.Set(t.Context(), "session:user:anna", "somebody's", 0).Err())
	res := b.serve("POST", "", func(_ http.ResponseWriter, r *http.Request) { web.Of(r).Login("anna") })
	equal(t, "status", res.StatusCode, 503)
	equal(t, "body", body(t, res), "Sessions cannot be kept at the moment. Please try again soon.\n")
	if !strings.Contains(b.log.String(), "WRONGTYPE") {
		t.Errorf("the log: %s", b.log)
	}
}

func TestRoundTrips(t *testing.T) {
	b := newBench(t, web.Options{})
	id := b.session(t, map[string]string{"a": "1"})
	for _, c := range []struct {
		name, cookie, want string
		h                  http.HandlerFunc
	}{
		{"not asked for", id, "", func(http.ResponseWriter, *http.Request) {}},
		{"read", id, "hgetall, hexists pexpireat", func(_ http.ResponseWriter, r *http.Request) {
			web.Of(r).Session()
			web.Of(r).Session()
		}},
		{"set twice, saved once", id, "hgetall, multi hexists hset pexpireat exec", func(w http.ResponseWriter, r *http.Request) {
			remember(w, r)
			remember(w, r)
		}},
		{"a visit", id, "hgetall, multi hexists hincrby pexpireat exec", func(_ http.ResponseWriter, r *http.Request) { web.Of(r).Incr("visits", 1) }},
		{"a first visit", "", "multi hset pexpireat exec", func(_ http.ResponseWriter, r *http.Request) { web.Of(r).Incr("visits", 1) }},
		{"a cookie that is none", "customer:42", "", func(_ http.ResponseWriter, r *http.Request) { web.Of(r).Session() }},
	} {
		b.serve("GET", c.cookie, c.h)
		if sent := b.sent(); sent != c.want {
			t.Errorf("%s: sent %s, want %s", c.name, sent, c.want)
		}
	}
}

func TestUnknownIDsAreNeitherAdoptedNorDeleted(t *testing.T) {
	b := newBench(t, web.Options{})
	planted := strings.Repeat("E", 26)
	if c := cookie(t, b.serve("GET", planted, func(_ http.ResponseWriter, r *http.Request) { web.Of(r).Session() })); c != nil {
		t.Fatalf("the cookie %v", c)
	}
	c := cookie(t, b.serve("GET", planted, remember))
	if c == nil || c.Value == planted {
		t.Fatalf("the cookie %v", c)
	}
	equal(t, "keys", b.keys(t), 1)
}

func TestLoginAndLogout(t *testing.T) {
	b := newBench(t, web.Options{})
	guest := cookie(t, b.serve("GET", "", remember)).Value
	c := cookie(t, b.serve("POST", guest, func(w http.ResponseWriter, r *http.Request) {
		must(t, web.Of(r).Login("anna"))
		http.Redirect(w, r, "/", http.StatusSeeOther)
	}))
	if c.Value == guest || c.MaxAge != 3600 {
		t.Fatalf("the cookie after the login: %v", c)
	}
	equal(t, "user with the old cookie", whoIs(b, guest), "")
	equal(t, "user", whoIs(b, c.Value), "anna")

	rotated := cookie(t, b.serve("POST", c.Value, func(w http.ResponseWriter, r *http.Request) { must(t, web.Of(r).Rotate()) }))
	equal(t, "user after a rotation", whoIs(b, rotated.Value), "anna")
	if rotated.Value == c.Value {
		t.Fatal("the id stays")
	}

	out := cookie(t, b.serve("POST", rotated.Value, func(w http.ResponseWriter, r *http.Request) { must(t, web.Of(r).Destroy()) }))
	if out.Value != "" || out.MaxAge >= 0 || !out.HttpOnly {
		t.Fatalf("the cookie after the logout: %v", out)
	}
	equal(t, "keys", b.keys(t), 0)

	again := cookie(t, b.serve("POST", rotated.Value, func(w http.ResponseWriter, r *http.Request) {
		must(t, web.Of(r).Destroy())
		remember(w, r) // a new session, for the theme
	}))
	if again.Value == "" || again.Value == rotated.Value {
		t.Fatalf("the cookie of a new session: %v", again)
	}
}

func whoIs(b *bench, id string) (user string) {
	b.serve("GET", id, func(_ http.ResponseWriter, r *http.Request) {
		s, _ := web.Of(r).Session()
		user = s.User()
	})
	return user
}

func TestOutsideOfTheMiddleware(t *testing.T) {
	v := web.Of(httptest.NewRequest("GET", "/", nil))
	_, err := v.Session()
	_, err2 := v.Incr("visits", 1)
	for _, err := range []error{err, err2, v.Login("anna"), v.Destroy(), v.Rotate()} {
		if err == nil || web.Status(err) != 500 {
			t.Errorf("got the error %v", err)
		}
	}
}

func TestMistakesOfTheProgram(t *testing.T) {
	b := newBench(t, web.Options{})
	id := b.session(t, map[string]string{"name": "Anna"})
	for name, h := range map[string]http.HandlerFunc{
		"reserved": func(_ http.ResponseWriter, r *http.Request) { s, _ := web.Of(r).Session(); s.Set("_user", "root") },
		"nobody":   func(_ http.ResponseWriter, r *http.Request) { web.Of(r).Login("") },
		"no count": func(_ http.ResponseWriter, r *http.Request) { web.Of(r).Incr("name", 1) },
	} {
		if res := b.serve("GET", id, h); res.StatusCode != 500 {
			t.Errorf("%s: status %d", name, res.StatusCode)
		}
	}
}

func TestRedisDown(t *testing.T) {
	all := func(string) bool { return true }
	none := func(string) bool { return false }
	page := func(w http.ResponseWriter, r *http.Request) { io.WriteString(w, "page") }
	for _, c := range []struct {
		name   string
		fails  func(names string) bool
		h      http.HandlerFunc
		status int
		body   string
	}{
		{"not asked for", all, page, 200, "page"},
		{"the handler just returns", all, remember, 503, "cannot be reached"},
		{"the handler takes no notice", all, func(w http.ResponseWriter, r *http.Request) {
			_, _ = web.Of(r).Session()
			page(w, r)
		}, 200, "page"},
		{"the handler has words of its own", all, func(w http.ResponseWriter, r *http.Request) {
			if _, err := web.Of(r).Session(); err != nil {
				http.Error(w, "sorry", web.Status(err))
			}
		}, 503, "sorry"},
		{"count", all, func(_ http.ResponseWriter, r *http.Request) { web.Of(r).Incr("visits", 1) }, 503, "cannot be reached"},
		{"login", all, func(_ http.ResponseWriter, r *http.Request) { web.Of(r).Login("anna") }, 503, "cannot be reached"},
		{"logout", all, func(_ http.ResponseWriter, r *http.Request) { web.Of(r).Destroy() }, 503, "cannot be reached"},
		{"down at the save", isWrite, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Length", "5")
			w.Header().Set("Content-Type", "image/png")
			w.WriteHeader(http.StatusCreated)
			remember(w, r)
		}, 503, "cannot be reached"},
		{"down at the save, flushed", isWrite, func(w http.ResponseWriter, r *http.Request) {
			remember(w, r)
			if err := http.NewResponseController(w).Flush(); !errors.Is(err, errDown) {
				t.Errorf("flushing gives the error %v", err)
			}
			if _, err := io.WriteString(w, "more"); !errors.Is(err, errDown) {
				t.Errorf("writing gives the error %v", err)
			}
		}, 503, "cannot be reached"},
		{"down at the touch", isWrite, func(w http.ResponseWriter, r *http.Request) {
			_, err := web.Of(r).Session()
			must(t, err)
			page(w, r)
		}, 200, "page"},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := newBench(t, web.Options{})
			id := b.session(t, nil)
			b.fail(c.fails)
			res := b.serve("GET", id, c.h)
			equal(t, "status", res.StatusCode, c.status)
			if text := body(t, res); !strings.Contains(text, c.body) || c.status == 503 && strings.Contains(text, "hello") {
				t.Errorf("the body is %q", text)
			}
			if got := cookie(t, res); got != nil {
				t.Errorf("the cookie %v", got)
			}
			if c.body == "cannot be reached" {
				equal(t, "Retry-After", res.Header.Get("Retry-After"), "5")
				equal(t, "Content-Type", res.Header.Get("Content-Type"), "text/plain; charset=utf-8")
				equal(t, "Content-Length", res.Header.Get("Content-Length"), "")
				if !strings.Contains(b.log.String(), errDown.Error()) {
					t.Errorf("the log: %s", b.log)
				}
			}
			b.fail(none)
			equal(t, "status once it is up", b.serve("GET", id, remember).StatusCode, 200)
		})
	}
}

func isWrite(names string) bool { return names != "hgetall" }

// TestHeadersAroundSurviveAFailure: those of outer middleware stay.
func TestHeadersAroundSurviveAFailure(t *testing.T) {
	b := newBench(t, web.Options{})
	b.fail(func(string) bool { return true })
	w := httptest.NewRecorder()
	w.Header().Set("Content-Security-Policy", "default-src 'none'")
	b.sessions.Wrap(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("ETag", `"1"`)
		remember(w, r)
	})).ServeHTTP(w, httptest.NewRequest("GET", "/", nil))
	equal(t, "status", w.Code, 503)
	equal(t, "policy", w.Header().Get("Content-Security-Policy"), "default-src 'none'")
	equal(t, "ETag", w.Header().Get("ETag"), "")
}

// TestLoginThatFailsHalfWay: the id has changed, so the cookie must, too.
func TestLoginThatFailsHalfWay(t *testing.T) {
	b := newBench(t, web.Options{})
	id := b.session(t, map[string]string{"cart": "rye"})
	b.fail(func(names string) bool { return strings.Contains(names, "hset") })
	res := b.serve("POST", id, func(w http.ResponseWriter, r *http.Request) { web.Of(r).Login("anna") })
	equal(t, "status", res.StatusCode, 503)
	b.fail(func(string) bool { return false })
	c := cookie(t, res)
	s, err := b.store.Load(t.Context(), c.Value)
	must(t, err)
	equal(t, "cart and user", s.Get("cart")+s.User(), "rye")
}

func TestEndedMeanwhile(t *testing.T) {
	for name, end := range map[string]func(b *bench, id string){
		"logout": func(b *bench, id string) {
			s, err := b.store.Load(t.Context(), id)
			must(t, err)
			must(t, b.store.Destroy(t.Context(), s))
		},
		"deadline": func(b *bench, id string) { b.ahead.Store(int64(lifetime + time.Second)) },
	} {
		for what, c := range map[string]struct {
			status int
			h      func(r *http.Request)
		}{
			"set":   {409, func(r *http.Request) { s, _ := web.Of(r).Session(); s.Set("a", "1") }},
			"count": {409, func(r *http.Request) { web.Of(r).Incr("n", 1) }},
			"login": {409, func(r *http.Request) { web.Of(r).Login("anna") }},
			"read":  {200, func(*http.Request) {}},
		} {
			t.Run(name+" "+what, func(t *testing.T) {
				b := newBench(t, web.Options{})
				id := b.session(t, map[string]string{"user": "7"})
				res := b.serve("GET", id, func(w http.ResponseWriter, r *http.Request) {
					_, err := web.Of(r).Session()
					must(t, err)
					end(b, id)
					c.h(r)
				})
				equal(t, "status", res.StatusCode, c.status)
				if got := cookie(t, res); got != nil {
					t.Errorf("the cookie %v", got) // another request's may be newer
				}
				_, err := b.store.Load(t.Context(), id)
				equal(t, "error", err, websession.ErrNotFound)
			})
		}
	}
}

// TestAVisitorWhoLeavesIsNoError, as far as the log goes; a context of the
// program's own that ends is one.
func TestAVisitorWhoLeavesIsNoError(t *testing.T) {
	for _, left := range []bool{true, false} {
		b := newBench(t, web.Options{})
		id := b.session(t, nil)
		ctx, leave := context.WithCancel(t.Context())
		r := httptest.NewRequest("GET", "/", nil).WithContext(ctx)
		r.AddCookie(&http.Cookie{Name: "sessionid", Value: id})
		b.fail(func(string) bool {
			if left {
				leave()
			}
			return true
		})
		b.failing = context.Canceled
		b.sessions.Wrap(http.HandlerFunc(remember)).ServeHTTP(httptest.NewRecorder(), r)
		leave()
		equal(t, "an error in the log", strings.Contains(b.log.String(), "level=ERROR"), !left)
	}
}

// TestAVisitorWhoLeaves: a logout is carried out all the same.
func TestAVisitorWhoLeaves(t *testing.T) {
	b := newBench(t, web.Options{})
	id := b.session(t, nil)
	done := make(chan error, 1)
	server := b.site(t, func(w http.ResponseWriter, r *http.Request) {
		if _, err := web.Of(r).Session(); err != nil {
			done <- err
			return
		}
		<-r.Context().Done()
		done <- web.Of(r).Destroy()
	})
	r, err := http.NewRequest("POST", server.URL, nil)
	must(t, err)
	r.AddCookie(&http.Cookie{Name: "sessionid", Value: id})
	client := &http.Client{Timeout: 100 * time.Millisecond}
	if _, err := client.Do(r); err == nil {
		t.Fatal("the visitor waited")
	}
	must(t, <-done)
	equal(t, "keys", b.keys(t), 0)
}

func Test64Clients(t *testing.T) {
	b := newBench(t, web.Options{})
	server := b.site(t, func(w http.ResponseWriter, r *http.Request) {
		n, err := web.Of(r).Incr("visits", 1)
		if err == nil {
			fmt.Fprint(w, n)
		}
	})
	var wg sync.WaitGroup
	for range 64 {
		wg.Go(func() {
			value := ""
			for n := 1; n <= 5; n++ {
				r, _ := http.NewRequest("GET", server.URL, nil)
				if value != "" {
					r.AddCookie(&http.Cookie{Name: "sessionid", Value: value})
				}
				res, err := server.Client().Do(r)
				if err != nil {
					t.Error(err)
					return
				}
				if got := body(t, res); got != fmt.Sprint(n) {
					t.Errorf("visit %d is counted as %q", n, got)
				}
				value = cookie(t, res).Value
			}
		})
	}
	wg.Wait()
	equal(t, "keys", b.keys(t), 64)
}

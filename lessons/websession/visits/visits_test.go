package visits_test

import (
	"context"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/redis/go-redis/v9/logging"

	"redis-tutor/lessons/websession"
	"redis-tutor/lessons/websession/visits"
	"redis-tutor/sandbox/embedded"
)

// TestMain keeps the client from reporting the failures that tests bring about.
func TestMain(m *testing.M) {
	logging.Disable()
	m.Run()
}

// site is the app over an embedded Redis.
type site struct {
	*httptest.Server
	rdb    *redis.Client
	store  *websession.Store
	engine *embedded.Server
	ahead  atomic.Int64
}

func newSite(t *testing.T) *site {
	s := &site{}
	var err error
	s.engine, err = embedded.New()
	must(t, err)
	s.rdb = redis.NewClient(&redis.Options{
		Dialer:          func(context.Context, string, string) (net.Conn, error) { return s.engine.Dial() },
		DisableIdentity: true, MaxRetries: -1, DialerRetries: 1,
	})
	now := func() time.Time { return time.Now().Add(time.Duration(s.ahead.Load())) }
	s.store, err = websession.New(s.rdb, websession.Options{Idle: time.Minute, Now: now})
	must(t, err)
	s.Server = httptest.NewServer(visits.Handler(s.store, slog.New(slog.DiscardHandler)))
	t.Cleanup(func() { s.Close(); s.rdb.Close(); s.engine.Close() })
	return s
}

// forward moves the clocks of Redis and of the store.
func (s *site) forward(d time.Duration) {
	s.ahead.Add(int64(d))
	s.engine.Forward(d)
}

// visitor is a browser with cookies of its own.
type visitor struct {
	t      *testing.T
	site   *site
	client *http.Client
	agent  string
}

func (s *site) visitor(t *testing.T, agent string) *visitor {
	jar, err := cookiejar.New(nil)
	must(t, err)
	return &visitor{t: t, site: s, client: &http.Client{Jar: jar}, agent: agent}
}

// get asks for a page and returns its text.
func (v *visitor) get(path string) string {
	v.t.Helper()
	_, text := v.do("GET", path, nil, nil)
	return text
}

// post sends a form as a browser does, and returns where it leads.
func (v *visitor) post(path string, form url.Values) string {
	v.t.Helper()
	_, text := v.do("POST", path, form, http.Header{"Sec-Fetch-Site": {"same-origin"}, "Origin": {v.site.URL}})
	return text
}

func (v *visitor) do(method, path string, form url.Values, header http.Header) (*http.Response, string) {
	v.t.Helper()
	r, err := http.NewRequest(method, v.site.URL+path, strings.NewReader(form.Encode()))
	must(v.t, err)
	for name, values := range header {
		r.Header[name] = values
	}
	r.Header.Set("User-Agent", v.agent)
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	res, err := v.client.Do(r)
	must(v.t, err)
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	must(v.t, err)
	return res, string(text)
}

// cookie returns the session id in the visitor's browser.
func (v *visitor) cookie() string {
	at, _ := url.Parse(v.site.URL)
	for _, c := range v.client.Jar.Cookies(at) {
		return c.Value
	}
	return ""
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// has fails unless a page has each of some texts; one that begins with "!"
// must not be there.
func has(t *testing.T, page string, texts ...string) {
	t.Helper()
	for _, text := range texts {
		missing, unwanted := strings.CutPrefix(text, "!")
		if strings.Contains(page, missing) == unwanted {
			t.Fatalf("want %q in\n%s", text, page)
		}
	}
}

const (
	firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
	chrome  = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36"
)

func TestVisits(t *testing.T) {
	s := newSite(t)
	anna := s.visitor(t, firefox)
	has(t, anna.get("/"), "<h1>Visits: 1</h1>", "Your name")
	has(t, anna.get("/"), "<h1>Visits: 2</h1>")
	has(t, s.visitor(t, chrome).get("/"), "<h1>Visits: 1</h1>")

	key := s.store.Key(anna.cookie())
	if got := s.rdb.HGet(t.Context(), key, "visits").Val(); got != "2" {
		t.Fatalf("Redis has %q visits", got)
	}
	if left := s.rdb.TTL(t.Context(), key).Val(); left <= 0 || left > time.Minute {
		t.Fatalf("the session lives %s", left)
	}
	s.forward(59 * time.Second)
	has(t, anna.get("/"), "<h1>Visits: 3</h1>")
	s.forward(61 * time.Second)
	has(t, anna.get("/"), "<h1>Visits: 1</h1>")
}

func TestHeadIsNoVisit(t *testing.T) {
	s := newSite(t)
	v := s.visitor(t, "curl/8")
	res, text := v.do("HEAD", "/", nil, nil)
	if res.StatusCode != 200 || text != "" || v.cookie() != "" {
		t.Fatalf("status %d, body %q, cookie %q", res.StatusCode, text, v.cookie())
	}
	has(t, v.get("/"), "<h1>Visits: 1</h1>")
}

func TestLoginAndLogout(t *testing.T) {
	s := newSite(t)
	anna := s.visitor(t, firefox)
	anna.get("/")
	guest := anna.cookie()
	has(t, anna.post("/login", url.Values{"name": {"  Anna <b> "}}), "logged in as <strong>Anna &lt;b&gt;</strong>", "Visits: 2")
	if anna.cookie() == guest {
		t.Fatal("the id stays the same at login")
	}
	if n := s.rdb.Exists(t.Context(), s.store.Key(guest)).Val(); n != 0 {
		t.Fatal("the old id still opens the session")
	}
	has(t, anna.post("/logout", nil), "Your name", "Visits: 1")
	if keys := s.rdb.Keys(t.Context(), "*").Val(); len(keys) != 1 { // that of the page after
		t.Fatalf("the keys %q", keys)
	}
}

func TestLoginWithoutAVisit(t *testing.T) {
	s := newSite(t)
	has(t, s.visitor(t, firefox).post("/login", url.Values{"name": {"Anna"}}), "logged in as <strong>Anna</strong>", "Visits: 1")
}

func TestNamesThatWillNotDo(t *testing.T) {
	s := newSite(t)
	for _, name := range []string{"", "   ", strings.Repeat("x", 41), "\xff", strings.Repeat("x", 20_000)} {
		v := s.visitor(t, firefox)
		res, text := v.do("POST", "/login", url.Values{"name": {name}}, nil)
		if res.StatusCode != http.StatusUnprocessableEntity || v.cookie() != "" {
			t.Fatalf("%.20q: status %d, cookie %q", name, res.StatusCode, v.cookie())
		}
		has(t, text, `role="alert"`, `aria-invalid="true"`)
	}
	has(t, s.visitor(t, firefox).post("/login", url.Values{"name": {strings.Repeat("Ж", 40)}}), "logged in as")
}

func TestTheme(t *testing.T) {
	s := newSite(t)
	v := s.visitor(t, firefox)
	has(t, v.get("/"), `<html lang="en">`, `value="auto" checked`)
	has(t, v.post("/theme", url.Values{"theme": {"dark"}}), `data-theme="dark"`, `value="dark" checked`)
	has(t, v.get("/sessions"), `data-theme="dark"`)
	has(t, v.post("/theme", url.Values{"theme": {"auto"}}), `<html lang="en">`)
	if s.rdb.HExists(t.Context(), s.store.Key(v.cookie()), "theme").Val() {
		t.Fatal("the theme is still there")
	}
	res, text := v.do("POST", "/theme", url.Values{"theme": {`"><script>`}}, nil)
	if res.StatusCode != http.StatusBadRequest {
		t.Fatalf("status %d", res.StatusCode)
	}
	has(t, text, "no such theme")
}

func TestMySessions(t *testing.T) {
	s := newSite(t)
	laptop, phone, ben := s.visitor(t, firefox), s.visitor(t, chrome), s.visitor(t, "curl/8.1")
	has(t, laptop.get("/sessions"), "Log in to see")
	if laptop.cookie() != "" {
		t.Fatal("a cookie for somebody who merely looked")
	}
	for v, name := range map[*visitor]string{laptop: "Anna", phone: "Anna", ben: "Ben"} {
		v.post("/login", url.Values{"name": {name}})
	}
	page := laptop.get("/sessions")
	has(t, page, "Firefox on Linux</strong> (this one)", "Chrome on Windows</strong><br>", "End all others", "!curl")
	for _, v := range []*visitor{laptop, phone, ben} {
		has(t, page, "!"+v.cookie()) // no page tells an id, not even its own
	}
	end := func(v *visitor, ref string) string { return v.post("/sessions/end", url.Values{"ref": {ref}}) }
	has(t, end(laptop, ref(t, ben, "curl")), "Chrome on Windows")
	has(t, ben.get("/sessions"), "curl</strong> (this one)") // not hers to end
	has(t, end(laptop, ref(t, laptop, "Chrome on Windows")), "!Chrome", "!End all others")
	has(t, phone.get("/sessions"), "Log in to see")

	phone.post("/login", url.Values{"name": {"Anna"}})
	has(t, phone.post("/sessions/end-others", nil), "Chrome", "!Firefox")
	has(t, laptop.get("/sessions"), "Log in to see")
	has(t, end(phone, ref(t, phone, "Chrome on Windows")), "Your name") // its own
	has(t, laptop.post("/sessions/end-others", nil), "Log in to see")   // nobody's
	has(t, end(laptop, ""), "Log in to see")                            // none
}

// TestLoginOverAnother: the new session knows its browser, and nothing of the
// one before.
func TestLoginOverAnother(t *testing.T) {
	s := newSite(t)
	v := s.visitor(t, firefox)
	v.post("/theme", url.Values{"theme": {"dark"}})
	v.post("/login", url.Values{"name": {"Anna"}})
	has(t, v.post("/login", url.Values{"name": {"Ben"}}), "logged in as <strong>Ben</strong>", "Visits: 1", "!data-theme")
	has(t, v.get("/sessions"), "<strong>Ben</strong>", "<strong>Firefox on Linux</strong> (this one)")
}

// TestNobodyEndsNothing: a guest's form, sent after its session ended, reaches
// no index, not even that of a user without a name.
func TestNobodyEndsNothing(t *testing.T) {
	s := newSite(t)
	v := s.visitor(t, firefox)
	v.get("/")
	key := s.store.Key(v.cookie())
	must(t, s.rdb.ZAdd(t.Context(), s.store.IndexKey(""), redis.Z{Score: 9e15, Member: v.cookie()}).Err())
	session, err := s.store.Load(t.Context(), v.cookie())
	must(t, err)
	for _, ref := range []string{"", "x", session.Ref()} {
		has(t, v.post("/sessions/end", url.Values{"ref": {ref}}), "Log in to see")
	}
	has(t, v.post("/sessions/end-others", nil), "Log in to see")
	if n := s.rdb.Exists(t.Context(), key).Val(); n != 1 {
		t.Fatal("the guest's session has ended")
	}
}

// TestRedisRefuses: it does answer, and the visitor is told what.
func TestRedisRefuses(t *testing.T) {
	s := newSite(t)
	must(t, s.rdb.Set(t.Context(), s.store.IndexKey("Anna"), "somebody's", 0).Err())
	res, text := s.visitor(t, firefox).do("POST", "/login", url.Values{"name": {"Anna"}}, nil)
	if res.StatusCode != http.StatusServiceUnavailable {
		t.Fatalf("status %d", res.StatusCode)
	}
	has(t, text, "<h1>Redis refused</h1>", "WRONGTYPE", "!does not answer")
}

// ref returns the public name of a visitor's session in some browser, from
// the page.
func ref(t *testing.T, v *visitor, browser string) string {
	t.Helper()
	_, row, _ := strings.Cut(v.get("/sessions"), "<strong>"+browser+"</strong>")
	m := regexp.MustCompile(`name="ref" value="([^"]+)"`).FindStringSubmatch(row)
	if m == nil {
		t.Fatalf("no session in %s", browser)
	}
	return m[1]
}

// TestFormsOfOtherSites: a browser says where a form was, and the visitor's
// cookie does not help the other site.
func TestFormsOfOtherSites(t *testing.T) {
	s := newSite(t)
	v := s.visitor(t, firefox)
	v.post("/login", url.Values{"name": {"Anna"}})
	for _, path := range []string{"/login", "/logout", "/theme", "/sessions/end", "/sessions/end-others"} {
		for _, header := range []http.Header{{"Sec-Fetch-Site": {"cross-site"}}, {"Origin": {"https://evil.example"}}, {"Origin": {"null"}}} {
			res, text := v.do("POST", path, url.Values{"name": {"Mallory"}}, header)
			if res.StatusCode != http.StatusForbidden {
				t.Fatalf("%s %v: status %d", path, header, res.StatusCode)
			}
			has(t, text, "came from another site")
		}
		if res, _ := v.do("GET", path, nil, nil); res.StatusCode == 200 && path != "/sessions" {
			t.Fatalf("GET %s: status %d", path, res.StatusCode)
		}
	}
	has(t, v.get("/"), "logged in as <strong>Anna</strong>")
}

func TestRedisDown(t *testing.T) {
	s := newSite(t)
	v := s.visitor(t, firefox)
	v.post("/login", url.Values{"name": {"Anna"}})
	s.engine.Close()
	for _, path := range []string{"/", "/sessions"} {
		res, text := v.do("GET", path, nil, nil)
		if res.StatusCode != http.StatusServiceUnavailable || res.Header.Get("Retry-After") == "" {
			t.Fatalf("%s: status %d", path, res.StatusCode)
		}
		has(t, text, "<h1>Redis does not answer</h1>")
	}
	for _, path := range []string{"/login", "/logout", "/theme", "/sessions/end", "/sessions/end-others"} {
		res, text := v.do("POST", path, url.Values{"name": {"Ben"}, "theme": {"dark"}, "ref": {"x"}}, nil)
		if res.StatusCode != http.StatusServiceUnavailable {
			t.Fatalf("%s: status %d", path, res.StatusCode)
		}
		has(t, text, "<h1>Redis does not answer</h1>")
	}
	if res, _ := v.do("GET", "/style.css", nil, nil); res.StatusCode != 200 {
		t.Fatalf("the style: status %d", res.StatusCode)
	}
}

func TestEndedMeanwhile(t *testing.T) {
	s := newSite(t)
	v := s.visitor(t, firefox)
	v.get("/")
	id := v.cookie()
	s.rdb.AddHook(&onLoad{then: func() { must(t, s.rdb.Unlink(context.Background(), s.store.Key(id)).Err()) }})
	res, text := v.do("GET", "/", nil, nil)
	if res.StatusCode != http.StatusConflict {
		t.Fatalf("status %d", res.StatusCode)
	}
	has(t, text, "<h1>Your session has ended</h1>")
	if n := s.rdb.Exists(t.Context(), s.store.Key(id)).Val(); n != 0 {
		t.Fatal("the session is back")
	}
}

// onLoad does something, once, after a session has been loaded.
type onLoad struct {
	done atomic.Bool
	then func()
}

func (h *onLoad) DialHook(next redis.DialHook) redis.DialHook { return next }
func (h *onLoad) ProcessPipelineHook(next redis.ProcessPipelineHook) redis.ProcessPipelineHook {
	return next
}
func (h *onLoad) ProcessHook(next redis.ProcessHook) redis.ProcessHook {
	return func(ctx context.Context, cmd redis.Cmder) error {
		err := next(ctx, cmd)
		if cmd.Name() == "hgetall" && !h.done.Swap(true) {
			h.then()
		}
		return err
	}
}

func TestPagesAreSound(t *testing.T) {
	s := newSite(t)
	v := s.visitor(t, firefox)
	for path, status := range map[string]int{"/": 200, "/sessions": 200, "/nothing": 404, "/style.css": 200} {
		res, text := v.do("GET", path, nil, nil)
		if res.StatusCode != status {
			t.Errorf("%s: status %d", path, res.StatusCode)
		}
		if !strings.Contains(res.Header.Get("Content-Security-Policy"), "default-src 'none'") || res.Header.Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("%s: the header %v", path, res.Header)
		}
		if path == "/style.css" {
			continue
		}
		has(t, text, "<!doctype html>", `<html lang="en"`, "<title>", "<main>", "<h1>", "!<script", "!style=")
		for _, id := range regexp.MustCompile(`<input id="([^"]+)"`).FindAllStringSubmatch(text, -1) {
			has(t, text, `<label for="`+id[1]+`"`)
		}
	}
	res, _ := s.visitor(t, firefox).do("GET", "/nothing", nil, nil)
	if len(res.Cookies()) != 0 {
		t.Error("a cookie for a page that is not there")
	}
}

package chromium_test

import (
	"context"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"

	"redis-tutor/lessons/websession/serve"
	"redis-tutor/sandbox"
	"redis-tutor/sandbox/sandboxtest"
)

// chromium returns the path of a Chromium. Without one on PATH the test is
// skipped, or fails when REQUIRE_CHROMIUM is set.
func chromium(t *testing.T) string {
	t.Helper()
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	if os.Getenv("REQUIRE_CHROMIUM") != "" {
		t.Fatal("there is no chromium on PATH")
	}
	t.Skip("there is no chromium on PATH")
	return ""
}

// launch starts a Chromium, gone with the test, and returns what makes a
// browser of it that shares no cookies with the others.
func launch(t *testing.T) func() context.Context {
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(chromium(t)), chromedp.NoSandbox, chromedp.DisableGPU, chromedp.WSURLReadTimeout(time.Minute))
	allocator, stop := chromedp.NewExecAllocator(context.Background(), options...)
	t.Cleanup(stop)
	first, end := chromedp.NewContext(allocator)
	t.Cleanup(end)
	if err := chromedp.Do(first); err != nil {
		t.Fatal(err)
	}
	return func() context.Context {
		ctx, end := chromedp.NewContext(first, chromedp.WithNewBrowserContext())
		t.Cleanup(end)
		if err := chromedp.Do(ctx); err != nil { // it lives as long as the context of this call
			t.Fatal(err)
		}
		return ctx
	}
}

// site is the app over a Redis.
type site struct {
	*serve.App
	t   *testing.T
	box *sandbox.Sandbox
}

func newSite(t *testing.T, o sandbox.Options) *site {
	box, err := sandbox.Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { box.Close() })
	app, err := serve.Start(t.Context(), box, serve.Options{Idle: time.Minute})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { app.Close() })
	return &site{app, t, box}
}

// ask returns the reply to a command, as text.
func (s *site) ask(args ...string) string {
	s.t.Helper()
	v, err := s.box.Do(s.t.Context(), args...)
	if err != nil || v.IsError() {
		s.t.Fatalf("%q: %v %v", args, v, err)
	}
	return v.Str()
}

// user is somebody at a browser.
type user struct {
	*site
	ctx context.Context
}

// slowest is how long the browser may take for what it is asked.
const slowest = time.Minute

func (u *user) do(steps ...chromedp.Action[chromedp.Void]) {
	u.t.Helper()
	ctx, cancel := context.WithTimeout(u.ctx, slowest)
	defer cancel()
	if err := chromedp.Do(ctx, steps...); err != nil {
		u.t.Fatal(err)
	}
}

// call sends a command of the browser's protocol.
func call[P, R any](u *user, command cdp.Command[P, R], params P) R {
	u.t.Helper()
	ctx, cancel := context.WithTimeout(u.ctx, slowest)
	defer cancel()
	result, err := chromedp.Call(ctx, command, params)
	if err != nil {
		u.t.Fatal(err)
	}
	return result
}

// open goes to a page and waits until its heading is a text.
func (u *user) open(path, heading string) {
	u.t.Helper()
	u.do(chromedp.Navigate(u.URL() + path))
	u.sees("h1", heading)
}

// press clicks on the button of the form that is sent to a path.
func (u *user) press(path string) {
	u.t.Helper()
	u.do(chromedp.Click(chromedp.CSS(`form[action="` + path + `"] button`)))
}

// sees waits until an element has a text in it.
func (u *user) sees(selector, text string) {
	u.t.Helper()
	got := ""
	for range 600 {
		if got, _ = chromedp.Run(u.ctx, chromedp.TextContent(chromedp.CSS(selector))); strings.Contains(got, text) { // no error counts: the page may just be changing
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	u.t.Fatalf("waited in vain for %q, last seen was %q", text, got)
}

// cookie returns the browser's cookie, nil when it has none.
func (u *user) cookie() *network.Cookie {
	u.t.Helper()
	all := call(u, network.GetCookies, network.GetCookiesParams{URLs: []string{u.URL()}}).Cookies
	if len(all) == 0 {
		return nil
	}
	return all[0]
}

// key returns the key of the browser's session.
func (u *user) key() string {
	u.t.Helper()
	c := u.cookie()
	if c == nil {
		u.t.Fatal("the browser has no cookie")
	}
	id := serve.Session([]*http.Cookie{{Name: c.Name, Value: c.Value}})
	if id == "" {
		u.t.Fatalf("%s=%s opens no session", c.Name, c.Value)
	}
	return u.Key(id)
}

// field fails unless the session has a field with a value; "" is for none.
func (u *user) field(name, want string) {
	u.t.Helper()
	if got := u.ask("HGET", u.key(), name); got != want {
		u.t.Errorf("%s is %q in Redis, want %q", name, got, want)
	}
}

func (u *user) gone(key string) {
	u.t.Helper()
	if u.ask("EXISTS", key) != "0" {
		u.t.Errorf("%s is still in Redis", key)
	}
}

// TestBrowser drives a real browser through all that the site has, and looks
// into Redis after each step: with JavaScript and without.
func TestBrowser(t *testing.T) {
	browser := launch(t)
	for name, o := range map[string]sandbox.Options{"embedded": {}, "server": sandboxtest.Server(t)} {
		for script, off := range map[string]bool{"with JavaScript": false, "without": true} {
			t.Run(name+" "+script, func(t *testing.T) {
				s := newSite(t, o)
				anna := &user{s, browser()}
				call(anna, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: off})
				anna.visits()
				anna.logsIn()
				anna.choosesATheme()
				anna.endsOthers(&user{s, browser()})
				anna.logsOut()
				anna.comesTooLate()
			})
		}
	}
}

func (u *user) visits() {
	u.open("/", "Visits: 1")
	u.open("/", "Visits: 2")
	u.field("visits", "2")
	c := u.cookie()
	if left := time.Until(time.Unix(int64(c.Expires), 0)); !c.HTTPOnly || c.SameSite != network.CookieSameSiteLax || left < 30*time.Second || left > 70*time.Second {
		u.t.Errorf("the cookie %+v", c)
	}
	if ttl := u.ask("TTL", u.key()); ttl == "-1" || ttl == "-2" {
		u.t.Errorf("TTL %s", ttl)
	}
}

func (u *user) logsIn() {
	guest := u.key()
	u.do(chromedp.SendKeys(chromedp.CSS("#name"), "Anna"))
	u.press("/login")
	u.sees("main", "You are logged in as Anna")
	u.sees("h1", "Visits: 3")
	u.gone(guest)
	u.field("_user", "Anna")
	u.field("browser", "Chrome on Linux")
	if u.ask("ZSCORE", u.IndexKey("Anna"), strings.TrimPrefix(u.key(), "session:")) == "" {
		u.t.Error("the session is not in Anna's index")
	}
}

func (u *user) choosesATheme() {
	u.do(chromedp.Click(chromedp.CSS(`input[value="dark"]`)))
	u.press("/theme")
	u.do(chromedp.WaitReady(chromedp.CSS(`html[data-theme="dark"]`)))
	u.field("theme", "dark")
	u.do(chromedp.Click(chromedp.CSS(`input[value="auto"]`)))
	u.press("/theme")
	u.do(chromedp.WaitReady(chromedp.CSS(`html:not([data-theme])`)))
	u.field("theme", "")
}

// endsOthers logs in at another browser, and ends that session from here.
func (u *user) endsOthers(other *user) {
	other.open("/", "Visits: 1")
	other.do(chromedp.SendKeys(chromedp.CSS("#name"), "Anna"))
	other.press("/login")
	other.sees("main", "You are logged in as Anna")
	lost := other.key()
	u.open("/sessions", "My sessions")
	u.press("/sessions/end-others")
	u.do(chromedp.WaitNotPresent(chromedp.CSS(`form[action="/sessions/end-others"]`)))
	u.gone(lost)
	u.field("_user", "Anna")
	other.open("/", "Visits: 1")
}

func (u *user) logsOut() {
	mine := u.key()
	u.open("/", "Visits: 6")
	u.press("/logout")
	u.sees("main", "It does not know who you are")
	u.sees("h1", "Visits: 1") // of a new session
	u.gone(mine)
	u.field("_user", "")
	if n := u.ask("EXISTS", u.IndexKey("Anna")); n != "0" {
		u.t.Error("Anna's index is still there")
	}
}

func (u *user) comesTooLate() {
	old := u.key()
	u.ask("PEXPIRE", old, "1")
	sandboxtest.WaitFor(u.t, "the session to run out", func() bool { return u.ask("EXISTS", old) == "0" })
	u.open("/", "Visits: 1")
	if u.key() == old {
		u.t.Error("the browser's old id is taken for a new session")
	}
	u.field("visits", "1")
}

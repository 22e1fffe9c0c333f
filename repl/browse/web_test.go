package browse_test

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"redis-tutor/lessons"
	"redis-tutor/lessons/websession/serve"
	"redis-tutor/repl/browse"
	"redis-tutor/sandbox"
)

// rig is a web over an embedded Redis.
type rig struct {
	*browse.Web
	t   *testing.T
	box *sandbox.Sandbox
}

func newRig(t *testing.T) *rig {
	box, err := sandbox.NewEmbedded(nil)
	if err != nil {
		t.Fatal(err)
	}
	r := &rig{t: t, box: box}
	r.Web = &browse.Web{Start: func(ctx context.Context, o serve.Options) (*serve.App, error) {
		return serve.Start(ctx, box, o)
	}}
	t.Cleanup(func() { r.Stop(); box.Close() })
	return r
}

// visit carries out "visit ...", and returns the page as text.
func (r *rig) visit(words string) string {
	r.t.Helper()
	o, err := browse.ParseVisit(strings.Fields(words))
	if err != nil {
		r.t.Fatal(err)
	}
	page, err := r.Visit(r.t.Context(), o, browse.Watch{})
	if err != nil {
		r.t.Fatalf("visit %s: %v", words, err)
	}
	var all []string
	for _, part := range page.Parts {
		for _, span := range part.Text.Spans {
			all = append(all, span.Text)
		}
		if part.Do != nil {
			all = append(all, part.Do.Visit)
		}
	}
	return strings.Join(all, "\n")
}

func (r *rig) want(words string, texts ...string) {
	r.t.Helper()
	page := r.visit(words)
	for _, text := range texts {
		if !strings.Contains(page, text) {
			r.t.Errorf("visit %s: no %q in\n%s", words, text, page)
		}
	}
}

func (r *rig) key(word string) string {
	r.t.Helper()
	key, ok := r.SessionKey(word)
	if !ok {
		r.t.Fatalf("%s stands for nothing", word)
	}
	return key
}

func (r *rig) exists(key string) bool {
	r.t.Helper()
	v, err := r.box.Do(r.t.Context(), "EXISTS", key)
	if err != nil {
		r.t.Fatal(err)
	}
	return v.Int == 1
}

func TestVisits(t *testing.T) {
	r := newRig(t)
	if key := r.key("$session"); key != "" || r.App() != nil || r.Known() {
		t.Fatalf("before the first visit: %q, %v", key, r.App())
	}
	r.want("", "Visits: 1", "/login name=…")
	guest := r.key("$session")
	if !r.exists(guest) {
		t.Errorf("no key %q", guest)
	}
	r.want("/login name=Anna", "Visits: 2", "Anna", "/logout")
	if key := r.key("$session"); key == guest || r.exists(guest) || !r.exists(key) {
		t.Errorf("the id after the login is %q, before %q", key, guest)
	}
	r.want("/ as phone", "Visits: 1")
	r.want("/login name=Anna as phone", "Visits: 2")
	r.want("/sessions", "redis-tutor (phone)", "/sessions/end ref=", "/sessions/end-others")
	if r.key("$session:phone") == r.key("$session") || !r.exists(r.key("$sessions:Anna")) {
		t.Error("two browsers are one, or have no index")
	}
	r.want("/sessions/end-others", "this one")
	if r.exists(r.key("$session:phone")) {
		t.Error("the phone is still logged in")
	}
	r.want("/theme theme=dark", "Visits: 3")
	r.want("/logout", "Visits: 1", "/login")
	r.want("/nothing", "no such page")
	r.want("/style.css")
}

func TestCookiesRunOut(t *testing.T) {
	r := newRig(t)
	r.visit("")
	key := r.key("$session")
	if all := r.Cookies(browse.Self); len(all) != 1 || all[0].Ends.Sub(r.box.Now()).Round(time.Second) != 10*time.Minute {
		t.Errorf("the cookies %v", all)
	}
	if err := r.box.Forward(t.Context(), 11*time.Minute); err != nil {
		t.Fatal(err)
	}
	if all := r.Cookies(browse.Self); len(all) > 0 || r.key("$session") != "" {
		t.Errorf("the cookies %v after their time", all)
	}
	if r.exists(key) {
		t.Error("the session has outlived its cookie")
	}
}

// TestStopAndStart: sessions live in Redis, and not in the app.
func TestStopAndStart(t *testing.T) {
	r := newRig(t)
	r.visit("/login name=Anna")
	for range 2 {
		if err := r.Stop(); err != nil {
			t.Fatal(err)
		}
	}
	if r.App() != nil || !r.exists(r.key("$session")) {
		t.Error("the app runs on, or its session is gone")
	}
	r.want("/", "Anna", "Visits: 2")
}

func TestForget(t *testing.T) {
	r := newRig(t)
	if err := r.Forget(t.Context()); err != nil || r.Known() {
		t.Fatalf("with nothing to forget: %v", err)
	}
	r.visit("/login name=Anna")
	key := r.key("$session")
	if err := r.Stop(); err != nil { // it is started for that
		t.Fatal(err)
	}
	if err := r.Forget(t.Context()); err != nil || r.exists(key) || r.exists("session:user:Anna") || r.App() != nil {
		t.Errorf("%v; the key is there: %v", err, r.exists(key))
	}
	if r.key("$session") != "" {
		t.Error("the browser has its cookie still")
	}
}

func TestWhatIsTold(t *testing.T) {
	r := newRig(t)
	var told []string
	r.Done = func(q serve.Request) { told = append(told, q.Method+" "+q.Path) }
	watch := browse.Watch{
		Asks: func(q *http.Request, form url.Values) {
			told = append(told, "asks "+q.URL.Path+" "+form.Encode()+cookies(q.Cookies()))
		},
		Answers: func(q *http.Response) {
			told = append(told, "answers "+q.Status+cookies(q.Cookies()))
		},
	}
	o, err := browse.ParseVisit([]string{"/login", "name=Anna"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := r.Visit(t.Context(), o, watch); err != nil {
		t.Fatal(err)
	}
	want := "asks /login name=Anna|POST /login|answers 303 See Other sessionid|asks /  sessionid|GET /|answers 200 OK sessionid"
	if got := strings.Join(told, "|"); got != want {
		t.Errorf("told\n%s\nwant\n%s", got, want)
	}
	told = nil
	if err := r.Browse(t.Context(), []string{"visit", "/"}); err != nil || told != nil {
		t.Errorf("%v: a line of a lesson's is told: %v", err, told)
	}
}

func cookies(all []*http.Cookie) string {
	text := ""
	for _, c := range all {
		text += " " + c.Name
	}
	return text
}

func TestLinesOfLessons(t *testing.T) {
	r := newRig(t)
	for _, c := range []struct{ line, err string }{
		{"app start", ""}, {"app start", ""}, {"visit", ""}, {"visit /login name=Anna as phone", ""},
		{"cookies as phone", ""}, {"app stop", ""}, {"app stop", ""}, {"visit /sessions", ""},
		{"app", "nothing a lesson can do"}, {"app start 8000", "nothing a lesson can do"}, {"visit / as", "followed by a name"},
		{"cookies please", "one word too many"}, {"visit /theme theme=pink as phone", "is no choice"},
		{"visit /no/such/page", "the app answers 404 Not Found"}, {"visit /login name= as phone", "the app answers 422 Unprocessable Entity"},
		{"visit http://127.0.0.1:1/", "elsewhere"}, {"App stop", "nothing a lesson can do"}, {"app STOP", ""},
	} {
		err := r.Browse(t.Context(), strings.Fields(c.line))
		if _, bad := errors.AsType[*lessons.BadLine](err); bad != (c.err != "") {
			t.Errorf("%s: %T", c.line, err)
		}
		if (err == nil) != (c.err == "") || err != nil && !strings.Contains(err.Error(), c.err) {
			t.Errorf("%s: %v", c.line, err)
		}
	}
}

// TestLineOnBrokenRedis: nobody who wrote the line is to blame.
func TestLineOnBrokenRedis(t *testing.T) {
	r := newRig(t)
	r.visit("")
	r.box.Close()
	err := r.Browse(t.Context(), []string{"visit", "/"})
	if _, bad := errors.AsType[*lessons.BadLine](err); err == nil || bad {
		t.Errorf("%T %v", err, err)
	}
}

// TestOtherPorts: what runs at another port of this machine is not the app.
func TestOtherPorts(t *testing.T) {
	r := newRig(t)
	r.visit("")
	_, port, _ := net.SplitHostPort(strings.TrimPrefix(r.App().URL(), "http://"))
	for where, want := range map[string]bool{
		r.App().URL() + "/sessions": true, "http://localhost:" + port: true,
		"http://127.0.0.1:1/sessions": false, "http://127.0.0.1/sessions": false, "http://[::1]:" + port: false,
	} {
		o, err := browse.ParseVisit([]string{where})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := r.Visit(t.Context(), o, browse.Watch{}); (err == nil) != want || err != nil && !strings.Contains(err.Error(), "elsewhere") {
			t.Errorf("%s: %v", where, err)
		}
	}
}

func TestWordsForKeys(t *testing.T) {
	r := newRig(t)
	r.visit("/login name=Anna")
	for word, stands := range map[string]bool{
		"$session": true, "$session:me": true, "$sessions:Anna": true, "$sessions:Nobody": true, "$session:phone": true,
		"session": false, "$sessions": false, "$sessionid": false, "$last": false, "": false, "$session:": false, "$sessions:": false, "session:x": false,
	} {
		if _, ok := r.SessionKey(word); ok != stands {
			t.Errorf("%q stands for a key: %v", word, ok)
		}
	}
	if r.key("$session") != r.key("$session:me") || r.key("$sessions:Anna") != "session:user:Anna" || r.key("$session:phone") != "" {
		t.Error("they stand for others")
	}
}

func TestRedisIsAway(t *testing.T) {
	r := newRig(t)
	r.visit("")
	r.box.Close()
	r.want("/", "Redis does not answer")
}

func TestAppCannotStart(t *testing.T) {
	r := newRig(t)
	if err := r.Open(t.Context(), "example.org:80"); err == nil || r.App() != nil {
		t.Errorf("the error %v", err)
	}
}

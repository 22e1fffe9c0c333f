package repl_test

import (
	"io"
	"net/http"
	"net/http/cookiejar"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"redis-tutor/lessons"
	"redis-tutor/lessons/progress"
	"redis-tutor/repl"
	"redis-tutor/repl/adapt"
	"redis-tutor/repl/browse"
	"redis-tutor/repl/terminal/terminaltest"
	"redis-tutor/sandbox"
	"redis-tutor/sandbox/sandboxtest"
)

// webConfig is a session with the lesson about a web site, on a server where
// options name one.
func webConfig(t *testing.T, term *terminaltest.Fake) repl.Config {
	t.Helper()
	c := newConfig(t, term, 78)
	c.Course = func() (*lessons.Course, error) { return lessons.Load(os.DirFS("../lessons/testdata/web")) }
	c.Scratch = nil
	return c
}

// run plays lines from a step on and returns the screen.
func run(t *testing.T, c repl.Config, place string) string {
	t.Helper()
	s := repl.New(c)
	if err := s.Learn(t.Context(), place); err != nil {
		t.Fatal(err)
	}
	if err := s.Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	return c.Terminal.(*terminaltest.Fake).Screen()
}

func has(t *testing.T, text string, wants ...string) {
	t.Helper()
	for _, want := range wants {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
}

// TestSolvedByVisiting: a visit is looked at like a command, and what Enter
// runs of a transcript is a visit, too.
func TestSolvedByVisiting(t *testing.T) {
	term := terminaltest.New("", "", "", "", "", "EXISTS $session", "visit /login name=Anna")
	shown := run(t, webConfig(t, term), "visits/seen")
	has(t, shown,
		"> app start\nThe app runs at", "> visit\n→ GET /", "> HGET $session visits\n# $session is", "> TYPE $session\n",
		"visit /login name=Anna\n→ POST /login  name=Anna", "✓ Done.")
	if strings.Contains(shown, "Not there yet") {
		t.Errorf("to look around is a miss:\n%s", shown)
	}
}

// TestStepWithVisitors: a setup visits in silence, and says where the app is.
// Begun anew, the step knows nobody of before.
func TestStepWithVisitors(t *testing.T) {
	c := webConfig(t, terminaltest.New(
		"GET $session", "visit /logout", "EXPIRE $session:phone 1", "again", "HGET $session _user", "DBSIZE", "forward 1s",
		"visit /logout", "EXPIRE $session:phone 1", "forward 2s"))
	shown := run(t, c, "visits/go")
	has(t, shown, "For this step the app runs at http://127.0.0.1:", "HGET $session _user\n", `"Anna"`, "DBSIZE\n(integer) 3", "✓ Done.")
	if before, _, _ := strings.Cut(shown, "GET $session"); strings.Contains(before, "app>") {
		t.Errorf("the setup is not silent:\n%s", before)
	}
	if all, err := c.Sandbox.Observe(t.Context(), 0, []string{"DBSIZE"}); err != nil || all[0].Int != 0 {
		t.Errorf("keys are left behind: %v, %v", all, err)
	}
}

// TestForeseenMistake: advice is given to a mistake that was made by visiting.
func TestForeseenMistake(t *testing.T) {
	term := terminaltest.New("visit /login name=Cem", "visit /login name=Cem", "visit /logout", "visit /login name=Anna")
	c := webConfig(t, term)
	c.Scratch = stage(t)
	shown := run(t, c, "visits/seen")
	has(t, shown, "! The site knows you, by another name.", "✓ Done.")
	if strings.Count(shown, "by another name") != 1 {
		t.Errorf("the same advice again:\n%s", shown)
	}
}

// stage opens sandboxes with a web, on which mistakes are foreseen.
func stage(t *testing.T) func() (lessons.Redis, func(), error) {
	return func() (lessons.Redis, func(), error) {
		box, err := sandbox.NewEmbedded(nil)
		if err != nil {
			t.Fatal(err)
		}
		web := &browse.Web{Start: adapt.Box{Sandbox: box}.Serve}
		return struct {
			*sandbox.Sandbox
			*browse.Web
		}{box, web}, func() { web.Stop(); box.Close() }, nil
	}
}

// browser is a real one, as far as HTTP goes.
type browser struct {
	*testing.T
	http.Client
}

func newBrowser(t *testing.T) browser {
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	stay := func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return browser{t, http.Client{Jar: jar, Timeout: 10 * time.Second, CheckRedirect: stay}}
}

func (b browser) get(url string) {
	b.Helper()
	res, err := b.Get(url)
	if err != nil {
		b.Error(err)
		return
	}
	_, _ = io.Copy(io.Discard, res.Body)
	res.Body.Close()
}

// urlIn waits until the screen says where the app is.
func urlIn(t *testing.T, term *terminaltest.Fake) string {
	t.Helper()
	at := regexp.MustCompile(`http://127\.0\.0\.1:[0-9]+`)
	url := ""
	sandboxtest.WaitFor(t, "the app", func() bool {
		url = at.FindString(term.Output())
		return url != ""
	})
	return url
}

// TestHelpOnKeyWords: help is about the word, not about the key that it stands
// for.
func TestHelpOnKeyWords(t *testing.T) {
	shown := run(t, webConfig(t, terminaltest.New("visit", "help $session", "? $session:ben", "cookies")), "visits/seen")
	if n := strings.Count(shown, "the key of your session"); n != 2 || strings.Contains(shown, "no command") || strings.Contains(shown, "came last.") {
		t.Errorf("told %d times:\n%s", n, shown)
	}
}

// TestRealBrowser: what a browser elsewhere makes the app say is shown while
// the learner types, and the lesson looks.
func TestRealBrowser(t *testing.T) {
	for name, o := range map[string]func(*testing.T) sandbox.Options{
		"embedded": func(*testing.T) sandbox.Options { return sandbox.Options{} },
		"server":   func(t *testing.T) sandbox.Options { return sandboxtest.Server(t) },
	} {
		t.Run(name, func(t *testing.T) {
			term := terminaltest.New("app start",
				terminaltest.Wait+"app  GET / → 200 OK", terminaltest.Wait+"visits 1", "KEYS session:*",
				terminaltest.Wait+"app  POST /login → 303 See Other", terminaltest.Wait+"✓ Done.", terminaltest.Wait+"(answered)", "cookies", "app stop")
			c := webConfig(t, term)
			box, err := sandbox.Open(t.Context(), o(t))
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { box.Close() })
			c.Sandbox = adapt.Box{Sandbox: box}
			done := make(chan string)
			go func() { done <- run(t, c, "visits/seen") }()
			b := newBrowser(t)
			url := urlIn(t, term)
			b.get(url + "/")
			b.get(url + "/style.css")
			sandboxtest.WaitFor(t, "the keys", func() bool { return strings.Contains(term.Output(), `1) "session:`) })
			res, err := b.PostForm(url+"/login", map[string][]string{"name": {"Anna"}})
			if err != nil {
				t.Fatal(err)
			}
			res.Body.Close()
			term.Write([]byte("(answered)\n"))
			shown := <-done
			has(t, shown, "app> RENAMENX session:", "✓ Done.", "elsewhere came last. `$session:me` is this one's.", "The app is gone.")
			if strings.Contains(shown, "style.css") || strings.Contains(shown, "(never printed") {
				t.Error(shown)
			}
		})
	}
}

// TestRedisGoesAway: the app says so, at the prompt and to a browser.
func TestRedisGoesAway(t *testing.T) {
	box, err := sandbox.Open(t.Context(), sandboxtest.Server(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { box.Close() })
	term := terminaltest.New("visit", "SHUTDOWN NOSAVE", "visit", "cookies", "app stop")
	c := newConfig(t, term, 78)
	c.Sandbox, c.Progress = adapt.Box{Sandbox: box}, progress.Memory()
	c.Course = nil
	if err := repl.New(c).Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	has(t, term.Screen(), "← 503 Service Unavailable", "Redis does not answer", "which cannot be")
}

// TestPlainWords: a reader that speaks hears words for signs.
func TestPlainWords(t *testing.T) {
	term := terminaltest.New("visit")
	c := newConfig(t, term, 78)
	spoken(&c)
	c.Course = nil
	if err := repl.New(c).Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	shown := term.Screen()
	has(t, shown, "request: GET /", "answer: 200 OK", "app> MULTI")
	if strings.ContainsAny(shown, "→←") {
		t.Errorf("signs are left:\n%s", shown)
	}
}

// TestAppStartTwice: an app that runs does not move, and says so.
func TestAppStartTwice(t *testing.T) {
	term := practise(t, nil, "app start", "app start", "app start nowhere:x", "app stop", "quit")
	mustShow(t, term, "The app runs at http://127.0.0.1:", "It runs already, at http://127.0.0.1:",
		"error: the app runs already, at http://127.0.0.1:", `"nowhere:x"`, "hint: `app stop`, and then `app start nowhere:x`\n", "The app is gone.")
}

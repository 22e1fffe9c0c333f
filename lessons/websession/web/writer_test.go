package web_test

import (
	"bytes"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"redis-tutor/lessons/websession/web"
)

// seen sets a field, and nothing else.
func seen(r *http.Request) {
	s, _ := web.Of(r).Session()
	s.Set("seen", "yes")
}

// answers are ways in which handlers answer. Each must come out as it does
// without us.
func answers(t *testing.T) map[string]http.HandlerFunc {
	big := bytes.Repeat([]byte("0123456789abcdef"), 64<<10) // 1 MB
	file := filepath.Join(t.TempDir(), "file.txt")
	must(t, os.WriteFile(file, big[:100_000], 0o600))
	return map[string]http.HandlerFunc{
		"nothing":         func(http.ResponseWriter, *http.Request) {},
		"text":            func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, "hello") },
		"html":            func(w http.ResponseWriter, r *http.Request) { io.WriteString(w, "<!doctype html><p>hello") },
		"an empty write":  func(w http.ResponseWriter, r *http.Request) { w.Write(nil) },
		"a status":        func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(http.StatusTeapot) },
		"a status, again": func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(201); w.WriteHeader(500) },
		"an error":        func(w http.ResponseWriter, r *http.Request) { http.Error(w, "gone", http.StatusGone) },
		"a redirect":      func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/there", http.StatusFound) },
		"no content": func(w http.ResponseWriter, r *http.Request) {
			w.WriteHeader(http.StatusNoContent)
			if _, err := w.Write([]byte("x")); err != http.ErrBodyNotAllowed {
				t.Errorf("writing gives the error %v", err)
			}
		},
		"not modified": func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("ETag", `"1"`)
			w.WriteHeader(http.StatusNotModified)
		},
		"a length": func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Length", "5")
			io.WriteString(w, "hello")
		},
		"large":            func(w http.ResponseWriter, r *http.Request) { w.Write(big) },
		"large, in pieces": func(w http.ResponseWriter, r *http.Request) { io.Copy(struct{ io.Writer }{w}, bytes.NewReader(big)) },
		"copied":           func(w http.ResponseWriter, r *http.Request) { io.Copy(w, bytes.NewReader(big)) },
		"a file":           func(w http.ResponseWriter, r *http.Request) { http.ServeFile(w, r, file) },
		"flushed": func(w http.ResponseWriter, r *http.Request) {
			io.WriteString(w, "one ")
			w.(http.Flusher).Flush()
			io.WriteString(w, "two")
		},
		"flushed by a controller": func(w http.ResponseWriter, r *http.Request) {
			control := http.NewResponseController(w)
			must(t, control.SetWriteDeadline(time.Now().Add(time.Minute)))
			must(t, control.EnableFullDuplex())
			must(t, control.Flush())
			io.WriteString(w, "two")
		},
		"a trailer": func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Trailer", "Sum")
			io.WriteString(w, "hello")
			w.Header().Set("Sum", "42")
		},
	}
}

// TestAnswersStayAsTheyAre compares each way to answer with what comes out
// without the middleware, with GET and HEAD, and sees the session saved and
// the cookie sent.
func TestAnswersStayAsTheyAre(t *testing.T) {
	b := newBench(t, web.Options{})
	for name, h := range answers(t) {
		for _, method := range []string{"GET", "HEAD"} {
			t.Run(method+" "+name, func(t *testing.T) {
				plain := httptest.NewUnstartedServer(h)
				plain.Config.ErrorLog = slog.NewLogLogger(slog.DiscardHandler, slog.LevelError)
				plain.Start()
				defer plain.Close()
				site := b.site(t, func(w http.ResponseWriter, r *http.Request) { seen(r); h(w, r) })
				want, wantBody := ask(t, method, plain.URL)
				got, gotBody := ask(t, method, site.URL)
				equal(t, "status", got.StatusCode, want.StatusCode)
				equal(t, "the same body", gotBody == wantBody, true)
				equal(t, "Content-Length", got.ContentLength, want.ContentLength)
				for _, field := range []string{"Content-Type", "Content-Length", "Location", "ETag", "Transfer-Encoding"} {
					equal(t, field, got.Header.Get(field), want.Header.Get(field))
				}
				equal(t, "trailer", got.Trailer.Get("Sum"), want.Trailer.Get("Sum"))
				s, err := b.store.Load(t.Context(), cookie(t, got).Value)
				must(t, err)
				equal(t, "seen", s.Get("seen"), "yes")
			})
		}
	}
}

func ask(t *testing.T, method, url string) (*http.Response, string) {
	t.Helper()
	r, err := http.NewRequest(method, url, nil)
	must(t, err)
	res, err := http.DefaultTransport.RoundTrip(r)
	must(t, err)
	return res, body(t, res)
}

// TestSavedBeforeTheFirstByte: whoever has seen the answer finds the session.
func TestSavedBeforeTheFirstByte(t *testing.T) {
	b := newBench(t, web.Options{})
	ended := make(chan struct{})
	site := b.site(t, func(w http.ResponseWriter, r *http.Request) {
		seen(r)
		fmt.Fprint(w, "hello")
		http.NewResponseController(w).Flush()
		<-ended
	})
	res, err := http.Get(site.URL)
	must(t, err)
	s, err := b.store.Load(t.Context(), cookie(t, res).Value)
	must(t, err)
	equal(t, "seen", s.Get("seen"), "yes")
	close(ended)
	equal(t, "body", body(t, res), "hello")
}

// TestLargeAnswersAreNotHeldBack: what is large goes out while it is made.
func TestLargeAnswersAreNotHeldBack(t *testing.T) {
	b := newBench(t, web.Options{})
	for name, write := range map[string]func(w io.Writer, text string) (int, error){
		"bytes": func(w io.Writer, text string) (int, error) { return w.Write([]byte(text)) },
		"text":  io.WriteString,
	} {
		w := httptest.NewRecorder()
		b.sessions.Wrap(http.HandlerFunc(func(wrapped http.ResponseWriter, r *http.Request) {
			seen(r)
			write(wrapped, strings.Repeat("x", 32<<10))
			equal(t, name+": sent at first", w.Body.Len(), 0)
			write(wrapped, "y")
			equal(t, name+": sent of more", w.Body.Len(), 32<<10+1)
		})).ServeHTTP(w, httptest.NewRequest("GET", "/", nil))
		equal(t, name+": cookie", cookie(t, w.Result()) != nil, true)
	}
}

func TestChangesAfterTheFirstByte(t *testing.T) {
	b := newBench(t, web.Options{})
	late := func(w http.ResponseWriter, r *http.Request) {
		s, _ := web.Of(r).Session()
		http.NewResponseController(w).Flush()
		s.Set("late", "yes")
	}
	id := b.session(t, nil)
	b.serve("GET", id, late)
	s, err := b.store.Load(t.Context(), id)
	must(t, err)
	equal(t, "late", s.Get("late"), "yes")
	equal(t, "log", b.log.String(), "")

	res := b.serve("GET", "", late) // for whom the cookie is too late
	equal(t, "status", res.StatusCode, 200)
	equal(t, "keys", b.keys(t), 1)
	if !strings.Contains(b.log.String(), "lost") {
		t.Errorf("the log: %q", b.log)
	}
}

func TestInformationalResponses(t *testing.T) {
	b := newBench(t, web.Options{})
	site := b.site(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Link", "</style.css>; rel=preload")
		w.WriteHeader(http.StatusEarlyHints)
		seen(r)
		w.WriteHeader(http.StatusAccepted)
	})
	res, _ := ask(t, "GET", site.URL)
	equal(t, "status", res.StatusCode, http.StatusAccepted)
	equal(t, "keys", b.keys(t), 1)
	equal(t, "cookie", cookie(t, res) != nil, true)
}

func TestHijack(t *testing.T) {
	b := newBench(t, web.Options{})
	site := b.site(t, func(w http.ResponseWriter, r *http.Request) {
		seen(r)
		conn, buf, err := http.NewResponseController(w).Hijack()
		if err != nil {
			t.Error(err)
			return
		}
		defer conn.Close()
		fmt.Fprint(buf, "HTTP/1.1 200 OK\r\nConnection: close\r\n")
		w.Header().Write(buf)
		fmt.Fprint(buf, "\r\nmine")
		buf.Flush()
	})
	res, text := ask(t, "GET", site.URL)
	equal(t, "body", text, "mine")
	s, err := b.store.Load(t.Context(), cookie(t, res).Value)
	must(t, err)
	equal(t, "seen", s.Get("seen"), "yes")
}

func TestHijackWithRedisDown(t *testing.T) {
	b := newBench(t, web.Options{})
	b.fail(func(string) bool { return true })
	site := b.site(t, func(w http.ResponseWriter, r *http.Request) {
		seen(r)
		if _, _, err := http.NewResponseController(w).Hijack(); err == nil {
			t.Error("no error")
		}
	})
	res, _ := ask(t, "GET", site.URL)
	equal(t, "status", res.StatusCode, 503)
}

// TestPanics: they go on, what was set is not saved, who is outside may answer,
// and no session stays that nobody can open.
func TestPanics(t *testing.T) {
	for name, c := range map[string]struct {
		before func(r *http.Request) error
		visits string // of a session that was there; "" when it has ended
	}{
		"set":    {func(*http.Request) error { return nil }, "1"},
		"incr":   {func(r *http.Request) error { return second(web.Of(r).Incr("visits", 1)) }, "2"},
		"login":  {func(r *http.Request) error { return web.Of(r).Login("anna") }, ""},
		"rotate": {func(r *http.Request) error { return web.Of(r).Rotate() }, ""},
		"logout": {func(r *http.Request) error { return web.Of(r).Destroy() }, ""},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, web.Options{})
			for _, id := range []string{"", b.session(t, map[string]string{"visits": "1"})} {
				w := b.breaks(t, id, func(r *http.Request) { must(t, c.before(r)); seen(r) })
				equal(t, "status", w.Code, 500)
				equal(t, "body", w.Body.String(), "broken\n")
				equal(t, "cookie", w.Header().Get("Set-Cookie"), "")
				entries, err := b.store.List(t.Context(), "anna")
				must(t, err)
				equal(t, "anna's sessions", len(entries), 0)
				fields := b.rdb.HGetAll(t.Context(), b.store.Key(id)).Val()
				equal(t, "seen", fields["seen"], "")
				if id != "" {
					equal(t, "visits", fields["visits"], c.visits)
				}
			}
			want := 1
			if c.visits == "" {
				want = 0
			}
			equal(t, "keys", b.keys(t), want)
		})
	}
}

// TestPanicsAfterTheFirstByte: the visitor has the cookie, so the session
// stays.
func TestPanicsAfterTheFirstByte(t *testing.T) {
	b := newBench(t, web.Options{})
	site := b.site(t, func(w http.ResponseWriter, r *http.Request) {
		must(t, web.Of(r).Login("anna"))
		http.NewResponseController(w).Flush()
		panic(http.ErrAbortHandler)
	})
	res, err := http.Get(site.URL)
	must(t, err)
	defer res.Body.Close()
	equal(t, "user", whoIs(b, cookie(t, res).Value), "anna")
}

// breaks answers a request with a handler that panics in the end, within one
// that has an answer to that.
func (b *bench) breaks(t *testing.T, id string, before func(r *http.Request)) (w *httptest.ResponseRecorder) {
	w = httptest.NewRecorder()
	r := httptest.NewRequest("GET", "/", nil)
	if id != "" {
		r.AddCookie(&http.Cookie{Name: "sessionid", Value: id})
	}
	defer func() {
		if p := recover(); p != http.ErrAbortHandler {
			t.Errorf("the panic is %v", p)
		}
		http.Error(w, "broken", http.StatusInternalServerError)
	}()
	b.sessions.Wrap(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		before(r)
		w.Header().Set("X-Half", "done")
		fmt.Fprint(w, "half")
		panic(http.ErrAbortHandler)
	})).ServeHTTP(w, r)
	return w
}

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

// TestPanics: they go on, nothing is saved, and who is outside may answer.
func TestPanics(t *testing.T) {
	b := newBench(t, web.Options{})
	h := b.sessions.Wrap(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		seen(r)
		w.Header().Set("X-Half", "done")
		fmt.Fprint(w, "half")
		panic(http.ErrAbortHandler)
	}))
	w := httptest.NewRecorder()
	func() {
		defer func() {
			if p := recover(); p != http.ErrAbortHandler {
				t.Errorf("the panic is %v", p)
			}
			http.Error(w, "broken", http.StatusInternalServerError)
		}()
		h.ServeHTTP(w, httptest.NewRequest("GET", "/", nil))
	}()
	equal(t, "status", w.Code, 500)
	equal(t, "body", w.Body.String(), "broken\n")
	equal(t, "cookie", w.Header().Get("Set-Cookie"), "")
	equal(t, "keys", b.keys(t), 0)
}

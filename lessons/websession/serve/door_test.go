package serve_test

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"

	"redis-tutor/lessons/websession/serve"
	"redis-tutor/sandbox"
)

// TestHalfSent: a request that never comes whole stops no page, and not the end.
func TestHalfSent(t *testing.T) {
	app, log := start(t, open(t, sandbox.Options{}), serve.Options{})
	half, err := net.Dial("tcp", strings.TrimPrefix(app.URL(), "http://"))
	must(t, err)
	defer half.Close()
	_, err = fmt.Fprint(half, "POST /login HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 9\r\n\r\n")
	must(t, err)
	line := make([]byte, len("HTTP/1.1 100 Continue"))
	_, err = io.ReadFull(half, line) // its body is being read
	must(t, err)
	if string(line) != "HTTP/1.1 100 Continue" {
		t.Fatalf("%q", line)
	}
	newVisitor(t, app).get("/")
	must(t, app.Leave(t.Context()))
	if got := log.take(); len(got) != 1 || got[0].Path != "/" {
		t.Errorf("told %+v", got)
	}
}

// TestOtherNames: a page of elsewhere that has its name lead here gets in nowhere.
func TestOtherNames(t *testing.T) {
	box := open(t, sandbox.Options{})
	app, log := start(t, box, serve.Options{})
	_, port, _ := net.SplitHostPort(strings.TrimPrefix(app.URL(), "http://"))
	for host, want := range map[string]int{
		"evil.example:" + port:           http.StatusMisdirectedRequest,
		"evil.example":                   http.StatusMisdirectedRequest,
		"localhost.evil.example:" + port: http.StatusMisdirectedRequest,
		"127.0.0.1.evil.example":         http.StatusMisdirectedRequest,
		"10.0.0.1:" + port:               http.StatusMisdirectedRequest,
		"LOCALHOST:" + port:              http.StatusSeeOther,
		"127.0.0.1:" + port:              http.StatusSeeOther,
		"[::1]:" + port:                  http.StatusSeeOther,
		"[::1]":                          http.StatusSeeOther,
		"localhost:1":                    http.StatusSeeOther, // of a tunnel
	} {
		r, err := http.NewRequest("POST", app.URL()+"/login", strings.NewReader("name=Anna"))
		must(t, err)
		r.Host = host
		r.Header.Set("Origin", "http://"+host)
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		res, err := http.DefaultTransport.RoundTrip(r)
		must(t, err)
		res.Body.Close()
		if res.StatusCode != want || len(log.take()) > 0 != (want == http.StatusSeeOther) {
			t.Errorf("%s: status %d, want %d", host, res.StatusCode, want)
		}
	}
}

// TestCookiesOfOthers: a cookie of another app on this machine is no session.
func TestCookiesOfOthers(t *testing.T) {
	app, log := start(t, open(t, sandbox.Options{}), serve.Options{})
	r, err := http.NewRequest("GET", app.URL(), nil)
	must(t, err)
	foreign := strings.Repeat("A", 26)
	r.AddCookie(&http.Cookie{Name: "theirs", Value: foreign})
	res, err := http.DefaultClient.Do(r)
	must(t, err)
	res.Body.Close()
	own := serve.Session(res.Cookies())
	if got := log.take()[0].Session; got == "" || got != own {
		t.Errorf("the session is told as %q; the cookie that was given is %q", got, own)
	}
	if id := serve.Session(r.Cookies()); id != "" {
		t.Errorf("%q is taken for a session", id)
	}
}

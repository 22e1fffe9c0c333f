package serve

import (
	"bytes"
	"cmp"
	"context"
	"io"
	"net"
	"net/http"
	"slices"
	"strings"

	"redis-tutor/sandbox/reply"
)

// Request is a request that has been answered.
type Request struct {
	Method   string
	Path     string // with what is asked behind it
	Agent    string // what the browser calls itself
	Status   int    // of the answer
	Session  string // the id that the browser holds from now on, "" for none
	Commands []Command
}

// Command is a command that the app sent for a request.
type Command struct {
	Args     []string
	Reply    reply.Value
	Answered bool // false: no reply came
}

// enter is where requests come in, from several connections at once. Each is
// read to its end before it takes its turn: one that stays half sent holds up
// nobody.
func (a *App) enter(w http.ResponseWriter, r *http.Request) {
	if !a.calledBy(r.Host) {
		http.Error(w, "The app is at "+a.URL()+", and answers to no other name.", http.StatusMisdirectedRequest)
		return
	}
	body, err := io.ReadAll(io.LimitReader(r.Body, largest))
	if err != nil {
		http.Error(w, "The request did not come whole.", http.StatusRequestTimeout)
		return
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	if !a.begin(r.Context()) {
		http.Error(w, "The app is gone.", http.StatusServiceUnavailable)
		return
	}
	defer func() { <-a.turn }()
	a.answer(w, r)
}

// calledBy reports whether a Host is a name of this machine for itself, or the
// address that the app is at. A page of elsewhere can have its own name lead
// here, and would be taken for a page of the app's.
func (a *App) calledBy(host string) bool {
	name, _, err := net.SplitHostPort(host)
	if err != nil {
		name = strings.Trim(host, "[]")
	}
	own, _, _ := net.SplitHostPort(a.at)
	return slices.Contains([]string{"localhost", "127.0.0.1", "::1", own}, strings.ToLower(name))
}

// begin waits for a request's turn. It reports whether that has come: not when
// the visitor or the app goes first.
func (a *App) begin(ctx context.Context) bool {
	select {
	case a.turn <- struct{}{}:
	case <-ctx.Done():
		return false
	case <-a.gone:
		return false
	}
	select {
	case <-a.gone: // both were ready
		<-a.turn
		return false
	default:
		return true
	}
}

// answer answers a request and tells of it.
func (a *App) answer(w http.ResponseWriter, r *http.Request) {
	a.wire.take() // of Forget
	seen := &status{ResponseWriter: w}
	a.pages.ServeHTTP(seen, r)
	commands := a.wire.take()
	a.options.Keys.note(a.db, commands)
	a.options.Done(Request{
		Method: r.Method, Path: r.URL.RequestURI(), Agent: r.UserAgent(),
		Status: cmp.Or(seen.code, http.StatusOK), Session: held(r, w.Header()), Commands: commands,
	})
}

// held returns the id of a session that a browser holds after an answer: the
// one that it was given, or that it came with.
func held(r *http.Request, answer http.Header) string {
	id := Session(r.Cookies())
	for _, line := range answer.Values("Set-Cookie") {
		if c, err := http.ParseSetCookie(line); err == nil && c.Name == cookie {
			id = Session([]*http.Cookie{c})
		}
	}
	return id
}

// status remembers how a request was answered.
type status struct {
	http.ResponseWriter
	code int
}

func (s *status) Unwrap() http.ResponseWriter { return s.ResponseWriter }

func (s *status) WriteHeader(code int) {
	s.code = cmp.Or(s.code, code)
	s.ResponseWriter.WriteHeader(code)
}

package serve

import (
	"cmp"
	"net/http"

	"redis-tutor/lessons/websession"
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

// answer answers a request and tells of it.
func (a *App) answer(w http.ResponseWriter, r *http.Request) {
	a.turn.Lock()
	defer a.turn.Unlock()
	a.wire.take() // of Forget
	seen := &status{ResponseWriter: w}
	a.pages.ServeHTTP(seen, r)
	commands := a.wire.take()
	a.options.Keys.note(commands)
	a.options.Done(Request{
		Method: r.Method, Path: r.URL.RequestURI(), Agent: r.UserAgent(),
		Status: cmp.Or(seen.code, http.StatusOK), Session: held(r, w.Header()), Commands: commands,
	})
}

// held returns the id of a session that a browser holds after an answer: the
// one that it was given, or that it came with.
func held(r *http.Request, answer http.Header) string {
	cookies := r.Cookies()
	for _, line := range answer.Values("Set-Cookie") {
		if c, err := http.ParseSetCookie(line); err == nil {
			cookies = []*http.Cookie{c}
		}
	}
	for _, c := range cookies {
		if websession.WellFormed(c.Value) {
			return c.Value
		}
	}
	return ""
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

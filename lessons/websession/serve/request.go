package serve

import (
	"cmp"
	"net/http"

	"redis-tutor/sandbox/reply"
)

// Request is a request that has been answered.
type Request struct {
	Method   string
	Path     string // with what is asked behind it
	Agent    string // what the browser calls itself
	Status   int    // of the answer
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
	a.options.Done(Request{r.Method, r.URL.RequestURI(), r.UserAgent(), cmp.Or(seen.code, http.StatusOK), commands})
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

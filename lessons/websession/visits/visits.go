// Package visits is the web site of the last lesson: it counts how often a
// visitor has come, knows who is logged in, remembers a theme, and lets people
// end their other sessions.
//
// It is an http.Handler over a session store and promises pages that need no
// JavaScript, forms that other sites cannot send, and words for a visitor when
// Redis is away. Whoever gives a name is logged in under it: passwords are not
// its subject, so it belongs on this machine only. It opens no port and knows
// neither the REPL nor Redis.
package visits

import (
	"embed"
	"html/template"
	"log/slog"
	"net/http"

	"redis-tutor/lessons/websession"
	"redis-tutor/lessons/websession/web"
)

//go:embed pages
var pages embed.FS

// limits on what a form may send.
const (
	longestName = 40       // characters
	largestForm = 16 << 10 // bytes
)

// site is the application.
type site struct {
	store *websession.Store
	pages *template.Template
}

// Handler returns the site. Its sessions are kept in a store; what visitors
// are not told of goes to log, or to slog.Default when nil.
func Handler(store *websession.Store, log *slog.Logger) http.Handler {
	s := &site{store: store, pages: template.Must(template.ParseFS(pages, "pages/*.html"))}
	sessions := web.New(store, web.Options{Failed: s.failed, Log: log})
	// Browsers say where a request comes from, and one that changes something
	// and comes from another site is refused. So forms need no secret of their
	// own, for which everybody who merely looks would need a session.
	guard := http.NewCrossOriginProtection()
	guard.SetDenyHandler(http.HandlerFunc(s.foreign))
	return headers(guard.Handler(sessions.Wrap(s.routes())))
}

func (s *site) routes() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", s.home)
	mux.HandleFunc("POST /login", s.login)
	mux.HandleFunc("POST /logout", s.logout)
	mux.HandleFunc("POST /theme", s.theme)
	mux.HandleFunc("GET /sessions", s.sessions)
	mux.HandleFunc("POST /sessions/end", s.end)
	mux.HandleFunc("POST /sessions/end-others", s.endOthers)
	mux.HandleFunc("GET /style.css", style)
	mux.HandleFunc("GET /", s.notFound)
	return mux
}

// headers gives every response what keeps other sites out of it.
func headers(next http.Handler) http.Handler {
	limited := http.MaxBytesHandler(next, largestForm)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", "default-src 'none'; style-src 'self'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "same-origin")
		limited.ServeHTTP(w, r)
	})
}

func style(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Cache-Control", "max-age=3600")
	http.ServeFileFS(w, r, pages, "pages/style.css")
}

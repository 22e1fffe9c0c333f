package visits

import (
	"bytes"
	"net/http"

	"redis-tutor/lessons/websession"
	"redis-tutor/lessons/websession/web"
)

// page is what the templates show.
type page struct {
	Title    string
	Theme    string // "light", "dark", or "" for the device's own
	User     string
	Visits   int64
	Problem  string // what is wrong with what was sent
	Words    string // of a page that says one thing
	Sessions []row
}

// show writes a page that is the visitor's own.
func (s *site) show(w http.ResponseWriter, r *http.Request, status int, name string, p page) {
	session, err := web.Of(r).Session()
	if err != nil {
		return
	}
	p.Theme, p.User = session.Get("theme"), session.User()
	p.Visits, _ = session.Int("visits") // 0 is as good as any other for what is no number
	s.write(w, status, name, p)
}

// problem writes a page that says one thing, and needs no session for it.
func (s *site) problem(w http.ResponseWriter, status int, title, words string) {
	s.write(w, status, "problem.html", page{Title: title, Words: words})
}

func (s *site) write(w http.ResponseWriter, status int, name string, p page) {
	var text bytes.Buffer
	if err := s.pages.ExecuteTemplate(&text, name, p); err != nil {
		http.Error(w, "This page could not be made.", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, _ = w.Write(text.Bytes()) // a visitor who has gone
}

// failed answers when the session store does not.
func (s *site) failed(w http.ResponseWriter, _ *http.Request, err error) {
	switch status := web.Status(err); status {
	case http.StatusConflict:
		s.problem(w, status, "Your session has ended", "You logged out in another window, or time ran out, while this page was being made.")
	case http.StatusServiceUnavailable:
		w.Header().Set("Retry-After", "5")
		if words := websession.Refusal(err); words != "" {
			s.problem(w, status, "Redis refused", "Visits are kept in Redis, and it said: "+words)
			return
		}
		s.problem(w, status, "Redis does not answer", "Visits are kept in Redis, and it cannot be reached just now. Please try again in a moment.")
	default:
		s.problem(w, status, "This page is broken", "Something in your session is not as it should be. To log out, or to remove the cookie, begins a new one.")
	}
}

func (s *site) notFound(w http.ResponseWriter, _ *http.Request) {
	s.problem(w, http.StatusNotFound, "There is no such page", "The address may have been mistyped.")
}

func (s *site) foreign(w http.ResponseWriter, _ *http.Request) {
	s.problem(w, http.StatusForbidden, "That came from another site", "A form of this site was sent from another one, so it was not obeyed.")
}

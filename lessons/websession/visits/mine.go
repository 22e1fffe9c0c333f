package visits

import (
	"errors"
	"fmt"
	"net/http"
	"time"

	"redis-tutor/lessons/websession"
	"redis-tutor/lessons/websession/web"
)

// row is one of a user's sessions, as the page shows it.
type row struct {
	Ref     string
	Browser string
	Visits  string
	Used    string
	Began   time.Time
	This    bool // the one that asks
}

// sessions lists the sessions of whoever is logged in.
func (s *site) sessions(w http.ResponseWriter, r *http.Request) {
	session, err := web.Of(r).Session()
	if err != nil {
		return
	}
	p := page{Title: "My sessions"}
	if session.User() != "" {
		entries, err := s.store.List(r.Context(), session.User())
		if err != nil {
			s.failed(w, r, err)
			return
		}
		for _, e := range entries {
			p.Sessions = append(p.Sessions, s.row(e, session))
		}
	}
	s.show(w, r, http.StatusOK, "sessions.html", p)
}

func (s *site) row(e websession.Entry, mine *websession.Session) row {
	visits := e.Fields["visits"]
	if visits == "" {
		visits = "0"
	}
	line := row{Ref: e.Ref, Browser: e.Fields["browser"], Visits: visits, Began: e.Created.UTC(), This: e.Ref == mine.Ref()}
	switch {
	case line.This:
		line.Used = "now"
	case !e.Used.IsZero():
		line.Used = ago(s.store.Now().Sub(e.Used))
	}
	return line
}

// ago says how long something is past, in the largest unit that fits.
func ago(d time.Duration) string {
	for _, unit := range []struct {
		name string
		d    time.Duration
	}{{"day", 24 * time.Hour}, {"hour", time.Hour}, {"minute", time.Minute}} {
		switch n := int(d / unit.d); {
		case n == 1:
			return "1 " + unit.name + " ago"
		case n > 1:
			return fmt.Sprintf("%d %ss ago", n, unit.name)
		}
	}
	return "just now"
}

// end ends one session of the visitor's, which may be this one.
func (s *site) end(w http.ResponseWriter, r *http.Request) {
	session, err := web.Of(r).Session()
	if err != nil {
		return
	}
	if session.User() == "" { // whose own have ended meanwhile
		http.Redirect(w, r, "/sessions", http.StatusSeeOther)
		return
	}
	ref := r.PostFormValue("ref")
	if ref != "" && ref == session.Ref() {
		s.logout(w, r)
		return
	}
	err = s.store.DestroyRef(r.Context(), session.User(), ref)
	if err != nil && !errors.Is(err, websession.ErrNotFound) { // that one has ended anyhow
		s.failed(w, r, err)
		return
	}
	http.Redirect(w, r, "/sessions", http.StatusSeeOther)
}

// endOthers ends all sessions of the visitor's but this one.
func (s *site) endOthers(w http.ResponseWriter, r *http.Request) {
	session, err := web.Of(r).Session()
	if err != nil {
		return
	}
	if _, err := s.store.DestroyOthers(r.Context(), session); err != nil {
		s.failed(w, r, err)
		return
	}
	http.Redirect(w, r, "/sessions", http.StatusSeeOther)
}

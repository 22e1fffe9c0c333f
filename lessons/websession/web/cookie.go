package web

import (
	"net/http"
	"slices"
	"strings"
	"time"

	"redis-tutor/lessons/websession"
)

// presented returns the session id that a request's cookie holds, "" if there
// is none. Of several cookies of our name the first that could be an id counts.
func (m *Sessions) presented(r *http.Request) string {
	for _, c := range r.CookiesNamed(m.o.Cookie) {
		if websession.WellFormed(c.Value) {
			return c.Value
		}
	}
	return ""
}

// keep tells the browser to keep a session's id for as long as Redis keeps
// the session or, when that is not known, until the browser is closed.
func (m *Sessions) keep(h http.Header, r *http.Request, s *websession.Session) {
	maxAge := 0
	if !s.Expires().IsZero() {
		left := s.Expires().Sub(m.store.Now()).Round(time.Second)
		maxAge = max(int(left/time.Second), 1)
	}
	m.setCookie(h, r, s.ID(), maxAge)
}

// drop tells the browser to forget the id.
func (m *Sessions) drop(h http.Header, r *http.Request) { m.setCookie(h, r, "", -1) }

func (m *Sessions) setCookie(h http.Header, r *http.Request, value string, maxAge int) {
	c := http.Cookie{
		Name: m.o.Cookie, Value: value, MaxAge: maxAge, Path: m.o.Path, Domain: m.o.Domain,
		HttpOnly: true, SameSite: m.o.SameSite, Secure: m.o.Secure || r.TLS != nil,
	}
	h.Add("Set-Cookie", c.String())
	h.Set("Cache-Control", unshared(strings.Join(h.Values("Cache-Control"), ",")))
}

// unshared returns what a Cache-Control header must be for no cache but the
// browser's own to store the response, which holds a visitor's cookie. The rest
// of it, how long the browser may keep it for instance, stays.
func unshared(control string) string {
	kept := slices.DeleteFunc(directives(control), func(directive string) bool {
		name, _, _ := strings.Cut(directive, "=")
		switch strings.ToLower(name) {
		case "", "public", "s-maxage", "private": // which may be for some fields only
			return true
		}
		return false
	})
	return strings.Join(append([]string{"private"}, kept...), ", ")
}

// directives splits a Cache-Control header at the commas that are in no quotes.
func directives(control string) []string {
	quoted := false
	all := strings.FieldsFunc(control, func(r rune) bool {
		if r == '"' {
			quoted = !quoted
		}
		return r == ',' && !quoted
	})
	for i := range all {
		all[i] = strings.TrimSpace(all[i])
	}
	return all
}

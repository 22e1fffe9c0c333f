package compare

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"redis-tutor/lessons/websession"
)

// cookieName is the session's, for all arms.
const cookieName = "sessionid"

// age is how long sessions live that nobody comes back to: long enough for a
// turn, and short, should this program be killed and leave some behind.
const age = 10 * time.Minute

// visit counts one visit in the session with an id, "" for a newcomer, and
// returns the id and the count.
type visit func(ctx context.Context, id string) (newID string, visits int, err error)

// page serves the visits page from a store that is no websession.Store. It
// sends the headers that package web sends. The arms behind that package pass
// more code of ours; their Visit says so.
func page(count visit) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		id, visits, err := count(r.Context(), presented(r))
		if err != nil {
			http.Error(w, err.Error(), http.StatusServiceUnavailable)
			return
		}
		h := w.Header()
		h.Add("Vary", "Cookie")
		h.Set("Cache-Control", "private")
		http.SetCookie(w, &http.Cookie{
			Name: cookieName, Value: id, Path: "/", MaxAge: int(age / time.Second),
			HttpOnly: true, SameSite: http.SameSiteLaxMode,
		})
		write(w, int64(visits))
	})
}

// presented returns the id in a request's cookie, if it could be one.
func presented(r *http.Request) string {
	c, err := r.Cookie(cookieName)
	if err != nil || !websession.WellFormed(c.Value) {
		return ""
	}
	return c.Value
}

// write writes the page, the same for all arms.
func write(w http.ResponseWriter, visits int64) {
	fmt.Fprintf(w, "Visits: %d\n", visits)
}

// noSession serves the page without any session: what HTTP itself costs.
func noSession() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { write(w, 1) })
}

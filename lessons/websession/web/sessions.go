package web

import (
	"cmp"
	"context"
	"errors"
	"log/slog"
	"maps"
	"net/http"

	"redis-tutor/lessons/websession"
)

// Options say how sessions meet HTTP. The zero value is fit for use.
type Options struct {
	// Cookie is the cookie's name; "sessionid" when empty. On a site with TLS
	// only, "__Host-sessionid" keeps other subdomains from planting one.
	Cookie string
	// Path and Domain are the cookie's: "/" and the very host when empty.
	Path, Domain string
	// SameSite is the cookie's; Lax when zero. None makes every form of the
	// site open to forgery unless it is guarded otherwise.
	SameSite http.SameSite
	// Secure marks the cookie as secure on every request, for a site behind a
	// proxy that ends TLS. Without it, those that come over TLS are.
	Secure bool
	// Failed answers in a handler's place when there was an error of the
	// store. A page of a few words when nil, with the status of Status.
	Failed func(w http.ResponseWriter, r *http.Request, err error)
	// Log hears of errors that visitors are not told of; slog.Default when nil.
	Log *slog.Logger
}

// Sessions is the middleware.
type Sessions struct {
	store *websession.Store
	o     Options
}

// New returns middleware that keeps sessions in a store.
func New(store *websession.Store, o Options) *Sessions {
	o.Cookie = cmp.Or(o.Cookie, "sessionid")
	o.Path = cmp.Or(o.Path, "/")
	o.SameSite = cmp.Or(o.SameSite, http.SameSiteLaxMode)
	o.Log = cmp.Or(o.Log, slog.Default())
	if o.Failed == nil {
		o.Failed = failed
	}
	return &Sessions{store: store, o: o}
}

// Wrap returns a handler that gives each request its session, for Of to find.
func (m *Sessions) Wrap(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		v := &Visit{m: m, id: m.presented(r)}
		v.r = r.WithContext(context.WithValue(r.Context(), visitKey{}, v))
		held := &writer{ResponseWriter: w, visit: v, before: maps.Clone(w.Header())}
		answered := false
		defer func() {
			if !answered { // the handler has panicked
				held.abandon()
			}
		}()
		next.ServeHTTP(held, v.r)
		answered = true
		held.finish()
	})
}

type visitKey struct{}

// Of returns the visit that a request is. Outside of Wrap it has no session
// and says so.
func Of(r *http.Request) *Visit {
	if v, ok := r.Context().Value(visitKey{}).(*Visit); ok {
		return v
	}
	return &Visit{r: r, err: errUnwrapped}
}

// Status returns the HTTP status that tells a visitor of an error of the
// store: 409 when the session ended while the page was made, 500 when the
// program asked for what cannot be, and 503 when Redis did not do its part,
// because it could not be reached or because it refused: websession.Refusal
// tells which.
func Status(err error) int {
	switch {
	case errors.Is(err, websession.ErrGone):
		return http.StatusConflict
	case errors.Is(err, websession.ErrRefused), errors.Is(err, errUnwrapped):
		return http.StatusInternalServerError
	}
	return http.StatusServiceUnavailable
}

// errUnwrapped says that a handler asked for a session outside of Wrap.
var errUnwrapped = errors.New("the handler is not wrapped by web.Sessions")

func failed(w http.ResponseWriter, _ *http.Request, err error) {
	switch status := Status(err); status {
	case http.StatusConflict:
		http.Error(w, "Your session has ended in the meantime. Please load the page again.", status)
	case http.StatusServiceUnavailable:
		text := "Sessions cannot be reached at the moment. Please try again soon."
		if websession.Refusal(err) != "" { // whose words are not for everybody: they are in the log
			text = "Sessions cannot be kept at the moment. Please try again soon."
		}
		w.Header().Set("Retry-After", "5")
		http.Error(w, text, status)
	default:
		http.Error(w, "This page is broken. It is not your fault.", status)
	}
}

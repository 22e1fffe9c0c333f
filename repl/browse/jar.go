package browse

import (
	"net/http"
	"slices"
	"time"
)

// Cookie is a cookie as a browser keeps it.
type Cookie struct {
	http.Cookie
	Ends time.Time // zero: when the browser is closed
}

// jar is the cookies of one browser, which knows one site only. Its clock is
// the app's: net/http/cookiejar would keep a cookie for a minute when forward
// has let an hour pass.
type jar struct{ cookies []Cookie }

// take does what the cookies of a response ask for.
func (j *jar) take(set []*http.Cookie, now time.Time) {
	for _, c := range set {
		j.cookies = slices.DeleteFunc(j.cookies, func(old Cookie) bool { return old.Name == c.Name && old.Path == c.Path })
		kept := Cookie{Cookie: *c}
		switch {
		case c.MaxAge < 0:
			continue
		case c.MaxAge > 0:
			kept.Ends = now.Add(time.Duration(c.MaxAge) * time.Second)
		case !c.Expires.IsZero():
			kept.Ends = c.Expires
		}
		j.cookies = append(j.cookies, kept)
	}
}

// at returns the cookies that are there still.
func (j *jar) at(now time.Time) []Cookie {
	j.cookies = slices.DeleteFunc(j.cookies, func(c Cookie) bool { return !c.Ends.IsZero() && !now.Before(c.Ends) })
	return j.cookies
}

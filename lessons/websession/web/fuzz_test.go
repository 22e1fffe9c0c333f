package web_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"redis-tutor/lessons/websession/web"
)

// FuzzCookie sends whatever there may be in a Cookie header. It never fails,
// is never adopted, and reaches no key that is not a session's.
func FuzzCookie(f *testing.F) {
	b := newBench(f, web.Options{})
	const secret = "of a customer"
	must(f, b.rdb.HSet(f.Context(), "customer:42", "name", secret).Err())
	must(f, b.rdb.HSet(f.Context(), "session:"+strings.Repeat("A", 26), "name", secret).Err())
	must(f, b.rdb.Set(f.Context(), "session:"+strings.Repeat("B", 26), secret, 0).Err())
	for _, value := range []string{
		"", "customer:42", "*", strings.Repeat("A", 26), strings.Repeat("B", 26), strings.Repeat("C", 26), "user:anna", `"quoted"`, "a=b; sessionid=c",
		strings.Repeat("D", 26) + "; sessionid=" + strings.Repeat("E", 26), "\x00\xff", "\r\nSet-Cookie: x=y", strings.Repeat("A", 5000), "..%2f", "{x}",
	} {
		f.Add(value)
	}
	h := b.sessions.Wrap(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		n, err := web.Of(r).Incr("visits", 1)
		s, _ := web.Of(r).Session()
		fmt.Fprint(w, n, err, s.Get("name"))
	}))
	f.Fuzz(func(t *testing.T, value string) {
		r := httptest.NewRequest("GET", "/", nil)
		r.Header["Cookie"] = []string{"sessionid=" + value}
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		if w.Code != 200 || w.Body.String() != "1<nil>" && w.Body.String() != "1 <nil>" {
			t.Fatalf("status %d, body %q", w.Code, w.Body)
		}
		c := cookie(t, w.Result())
		if c == nil || strings.Contains(value, c.Value) {
			t.Fatalf("the cookie %v", c)
		}
		must(t, b.rdb.Unlink(t.Context(), b.store.Key(c.Value)).Err())
		if n := b.keys(t); n != 3 {
			t.Fatalf("%d keys, want the 3 that were there", n)
		}
		b.sent()
	})
}

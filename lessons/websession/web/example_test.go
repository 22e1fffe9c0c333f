package web_test

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"

	"github.com/redis/go-redis/v9"

	"redis-tutor/lessons/websession"
	"redis-tutor/lessons/websession/web"
	"redis-tutor/sandbox/embedded"
)

// A page that counts visits. The browser in this example keeps cookies, and
// comes three times.
func Example() {
	engine, err := embedded.New() // in place of a Redis of yours
	if err != nil {
		panic(err)
	}
	defer engine.Close()
	rdb := redis.NewClient(&redis.Options{
		Dialer: func(context.Context, string, string) (net.Conn, error) { return engine.Dial() },
	})
	defer rdb.Close()

	store, err := websession.New(rdb, websession.Options{})
	if err != nil {
		panic(err)
	}
	page := func(w http.ResponseWriter, r *http.Request) {
		visits, err := web.Of(r).Incr("visits", 1)
		if err != nil {
			return // the visitor is told
		}
		fmt.Fprintf(w, "Visits: %d\n", visits)
	}
	server := httptest.NewServer(web.New(store, web.Options{}).Wrap(http.HandlerFunc(page)))
	defer server.Close()

	jar, _ := cookiejar.New(nil)
	browser := &http.Client{Jar: jar}
	for range 3 {
		res, err := browser.Get(server.URL)
		if err != nil {
			panic(err)
		}
		var visits int
		fmt.Fscanf(res.Body, "Visits: %d", &visits)
		res.Body.Close()
		fmt.Println(visits)
	}
	// Output:
	// 1
	// 2
	// 3
}

package serve_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"

	"redis-tutor/lessons/websession/serve"
	"redis-tutor/sandbox"
)

func TestForget(t *testing.T) {
	kinds(t, func(t *testing.T, box *sandbox.Sandbox) {
		keys := &serve.Keys{}
		app, _ := start(t, box, serve.Options{Keys: keys})
		ask(t, box, "HSET session:mine a 1")
		ask(t, box, "ZADD session:user:mine 1 a")
		v := newVisitor(t, app)
		v.get("/")
		v.login("Anna")
		v.get("/sessions")
		if !keys.Has(serve.Key{Name: v.key()}) || !keys.Has(serve.Key{Name: app.IndexKey("Anna")}) || keys.Has(serve.Key{Name: "session:mine"}) || keys.Has(serve.Key{DB: 1, Name: v.key()}) {
			t.Error("the list of keys is wrong")
		}
		must(t, app.Close())
		again, _ := start(t, box, serve.Options{Keys: keys, Addr: app.URL()[len("http://"):]}) // the port is free again
		if code := v.get("/"); code != 200 {
			t.Fatal(code)
		}
		if got := ask(t, box, "HGET "+v.key()+" _user").Text; got != "Anna" {
			t.Errorf("started again it takes the visitor for %q", got)
		}
		must(t, again.Forget(t.Context()))
		must(t, again.Forget(t.Context()))
		if n := ask(t, box, "DBSIZE").Int; n != 2 || !keys.None() {
			t.Errorf("%d keys are left", n)
		}
	})
}

// TestForgetInEachDatabase: an app that is started again after SELECT is in
// another database, and what it made before is not.
func TestForgetInEachDatabase(t *testing.T) {
	kinds(t, func(t *testing.T, box *sandbox.Sandbox) {
		keys := &serve.Keys{}
		for _, db := range []string{"0", "3", "0"} {
			ask(t, box, "SELECT "+db)
			app, _ := start(t, box, serve.Options{Keys: keys})
			newVisitor(t, app).login("Anna")
			must(t, app.Close())
		}
		ask(t, box, "SELECT 5")
		last, _ := start(t, box, serve.Options{Keys: keys})
		must(t, last.Leave(t.Context()))
		if info := ask(t, box, "INFO keyspace").Text; strings.Contains(info, "keys=") || !keys.None() {
			t.Errorf("keys are left: %s", info)
		}
	})
}

// TestLeaveUnderRequests: none that waits for its turn makes a key behind the
// removal.
func TestLeaveUnderRequests(t *testing.T) {
	kinds(t, func(t *testing.T, box *sandbox.Sandbox) {
		for range 20 {
			app, log := start(t, box, serve.Options{})
			end := besiege(t, app, log, 16)
			must(t, app.Leave(t.Context()))
			end()
			if n := ask(t, box, "DBSIZE").Int; n != 0 {
				t.Fatalf("%d keys are left", n)
			}
		}
	})
}

// TestLeaveTwice: whatever ends it, and however often, it ends.
func TestLeaveTwice(t *testing.T) {
	app, _ := start(t, open(t, sandbox.Options{}), serve.Options{})
	must(t, app.Leave(t.Context()))
	_ = app.Close()
	_ = app.Leave(t.Context())
}

// TestForgetGivesUp: who waits for a request's turn to end may stop waiting.
func TestForgetGivesUp(t *testing.T) {
	stay := make(chan struct{})
	asked := make(chan struct{})
	app, err := serve.Start(t.Context(), open(t, sandbox.Options{}), serve.Options{Done: func(serve.Request) { close(asked); <-stay }})
	must(t, err)
	go http.Get(app.URL()) // its answer is cut off, or not
	<-asked
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := app.Forget(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("the error %v", err)
	}
	close(stay)
	must(t, app.Leave(t.Context()))
}

// TestForgetLeavesWhatWasRefused: a key of an index's name may be somebody's,
// of another type.
func TestForgetLeavesWhatWasRefused(t *testing.T) {
	kinds(t, func(t *testing.T, box *sandbox.Sandbox) {
		app, log := start(t, box, serve.Options{})
		ask(t, box, "SET session:user:Anna mine")
		newVisitor(t, app).login("Anna")
		if told := lines(log.take()[0].Commands); !strings.Contains(told, "WRONGTYPE") {
			t.Fatalf("the index was not refused:\n%s", told)
		}
		must(t, app.Leave(t.Context()))
		if got := ask(t, box, "GET session:user:Anna").Text; got != "mine" {
			t.Errorf("the key of its own holds %q", got)
		}
		if n := ask(t, box, "DBSIZE").Int; n != 1 {
			t.Errorf("%d keys are left", n)
		}
	})
}

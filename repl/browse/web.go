// Package browse is the web as a learner at a prompt has it: the visits app,
// and browsers that show its pages as text, each with cookies of its own.
//
// It promises that a browser does what real ones do: it keeps cookies until
// their time is over, sends forms of texts, hidden fields and radio buttons as
// the page has them (but an empty text where one is required, to be seen
// refused), and follows answers that lead elsewhere; and that it visits the app and nothing else. It prints
// nothing and knows no terminal, and of Redis only under which key the app
// keeps what a cookie stands for.
package browse

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"strings"
	"sync/atomic"

	"redis-tutor/lessons"
	"redis-tutor/lessons/websession/serve"
)

// Web is the app and the browsers that visit it. It is used by one goroutine
// at a time.
type Web struct {
	// Start starts the app over the learner's Redis.
	Start func(ctx context.Context, o serve.Options) (*serve.App, error)
	// Done is serve.Options.Done.
	Done func(serve.Request)

	quiet    atomic.Bool            // nobody is to be told
	app      *serve.App             // the latest; it may have been stopped
	guest    atomic.Pointer[string] // the session of a browser elsewhere, unless Self has visited since
	running  bool
	keys     serve.Keys // that the app has made
	browsers map[string]*browser
}

// App returns the app, nil while it does not run.
func (w *Web) App() *serve.App {
	if !w.running {
		return nil
	}
	return w.app
}

// Open starts the app unless it runs.
func (w *Web) Open(ctx context.Context, addr string) error {
	if w.running {
		return nil
	}
	app, err := w.Start(context.WithoutCancel(ctx), serve.Options{Addr: addr, Done: w.tell, Keys: &w.keys})
	if err != nil {
		return err
	}
	w.app, w.running = app, true
	return nil
}

// tell tells of a request that has been answered.
func (w *Web) tell(r serve.Request) {
	if !IsOurs(r.Agent) && r.Session != "" {
		w.guest.Store(&r.Session)
	}
	if w.Done != nil && !w.quiet.Load() {
		w.Done(r)
	}
}

// Stop ends the app. Its sessions stay in Redis, and the cookies in the
// browsers: when it runs again, it knows its visitors.
func (w *Web) Stop() error {
	if !w.running {
		return nil
	}
	w.running = false
	return w.app.Close()
}

// Forget empties the browsers and removes all keys that the app has made.
func (w *Web) Forget(ctx context.Context) error {
	w.browsers = nil
	w.guest.Store(nil)
	switch {
	case w.running:
		return w.app.Forget(ctx)
	case w.keys.None():
		return nil
	}
	return w.Leave(ctx)
}

// Leave ends the app and removes all keys that it has made, at the end of
// everything. The error says why keys may be left.
func (w *Web) Leave(ctx context.Context) error {
	if !w.running && !w.keys.None() { // who else could remove them
		if err := w.Open(ctx, ""); err != nil {
			return err
		}
	}
	if !w.running {
		return nil
	}
	w.running = false
	return w.app.Leave(ctx)
}

// Made reports whether the app has made a key of a database.
func (w *Web) Made(db int, key string) bool { return w.keys.Has(serve.Key{DB: db, Name: key}) }

// Visit carries out an order. The app is started when it does not run.
func (w *Web) Visit(ctx context.Context, o Order, watch Watch) (*Page, error) {
	if err := w.Open(ctx, ""); err != nil {
		return nil, err
	}
	if o.As == Self {
		w.guest.Store(nil)
	}
	return w.browser(o.As).visit(ctx, w.app, o, watch)
}

func (w *Web) browser(name string) *browser {
	b := w.browsers[name]
	if b == nil {
		if w.browsers == nil {
			w.browsers = map[string]*browser{}
		}
		b = &browser{name: name}
		w.browsers[name] = b
	}
	return b
}

// Cookies returns the cookies that a browser holds.
func (w *Web) Cookies(as string) []Cookie {
	if w.app == nil || w.browsers[as] == nil {
		return nil
	}
	return w.browsers[as].jar.at(w.app.Now())
}

// Known reports whether there is, or has been, an app.
func (w *Web) Known() bool { return w.app != nil }

// DB returns the database that the app's keys are in.
func (w *Web) DB() int { return w.app.DB() }

// KeyOf returns the key in Redis that a cookie stands for; ok is false when it
// stands for none.
func (w *Web) KeyOf(c Cookie) (key string, ok bool) {
	id := serve.Session([]*http.Cookie{&c.Cookie})
	return w.app.Key(id), id != ""
}

// SessionKey returns the key that a word stands for: see lessons.Web.
func (w *Web) SessionKey(word string) (key string, ok bool) {
	k, ok := lessons.ParseKeyWord(word)
	guest := w.guest.Load()
	switch {
	case !ok || w.app == nil:
		return "", ok
	case k.Index:
		return w.app.IndexKey(k.User), true
	case k.Browser == "" && guest != nil:
		return w.app.Key(*guest), true
	}
	for _, c := range w.Cookies(cmp.Or(k.Browser, Self)) {
		if key, ok := w.KeyOf(c); ok {
			return key, true
		}
	}
	return "", true
}

// Paths returns where the page that a browser shows leads.
func (w *Web) Paths(as string) []string {
	b := w.browsers[as]
	if b == nil || b.page == nil {
		return []string{"/"}
	}
	var all []string
	for _, part := range b.page.Parts {
		if part.Do == nil {
			continue
		}
		if path, _, _ := strings.Cut(part.Do.Visit, " "); !slices.Contains(all, path) {
			all = append(all, path)
		}
	}
	return all
}

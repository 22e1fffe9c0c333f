// Package serve runs the visits app on a port of this machine, and tells what
// each request made it say to Redis.
//
// It promises that requests are answered one after the other and told in that
// order, each with exactly the commands that went over the wire for it and the
// replies that came; that a port of this machine is all it opens, where only
// requests to this machine by its own names are answered; and that Forget and
// Leave remove the keys that it has made and no others. What never came whole,
// or came under another name, is refused and not told. It knows nothing of who
// is told.
package serve

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/redis/go-redis/v9"

	"redis-tutor/lessons/websession"
	"redis-tutor/lessons/websession/visits"
)

const (
	// usualIdle is how long a visitor is remembered unless told otherwise:
	// long enough to read a step of a lesson in between.
	usualIdle = 10 * time.Minute
	// lifetime bounds how long a key of the app's can be left behind.
	lifetime = 24 * time.Hour
	// slowest is how long a browser may take to send a request or to read the
	// answer. Only for the answer does the next one wait.
	slowest = 10 * time.Second
	// largest is how much of a request's body is read, in bytes: more than the
	// pages take, which is for them to refuse.
	largest = 64 << 10
)

// Redis is where the app keeps its sessions.
type Redis interface {
	Redis() *redis.Options // how a client reaches it
	Now() time.Time        // by its clock
}

// Options say what is served, and where. The zero value is fit for use.
type Options struct {
	Addr   string        // host:port on this machine, or a port of 127.0.0.1; a free one when empty
	Prefix string        // of the app's keys; "session:" when empty
	Idle   time.Duration // how long a visitor is remembered; ten minutes when zero
	Keys   *Keys         // where the keys that the app makes are noted; its own when nil
	// Done is told of each request, before its answer ends. The next one is
	// answered when it returns.
	Done func(Request)
}

// App is the visits app on its port.
type App struct {
	options Options
	now     func() time.Time
	db      int
	rdb     *redis.Client
	store   *websession.Store
	pages   http.Handler
	wire    recorder
	server  *http.Server
	at      string
	ended   chan struct{}

	turn  chan struct{} // filled while a request is answered, or keys are removed
	gone  chan struct{} // closed when no more requests are to be answered
	leave sync.Once     // closes gone
}

// Start opens the port and serves until Close. The error is about the port, or
// about the options.
func Start(ctx context.Context, r Redis, o Options) (*App, error) {
	o.Idle = cmp.Or(o.Idle, usualIdle)
	if o.Keys == nil {
		o.Keys = &Keys{}
	}
	if o.Done == nil {
		o.Done = func(Request) {}
	}
	client := r.Redis()
	a := &App{options: o, now: r.Now, db: client.DB, ended: make(chan struct{}), turn: make(chan struct{}, 1), gone: make(chan struct{})}
	client.Dialer = a.wire.over(client.Dialer)
	a.rdb = redis.NewClient(client)
	var err error
	a.store, err = websession.New(a.rdb, websession.Options{Prefix: o.Prefix, Idle: o.Idle, Lifetime: lifetime, Now: a.now})
	if err != nil {
		return nil, errors.Join(err, a.rdb.Close())
	}
	listener, err := listen(ctx, o.Addr)
	if err != nil {
		return nil, errors.Join(err, a.rdb.Close())
	}
	a.at = listener.Addr().String()
	quiet := slog.New(slog.DiscardHandler) // the visitor is told, and Done
	a.pages = visits.Handler(a.store, quiet)
	a.server = &http.Server{
		Handler: http.HandlerFunc(a.enter), ReadTimeout: slowest, WriteTimeout: slowest,
		ErrorLog: slog.NewLogLogger(slog.DiscardHandler, slog.LevelError),
	}
	go func() {
		defer close(a.ended)
		_ = a.server.Serve(listener) // ends with Close
	}()
	return a, nil
}

// listen opens a port that other machines cannot reach: whoever gives a name
// there is logged in.
func listen(ctx context.Context, addr string) (net.Listener, error) {
	if !strings.Contains(addr, ":") {
		addr = net.JoinHostPort("127.0.0.1", cmp.Or(addr, "0"))
	}
	host, port, err := net.SplitHostPort(addr)
	if err != nil {
		return nil, fmt.Errorf("%q is not host:port", addr)
	}
	if _, err := strconv.ParseUint(port, 10, 16); err != nil {
		return nil, fmt.Errorf("%q is not a port", port)
	}
	if ip := net.ParseIP(host); host != "localhost" && (ip == nil || !ip.IsLoopback()) {
		return nil, fmt.Errorf("the app has no passwords, so it is for this machine only, and %q is not: give 127.0.0.1", host)
	}
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", addr)
	if err == nil {
		return listener, nil
	}
	var cause syscall.Errno
	if errors.As(err, &cause) {
		err = cause
	}
	return nil, fmt.Errorf("the app cannot be served at %q: %w", addr, err)
}

// URL returns where a browser finds the app: "http://127.0.0.1:8000".
func (a *App) URL() string { return "http://" + a.at }

// Now returns the time by the app's clock.
func (a *App) Now() time.Time { return a.now() }

// Idle returns how long a visitor is remembered after a request.
func (a *App) Idle() time.Duration { return a.options.Idle }

// DB returns the number of the database that the app's keys are in.
func (a *App) DB() int { return a.db }

// cookie is the name of the cookie with the session's id.
const cookie = "sessionid"

// Session returns the id of the session that cookies open: as the site does, it
// takes the first of its own name that could be an id. It is "" for none.
func Session(cookies []*http.Cookie) string {
	for _, c := range cookies {
		if c.Name == cookie && websession.WellFormed(c.Value) {
			return c.Value
		}
	}
	return ""
}

// Key returns the key of the session that has an id.
func (a *App) Key(id string) string { return a.store.Key(id) }

// IndexKey returns the key that lists a user's sessions.
func (a *App) IndexKey(user string) string { return a.store.IndexKey(user) }

// Close ends the app and every request that is being answered; Done is not
// called any more. What the app has made stays: Leave removes that, too.
func (a *App) Close() error {
	a.refuse()
	err := errors.Join(a.server.Close(), a.rdb.Close())
	<-a.ended
	a.turn <- struct{}{} // the last answer has ended
	<-a.turn
	return err
}

// Leave ends the app and removes what it has made: the request that is being
// answered is answered to its end, and those that wait are refused, so that
// none makes a key behind the removal. The error says why keys may be left; when
// ctx ends first, the app is closed all the same.
func (a *App) Leave(ctx context.Context) error {
	a.refuse()
	return errors.Join(a.Forget(ctx), a.Close())
}

// refuse lets no more requests in.
func (a *App) refuse() { a.leave.Do(func() { close(a.gone) }) }

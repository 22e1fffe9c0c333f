// Package serve runs the visits app on a port of this machine, and tells what
// each request made it say to Redis.
//
// It promises that requests are answered one after the other and told in that
// order, each with exactly the commands that went over the wire for it and the
// replies that came; that a port of this machine is all it opens; and that
// Forget removes the keys that it has made and no others. It knows nothing of
// who is told.
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
	// answer. The next one waits for it.
	slowest = 10 * time.Second
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

	turn sync.Mutex // held while a request is answered
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
	a := &App{options: o, now: r.Now, db: client.DB, ended: make(chan struct{})}
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
		Handler: http.HandlerFunc(a.answer), ReadTimeout: slowest, WriteTimeout: slowest,
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

// Key returns the key of the session that a cookie's value opens. ok is false
// for a value that cannot be an id.
func (a *App) Key(value string) (key string, ok bool) {
	return a.store.Key(value), websession.WellFormed(value)
}

// IndexKey returns the key that lists a user's sessions.
func (a *App) IndexKey(user string) string { return a.store.IndexKey(user) }

// Close ends the app and every request that is being answered; Done is not
// called any more. What the app has made stays: Forget removes that.
func (a *App) Close() error {
	err := errors.Join(a.server.Close(), a.rdb.Close())
	<-a.ended
	a.turn.Lock() // the last answer has ended
	defer a.turn.Unlock()
	a.options.Done = func(Request) {}
	return err
}

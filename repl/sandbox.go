package repl

import (
	"context"
	"io"
	"time"

	"redis-tutor/lessons"
	"redis-tutor/lessons/websession/serve"
	"redis-tutor/sandbox/reply"
)

// Sandbox is what a session needs of a Redis. A Redis error is a reply; a Go
// error means that the Redis could not be reached.
type Sandbox interface {
	Connection // the learner's own

	// Another connects a further client under a name. It begins in the
	// learner's database and as her user.
	Another(ctx context.Context, name string) (Client, error)
	// Observe runs commands in a database on the tutor's connection, outside
	// the learner's transaction, and returns a reply for each. It is one
	// exchange, which nobody else who observes comes between. A SELECT among
	// the commands holds to its end, a WATCH beyond. A database that the
	// server refuses is an error.
	Observe(ctx context.Context, db int, commands ...[]string) ([]reply.Value, error)
	// Stream runs a command that never stops answering, such as SUBSCRIBE,
	// until ctx ends.
	Stream(ctx context.Context, args []string, each func(reply.Value) error) error
	// MovesTime reports whether Forward moves the clock; else it waits.
	MovesTime() bool
	// Forward lets the time d pass: at once where the clock can be moved,
	// else by waiting.
	Forward(ctx context.Context, d time.Duration) error
	// Listen opens a port for other programs. An empty addr is the usual
	// one, on this machine only; bound is where they find it, the best first;
	// stop ends it and disconnects nobody.
	Listen(ctx context.Context, addr, password string) (bound []string, stop func() error, err error)
	// Overhear hands the bytes of the learner's connection to heard, those
	// sent and those received, until it is called with nil.
	Overhear(heard func(sent bool, p []byte))
	// AnswerIn returns the bytes of the reply to a reading command in a
	// version of RESP, from the learner's database, and disturbs nothing.
	AnswerIn(ctx context.Context, protocol int, args ...string) ([]byte, error)
	// Serve starts the visits app over this Redis, as the learner's user and in
	// her database. It chooses the prefix of its keys.
	Serve(ctx context.Context, o serve.Options) (*serve.App, error)
	// Now is the time by the Redis's clock.
	Now() time.Time
}

// Connection is how one client speaks to the Redis.
type Connection interface {
	// Do runs a command. When ctx ends the command is given up, also one that
	// blocks.
	Do(ctx context.Context, args ...string) (reply.Value, error)
	// Reach makes sure that there is a connection, which Do does as well, and
	// reports whether it is another one than before. No command is sent. Next is
	// the one that will be: where that is a login, it may take the place of one
	// that is refused now.
	Reach(ctx context.Context, next ...string) (anew bool, err error)
	// Follow runs a command that never stops answering, such as SUBSCRIBE, on
	// a connection of its own and returns when it is confirmed or refused.
	// Each gets every reply, on another goroutine; at last an error, should
	// the connection be lost.
	Follow(ctx context.Context, args []string, each func(reply.Value, error)) (Feed, error)
	// Pushes returns what came unasked since the last call.
	Pushes() []reply.Value
	// State says where the connection is.
	State() State
}

// Client is the connection of a further client.
type Client interface {
	Connection
	io.Closer
}

// Feed is a connection that listens.
type Feed interface {
	// Do sends a command there and returns when its replies have been given
	// to each.
	Do(ctx context.Context, args ...string) error
	// Listening reports whether anything can come unasked.
	Listening() bool
	// Channels are those subscribed to, in order.
	Channels() []string
	// Ended is closed when nothing more will come.
	Ended() <-chan struct{}
	// Close ends it; afterwards each is not called any more.
	io.Closer
}

// State is where a client's connection is, as the prompt shows it.
type State struct {
	Addr      string // "127.0.0.1:6379", or "redis " and the path of a socket
	DB        int
	InTx      bool // inside MULTI
	Doomed    bool // and EXEC will refuse: a command could not be queued
	Connected bool
	Protocol  int      // 2 or 3
	Watched   []string // the keys under WATCH
	Lost      []string // what went with a lost connection: MULTI, WATCH, CLIENT TRACKING
}

// Layout is where lessons lay out their steps, and what they look at.
type Layout interface {
	lessons.Redis
	Forward(ctx context.Context, d time.Duration) error
}

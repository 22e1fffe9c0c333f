package sandbox

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/redis/go-redis/v9"

	"redis-tutor/sandbox/reply"
)

// link is one pinned connection. MULTI, SELECT and WATCH belong to a
// connection, so a pool would not do: each link is a go-redis client with a
// single connection, which is replaced as a whole when it is lost.
type link struct {
	target target
	other  *link // whose login serves where ours is refused; nil for none

	announce func(cmds ...[]string) // is told what is about to be sent

	busy sync.Mutex // held while a command is on its way
	conn *redis.Conn
	pool *redis.Client
	sift *sieve // what the connection is read through
	in   intake // makes replies of what comes
	tap  tap
	used time.Time    // when a command was last sent
	been map[int]bool // databases that this connection has been let into

	mu      sync.Mutex // guards what follows
	wire    net.Conn
	session session
	pushes  pushes
	closed  bool
}

// silence keeps go-redis from writing to standard error, which belongs to the
// learner: what goes wrong comes back as an error, too.
var silence = sync.OnceFunc(func() { redis.SetLogger(quiet{}) })

type quiet struct{}

func (quiet) Printf(context.Context, string, ...any) {}

func newLink(t target) *link {
	silence()
	l := &link{target: t, announce: func(...[]string) {}, been: map[int]bool{}}
	l.session = session{user: t.user, password: t.password}
	l.session.DB, l.session.Protocol = t.db, t.protocol
	return l
}

// State returns what is known about the connection. It never waits for a
// command.
func (l *link) State() State {
	l.mu.Lock()
	defer l.mu.Unlock()
	st := l.session.State
	st.Addr = l.target.addr()
	return st
}

func (l *link) close() {
	l.mu.Lock()
	l.closed = true
	if l.wire != nil {
		l.wire.Close()
	}
	l.mu.Unlock()
	l.busy.Lock()
	defer l.busy.Unlock()
	l.hangUp()
}

// do runs one command.
func (l *link) do(ctx context.Context, args []string) (reply.Value, error) {
	if err := sendable(args); err != nil {
		return reply.Value{}, err
	}
	l.busy.Lock()
	defer l.busy.Unlock()
	if err := l.ready(ctx, args); err != nil {
		return reply.Value{}, err
	}
	v, err := l.exchange(ctx, args)
	if err == nil {
		err = l.arrive(ctx)
	}
	return v, err
}

// exchange sends a command and waits for its reply.
func (l *link) exchange(ctx context.Context, args []string) (reply.Value, error) {
	l.announce(args)
	done := l.interruptible(ctx)
	l.sift.owe(1)
	err := l.conn.DoRawWriteTo(context.Background(), &l.in, anys(args)...).Err()
	if err = done(err); err != nil {
		l.in.reset()
		return reply.Value{}, err
	}
	return l.parse(args)
}

// parse returns the reply that has come in. Bytes that are not one reply mean
// that the connection is out of step, and end it.
func (l *link) parse(args []string) (reply.Value, error) {
	v, err := l.in.value()
	if err == nil && l.sift.surplus {
		err = errTwoReplies
	}
	if err != nil {
		l.hangUp()
		return reply.Value{}, err
	}
	l.saw(args, v)
	return v, nil
}

// ready checks that a command can be sent at all, and connects. Next is that
// command, which may be a login.
func (l *link) ready(ctx context.Context, next []string) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	l.mu.Lock()
	closed := l.closed
	l.mu.Unlock()
	if closed {
		return ErrClosed
	}
	l.probe(ctx)
	l.used = time.Now()
	err := l.up(ctx)
	if l.adopts(err) {
		l.hangUp()
		err = l.up(ctx)
	}
	if errors.Is(err, errWrongLogin) {
		return l.upAs(ctx, loginIn(next), err)
	}
	return err
}

// interruptible closes the connection when ctx ends: neither a cancelled
// context nor a read deadline would stop the server from serving the blocked
// command, and the next pushed item would be lost. The function it returns
// must be called with the outcome.
func (l *link) interruptible(ctx context.Context) func(error) error {
	wire := l.wire
	stop := context.AfterFunc(ctx, func() { wire.Close() })
	return func(err error) error {
		interrupted := !stop()
		if err == nil && !interrupted {
			return nil
		}
		l.hangUp()
		switch {
		case err == nil:
			return nil // the reply was faster
		case interrupted:
			return ctx.Err()
		}
		return l.lostError(err)
	}
}

// lostError says that the connection was lost while a command was on its way.
func (l *link) lostError(err error) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	var network net.Error
	if l.closed {
		return ErrClosed
	}
	if gone := l.target.lost(); gone != nil {
		return gone
	}
	switch {
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.ErrClosedPipe), errors.As(err, &network):
		return errors.New("server closed the connection")
	}
	if sent, garbage := strings.CutPrefix(err.Error(), "redis: can't read raw reply: "); garbage {
		return fmt.Errorf("the server does not speak Redis's protocol: it sent %s", sent)
	}
	return err
}

// saw keeps the state up to date, and hangs up where the server does.
func (l *link) saw(args []string, v reply.Value) {
	if l.conn != nil {
		l.note(args, v)
	}
	if quits(args) {
		l.hangUp()
	}
}

// note keeps the state up to date.
func (l *link) note(args []string, v reply.Value) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.session.saw(args, v)
}

// pipeline sends commands in large batches, so that memory stays bounded. It
// ends before a command that cannot be sent.
func (l *link) pipeline(ctx context.Context, cmds [][]string, each func(int, reply.Value) error) error {
	cmds, refused := upToRefused(cmds)
	l.busy.Lock()
	defer l.busy.Unlock()
	if err := l.sendAll(ctx, cmds, each); err != nil {
		return err
	}
	return refused
}

// sendAll is pipeline for who holds the link.
func (l *link) sendAll(ctx context.Context, cmds [][]string, each func(int, reply.Value) error) error {
	const batch = 10_000
	for first := 0; first < len(cmds); {
		if err := l.ready(ctx, cmds[first]); err != nil {
			return err
		}
		part := l.upToLogin(cmds[first:min(first+batch, len(cmds))])
		err := l.batch(ctx, part, func(i int, v reply.Value) error { return each(first+i, v) })
		if err == nil {
			err = l.arrive(ctx)
		}
		if err != nil {
			return err
		}
		first += len(part)
	}
	return nil
}

// batch sends commands together. Each reply is handed on when the next one
// begins, so that only one is held in memory.
func (l *link) batch(ctx context.Context, cmds [][]string, each func(int, reply.Value) error) error {
	next, refused := 0, error(nil)
	handOn := func(upTo int) error {
		for ; next < upTo; next++ {
			v, err := l.in.value()
			if err != nil {
				return err
			}
			l.note(cmds[next], v)
			if refused == nil {
				refused = each(next, v)
			}
		}
		return nil
	}
	l.announce(cmds...)
	pipe := l.conn.Pipeline()
	for i, args := range cmds {
		into := turn{&l.in, func() error { return handOn(i) }}
		_ = pipe.Process(context.Background(), redis.NewRawWriteToCmd(context.Background(), into, anys(args)...)) // only queues
	}
	done := l.interruptible(ctx)
	l.sift.owe(len(cmds))
	_, err := pipe.Exec(context.Background())
	if err = done(err); err == nil {
		err = handOn(len(cmds))
		if err == nil && l.sift.surplus {
			err = errTwoReplies
		}
	} else if next < len(cmds) {
		_ = handOn(next + 1) // it may have come in whole; else there is none
	}
	if err != nil {
		l.hangUp()
		l.in.reset()
	} else if slices.ContainsFunc(cmds, quits) {
		l.hangUp()
	}
	if refused != nil {
		return refused
	}
	return err
}

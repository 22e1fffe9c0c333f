// Package sandbox gives a learner a Redis to type at: one inside this
// process, a private server of the installed kind, or a server the user
// names. All look the same from outside.
//
// A Redis error is a reply, never a Go error: a Go error means that the
// sandbox failed or that the command was interrupted, and must not be shown
// as a wrong answer. The package knows nothing of prompts and lessons.
package sandbox

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"redis-tutor/sandbox/command"
	"redis-tutor/sandbox/embedded"
	"redis-tutor/sandbox/reply"
)

// Kind says which sort of Redis a sandbox is.
type Kind int

// The kinds of sandbox.
const (
	Embedded Kind = iota // inside this process
	Server               // a server the user names
	Local                // a server started for this sandbox and gone with it
)

// ErrClosed says that the sandbox has been closed.
var ErrClosed = errors.New("the sandbox is closed")

// Options say which Redis to open. The zero value is an embedded one.
type Options struct {
	Kind Kind

	// Commands gives the command table, for the embedded kind's errors and
	// COMMAND. It is called when first needed.
	Commands func() *command.Table

	// Limits bound what an embedded Redis takes; the zero value gives defaults.
	Limits embedded.Limits

	// Durable is a folder in which a local server is to keep an append-only
	// file that it writes to the disk before each reply (appendfsync always);
	// without one it keeps nothing. The file stays there.
	Durable string

	// Where a server is. A URI, redis://[user:]password@host:port/db,
	// rediss:// for TLS or unix://[user:password@]/path, goes before Host and
	// Port (127.0.0.1 and 6379 unless given); a Socket goes before both.
	Host           string
	Port           int
	Socket         string
	DB             int
	User, Password string
	URI            string

	// TLS, when not nil, encrypts the connection to a server.
	TLS *TLS

	// Protocol is the version of RESP, 2 unless it is 3.
	Protocol int
	// DialTimeout limits connecting; 5 s unless given. LoginTimeout limits how
	// long the server may be silent then; 10 s unless given.
	DialTimeout, LoginTimeout time.Duration

	// NotYet is told why nothing listens where a server was named. It may come
	// later: then Open returns a sandbox that is not connected, and each command
	// tries again. Without NotYet that is an error of Open.
	NotYet func(error)
}

// Sandbox is one learner's Redis. Its methods may be called from several
// goroutines; commands on the same connection wait for each other.
type Sandbox struct {
	opts    Options
	engine  *embedded.Server // nil unless embedded
	local   *local           // nil unless local
	target  target
	learner *link
	tutor   *link
	listens atomic.Pointer[string] // the address, of an embedded one

	mu      sync.Mutex
	closed  bool
	streams map[*stream]struct{}
	clients map[*link]struct{}
	feeds   map[*Feed]struct{}
}

// Open connects to a Redis, or makes an embedded one. The error for a server
// that cannot be reached, refuses the password or does not have the database
// says so in words fit for the user.
func Open(ctx context.Context, o Options) (*Sandbox, error) {
	s := &Sandbox{opts: o, streams: map[*stream]struct{}{}, clients: map[*link]struct{}{}, feeds: map[*Feed]struct{}{}}
	if err := s.furnish(ctx); err != nil {
		return nil, err
	}
	s.learner, s.tutor = newLink(s.target), newLink(s.target.tutors())
	s.tutor.other = s.learner
	if s.engine == nil {
		s.tutor.announce = s.willSay
	}
	switch err := s.learner.connect(ctx); {
	case err == nil:
	case o.NotYet != nil && mayCome(err) && ctx.Err() == nil:
		o.NotYet(err)
	default:
		s.Close()
		return nil, err
	}
	return s, nil
}

// furnish finds or makes the Redis that the options ask for.
func (s *Sandbox) furnish(ctx context.Context) (err error) {
	switch o := s.opts; o.Kind {
	case Server:
		s.target, err = serverTarget(o)
	case Local:
		if s.local, err = startLocal(ctx, s.opts.Durable); err == nil {
			s.target, err = localTarget(s.local, o)
		}
	default:
		if s.engine, err = embedded.NewLimited(o.Limits); err == nil {
			s.engine.Commands = o.Commands
			s.target = embeddedTarget(s.engine, &s.listens, o)
		}
	}
	return err
}

// NewEmbedded makes an embedded sandbox for which commands, which may be nil,
// gives the command table.
func NewEmbedded(commands func() *command.Table) (*Sandbox, error) {
	return Open(context.Background(), Options{Commands: commands})
}

// Fresh makes a new, empty embedded sandbox like this one.
func (s *Sandbox) Fresh() (*Sandbox, error) {
	if s.engine == nil {
		return nil, errors.New("a server has only one keyspace: no fresh one can be made")
	}
	return Open(context.Background(), Options{Commands: s.opts.Commands, Limits: s.opts.Limits, Protocol: s.opts.Protocol})
}

// Do runs a command on the learner's connection and returns its reply. When
// ctx ends first, the connection is closed, so that a blocked command takes
// nothing from a list any more, and the error is that of ctx. The next call
// connects again and goes back to the user, database and protocol there were.
//
// SUBSCRIBE, PSUBSCRIBE, SSUBSCRIBE and MONITOR have no single reply and
// belong to Stream.
func (s *Sandbox) Do(ctx context.Context, args ...string) (reply.Value, error) {
	return s.learner.do(ctx, args)
}

// Pipeline runs commands on the learner's connection without waiting for one
// reply before sending the next command, and calls each with every reply in
// turn. An error from each ends it; the commands have been run all the same.
func (s *Sandbox) Pipeline(ctx context.Context, cmds [][]string, each func(i int, v reply.Value) error) error {
	return s.learner.pipeline(ctx, cmds, each)
}

// State returns what redis-cli's prompt would show about the learner's
// connection.
func (s *Sandbox) State() State { return s.learner.State() }

// tick is by how much longer Forward waits on a server: a key that is due
// exactly then is still there in the millisecond of its deadline (keyIsExpired
// in src/db.c compares with >), and the server's clock is read at intervals.
const tick = 20 * time.Millisecond

// MovesTime reports whether Forward moves a clock instead of waiting.
func (s *Sandbox) MovesTime() bool { return s.engine != nil }

// Forward moves the clock of an embedded sandbox. On a server it waits.
func (s *Sandbox) Forward(ctx context.Context, d time.Duration) error {
	if d < 0 {
		return fmt.Errorf("time only goes forward, not %s", d)
	}
	if s.engine != nil {
		s.engine.Forward(d)
		return nil
	}
	t := time.NewTimer(d + tick)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Close ends all connections, and blocked commands with them, and removes an
// embedded or local Redis with its data.
func (s *Sandbox) Close() error {
	s.mu.Lock()
	s.closed = true
	for st := range s.streams {
		st.conn.Close()
	}
	clients := slices.Collect(maps.Keys(s.clients))
	s.mu.Unlock()
	for _, c := range clients {
		c.close()
	}
	s.learner.close()
	s.tutor.close()
	switch {
	case s.engine != nil:
		return s.engine.Close()
	case s.local != nil:
		return s.local.Close()
	}
	return nil
}

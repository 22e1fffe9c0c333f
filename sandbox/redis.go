package sandbox

import (
	"context"
	"net"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/redis/go-redis/v9/maintnotifications"
)

// brief is how long a program of ours waits for a server that is away: its
// visitors want to be told, and not to wait.
const brief = time.Second

// Redis returns the options with which a go-redis client of this program's,
// such as that of a web app, reaches this Redis: as the learner's user and in
// her database as they are now. It gives up soon where nothing answers. The
// client is the caller's to close, before the sandbox.
func (s *Sandbox) Redis() *redis.Options {
	o := s.client(s.target.dial)
	o.Protocol = 2
	o.DialTimeout, o.ReadTimeout, o.WriteTimeout, o.PoolTimeout = brief, brief, brief, brief
	o.DialerRetries = 1
	o.MaxRetries = 1 // a server that was restarted has closed the connections
	o.PoolSize = 4
	return o
}

// Direct returns the options with which a go-redis client that measures
// reaches this Redis: nothing of ours is in between or asks the server
// anything, and nothing is tried twice. It comes as the learner's user, into
// her database as they are now. The client is the caller's to close, before the
// sandbox.
func (s *Sandbox) Direct() *redis.Options {
	dial := s.target.dial
	if s.local != nil { // whether it still runs is not looked at each time
		socket := socketIn(s.local.dir)
		dial = func(ctx context.Context) (net.Conn, error) {
			return new(net.Dialer).DialContext(ctx, "unix", socket)
		}
	}
	o := s.client(dial)
	o.DialerRetries, o.MaxRetries = 1, -1
	return o
}

// client returns options that send no more than the commands, and a greeting
// for each connection.
func (s *Sandbox) client(dial func(context.Context) (net.Conn, error)) *redis.Options {
	was := s.learner.current()
	db, _ := was.place()
	return &redis.Options{
		Addr:     s.target.addr(), // for its error messages only
		Dialer:   func(ctx context.Context, _, _ string) (net.Conn, error) { return dial(ctx) },
		Username: was.user, Password: was.password, DB: db,
		DisableIdentity:          true,
		MaintNotificationsConfig: &maintnotifications.Config{Mode: maintnotifications.ModeDisabled},
	}
}

// Now returns the time by the clock of this Redis, which Forward moves.
func (s *Sandbox) Now() time.Time {
	if s.engine != nil {
		return s.engine.Now()
	}
	return time.Now()
}

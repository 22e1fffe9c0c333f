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
	was := s.learner.current()
	db, _ := was.place()
	return &redis.Options{
		Addr:     s.target.addr(), // for its error messages only
		Dialer:   func(ctx context.Context, _, _ string) (net.Conn, error) { return s.target.dial(ctx) },
		Username: was.user, Password: was.password, DB: db,
		Protocol: 2, DisableIdentity: true,
		MaintNotificationsConfig: &maintnotifications.Config{Mode: maintnotifications.ModeDisabled},

		DialTimeout: brief, ReadTimeout: brief, WriteTimeout: brief, PoolTimeout: brief,
		DialerRetries: 1,
		MaxRetries:    1, // a server that was restarted has closed the connections
		PoolSize:      4,
	}
}

// Now returns the time by the clock of this Redis, which Forward moves.
func (s *Sandbox) Now() time.Time {
	if s.engine != nil {
		return s.engine.Now()
	}
	return time.Now()
}

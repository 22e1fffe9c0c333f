package sandbox

import (
	"context"
	"net"

	"github.com/redis/go-redis/v9"
)

// Direct returns the options with which a go-redis client that measures
// reaches this Redis: nothing of ours is in between or asks the server
// anything. It comes as the learner's user, into her database as they are now.
// The client is the caller's to close, before the sandbox.
func (s *Sandbox) Direct() *redis.Options {
	was := s.learner.current()
	db, _ := was.place()
	dial := s.target.dial
	if s.local != nil { // whether it still runs is not looked at each time
		socket := socketIn(s.local.dir)
		dial = func(ctx context.Context) (net.Conn, error) {
			return new(net.Dialer).DialContext(ctx, "unix", socket)
		}
	}
	return &redis.Options{
		Addr:     s.target.addr(), // for its error messages only
		Dialer:   func(ctx context.Context, _, _ string) (net.Conn, error) { return dial(ctx) },
		Username: was.user, Password: was.password, DB: db,
	}
}

package sandbox

import (
	"context"
	"errors"
)

// Reach makes sure that there is a connection, as Do does before it sends, and
// reports whether it is another one than before: the server may have ended the
// last one while nothing was sent. State then tells what was lost with that.
// Nothing but a login is sent, so who is told of a loss here knows that no
// command of hers was on its way. Next is the command that will be sent: where the
// server has come to refuse the login there was, and that is another one, it is
// tried.
func (s *Sandbox) Reach(ctx context.Context, next ...string) (anew bool, err error) {
	return s.learner.reach(ctx, next)
}

// Reach is Sandbox.Reach on this client's connection.
func (c *Client) Reach(ctx context.Context, next ...string) (anew bool, err error) {
	return c.link.reach(ctx, next)
}

func (l *link) reach(ctx context.Context, next []string) (anew bool, err error) {
	l.busy.Lock()
	defer l.busy.Unlock()
	if l.conn != nil && hungUp(l.wire) {
		l.hangUp()
	}
	if l.conn != nil {
		return false, nil
	}
	lost := l.State().Lost
	if err := l.ready(ctx, next); err != nil {
		return false, err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.session.Lost = lost // the login has made it forget
	return true, nil
}

// An away is the error of a server that does not listen, and may come.
type away struct{ error }

func (e *away) Unwrap() error { return e.error }

// mayCome reports whether an error says that a server is not there yet, and not
// that it, or how it is spoken to, is the wrong one.
func mayCome(err error) bool {
	var a *away
	return errors.As(err, &a)
}

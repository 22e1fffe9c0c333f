package sandbox

import (
	"context"

	"redis-tutor/sandbox/reply"
)

// Client is a further client of the same Redis: a connection with a database,
// a transaction and subscriptions of its own. Its methods are those of Sandbox
// that speak of the learner's connection.
type Client struct {
	box  *Sandbox
	link *link
}

// Another connects a further client under a name that CLIENT LIST shows. It
// begins as the learner's user and in her database and protocol, and ends
// with Close or with the sandbox.
func (s *Sandbox) Another(ctx context.Context, name string) (*Client, error) {
	l := newLink(s.target)
	was := s.learner.current()
	l.session.user, l.session.password, l.session.name = was.user, was.password, name
	l.session.DB, l.session.Protocol = was.place()
	s.mu.Lock()
	if s.closed {
		s.mu.Unlock()
		return nil, ErrClosed
	}
	s.clients[l] = struct{}{}
	s.mu.Unlock()
	c := &Client{s, l}
	if err := l.connect(ctx); err != nil {
		c.Close()
		return nil, err
	}
	return c, nil
}

// Do is Sandbox.Do on this client's connection.
func (c *Client) Do(ctx context.Context, args ...string) (reply.Value, error) {
	return c.link.do(ctx, args)
}

// Follow is Sandbox.Follow as this client's user.
func (c *Client) Follow(ctx context.Context, args []string, each func(reply.Value, error)) (*Feed, error) {
	return c.box.follow(ctx, c.link, args, each)
}

// State is Sandbox.State of this client's connection.
func (c *Client) State() State { return c.link.State() }

// Pushes is Sandbox.Pushes of this client's connection.
func (c *Client) Pushes() []reply.Value { return c.link.takePushes() }

// Close ends the connection, and a command that blocks on it. What Follow
// began goes on.
func (c *Client) Close() error {
	c.link.close()
	c.box.mu.Lock()
	defer c.box.mu.Unlock()
	delete(c.box.clients, c.link)
	return nil
}

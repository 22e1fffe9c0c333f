package serve

import (
	"bytes"
	"context"
	"net"
	"slices"
	"sync"
	"syscall"

	"redis-tutor/sandbox/reply"
)

// recorder keeps what goes over the connections to Redis, until it is taken.
// It is taken off the wire, and not from the client: that makes maps of hashes,
// and truths of numbers, which is not what Redis said.
type recorder struct {
	mu    sync.Mutex
	turns []*exchange
}

// exchange is what was sent at once over a connection, and what came back.
type exchange struct {
	sent, got []byte
	taken     bool // what is sent now belongs to the next one
}

type dialer = func(ctx context.Context, network, addr string) (net.Conn, error)

// over returns a dialer whose connections are recorded.
func (r *recorder) over(dial dialer) dialer {
	return func(ctx context.Context, network, addr string) (net.Conn, error) {
		conn, err := dial(ctx, network, addr)
		if err != nil {
			return nil, err
		}
		own := &recorded{Conn: conn, to: r}
		if file, ok := conn.(syscall.Conn); ok { // go-redis asks it whether the server is still there
			return struct {
				*recorded
				syscall.Conn
			}{own, file}, nil
		}
		return own, nil
	}
}

// recorded is a connection that is recorded. It is used by one goroutine at a
// time.
type recorded struct {
	net.Conn
	to  *recorder
	now *exchange
}

func (c *recorded) Write(p []byte) (int, error) {
	c.to.mu.Lock()
	if c.now == nil || c.now.taken || len(c.now.got) > 0 {
		c.now = &exchange{}
		c.to.turns = append(c.to.turns, c.now)
	}
	c.now.sent = append(c.now.sent, p...)
	c.to.mu.Unlock()
	return c.Conn.Write(p)
}

func (c *recorded) Read(p []byte) (int, error) {
	n, err := c.Conn.Read(p)
	c.to.mu.Lock()
	defer c.to.mu.Unlock()
	if c.now != nil {
		c.now.got = append(c.now.got, p[:n]...)
	}
	return n, err
}

// take returns the commands that were sent since the last call, without those
// of logging in.
func (r *recorder) take() []Command {
	r.mu.Lock()
	defer r.mu.Unlock()
	var all []Command
	for _, e := range r.turns {
		all = append(all, e.commands()...)
		e.taken = true
	}
	r.turns = nil
	return slices.DeleteFunc(all, func(c Command) bool {
		return slices.Contains([]string{"hello", "auth", "select", "client"}, c.Args[0])
	})
}

// commands puts the commands of an exchange beside their replies. A command is
// an array of strings on the wire.
func (e *exchange) commands() []Command {
	sent, got := reply.NewReader(bytes.NewReader(e.sent)), reply.NewReader(bytes.NewReader(e.got))
	var all []Command
	for {
		v, err := sent.Read()
		if err != nil || len(v.Items) == 0 {
			return all
		}
		c := Command{}
		for _, word := range v.Items {
			c.Args = append(c.Args, word.Str())
		}
		c.Reply, err = got.ReadReply(nil)
		c.Answered = err == nil
		all = append(all, c)
	}
}

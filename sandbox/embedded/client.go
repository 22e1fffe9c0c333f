package embedded

import (
	"bufio"
	"errors"
	"net"
	"sync/atomic"
	"time"

	"redis-tutor/sandbox/embedded/lua"
	"redis-tutor/sandbox/reply"
)

// client is one connection and everything Redis remembers about it.
type client struct {
	s        *Server
	conn     net.Conn
	on       *session
	id       int64
	name     string
	lib      [2]string // CLIENT SETINFO: name, version
	since    time.Time
	active   time.Time // when the last command came
	last     string    // the last command, for CLIENT LIST
	tx       *tx       // between MULTI and EXEC
	watching []watched // under WATCH
	spoiled  bool      // a watched key has changed
	mute     mute      // CLIENT REPLY
	noEvict  bool
	noTouch  bool     // CLIENT NO-TOUCH
	subs     [3]names // channels, patterns, shard channels
	wait     *waiter  // while blocked
	quit     bool     // the connection ends after the reply

	quiet    bool          // nobody is to see it
	outside  bool          // came through a listener
	password string        // of its listener, "" for none
	admitted bool          // it has said the password, or there was none when it came
	unread   atomic.Int64  // bytes of commands that have been read and not run
	tally    *tally        // nil for the learner's own connections
	room     chan struct{} // told when that has become less
}

func (s *Server) newClient(conn net.Conn) *client {
	s.lastID++
	s.stats.connections++
	c := s.unknownClient(conn)
	c.id = s.lastID
	s.clients[c] = struct{}{}
	return c
}

func (s *Server) newQuietClient(conn net.Conn) *client {
	c := s.unknownClient(conn)
	c.quiet = true
	s.onlookers[c] = struct{}{}
	return c
}

// unknownClient is a client that does not stand in any list yet.
func (s *Server) unknownClient(conn net.Conn) *client {
	return &client{s: s, conn: conn, room: make(chan struct{}, 1), on: newSession(), since: s.clock.now(), active: s.clock.now()}
}

// serve reads and answers commands until the connection ends.
func (c *client) serve() {
	commands := make(chan []string, 64)
	gone := make(chan struct{})
	c.s.wg.Add(1)
	go func() {
		defer c.s.wg.Done()
		c.read(commands, gone)
	}()
	for args := range commands {
		c.answer(args, commands)
		if o, outside := c.conn.(*outbox); c.quit || outside && o.dropped() {
			break
		}
	}
	close(gone)
	c.conn.Close()
	c.s.forget(c)
}

// read parses what arrives. It closes commands at the end of the connection
// and wakes a blocked client, which will not get an answer any more.
func (c *client) read(commands chan<- []string, gone <-chan struct{}) {
	defer close(commands)
	br := bufio.NewReaderSize(c.conn, 16<<10)
	for {
		args, err := readCommand(br, c.s.limits)
		if o, ok := c.conn.(*outbox); ok {
			o.parsed()
		}
		if err != nil {
			var bad *syntaxError
			if errors.As(err, &bad) {
				c.send(reply.NewError("ERR Protocol error: "+bad.text).AppendWire(nil, 2))
				c.conn.Close()
			}
			c.s.stopScript(c, lua.Abandoned)
			c.s.nap.end(c)
			c.s.unblock(c)
			return
		}
		if len(args) == 0 {
			continue
		}
		c.unread.Add(int64(sizeOf(args)))
		c.tally.add(sizeOf(args))
		select {
		case commands <- args:
		case <-gone:
			return
		}
		for c.unread.Load() > int64(c.s.limits.Query) {
			select {
			case <-c.room:
			case <-gone:
				return
			}
		}
	}
}

// answer runs a command and those that wait behind it, as long as their
// replies can go out together.
func (c *client) answer(args []string, more <-chan []string) {
	const batch = 32 << 10
	var out []byte
	for {
		if d, ended := c.s.holds(args); d > 0 && !c.quiet {
			select {
			case <-time.After(d):
			case <-ended:
			}
		}
		c.taken(args)
		if c.tally != nil && c.s.crowd.held.Load() > c.s.limits.Total {
			c.s.evict() // before there are still more replies
		}
		reply, w := c.s.execute(c, args, out)
		out = reply
		if w != nil {
			c.send(out)
			out = <-w.done
		}
		if c.quit || len(more) == 0 || len(out) > batch || c.subscriptions() > 0 {
			break
		}
		next, ok := <-more
		if !ok {
			break
		}
		args = next
	}
	c.send(out)
	c.makeRoom()
}

// taken says that a command is no longer waiting.
func (c *client) taken(args []string) {
	c.unread.Add(-int64(sizeOf(args)))
	c.tally.add(-sizeOf(args))
	select {
	case c.room <- struct{}{}:
	default:
	}
}

// makeRoom waits, without holding anything up, until the client has read
// most of its replies; in memory nothing can wait, and too much is too much.
func (c *client) makeRoom() {
	const most = 1 << 20
	if o, ok := c.conn.(*outbox); ok {
		o.drain(most)
	} else if c.backlog() > c.s.limits.Output {
		c.conn.Close()
	}
}

// send writes to the client. An error means that it is gone, which its reader
// finds out by itself.
func (c *client) send(b []byte) {
	if len(b) > 0 {
		_, _ = c.conn.Write(b)
	}
}

// forget drops a client that has left.
func (s *Server) forget(c *client) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.channel.leave(c)
	s.drop(c.wait)
	c.release()
	c.tally.end()
	delete(s.clients, c)
	delete(s.onlookers, c)
	delete(s.monitors, c)
}

// execute runs one command for a client and returns out with the reply
// behind it, or a waiter that will have the reply.
func (s *Server) execute(c *client, args []string, out []byte) ([]byte, *waiter) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.busy() {
		return s.beside(c, args, out), nil
	}
	s.settle()
	if s.quiet = c.quiet; !s.quiet {
		s.stats.commands++
	}
	c.last, c.active = s.fullName(args), s.clock.now()
	cl := &call{s: s, on: c.on, from: c, args: args, mayWait: true, out: out}
	switch {
	case c.locked(cl):
	case c.refuses(cl):
	case c.tx != nil && !immediate(cl.arg(0)):
		c.queue(cl)
	default:
		cl.guarded()
	}
	s.settle()
	return c.heard(cl.out, len(out)), c.wait
}

// fullName is a command's name as CLIENT LIST shows it.
func (s *Server) fullName(args []string) string {
	name := lower(args[0])
	if len(args) > 1 && s.contains(name) {
		name += "|" + lower(args[1])
	}
	return name
}

// settle brings the keyspace up to date: what is due expires, and blocked
// clients that can be served are.
func (s *Server) settle() {
	if s.busy() {
		return
	}
	s.expireDue()
	s.serveWaiting()
}

// refuses answers what a subscribed RESP2 client may not send.
func (c *client) refuses(cl *call) bool {
	if c.on.proto > 2 || c.subscriptions() == 0 {
		return false
	}
	switch cl.arg(0) {
	case "SUBSCRIBE", "PSUBSCRIBE", "SSUBSCRIBE", "UNSUBSCRIBE", "PUNSUBSCRIBE", "SUNSUBSCRIBE", "PING", "QUIT", "RESET":
		return false
	}
	cl.fail("ERR Can't execute '%s': only (P|S)SUBSCRIBE / (P|S)UNSUBSCRIBE / PING / QUIT / RESET are allowed in this context", c.last)
	return true
}

package embedded

import (
	"bufio"
	"bytes"
	"fmt"
	"strings"
	"time"

	"github.com/alicebob/miniredis/v2/server"

	"redis-tutor/sandbox/reply"
)

// A rule answers one command. It is given a call and writes exactly one reply
// to it, with pass, reply or fail.
type rule func(c *call)

// session is what a connection is to miniredis: a peer whose replies end in a
// buffer, and the database it is in.
type session struct {
	peer  *server.Peer
	buf   *bytes.Buffer
	db    int
	proto int
}

func newSession() *session {
	buf := &bytes.Buffer{}
	return &session{peer: server.NewPeer(bufio.NewWriter(buf)), buf: buf, proto: 2}
}

// call is a command on its way through the engine.
type call struct {
	s    *Server
	on   *session
	from *client // nil when a script called
	args []string
	// mayWait says that a blocking command may wait: it is not inside EXEC
	// or a script.
	mayWait bool
	out     []byte
}

// run answers the call by the rule for its name.
func (c *call) run() {
	name := strings.ToUpper(c.args[0])
	r := c.s.rules[name]
	at := len(c.out)
	began := time.Now()
	if runsOthers(name) {
		c.watched()
	}
	switch {
	case c.overLimit(name):
	case r == nil:
		c.passOn()
	default:
		r(c)
	}
	failed := len(c.out) > at && c.out[at] == '-'
	if failed {
		c.correct(at)
	}
	c.account(name, failed)
	if !runsOthers(name) {
		c.watched()
	}
	c.timed(name, time.Since(began))
	c.s.noteDeadlines()
}

// pass lets miniredis answer a command.
func (c *call) pass(args ...string) { c.out = append(c.out, c.s.dispatch(c.on, args)...) }

// passOn lets miniredis answer the command as it came.
func (c *call) passOn() { c.pass(c.args...) }

// ask gives a command to miniredis and returns its reply to the rule.
func (c *call) ask(args ...string) reply.Value { return c.s.ask(c.on, args...) }

// reply answers the call.
func (c *call) reply(v reply.Value) { c.out = v.AppendWire(c.out, c.on.proto) }

func (c *call) ok()                     { c.reply(reply.NewStatus("OK")) }
func (c *call) integer(n int64)         { c.reply(reply.NewInt(n)) }
func (c *call) fail(f string, a ...any) { c.reply(reply.NewError(fmt.Sprintf(f, a...))) }

// bulks replies with an array of bulk strings.
func (c *call) bulks(texts ...string) { c.texts(reply.Bulk, texts) }

// statuses replies with an array of status replies.
func (c *call) statuses(texts ...string) { c.texts(reply.Status, texts) }

func (c *call) texts(kind reply.Kind, texts []string) {
	items := make([]reply.Value, len(texts))
	for i, text := range texts {
		items[i] = reply.Value{Kind: kind, Text: text}
	}
	c.reply(reply.NewArray(items...))
}

// arg returns the i-th word in upper case, and "" when there is none.
func (c *call) arg(i int) string {
	if i >= len(c.args) {
		return ""
	}
	return strings.ToUpper(c.args[i])
}

// arg0 returns the i-th word as it is, and "" when there is none.
func (c *call) arg0(i int) string {
	if i >= len(c.args) {
		return ""
	}
	return c.args[i]
}

// here is what the front remembers of the call's database.
func (c *call) here() *space { return c.s.keys.spaces[c.on.db] }

// touch says that a key's deadline may have changed in the call's database.
func (c *call) touch(keys ...string) {
	for _, key := range keys {
		c.s.keys.touch(c.on.db, key)
	}
}

// ask dispatches and parses. Should miniredis give two replies, the first one
// counts.
func (s *Server) ask(on *session, args ...string) reply.Value {
	return s.parse(s.dispatch(on, args))
}

// parse reads a reply.
func (s *Server) parse(wire []byte) reply.Value {
	s.feed.Write(wire)
	v, err := s.parser.Read()
	if err != nil {
		s.newParser()
		return reply.NewError("ERR " + err.Error())
	}
	if s.parser.Buffered()+s.feed.Len() > 0 {
		s.newParser()
	}
	return v
}

// newParser makes the parser for miniredis's replies, one for all: it has a
// buffer that is too large to be made for each.
func (s *Server) newParser() {
	s.feed.Reset()
	s.parser = reply.NewReader(&s.feed)
}

// askIn asks the engine's own question in a database. It must not be used
// while a script runs: miniredis then holds its lock.
func (s *Server) askIn(db int, args ...string) reply.Value {
	if s.own.db != db {
		s.dispatch(s.own, []string{"SELECT", itoa(db)})
		s.own.db = db
	}
	return s.ask(s.own, args...)
}

// dispatch gives a command to miniredis. The bytes returned are good until
// the session's next command.
func (s *Server) dispatch(on *session, args []string) []byte {
	outer := s.current
	s.current = on.peer
	on.buf.Reset()
	if outer == nil {
		s.guarded(on, args)
	} else {
		s.wire.Dispatch(on.peer, args)
	}
	on.peer.Flush()
	s.current = outer
	return on.buf.Bytes()
}

// guarded dispatches and survives a panic inside miniredis, which would
// otherwise leave its lock held and end the program.
func (s *Server) guarded(on *session, args []string) {
	defer func() {
		if r := recover(); r != nil {
			s.data.TryLock()
			s.data.Unlock()
			fresh := newSession()
			fresh.peer.Resp3 = on.peer.Resp3
			on.peer, on.buf = fresh.peer, fresh.buf
			s.wire.Dispatch(on.peer, []string{"SELECT", itoa(on.db)})
			on.peer.Flush()
			on.buf.Reset()
			on.peer.WriteError(fmt.Sprintf("ERR internal error: %v", r))
		}
	}()
	s.wire.Dispatch(on.peer, args)
}

func lower(s string) string { return strings.ToLower(s) }

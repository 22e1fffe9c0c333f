package embedded

import (
	"strings"
	"time"

	"redis-tutor/sandbox/reply"
)

// A rule answers one command. It is given a call and writes exactly one reply
// to it.
type rule func(c *call)

// session is whose commands these are: the database they work on and the
// protocol of the replies.
type session struct {
	db    int
	proto int
}

func newSession() *session { return &session{proto: 2} }

// call is a command on its way through the engine.
type call struct {
	s    *Server
	on   *session
	from *client // nil when a script called
	args []string
	// mayWait says that a blocking command may wait: it is not inside EXEC
	// or a script.
	mayWait bool
	// again says that the command has waited and is tried once more.
	again bool
	out   []byte
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
	how := done
	switch {
	case r == nil && missing(name) != "":
		c.fail("ERR %s", missing(name))
	case r == nil:
		c.fail("%s", unknownCommand(c.args))
	case len(c.args) > 1 && c.overLimit(name):
		how = rejected
	default:
		r(c)
	}
	if len(c.out) > at && c.out[at] == '-' {
		if how = max(how, failed); c.correct(at) {
			how = rejected
		}
		if !c.s.quiet {
			c.s.stats.failed(c.out[at:])
		}
	}
	c.account(name, how != done)
	if !runsOthers(name) {
		c.watched()
	}
	c.timed(name, time.Since(began), how)
	c.s.expireDue()
}

// guarded runs the call and survives a mistake in a rule.
func (c *call) guarded() {
	at := len(c.out)
	defer func() {
		if r := recover(); r != nil {
			c.out = c.out[:at]
			c.fail("ERR internal error: %v", r)
		}
	}()
	c.run()
}

// arity wraps a rule that needs n words, the command's name included; a
// negative number is a minimum.
func arity(n int, r rule) rule {
	return func(c *call) {
		if !fits(n, len(c.args)) {
			c.wrongArity()
			return
		}
		r(c)
	}
}

func fits(n, words int) bool { return n == words || n < 0 && words >= -n }

func (c *call) wrongArity() {
	c.fail("ERR wrong number of arguments for '%s' command", c.s.fullName(c.args))
}

// contains reports whether a command consists of subcommands.
func (s *Server) contains(name string) bool {
	switch name {
	case "object", "memory", "config", "client", "xinfo", "xgroup", "acl", "command", "pubsub", "function", "script", "latency", "slowlog", "module":
		return true
	}
	return false
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

// is reports whether the i-th word is an option, in any case.
func (c *call) is(i int, option string) bool {
	return i < len(c.args) && strings.EqualFold(c.args[i], option)
}

// left is the number of words behind the i-th.
func (c *call) left(i int) int { return len(c.args) - i - 1 }

// ask runs another command on the call's own session and returns its reply.
func (c *call) ask(args ...string) reply.Value {
	inner := &call{s: c.s, on: c.on, from: c.from, args: args}
	inner.run()
	return c.s.parse(inner.out)
}

// parse reads a reply of our own.
func (s *Server) parse(out []byte) reply.Value {
	s.newParser()
	s.feed.Write(out)
	v, err := s.parser.Read()
	if err != nil {
		return reply.NewError("ERR " + err.Error())
	}
	return v
}

// newParser makes the parser for replies, one for all: it has a buffer that is
// too large to be made for each.
func (s *Server) newParser() {
	s.feed.Reset()
	if s.parser == nil || s.parser.Buffered() > 0 {
		s.parser = reply.NewReader(&s.feed)
	}
}

// askIn asks the engine's own question in a database.
func (s *Server) askIn(db int, args ...string) reply.Value {
	c := &call{s: s, on: &session{db: db, proto: 2}}
	return c.ask(args...)
}

func lower(s string) string { return strings.ToLower(s) }
func upper(s string) string { return strings.ToUpper(s) }

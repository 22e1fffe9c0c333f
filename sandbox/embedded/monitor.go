package embedded

import (
	"fmt"
	"strings"

	"redis-tutor/sandbox/reply"
)

// MONITOR: a client that gets a line for every command of the others.
func monitorRules() map[string]rule {
	return map[string]rule{"MONITOR": func(c *call) {
		if !c.fits(len(c.args) == 1) {
			return
		}
		if !c.mayWait {
			c.fail("ERR MONITOR isn't allowed for DENY BLOCKING client")
			return
		}
		c.s.monitors[c.from] = struct{}{}
		c.ok()
		c.now()
	}}
}

// watched tells the monitors of a command that has been run; a script is told
// of before what it calls. Commands about the server are not shown.
func (c *call) watched() {
	s := c.s
	if len(s.monitors) == 0 || s.quiet || s.problem(c.args) != "" || c.arg(0) == "MONITOR" {
		return
	}
	if cmd := s.lookup(c.args); cmd != nil && cmd.Has("admin") {
		return
	}
	from := "lua"
	if c.from != nil {
		from = c.from.address()
	}
	now := s.clock.now()
	var line strings.Builder
	fmt.Fprintf(&line, "%d.%06d [%d %s]", now.Unix(), now.Nanosecond()/1000, c.on.db, from)
	for _, arg := range redacted(c.args) {
		line.WriteByte(' ')
		line.WriteString(reply.Quote(arg))
	}
	wire := reply.NewStatus(line.String()).AppendWire(nil, 2)
	for m := range s.monitors {
		m.unasked(wire)
	}
}

// runsOthers names the commands that call others, which monitors see later.
func runsOthers(name string) bool {
	switch name {
	case "EVAL", "EVALSHA", "EVAL_RO", "EVALSHA_RO", "FCALL", "FCALL_RO":
		return true
	}
	return false
}

// redacted hides the passwords in a command.
func redacted(args []string) []string {
	const secret = "(redacted)"
	from, to := 0, 0
	switch strings.ToUpper(args[0]) {
	case "AUTH":
		from, to = 1, len(args)
	case "HELLO":
		for i, arg := range args {
			if strings.EqualFold(arg, "AUTH") {
				from, to = i+1, min(i+3, len(args))
			}
		}
	case "ACL", "CONFIG":
		if len(args) > 2 && (strings.EqualFold(args[1], "SETUSER") || strings.EqualFold(args[1], "SET") && strings.EqualFold(args[2], "requirepass")) {
			from, to = 2, len(args)
		}
	}
	if from == to {
		return args
	}
	out := append([]string(nil), args...)
	for i := from; i < to; i++ {
		out[i] = secret
	}
	return out
}

// address is what MONITOR and SLOWLOG say of where a client is.
func (c *client) address() string {
	if c.outside {
		return c.conn.RemoteAddr().String()
	}
	return fmt.Sprintf("127.0.0.1:%d", 50000+c.id%10000)
}

// backlog is how many bytes wait for the client.
func (c *client) backlog() int {
	if w, ok := c.conn.(interface{ waiting() int }); ok {
		return w.waiting()
	}
	return 0
}

// unasked sends what the client did not ask for, and disconnects it when too
// much of that waits.
func (c *client) unasked(b []byte) {
	if c.backlog()+len(b) > c.s.limits.PubSub {
		c.conn.Close()
		return
	}
	if c.tally != nil {
		c.s.makeWay(len(b)) // one message may go to very many
	}
	c.send(b)
}

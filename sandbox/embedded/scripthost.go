package embedded

import (
	"strings"
	"time"

	"redis-tutor/sandbox/embedded/lua"
	"redis-tutor/sandbox/reply"
)

// scriptHost is what scripts work with: a session of their own, and the rules.
type scriptHost struct {
	s        *Server
	on       *session
	readonly bool
	wrote    bool // the script that runs has called a write
}

// luaMachine returns the machine, made or made anew, with all libraries.
func (s *Server) luaMachine() *lua.Machine {
	if s.scripts.machine != nil {
		return s.scripts.machine
	}
	h := &s.scripts.host
	*h = scriptHost{s: s, on: newSession()}
	s.scripts.machine = lua.New(lua.Host{
		Call:    h.call,
		Knows:   func(args []string) bool { return s.table() == nil || s.lookup(args) != nil },
		Lock:    &s.mu,
		Busy:    func() time.Duration { return s.tuned.busyAfter },
		Time:    s.limits.ScriptTime,
		Memory:  s.limits.ScriptMemory,
		Version: Version,
	})
	s.scripts.libs.reload(s.scripts.machine)
	return s.scripts.machine
}

// dropSpent closes the machine when its last script had to be ended.
func (s *Server) dropSpent() {
	if m := s.scripts.machine; m.Spent() {
		m.Close()
		s.scripts.machine = nil
	}
}

// lend puts the script's session into the database of the caller.
func (h *scriptHost) lend(c *call, readonly bool) {
	h.readonly, h.wrote = readonly, false
	if h.on.db != c.on.db {
		inner := &call{s: h.s, on: h.on}
		inner.enter(c.on.db)
	}
}

// call runs a command in the name of the script.
func (h *scriptHost) call(args []string, protocol int, fits func(bytes int) bool) reply.Value {
	if problem := h.refuses(args); problem != "" {
		return reply.NewError(problem)
	}
	h.on.proto = protocol
	inner := &call{s: h.s, on: h.on, args: args}
	inner.run()
	if !fits(len(inner.out)) {
		return reply.Value{}
	}
	return h.s.parse(inner.out)
}

// refuses says why a script may not call a command, and "" when it may.
func (h *scriptHost) refuses(args []string) string {
	t := h.s.table()
	if t == nil {
		return ""
	}
	cmd, ok := t.Lookup(args...)
	switch {
	case !ok || !h.s.knows(strings.ToUpper(args[0])):
		return "ERR Unknown Redis command called from script"
	case len(args) == 1 && cmd.Name == strings.ToUpper(args[0]) && !cmd.ArityFits(1), !cmd.ArityFits(len(args)):
		return "ERR Wrong number of args calling Redis command from script"
	case cmd.Has("noscript"):
		return "ERR This Redis command is not allowed from script"
	case h.readonly && (cmd.Writes() || mayReplicate(cmd.Name)):
		return "ERR Write commands are not allowed from read-only scripts."
	}
	h.wrote = h.wrote || cmd.Writes()
	return ""
}

// mayReplicate names the commands that a read-only script may not call either:
// they are no writes, but replicas hear of them.
func mayReplicate(name string) bool {
	return name == "PUBLISH" || name == "SPUBLISH" || name == "PFCOUNT"
}

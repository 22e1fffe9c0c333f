package lua

import (
	"crypto/sha1"
	"encoding/hex"
	"fmt"
	"strings"

	lua "github.com/yuin/gopher-lua"

	"redis-tutor/sandbox/reply"
)

// The table redis of scripts.
func (m *Machine) redis() map[string]lua.LGFunction {
	none := func(*lua.LState) int { return 0 }
	return map[string]lua.LGFunction{
		"call":               func(l *lua.LState) int { return m.call(l, true) },
		"pcall":              func(l *lua.LState) int { return m.call(l, false) },
		"error_reply":        func(l *lua.LState) int { return single1(l, "err") },
		"status_reply":       func(l *lua.LState) int { return single1(l, "ok") },
		"sha1hex":            m.sha1hex,
		"log":                m.log,
		"setresp":            m.setResp,
		"set_repl":           m.setRepl,
		"replicate_commands": func(l *lua.LState) int { l.Push(lua.LTrue); return 1 },
		"breakpoint":         func(l *lua.LState) int { l.Push(lua.LFalse); return 1 },
		"debug":              none,
		"acl_check_cmd":      m.aclCheck,
	}
}

// SHA1 is what redis.sha1hex gives, and a script's name in the cache.
func SHA1(s string) string {
	sum := sha1.Sum([]byte(s))
	return hex.EncodeToString(sum[:])
}

// raise raises an error of the redis table: a table that knows its place.
func (m *Machine) raise(l *lua.LState, text string) int {
	t := errorTable(l, text)
	if p, ok := lastPlace(l, 0); ok {
		t.RawSetString("source", lua.LString(p.source()))
		t.RawSetString("line", lua.LNumber(p.line()))
	}
	l.Error(t, 0)
	return 0
}

func errorTable(l *lua.LState, text string) *lua.LTable {
	t := l.CreateTable(0, 3)
	t.RawSetString("err", lua.LString(text))
	return t
}

func (m *Machine) sha1hex(l *lua.LState) int {
	if l.GetTop() != 1 {
		return m.raise(l, "ERR wrong number of arguments")
	}
	text := ""
	if isText(l.Get(1)) {
		text = textOf(l.Get(1))
	}
	l.Push(lua.LString(SHA1(text)))
	return 1
}

// single1 makes the table that stands for a status or an error.
func single1(l *lua.LState, field string) int {
	text, ok := l.Get(1).(lua.LString)
	if l.GetTop() != 1 || !ok {
		l.Push(errorTable(l, "ERR wrong number or type of arguments"))
		return 1
	}
	s := string(text)
	if field == "err" {
		s = withCode(s)
	}
	t := l.CreateTable(0, 1)
	t.RawSetString(field, lua.LString(s))
	l.Push(t)
	return 1
}

// withCode puts ERR before an error of one word.
func withCode(s string) string {
	if body, ok := strings.CutPrefix(s, "-"); ok {
		s = body
		if !strings.Contains(s, " ") {
			return "ERR " + s
		}
		return s
	}
	if !strings.Contains(s, " ") {
		return "ERR " + s
	}
	return s
}

func (m *Machine) log(l *lua.LState) int {
	if l.GetTop() < 2 {
		return m.raise(l, "ERR redis.log() requires two arguments or more.")
	}
	level, ok := l.Get(1).(lua.LNumber)
	if !ok {
		return m.raise(l, "ERR First argument must be a number (log level).")
	}
	if level < 0 || level > 3 {
		return m.raise(l, "ERR Invalid debug level.")
	}
	return 0 // there is no log file
}

func (m *Machine) setResp(l *lua.LState) int {
	if l.GetTop() != 1 {
		return m.raise(l, "ERR redis.setresp() requires one argument.")
	}
	n := toInt(needNumber(l, 1))
	if n != 2 && n != 3 {
		return m.raise(l, "ERR RESP version must be 2 or 3.")
	}
	m.proto = n
	return 0
}

func (m *Machine) setRepl(l *lua.LState) int {
	if l.GetTop() != 1 {
		return m.raise(l, "ERR redis.set_repl() requires one argument.")
	}
	if n := toInt(needNumber(l, 1)); n&^3 != 0 {
		return m.raise(l, "ERR Invalid replication flags. Use REPL_AOF, REPL_REPLICA, REPL_ALL or REPL_NONE.")
	}
	return 0
}

// aclCheck is always true: the only user may do everything.
func (m *Machine) aclCheck(l *lua.LState) int {
	args, ok := m.arguments(l)
	if !ok {
		return m.raise(l, "ERR redis.acl_check_cmd() require at least one argument")
	}
	if !m.host.Knows(args) {
		return m.raise(l, "ERR Invalid command passed to redis.acl_check_cmd()")
	}
	l.Push(lua.LTrue)
	return 1
}

// arguments are those of redis.call.
func (m *Machine) arguments(l *lua.LState) ([]string, bool) {
	args := make([]string, l.GetTop())
	for i := range args {
		switch v := l.Get(i + 1).(type) {
		case lua.LString:
			args[i] = string(v)
		case lua.LNumber:
			args[i] = formatG(float64(v), 17)
		default:
			return nil, false
		}
	}
	return args, len(args) > 0
}

// call is redis.call, and redis.pcall when an error is to be returned.
func (m *Machine) call(l *lua.LState, raise bool) int {
	args, ok := m.arguments(l)
	problem := ""
	switch {
	case l.GetTop() == 0:
		problem = "ERR Please specify at least one argument for this redis lib call"
	case !ok:
		problem = "ERR Lua redis lib command arguments must be strings or integers"
	}
	var v reply.Value
	if problem == "" {
		v = m.run(args)
		if v.IsError() {
			problem = v.Text
		}
	}
	if m.watch.why != notEnded {
		l.Error(lua.LString(m.watch.why.Error()), 0)
	}
	if problem == "" {
		m.push(l, v, m.proto)
		return 1
	}
	if raise {
		return m.raise(l, problem)
	}
	l.Push(errorTable(l, problem))
	return 1
}

// run calls a command in the name of the script.
func (m *Machine) run(args []string) reply.Value {
	m.watch.back()
	defer m.watch.leave()
	return m.host.Call(args, m.proto, m.watch.fits)
}

// describe is the handler of errors that end a script: it makes a table of
// what was raised, with the place.
func (m *Machine) describe(l *lua.LState) int {
	var t *lua.LTable
	switch v := l.Get(1).(type) {
	case *lua.LTable:
		t = v
	case lua.LString:
		t = errorTable(l, "ERR "+reworded(l, string(v), 1))
	default:
		t = errorTable(l, "ERR "+v.String())
	}
	if p, ok := lastPlace(l, 1); ok {
		t.RawSetString("source", lua.LString(p.source()))
		t.RawSetString("line", lua.LNumber(p.line()))
	}
	l.Push(t)
	return 1
}

// failure is the error reply of a script that ended with an error; name is
// the script's.
func (m *Machine) failure(err error, name string) Failure {
	t, ok := errorObject(err).(*lua.LTable)
	if !ok && strings.Contains(err.Error(), "callstack overflow") {
		where := deepest(err)
		return Failure(fmt.Sprintf("ERR %s: stack overflow script: %s, on @%s.", where, name, where))
	}
	if !ok {
		return Failure(fmt.Sprintf("ERR Error running script %s, %.100s", name, errorObject(err).String()))
	}
	text := "ERR unknown error"
	if s, ok := t.RawGetString("err").(lua.LString); ok {
		text = string(s)
	}
	if m.watch.why != notEnded {
		text = "ERR " + m.watch.why.Error()
	}
	source, line := t.RawGetString("source"), t.RawGetString("line")
	if source == lua.LNil || line == lua.LNil {
		return Failure(text)
	}
	return Failure(fmt.Sprintf("%s script: %s, on %s:%s.", text, name, source.String(), line.String()))
}

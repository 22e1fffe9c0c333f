package lua

import (
	lua "github.com/yuin/gopher-lua"

	"redis-tutor/sandbox/reply"
)

// Code is a script that has been compiled, for any machine.
type Code struct{ proto *lua.FunctionProto }

// Failure is an error in Redis's words.
type Failure string

func (f Failure) Error() string { return string(f) }

// Begin makes the machine ready for one script, which whoever has the Run may
// end.
func (m *Machine) Begin() *Run {
	m.watch.begin()
	m.proto = 2
	return m.watch.run
}

// Script runs a script and returns its reply. The error is that of a script
// that failed; name is what it calls the script. Begin comes before it.
func (m *Machine) Script(code *Code, name string, keys, args []string) (reply.Value, error) {
	m.globals.RawSetString("KEYS", m.words(keys))
	m.globals.RawSetString("ARGV", m.words(args))
	return m.finish(name, m.protect(m.function(code, m.env), 1))
}

// Function runs a function of a library, as Script does a script.
func (m *Machine) Function(f *Function, keys, args []string) (reply.Value, error) {
	return m.finish(f.Name, m.protect(f.callback, 1, m.words(keys), m.words(args)))
}

// Spent reports whether the last script had to be ended. Such a machine is to
// be closed: it may be in the middle of anything.
func (m *Machine) Spent() bool { return m.watch.why != notEnded }

func (m *Machine) function(code *Code, env *lua.LTable) *lua.LFunction {
	f := m.l.NewFunctionFromProto(code.proto)
	f.Env = env
	return f
}

// protect calls a function and leaves so many results on the stack.
func (m *Machine) protect(f *lua.LFunction, results int, args ...lua.LValue) error {
	m.l.Push(f)
	for _, a := range args {
		m.l.Push(a)
	}
	return m.l.PCall(len(args), results, m.handler)
}

// finish makes a reply of what a script returned, or an error of err, and
// takes the lock again if it was let go.
func (m *Machine) finish(name string, err error) (v reply.Value, failure error) {
	if err == nil {
		v = m.toReply(m.l.Get(-1), 0)
	}
	m.watch.back()
	m.watch.busy = false
	switch {
	case err != nil:
		failure = m.failure(err, name)
	case m.Spent():
		v = reply.NewError("ERR " + m.watch.why.Error())
	}
	m.l.SetTop(0)
	return v, failure
}

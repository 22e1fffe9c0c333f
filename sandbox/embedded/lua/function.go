package lua

import (
	"strings"
	"time"

	lua "github.com/yuin/gopher-lua"
)

// Function is what a library has registered under a name.
type Function struct {
	Name, Description string
	Flags             []string
	callback          *lua.LFunction
}

// library is what is being loaded.
type library struct{ functions []*Function }

// ValidName reports whether a library or a function may have a name.
func ValidName(name string) bool {
	const letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_"
	return name != "" && strings.Trim(name, letters) == ""
}

// loadTime is how long a library may take to load, as in Redis.
const loadTime = 500 * time.Millisecond

// Load runs the text of a library and returns the functions that it registers.
// They are of use to this machine only.
func (m *Machine) Load(text string) ([]*Function, error) {
	code, err := Compile(text, "user_function")
	if err != nil {
		return nil, Failure("Error compiling function: " + err.Error())
	}
	lib := &library{}
	m.watch.begin()
	m.watch.loading, m.loading = true, lib
	seen := m.functionEnv.Metatable.(*lua.LTable)
	seen.RawSetString("__index", m.loadGlobals)
	err = m.protect(m.function(code, m.functionEnv), 0)
	m.watch.loading, m.loading = false, nil
	seen.RawSetString("__index", m.functionGlobals)
	m.l.SetTop(0)
	switch {
	case m.Spent():
		return nil, Failure("Error registering functions: ERR FUNCTION LOAD timeout")
	case err != nil:
		text := errorObject(err).String()
		if t, ok := errorObject(err).(*lua.LTable); ok {
			text = t.RawGetString("err").String()
		}
		return nil, Failure("Error registering functions: " + text)
	case len(lib.functions) == 0:
		return nil, Failure("No functions registered")
	}
	return lib.functions, nil
}

// functionSpace makes the globals of functions: those of scripts without KEYS
// and ARGV. While a library is loaded there is only redis, and less in it.
func (m *Machine) functionSpace() {
	m.functionGlobals, m.functionEnv = m.l.NewTable(), m.l.NewTable()
	m.globals.ForEach(func(k, v lua.LValue) { m.functionGlobals.RawSet(k, v) })
	m.functionGlobals.RawSetString("_G", m.functionEnv)
	m.freezeAs(m.functionEnv, m.functionGlobals)
	m.l.SetMetatable(m.functionGlobals, m.globals.Metatable)
	api := m.l.NewTable()
	m.behind(m.globals.RawGetString("redis").(*lua.LTable)).ForEach(func(k, v lua.LValue) {
		if v.Type() != lua.LTFunction || k.String() == "log" {
			api.RawSet(k, v)
		}
	})
	api.RawSetString("register_function", m.l.NewFunction(m.register))
	m.l.SetMetatable(api, m.globals.Metatable)
	m.loadGlobals = m.l.NewTable()
	m.loadGlobals.RawSetString("redis", m.freeze(api))
	m.loadGlobals.RawSetString(join, m.globals.RawGetString(join))
	m.l.SetMetatable(m.loadGlobals, m.globals.Metatable)
}

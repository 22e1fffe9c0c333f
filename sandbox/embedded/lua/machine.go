// Package lua runs scripts as Redis 7.0 does: Lua 5.1 with the libraries string,
// table, math, bit, struct, cjson, cmsgpack and redis, and errors in Lua's and
// Redis's words. The machine underneath is gopher-lua.
//
// It promises that a script leaves nothing behind for the next, reaches no file
// and no clock, takes no more time and memory than it is given, and can be
// ended from outside at any moment. It refuses to know what a key or a client
// is: what redis.call does is handed to it, in a Host.
package lua

import (
	"math"
	"strconv"
	"strings"
	"sync"
	"time"

	lua "github.com/yuin/gopher-lua"

	"redis-tutor/sandbox/reply"
)

// Host is who lends a script its commands. The lock is held while a script
// runs, but for the time when it has run for longer than Busy says.
type Host struct {
	// Call runs a command and returns its reply in a protocol, 2 or 3. It is
	// called with the lock held. Before it makes a value of a reply it asks
	// fits whether there is room for so many bytes, and otherwise gives up.
	Call func(args []string, protocol int, fits func(bytes int) bool) reply.Value
	// Knows reports whether there is such a command.
	Knows func(args []string) bool
	Lock  sync.Locker
	// Busy is after how long others may hear of a script that runs.
	Busy    func() time.Duration
	Time    time.Duration // how long a script may run at all
	Memory  int           // bytes that it may take
	Version string        // redis.REDIS_VERSION
}

// Machine runs scripts: a Lua state with Redis's libraries, none of which can
// be written, so that one script leaves nothing behind for the next. It is for
// one goroutine at a time.
type Machine struct {
	host      Host
	l         *lua.LState
	watch     *guard
	globals   *lua.LTable // what _G shows
	env       *lua.LTable // _G
	ofStrings *lua.LTable // what getmetatable("") gives
	ofGlobals *lua.LTable // what getmetatable(_G) gives
	frozen    map[*lua.LTable]*lua.LTable
	translate *lua.LFunction
	handler   *lua.LFunction
	random    uint64
	proto     int // of the replies that the script sees

	// Of functions, see function.go.
	functionGlobals *lua.LTable
	functionEnv     *lua.LTable
	loadGlobals     *lua.LTable
	loading         *library // while Load runs
}

// boundArrays keeps t[67000000]=1 from filling all places before it, which
// takes a gigabyte: numbers from here on are kept apart, as Lua itself does.
// The setting is the Lua package's own, and for all machines.
var boundArrays = sync.OnceFunc(func() { lua.MaxArrayIndex = 1 << 21 })

// New makes a machine. Libraries that a script may want beside Lua's own are
// cjson, cmsgpack, struct, bit and redis.
func New(h Host) *Machine {
	boundArrays()
	m := &Machine{host: h, proto: 2, frozen: map[*lua.LTable]*lua.LTable{}}
	m.watch = &guard{host: &m.host}
	m.watch.begin()
	m.seed(uint32(time.Now().UnixNano()))
	m.l = lua.NewState(lua.Options{
		SkipOpenLibs: true, CallStackSize: 16000, MinimizeStackMemory: true,
		RegistrySize: 1024, RegistryMaxSize: 1 << 18, RegistryGrowStep: 1024,
	})
	m.globals, m.env = m.l.NewTable(), m.l.NewTable()
	for name, open := range map[string]lua.LGFunction{
		"_": lua.OpenBase, "table": lua.OpenTable, "math": lua.OpenMath, "coroutine": lua.OpenCoroutine,
	} {
		m.l.Push(m.l.NewFunction(open))
		m.l.Push(lua.LString(name))
		m.l.Call(1, 0)
	}
	m.copyBase()
	m.libraries()
	m.freezeGlobals()
	m.functionSpace()
	m.translate = m.l.NewFunction(func(l *lua.LState) int {
		if s, ok := l.Get(1).(lua.LString); ok {
			l.Push(lua.LString(reworded(l, string(s), 1)))
		}
		return 1
	})
	m.handler = m.l.NewFunction(m.describe)
	m.l.SetContext(m.watch)
	return m
}

// copyBase takes from the machine's own functions those that are as Redis has
// them; nothing that reads files is among them.
func (m *Machine) copyBase() {
	for _, name := range []string{"assert", "ipairs", "rawequal", "select", "type", "_VERSION"} {
		m.globals.RawSetString(name, m.l.GetGlobal(name))
	}
	for name, f := range m.base() {
		m.globals.RawSetString(name, m.l.NewFunction(f))
	}
	m.globals.RawSetString("__redis__err__handler", m.l.NewFunction(func(l *lua.LState) int { return 1 }))
}

// library puts a table of functions under a name; have are those that the
// machine brings.
func (m *Machine) library(name string, ours map[string]lua.LGFunction, have ...string) *lua.LTable {
	t := m.l.NewTable()
	if theirs, ok := m.l.GetGlobal(name).(*lua.LTable); ok {
		for _, f := range have {
			t.RawSetString(f, theirs.RawGetString(f))
		}
	}
	for f, fn := range ours {
		t.RawSetString(f, m.l.NewFunction(fn))
	}
	m.globals.RawSetString(name, m.freeze(t))
	return t
}

func (m *Machine) libraries() {
	m.library("coroutine", m.coroutines(), "resume", "running", "status", "yield")
	m.library("table", m.tables(), "maxn", "sort")
	mathLib := m.library("math", map[string]lua.LGFunction{"random": m.mathRandom, "randomseed": m.mathSeed},
		"abs", "acos", "asin", "atan", "atan2", "ceil", "cos", "cosh", "deg", "exp", "floor", "fmod", "frexp", "ldexp", "log",
		"log10", "max", "min", "mod", "modf", "pow", "rad", "sin", "sinh", "sqrt", "tan", "tanh")
	mathLib.RawSetString("pi", lua.LNumber(math.Pi))
	mathLib.RawSetString("huge", lua.LNumber(math.Inf(1)))
	m.library("bit", bitLibrary())
	m.library("struct", m.structs())
	packLib := m.library("cmsgpack", m.msgpack())
	packLib.RawSetString("_NAME", lua.LString("cmsgpack"))
	packLib.RawSetString("_VERSION", lua.LString("lua-cmsgpack 0.4.0"))
	jsonLib := m.library("cjson", m.json())
	jsonLib.RawSetString("null", m.null())
	jsonLib.RawSetString("_NAME", lua.LString("cjson"))
	jsonLib.RawSetString("_VERSION", lua.LString("2.1.0"))
	redis := m.library("redis", m.redis())
	for name, n := range map[string]int{
		"LOG_DEBUG": 0, "LOG_VERBOSE": 1, "LOG_NOTICE": 2, "LOG_WARNING": 3,
		"REPL_NONE": 0, "REPL_AOF": 1, "REPL_SLAVE": 2, "REPL_REPLICA": 2, "REPL_ALL": 3, "REDIS_VERSION_NUM": versionNumber(m.host.Version),
	} {
		redis.RawSetString(name, lua.LNumber(n))
	}
	redis.RawSetString("REDIS_VERSION", lua.LString(m.host.Version))
	strs := m.library("string", m.strings())
	mt := m.l.NewTable()
	mt.RawSetString("__index", strs)
	m.l.SetMetatable(lua.LString(""), mt)
	shown := m.l.NewTable()
	shown.RawSetString("__index", m.globals.RawGetString("string"))
	m.ofStrings = m.freeze(shown)
}

// freeze returns a table that shows another and cannot be written.
func (m *Machine) freeze(t *lua.LTable) *lua.LTable {
	return m.freezeAs(m.l.NewTable(), t)
}

func (m *Machine) freezeAs(front, t *lua.LTable) *lua.LTable {
	mt := m.l.NewTable()
	mt.RawSetString("__index", t)
	mt.RawSetString("__newindex", m.l.NewFunction(func(l *lua.LState) int {
		fault(l, readonlyTable)
		return 0
	}))
	m.l.SetMetatable(front, mt)
	m.frozen[front] = t
	return front
}

// freezeGlobals makes _G, where reading what is not there is an error.
func (m *Machine) freezeGlobals() {
	m.freezeAs(m.env, m.globals)
	missing := m.l.NewTable()
	missing.RawSetString("__index", m.l.NewFunction(func(l *lua.LState) int {
		fault(l, "Script attempted to access nonexistent global variable '%s'", l.Get(2).String())
		return 0
	}))
	m.l.SetMetatable(m.globals, missing)
	m.globals.RawSetString("_G", m.env)
	m.ofGlobals = m.freeze(missing)
}

// coroutines watches each coroutine as it watches the script itself.
func (m *Machine) coroutines() map[string]lua.LGFunction {
	old, _ := m.l.GetGlobal("coroutine").(*lua.LTable)
	made := func(l *lua.LState, name string) lua.LValue {
		f, ok := l.Get(1).(*lua.LFunction)
		if !ok {
			badArgument(l, 1, "Lua function expected")
		}
		m.room(l, 32<<10)
		l.Push(old.RawGetString(name))
		l.Push(f)
		l.Call(1, 1)
		v := l.Get(-1)
		thread, _ := v.(*lua.LState)
		if wrapper, ok := v.(*lua.LFunction); ok {
			thread, _ = wrapper.Upvalues[0].Value().(*lua.LState)
		}
		thread.SetContext(m.watch)
		return v
	}
	return map[string]lua.LGFunction{
		"create": func(l *lua.LState) int { l.Push(made(l, "create")); return 1 },
		"wrap":   func(l *lua.LState) int { l.Push(made(l, "wrap")); return 1 },
	}
}

func (m *Machine) tables() map[string]lua.LGFunction {
	each := func(numbered bool) lua.LGFunction {
		return func(l *lua.LState) int { return m.forEach(l, numbered) }
	}
	return map[string]lua.LGFunction{
		"concat":   m.tableConcat,
		"foreach":  each(false),
		"foreachi": each(true),
		"getn":     func(l *lua.LState) int { l.Push(lua.LNumber(needTable(l, 1).Len())); return 1 },
		"insert":   m.tableInsert,
		"remove":   m.tableRemove,
		"setn":     func(l *lua.LState) int { fault(l, "'setn' is obsolete"); return 0 },
	}
}

func (m *Machine) forEach(l *lua.LState, numbered bool) int {
	t, f := m.behind(needTable(l, 1)), l.Get(2)
	if f.Type() != lua.LTFunction {
		wrongType(l, 2, "function")
	}
	call := func(k, v lua.LValue) bool {
		l.Push(f)
		l.Push(k)
		l.Push(v)
		l.Call(2, 1)
		return l.Get(-1) != lua.LNil
	}
	if numbered {
		for i := 1; i <= t.Len(); i++ {
			if call(lua.LNumber(i), t.RawGetInt(i)) {
				return 1
			}
			l.Pop(1)
		}
		return 0
	}
	for k, v := t.Next(lua.LNil); k != lua.LNil; k, v = t.Next(k) {
		if call(k, v) {
			return 1
		}
		l.Pop(1)
	}
	return 0
}

func (m *Machine) tableConcat(l *lua.LState) int {
	t := needTable(l, 1)
	sep := ""
	if l.Get(2) != lua.LNil {
		sep = needString(l, 2)
	}
	from, to := optInt(l, 3, 1), optInt(l, 4, t.Len())
	size := 0
	for i := from; i <= to; i++ {
		v := t.RawGetInt(i)
		if !isText(v) {
			fault(l, "invalid value (%s) at index %d in table for 'concat'", v.Type(), i)
		}
		if size += len(textOf(v)) + len(sep); size > m.host.Memory {
			m.room(l, size)
		}
	}
	m.room(l, size)
	var out strings.Builder
	out.Grow(size)
	for i := from; i <= to; i++ {
		out.WriteString(textOf(t.RawGetInt(i)))
		if i < to {
			out.WriteString(sep)
		}
	}
	l.Push(lua.LString(out.String()))
	return 1
}

// tableInsert moves what is behind the place, as Lua does; a place far behind
// the end is no reason to fill the gap.
func (m *Machine) tableInsert(l *lua.LState) int {
	t := needTable(l, 1)
	if m.frozen[t] != nil {
		fault(l, readonlyTable)
	}
	n := t.Len()
	switch l.GetTop() {
	case 2:
		t.RawSetInt(n+1, l.Get(2))
	case 3:
		at := needInt(l, 2)
		if at > n+1 {
			t.RawSet(lua.LNumber(at), l.Get(3))
			return 0
		}
		if at >= 1 {
			t.Insert(at, l.Get(3))
			return 0
		}
		for i := n; i >= at; i-- {
			t.RawSet(lua.LNumber(i+1), t.RawGet(lua.LNumber(i)))
			if m.watch.look(); m.watch.why != notEnded {
				return 0
			}
		}
		t.RawSet(lua.LNumber(at), l.Get(3))
	default:
		fault(l, "wrong number of arguments to 'insert'")
	}
	return 0
}

func (m *Machine) tableRemove(l *lua.LState) int {
	t := needTable(l, 1)
	n := t.Len()
	at := optInt(l, 2, n)
	if at < 1 || at > n {
		return 0
	}
	l.Push(t.Remove(at))
	return 1
}

// mathRandom draws as Redis does, from the 48 bits of C's lrand48, so that a
// seed gives the same numbers.
func (m *Machine) mathRandom(l *lua.LState) int {
	m.random = (m.random*0x5DEECE66D + 0xB) & (1<<48 - 1)
	const most = math.MaxInt32
	r := float64((m.random>>17)%most) / most
	switch l.GetTop() {
	case 0:
		l.Push(lua.LNumber(r))
	case 1:
		n := math.Trunc(needNumber(l, 1))
		if n < 1 {
			badArgument(l, 1, "interval is empty")
		}
		l.Push(lua.LNumber(math.Floor(r*n) + 1))
	case 2:
		a, b := math.Trunc(needNumber(l, 1)), math.Trunc(needNumber(l, 2))
		if a > b {
			badArgument(l, 2, "interval is empty")
		}
		l.Push(lua.LNumber(math.Floor(r*(b-a+1)) + a))
	default:
		fault(l, "wrong number of arguments")
	}
	return 1
}

func (m *Machine) mathSeed(l *lua.LState) int {
	m.seed(uint32(int32(needInt(l, 1))))
	return 0
}

func (m *Machine) seed(n uint32) { m.random = uint64(n)<<16 + 0x330E }

// words makes a table of texts.
func (m *Machine) words(list []string) *lua.LTable {
	t := m.l.CreateTable(len(list), 0)
	for _, w := range list {
		t.Append(lua.LString(w))
	}
	return t
}

// versionNumber packs the three numbers of a version into one.
func versionNumber(version string) (n int) {
	for _, part := range strings.Split(version, ".") {
		number, _ := strconv.Atoi(part)
		n = n<<8 | number
	}
	return n
}

// Close ends the machine.
func (m *Machine) Close() { m.l.Close() }

package embedded

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	lua "github.com/yuin/gopher-lua"

	"redis-tutor/sandbox/reply"
)

// Functions: libraries that FUNCTION LOAD keeps, and FCALL.

// libraries is all of them. A machine that is made anew loads them again.
type libraries struct {
	byName    map[string]*library
	functions map[string]*function
}

// library is one FUNCTION LOAD.
type library struct {
	name      string
	body      string
	functions []*function
}

// function is one name that FCALL knows.
type function struct {
	name        string
	description string
	flags       []string
	callback    *lua.LFunction
	lib         *library
}

func (f *function) noWrites() bool { return slices.Contains(f.flags, "no-writes") }

func functionRules() map[string]rule {
	return map[string]rule{
		"FCALL":    func(c *call) { c.fcall(false) },
		"FCALL_RO": func(c *call) { c.fcall(true) },
		"FUNCTION": container(map[string]rule{
			"LOAD":   functionLoad,
			"DELETE": functionDelete,
			"FLUSH":  functionFlush,
			"LIST":   functionList,
			"STATS":  functionStats,
			"KILL":   func(c *call) { c.kill(false) },
		}),
	}
}

func (c *call) fcall(readonly bool) {
	if c.from == nil {
		c.fail("ERR This Redis command is not allowed from script")
		return
	}
	if len(c.args) < 3 {
		c.fail("ERR wrong number of arguments for '%s' command", lower(c.args[0]))
		return
	}
	f := c.s.scripts.libs.functions[c.args[1]]
	if f == nil {
		c.fail("ERR Function not found")
		return
	}
	if _, err := strconv.ParseInt(c.args[2], 10, 64); err != nil {
		c.fail("ERR Bad number of keys provided")
		return
	}
	keys, ok := c.scriptKeys()
	if !ok {
		return
	}
	if readonly && !f.noWrites() {
		c.fail("ERR Can not execute a script with write flag using *_ro command.")
		return
	}
	c.runScript(&script{name: f.name}, readonly || f.noWrites(), func(m *machine) []lua.LValue {
		return []lua.LValue{m.words(c.args[3 : 3+keys]), m.words(c.args[3+keys:])}
	})
}

// libraryName reads the first line of a library.
func libraryName(body string) (name, problem string) {
	line, _, ok := strings.Cut(body, "\n")
	if !strings.HasPrefix(body, "#!") {
		return "", "ERR Missing library metadata"
	}
	if !ok {
		return "", "ERR Invalid library metadata"
	}
	words := strings.Fields(line)
	if words[0] == "#!" || !strings.EqualFold(words[0], "#!lua") {
		for _, w := range words[1:] {
			if strings.HasPrefix(w, "name=") {
				return "", fmt.Sprintf("ERR Engine '%s' not found", words[0][2:])
			}
		}
	}
	for _, w := range words[1:] {
		value, ok := strings.CutPrefix(w, "name=")
		switch {
		case !ok:
			return "", "ERR Invalid metadata value given: " + w
		case name != "":
			return "", "ERR Invalid metadata value, name argument was given multiple times"
		}
		name = value
	}
	switch {
	case name == "":
		return "", "ERR Library name was not given"
	case strings.Trim(name, wordBytes) != "":
		return "", "ERR Library names can only contain letters, numbers, or underscores(_) and must be at least one character long"
	}
	return name, ""
}

const wordBytes = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_"

func functionLoad(c *call) {
	replace := false
	for i := 2; i < len(c.args)-1; i++ {
		if c.arg(i) != "REPLACE" {
			c.fail("ERR Unknown option given: %s", c.args[i])
			return
		}
		replace = true
	}
	body := c.args[len(c.args)-1]
	name, problem := libraryName(body)
	libs := &c.s.scripts.libs
	old := libs.byName[name]
	switch {
	case problem != "":
		c.fail("%s", problem)
		return
	case old != nil && !replace:
		c.fail("ERR Library '%s' already exists", name)
		return
	case libs.size()+len(body) > maxCached:
		c.fail(oom)
		return
	}
	lib := &library{name: name, body: body}
	if problem := c.s.loadLibrary(lib); problem != "" {
		c.fail("%s", problem)
		return
	}
	for _, f := range lib.functions {
		if other := libs.functions[f.name]; other != nil && other.lib != old {
			c.fail("ERR Function %s already exists", f.name)
			return
		}
	}
	if old != nil {
		libs.remove(old)
	}
	libs.add(lib)
	c.reply(reply.NewBulk(name))
}

func (ls *libraries) size() (n int) {
	for _, lib := range ls.byName {
		n += len(lib.body)
	}
	return n
}

func (ls *libraries) add(lib *library) {
	if ls.byName == nil {
		ls.byName, ls.functions = map[string]*library{}, map[string]*function{}
	}
	ls.byName[lib.name] = lib
	for _, f := range lib.functions {
		ls.functions[f.name] = f
	}
}

func (ls *libraries) remove(lib *library) {
	delete(ls.byName, lib.name)
	for _, f := range lib.functions {
		delete(ls.functions, f.name)
	}
}

// loadTime is how long a library may take to load, as in Redis.
const loadTime = 500 * time.Millisecond

// loadLibrary runs the text of a library, which registers its functions.
func (s *Server) loadLibrary(lib *library) (problem string) {
	_, rest, _ := strings.Cut(lib.body, "\n")
	code, err := compile("\n"+rest, "user_function")
	if err != nil {
		return "ERR Error compiling function: " + err.Error()
	}
	m := s.luaMachine()
	m.watch.begin()
	m.watch.loading = true
	lib.functions, m.loading = nil, lib
	seen := m.functionEnv.Metatable.(*lua.LTable)
	seen.RawSetString("__index", m.loadGlobals)
	fn := m.l.NewFunctionFromProto(code)
	fn.Env = m.functionEnv
	m.l.Push(fn)
	err = m.l.PCall(0, 0, m.handler)
	m.loading, m.watch.loading = nil, false
	seen.RawSetString("__index", m.functionGlobals)
	m.l.SetTop(0)
	switch {
	case m.watch.why != notEnded:
		s.scripts.machine = nil
		return "ERR Error registering functions: ERR FUNCTION LOAD timeout"
	case err != nil:
		text := errorObject(err).String()
		if t, ok := errorObject(err).(*lua.LTable); ok {
			text = t.RawGetString("err").String()
		}
		return "ERR Error registering functions: " + text
	case len(lib.functions) == 0:
		return "ERR No functions registered"
	}
	return ""
}

// luaMachine returns the machine, made or made anew, with all libraries.
func (s *Server) luaMachine() *machine {
	if s.scripts.machine != nil {
		return s.scripts.machine
	}
	m := newMachine(s)
	m.on = newSession()
	s.scripts.machine = m
	libs := &s.scripts.libs
	for _, name := range sortedKeys(libs.byName) {
		lib := libs.byName[name]
		if s.loadLibrary(lib) == "" {
			libs.add(lib)
		}
	}
	return m
}

// functionSpace makes the globals of functions: those of scripts without KEYS
// and ARGV. While a library is loaded there is only redis, and less in it.
func (m *machine) functionSpace() {
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

func functionDelete(c *call) {
	libs := &c.s.scripts.libs
	lib := libs.byName[c.args[2]]
	if lib == nil {
		c.fail("ERR Library not found")
		return
	}
	libs.remove(lib)
	c.ok()
}

func functionFlush(c *call) {
	if mode := c.arg(2); len(c.args) > 3 || len(c.args) == 3 && mode != "SYNC" && mode != "ASYNC" {
		c.fail("ERR FUNCTION FLUSH only supports SYNC|ASYNC option")
		return
	}
	c.s.scripts.libs = libraries{}
	c.ok()
}

func functionList(c *call) {
	pattern, code := "", false
	for i := 2; i < len(c.args); i++ {
		switch {
		case c.arg(i) == "WITHCODE" && !code:
			code = true
		case c.arg(i) == "LIBRARYNAME" && pattern == "" && i+1 < len(c.args):
			i++
			pattern = c.args[i]
		case c.arg(i) == "LIBRARYNAME" && pattern == "":
			c.fail("ERR library name argument was not given")
			return
		default:
			c.fail("ERR Unknown argument %s", c.args[i])
			return
		}
	}
	out := reply.Value{Kind: reply.Array}
	for _, name := range sortedKeys(c.s.scripts.libs.byName) {
		if pattern == "" || match(strings.ToLower(pattern), strings.ToLower(name)) {
			out.Items = append(out.Items, c.s.scripts.libs.byName[name].describe(code))
		}
	}
	c.reply(out)
}

func (lib *library) describe(code bool) reply.Value {
	functions := reply.Value{Kind: reply.Array}
	for _, f := range lib.functions {
		description := reply.Value{}
		if f.description != "" {
			description = reply.NewBulk(f.description)
		}
		item := pairs("name", f.name, "description")
		item.Items = append(item.Items, description, reply.NewBulk("flags"), statusSet(f.flags))
		functions.Items = append(functions.Items, item)
	}
	v := pairs("library_name", lib.name, "engine", "LUA", "functions", functions)
	if code {
		v.Items = append(v.Items, pairs("library_code", lib.body).Items...)
	}
	return v
}

func functionStats(c *call) {
	sc := &c.s.scripts
	running := reply.Value{}
	if f := sc.running.Load(); f != nil && !f.eval() {
		words := reply.Value{Kind: reply.Array}
		for _, w := range f.command {
			words.Items = append(words.Items, reply.NewBulk(w))
		}
		ms := int(time.Since(f.watch.since).Milliseconds())
		running = pairs("name", f.name, "command", words, "duration_ms", ms)
	}
	engine := pairs("libraries_count", len(sc.libs.byName), "functions_count", len(sc.libs.functions))
	c.reply(pairs("running_script", running, "engines", pairs("LUA", engine)))
}

package embedded

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"redis-tutor/sandbox/embedded/lua"
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
	*lua.Function
	lib *library
}

func (f *function) noWrites() bool { return slices.Contains(f.Flags, "no-writes") }

func functionRules() map[string]rule {
	return map[string]rule{
		"FCALL":    func(c *call) { c.fcall(false) },
		"FCALL_RO": func(c *call) { c.fcall(true) },
		"FUNCTION": container(map[string]rule{
			"LOAD":    functionLoad,
			"DELETE":  functionDelete,
			"FLUSH":   functionFlush,
			"LIST":    functionList,
			"STATS":   functionStats,
			"DUMP":    arity(2, functionDump),
			"RESTORE": arity(-3, functionRestore),
			"KILL":    func(c *call) { c.kill(false) },
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
	c.runScript(&script{name: f.Name}, readonly || f.noWrites(), keys)
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
	case !lua.ValidName(name):
		return "", "ERR Library names can only contain letters, numbers, or underscores(_) and must be at least one character long"
	}
	return name, ""
}

func functionLoad(c *call) {
	replace := false
	for i := 2; i < len(c.args)-1; i++ {
		if c.arg(i) != "REPLACE" {
			c.fail("ERR Unknown option given: %s", c.args[i])
			return
		}
		replace = true
	}
	libs := &c.s.scripts.libs
	lib, problem := libs.take(c.s, c.args[len(c.args)-1], replace)
	if problem != "" {
		c.fail("%s", problem)
		return
	}
	c.bulk(lib.name)
}

// take loads a library and adds it to the others.
func (ls *libraries) take(s *Server, body string, replace bool) (lib *library, problem string) {
	name, problem := libraryName(body)
	old := ls.byName[name]
	switch {
	case problem != "":
		return nil, problem
	case old != nil && !replace:
		return nil, fmt.Sprintf("ERR Library '%s' already exists", name)
	case ls.size()+len(body) > maxCached:
		return nil, oom
	}
	lib = &library{name: name, body: body}
	err := lib.load(s.luaMachine())
	s.dropSpent()
	if err != nil {
		return nil, "ERR " + err.Error()
	}
	for _, f := range lib.functions {
		if other := ls.functions[f.Name]; other != nil && other.lib != old {
			return nil, fmt.Sprintf("ERR Function %s already exists", f.Name)
		}
	}
	if old != nil {
		ls.remove(old)
	}
	ls.add(lib)
	return lib, ""
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
		ls.functions[f.Name] = f
	}
}

func (ls *libraries) remove(lib *library) {
	delete(ls.byName, lib.name)
	for _, f := range lib.functions {
		delete(ls.functions, f.Name)
	}
}

// reload loads all libraries into a new machine.
func (ls *libraries) reload(m *lua.Machine) {
	for _, name := range slices.Sorted(maps.Keys(ls.byName)) {
		lib := ls.byName[name]
		if lib.load(m) == nil {
			ls.add(lib)
		}
	}
}

// load lets a machine load a library, and finds the functions in it.
func (lib *library) load(m *lua.Machine) error {
	_, text, _ := strings.Cut(lib.body, "\n")
	found, err := m.Load("\n" + text)
	lib.functions = nil
	for _, f := range found {
		lib.functions = append(lib.functions, &function{f, lib})
	}
	return err
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
	for _, name := range slices.Sorted(maps.Keys(c.s.scripts.libs.byName)) {
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
		if f.Description != "" {
			description = reply.NewBulk(f.Description)
		}
		item := pairs("name", f.Name, "description")
		item.Items = append(item.Items, description, reply.NewBulk("flags"), statusSet(f.Flags))
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
		ms := int(time.Since(f.Began).Milliseconds())
		running = pairs("name", f.name, "command", words, "duration_ms", ms)
	}
	engine := pairs("libraries_count", len(sc.libs.byName), "functions_count", len(sc.libs.functions))
	c.reply(pairs("running_script", running, "engines", pairs("LUA", engine)))
}

package embedded

import (
	"strings"
	"sync/atomic"

	"redis-tutor/sandbox/embedded/lua"
	"redis-tutor/sandbox/reply"
)

// Scripts. They run here and not in miniredis, which would run them under its
// lock for as long as they like. What they call goes through the same rules as
// what clients send.

// scripts is what the server knows of scripts. Guarded by Server.mu.
type scripts struct {
	machine *lua.Machine // made for the first script, and anew after one that had to be ended
	host    scriptHost
	running atomic.Pointer[run] // nil when none runs; set under the lock
	cache   map[string]*script
	order   []string // the cache's keys, oldest first
	size    int      // bytes of text in the cache
	libs    libraries
}

// maxCached bounds the texts in the cache; the oldest leave it first, as
// any script may that EVAL brought.
const maxCached = 8 << 20

// script is one text and what it was compiled to.
type script struct {
	sha      string
	body     string
	code     *lua.Code // nil for a function
	noWrites bool
	name     string // in error texts
}

// run is a script on its way.
type run struct {
	*script
	by      *client
	command []string
	*lua.Run
}

func (r *run) eval() bool { return r.code != nil }

func scriptRules() map[string]rule {
	return map[string]rule{
		"EVAL":       func(c *call) { c.eval(false, false) },
		"EVAL_RO":    func(c *call) { c.eval(false, true) },
		"EVALSHA":    func(c *call) { c.eval(true, false) },
		"EVALSHA_RO": func(c *call) { c.eval(true, true) },
		"SCRIPT": container(map[string]rule{
			"LOAD":   scriptLoad,
			"EXISTS": scriptExists,
			"FLUSH":  scriptFlush,
			"KILL":   func(c *call) { c.kill(true) },
			"DEBUG":  scriptDebug,
		}),
	}
}

// eval is EVAL and its kin.
func (c *call) eval(bySHA, readonly bool) {
	if c.from == nil {
		c.fail("ERR This Redis command is not allowed from script")
		return
	}
	if len(c.args) < 3 {
		c.fail("ERR wrong number of arguments for '%s' command", lower(c.args[0]))
		return
	}
	keys, ok := c.scriptKeys()
	if !ok {
		return
	}
	var sc *script
	if bySHA {
		if sc = c.s.scripts.cache[lower(c.args[1])]; sc == nil {
			c.fail("NOSCRIPT No matching script. Please use EVAL.")
			return
		}
	} else {
		var problem string
		if sc, problem = c.s.compiled(c.args[1]); problem != "" {
			c.fail("%s", problem)
			return
		}
	}
	c.runScript(sc, readonly || sc.noWrites, keys)
}

// scriptKeys returns how many of the arguments are keys.
func (c *call) scriptKeys() (int, bool) {
	n, ok := c.number(c.args[2])
	switch {
	case !ok:
	case n > int64(len(c.args)-3):
		c.fail("ERR Number of keys can't be greater than number of args")
	case n < 0:
		c.fail("ERR Number of keys can't be negative")
	default:
		return int(n), true
	}
	return 0, false
}

// compiled finds a script in the cache or compiles it.
func (s *Server) compiled(body string) (*script, string) {
	sha := lua.SHA1(body)
	if sc := s.scripts.cache[sha]; sc != nil {
		return sc, ""
	}
	sc := &script{sha: sha, name: sha, body: body}
	text, problem := sc.shebang()
	if problem != "" {
		return nil, problem
	}
	code, err := lua.Compile(text, "user_script")
	if err != nil {
		return nil, "ERR Error compiling script (new function): " + err.Error()
	}
	sc.code = code
	s.remember(sc)
	return sc, ""
}

func (s *Server) remember(sc *script) {
	if s.scripts.cache == nil {
		s.scripts.cache = map[string]*script{}
	}
	s.scripts.cache[sc.sha] = sc
	s.scripts.order = append(s.scripts.order, sc.sha)
	// Code takes several times the room of its text.
	for s.scripts.size += len(sc.body) + 1024; s.scripts.size > maxCached && len(s.scripts.order) > 1; {
		oldest := s.scripts.order[0]
		s.scripts.size -= len(s.scripts.cache[oldest].body) + 1024
		delete(s.scripts.cache, oldest)
		s.scripts.order = s.scripts.order[1:]
	}
}

// shebang reads the first line of a script when it says "#!lua", and returns
// the text with that line empty.
func (sc *script) shebang() (text, problem string) {
	if !strings.HasPrefix(sc.body, "#!") {
		return sc.body, ""
	}
	line, rest, ok := strings.Cut(sc.body, "\n")
	if !ok {
		return "", "ERR Invalid script shebang"
	}
	words := strings.Fields(line)
	if words[0] != "#!lua" {
		return "", "ERR Unexpected engine in script shebang: " + words[0]
	}
	for _, word := range words[1:] {
		flags, ok := strings.CutPrefix(word, "flags=")
		if !ok {
			return "", "ERR Unknown lua shebang option: " + word
		}
		for _, flag := range strings.Split(flags, ",") {
			switch flag {
			case "no-writes":
				sc.noWrites = true
			case "", "allow-oom", "allow-stale", "no-cluster", "allow-cross-slot-keys":
			default:
				return "", "ERR Unexpected flag in script shebang: " + flag
			}
		}
	}
	return "\n" + rest, ""
}

// runScript runs a script, or the function of its name, and answers with what
// it returns. The keys stand behind their number, and then the arguments.
func (c *call) runScript(sc *script, readonly bool, keys int) {
	s := c.s
	m := s.luaMachine()
	s.scripts.host.lend(c, readonly)
	s.scripts.running.Store(&run{sc, c.from, c.args, m.Begin()})
	v, err := s.runOn(m, sc, c.args[3:3+keys], c.args[3+keys:])
	s.scripts.running.Store(nil)
	if err != nil {
		c.fail("%s", err)
	} else {
		c.reply(v)
	}
	s.dropSpent()
}

func (s *Server) runOn(m *lua.Machine, sc *script, keys, args []string) (reply.Value, error) {
	if sc.code != nil {
		return m.Script(sc.code, sc.name, keys, args)
	}
	return m.Function(s.scripts.libs.functions[sc.name].Function, keys, args)
}

func scriptLoad(c *call) {
	sc, problem := c.s.compiled(c.args[2])
	if problem != "" {
		c.fail("%s", problem)
		return
	}
	c.reply(reply.NewBulk(sc.sha))
}

func scriptExists(c *call) {
	var items []reply.Value
	for _, sha := range c.args[2:] {
		n := int64(0)
		if c.s.scripts.cache[lower(sha)] != nil {
			n = 1
		}
		items = append(items, reply.NewInt(n))
	}
	c.reply(reply.NewArray(items...))
}

func scriptFlush(c *call) {
	if mode := c.arg(2); len(c.args) > 3 || len(c.args) == 3 && mode != "SYNC" && mode != "ASYNC" {
		c.fail("ERR SCRIPT FLUSH only support SYNC|ASYNC option")
		return
	}
	sc := &c.s.scripts
	sc.cache, sc.order, sc.size = nil, nil, 0
	c.ok()
}

// scriptDebug accepts what it can do: not to debug.
func scriptDebug(c *call) {
	switch c.arg(2) {
	case "NO":
		c.ok()
	case "YES", "SYNC":
		c.fail("ERR the script debugger is not part of this server")
	default:
		c.fail("ERR Use SCRIPT DEBUG YES/SYNC/NO")
	}
}

// kill is SCRIPT KILL, or FUNCTION KILL.
func (c *call) kill(eval bool) {
	r := c.s.scripts.running.Load()
	switch {
	case r == nil:
		c.fail("NOTBUSY No scripts in execution right now.")
	case r.eval() != eval:
		c.fail("%s", busyText(r.eval()))
	case c.s.scripts.host.wrote:
		c.fail("UNKILLABLE Sorry the script already executed write commands against the dataset. " +
			"You can either wait the script termination or kill the server in a hard way using the SHUTDOWN NOSAVE command.")
	default:
		r.End(lua.Killed)
		c.ok()
	}
}

func busyText(eval bool) string {
	if eval {
		return "BUSY Redis is busy running a script. You can only call SCRIPT KILL or SHUTDOWN NOSAVE."
	}
	return "BUSY Redis is busy running a script. You can only call FUNCTION KILL or SHUTDOWN NOSAVE."
}

// busy reports whether a script runs and has let go of the lock.
func (s *Server) busy() bool { return s.scripts.running.Load() != nil }

// beside answers a command that comes while a script runs.
func (s *Server) beside(c *client, args []string, out []byte) []byte {
	cl := &call{s: s, on: c.on, from: c, args: args, out: out}
	if !c.locked(cl) && !cl.refusesBusy() {
		cl.run()
	}
	return cl.out
}

// refusesBusy answers a command that cannot be run beside a script.
func (c *call) refusesBusy() bool {
	if !c.s.busy() {
		return false
	}
	switch name := c.arg(0); name {
	case "AUTH", "HELLO", "RESET", "QUIT", "MULTI", "DISCARD", "WATCH", "UNWATCH":
		return false
	case "SCRIPT", "FUNCTION":
		if sub := c.arg(1); sub == "KILL" || name == "FUNCTION" && sub == "STATS" {
			return false
		}
	}
	if c.from.tx != nil {
		c.from.tx.doomed = true
	}
	c.fail("%s", busyText(c.s.scripts.running.Load().eval()))
	return true
}

// stopScript ends the script that runs for a client, or whichever runs when
// no client is given. It does not wait for the lock, which the script holds.
func (s *Server) stopScript(c *client, why lua.Ending) {
	if r := s.scripts.running.Load(); r != nil && (c == nil || r.by == c) {
		r.End(why)
	}
}

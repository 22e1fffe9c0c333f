package embedded

import "strings"

// Commands about the server as a whole. It is a master without replicas that
// writes nothing to disk.
func serverRules() map[string]rule {
	return map[string]rule{
		"DEBUG":        arity(-2, debug),
		"LOLWUT":       arity(-1, lolwut),
		"TIME":         arity(1, serverTime),
		"ROLE":         arity(1, role),
		"SAVE":         arity(1, (*call).saved),
		"BGSAVE":       arity(-1, bgsave),
		"BGREWRITEAOF": arity(1, func(c *call) { c.status("Background append only file rewriting started") }),
		"LASTSAVE":     arity(1, func(c *call) { c.integer(c.s.stats.saved.Unix()) }),
		"REPLICAOF":    arity(3, replicaOf),
		"SLAVEOF":      arity(3, replicaOf),
		"FAILOVER":     arity(-1, failover),
		"SHUTDOWN":     arity(-1, shutdown),
		"READONLY":     arity(1, noCluster),
		"READWRITE":    arity(1, noCluster),
		"ASKING":       arity(1, noCluster),
		"CLUSTER":      arity(-2, noCluster),
		"MODULE": container(map[string]rule{
			"LIST":   arity(2, func(c *call) { c.array(0) }),
			"LOAD":   arity(-3, noModules),
			"LOADEX": arity(-3, noModules),
			"UNLOAD": arity(3, noModules),
		}),
	}
}

func noModules(c *call) { c.notAllowed("MODULE", "module") }

func (c *call) notAllowed(name, option string) {
	c.fail(`ERR %s command not allowed. If the enable-%s-command option is set to "local", you can run it `+
		`from a local connection, otherwise you need to set this option in the configuration file, and then restart the server.`, name, option)
}

func noCluster(c *call) {
	if c.is(0, "CLUSTER") {
		if cmd := c.s.lookup(c.args); cmd != nil && cmd.Container() == "" {
			c.fail("ERR unknown subcommand '%s'. Try CLUSTER HELP.", cut(c.args[1], 128))
			return
		}
	}
	c.fail("ERR This instance has cluster support disabled")
}

// lolwut does not draw, but knows what the drawings of versions 5 and 6 take:
// three numbers.
func lolwut(c *call) {
	if c.is(1, "VERSION") && len(c.args) > 2 {
		version, ok := c.number(c.args[2])
		if !ok {
			return
		}
		for _, arg := range c.args[3:min(len(c.args), 6)] {
			if version != 5 && version != 6 {
				break
			}
			if _, ok := c.number(arg); !ok {
				return
			}
		}
	}
	c.verbatim("Redis ver. " + Version + "\n")
}

func serverTime(c *call) {
	now := c.s.clock.now()
	c.bulks(formatInt(now.Unix()), itoa(now.Nanosecond()/1000))
}

func role(c *call) {
	c.array(3)
	c.bulk("master")
	c.integer(0)
	c.array(0)
}

// saved notes when the client asked for a snapshot: there is no disk, and
// nothing to be lost that would not be lost at the end anyway.
func (c *call) saved() {
	c.s.stats.saved = c.s.clock.now()
	c.ok()
}

func bgsave(c *call) {
	if len(c.args) > 2 || len(c.args) == 2 && !c.is(1, "SCHEDULE") {
		c.fail(syntaxErr)
		return
	}
	c.s.stats.saved = c.s.clock.now()
	c.status("Background saving started")
}

// replicaOf can only say that the server is nobody's replica.
func replicaOf(c *call) {
	switch port, ok := parseInt(c.args[2]); {
	case c.is(1, "NO") && c.is(2, "ONE"):
		c.ok()
	case !ok || port < 0 || port > 65535:
		c.fail("ERR Invalid master port")
	default:
		c.fail("ERR %s: the sandbox has no network to replicate over: use --local or a server of yours to try this", strings.ToUpper(c.args[0]))
	}
}

func failover(c *call) {
	if len(c.args) == 2 && c.is(1, "ABORT") {
		c.fail("ERR No failover in progress.")
		return
	}
	number := func(arg string) bool { _, ok := c.number(arg); return ok }
	ok := c.parse(1, options{
		"TO":      {2, func(args []string) bool { return number(args[1]) }},
		"TIMEOUT": {1, func(args []string) bool { return number(args[0]) }},
		"FORCE":   flag(new(bool)),
	})
	if ok {
		c.fail("ERR FAILOVER requires connected replicas.")
	}
}

// shutdown is SHUTDOWN, which would end the learner's own program.
func shutdown(c *call) {
	var abort, save, noSave bool
	ignored := flag(new(bool))
	ok := c.parse(1, options{"SAVE": flag(&save), "NOSAVE": flag(&noSave), "NOW": ignored, "FORCE": ignored, "ABORT": flag(&abort)})
	switch {
	case !ok:
	case abort && len(c.args) > 2, save && noSave:
		c.fail(syntaxErr)
	case abort:
		c.fail("ERR No shutdown in progress.")
	default:
		c.fail("ERR %s", missing("SHUTDOWN"))
	}
}

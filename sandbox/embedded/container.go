package embedded

import (
	"slices"
	"strings"
)

// container is the rule of a command that consists of subcommands. Their arity
// and names are settled by the command table first, so that a subcommand's
// rule can rely on its words being there.
func container(subs map[string]rule) rule {
	return func(c *call) {
		if len(c.args) < 2 {
			c.wrongArity()
			return
		}
		if problem := c.s.problem(c.args); problem != "" {
			c.fail("%s", problem)
			return
		}
		sub := c.arg(1)
		switch r := subs[sub]; {
		case r != nil:
			r(c)
		case sub == "HELP" && len(c.args) == 2:
			c.help(subs)
		case sub == "HELP":
			c.wrongArity()
		case missing(c.arg(0)+" "+sub) != "":
			c.fail("ERR %s", missing(c.arg(0)+" "+sub))
		default:
			c.fail("ERR unknown subcommand '%s'. Try %s HELP.", cut(c.args[1], 128), c.arg(0))
		}
	}
}

// subcommandSyntax answers a subcommand whose words are wrong.
func (c *call) subcommandSyntax() {
	c.fail("ERR unknown subcommand or wrong number of arguments for '%s'. Try %s HELP.", cut(c.args[1], 128), c.arg(0))
}

// help lists the subcommands with their arguments.
func (c *call) help(subs map[string]rule) {
	name := c.arg(0)
	lines := []string{name + " <subcommand> [<arg> [value] [opt] ...]. Subcommands are:"}
	names := make([]string, 0, len(subs))
	for sub := range subs {
		line := sub
		if cmd := c.s.lookup([]string{name, sub}); cmd != nil {
			line = strings.TrimRight(sub+" "+cmd.Form, " ")
		}
		names = append(names, line)
	}
	slices.Sort(names)
	c.statuses(append(append(lines, names...), "HELP", "    Prints this help.")...)
}

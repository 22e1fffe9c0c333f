package embedded

import (
	"strings"
)

// container is the rule of a command that consists of subcommands. Arity and
// unknown names are settled by the command table first, so that a subcommand's
// rule can rely on its words being there.
func container(subs map[string]rule) rule {
	return func(c *call) {
		if problem := c.s.problem(c.args); problem != "" {
			c.fail("%s", problem)
			return
		}
		if r := subs[c.arg(1)]; r != nil {
			r(c)
			return
		}
		if c.arg(1) == "HELP" && c.s.table() != nil {
			c.help()
			return
		}
		c.refuseSubcommand()
	}
}

// help lists the subcommands with their arguments.
func (c *call) help() {
	name := c.arg(0)
	lines := []string{name + " <subcommand> [<arg> [value] [opt] ...]. Subcommands are:"}
	for _, sub := range c.s.table().Subcommands(name) {
		line := strings.TrimPrefix(sub.Name, name+" ")
		if line != "HELP" {
			lines = append(lines, strings.TrimRight(line+" "+sub.Form, " "))
		}
	}
	c.statuses(append(lines, "HELP", "    Prints this help.")...)
}

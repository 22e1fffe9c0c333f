package help

import (
	"fmt"
	"strings"

	"redis-tutor/sandbox/command"
)

// list writes a line for each command.
func (d *Desk) list(commands []*command.Command) {
	for _, c := range commands {
		d.Out.Entry(c.Name, c.Summary)
	}
}

// group lists a group of commands, without subcommands.
func (d *Desk) group(asked string) {
	group := groupName(asked)
	var members []*command.Command
	for _, c := range d.Commands().All() {
		if c.Group == group && c.Container() == "" {
			members = append(members, c)
		}
	}
	if len(members) == 0 {
		d.Out.Error(fmt.Errorf("no group is called %q", asked), "the groups are @"+strings.Join(d.Commands().Groups(), ", @"))
		return
	}
	d.list(members)
	d.Out.Note("`help " + members[0].Name + "` tells more.")
}

// groupName returns the group that people mean: "@sorted_set", "@zset" and
// "@zsets" are Redis's "sorted-set".
func groupName(asked string) string {
	name := strings.ReplaceAll(strings.ToLower(strings.TrimPrefix(asked, "@")), "_", "-")
	for _, one := range []string{name, strings.TrimSuffix(name, "s"), strings.TrimSuffix(name, "es")} {
		switch one {
		case "zset", "sortedset", "sorted-set":
			return "sorted-set"
		case "key", "keyspace":
			return "generic"
		case "script", "lua", "function":
			return "scripting"
		case "transaction":
			return "transactions"
		case "pub-sub", "pub/sub":
			return "pubsub"
		case "string", "list", "hash", "set", "stream", "bitmap":
			return one
		}
	}
	return name
}

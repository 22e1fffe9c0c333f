package help

import (
	"slices"
	"strings"

	"redis-tutor/repl/screen"
	"redis-tutor/sandbox/command"
)

// command tells what is known about a command, and returns its name.
func (d *Desk) command(c *command.Command) string {
	out := d.Out
	out.Say(screen.Loud, "%s", c.Syntax())
	out.Say(screen.Plain, "%s.", c.Summary)
	switch has, known := d.Served(c.Name); {
	case known && !has:
		out.Noted(screen.Warn, "This server does not have it; it came with Redis "+c.Since+".")
	case known && d.Commands().Newer(c):
		out.Note("This server has it, though it came with Redis " + c.Since + ": others of version " + d.Commands().Version() + " do not.")
	}
	facts(out, c)
	if subs := d.Commands().Subcommands(c.Name); len(subs) > 0 {
		out.Blank()
		d.list(subs)
	}
	examples(out, c)
	if len(c.Beware) > 0 {
		out.Blank()
	}
	for _, text := range c.Beware {
		out.Led(out.Bang()+" ", screen.Plain, screen.Marked(text))
	}
	return c.Name
}

func facts(out *screen.Screen, c *command.Command) {
	for i, r := range c.Replies {
		out.Entry([]string{"answers", ""}[min(i, 1)], r)
	}
	if c.Complexity != "" {
		out.Entry("cost", c.Complexity+", "+cost(c.Complexity))
	}
	switch {
	case c.Deprecated != "" && c.Instead != "":
		out.Entry("better", c.Instead+" (this one is deprecated since "+c.Deprecated+")")
	case c.Deprecated != "":
		out.Entry("deprecated", "since Redis "+c.Deprecated)
	case c.Instead != "":
		out.Entry("better", c.Instead)
	}
	out.Entry("since", "Redis "+c.Since+newer(c)+"; group @"+c.Group)
}

// cost says a complexity in words. N is how many items there are, or are
// asked for.
func cost(formula string) string {
	switch {
	case formula == "O(1)":
		return "quick, whatever the size"
	case formula == "O(log(N))":
		return "quick, also where there are many items"
	case strings.HasPrefix(formula, "O(log(N)+"):
		return "quick to find; then the longer, the more it answers or removes"
	}
	return "the more items, the longer it takes"
}

// newer names the options that came after their command, by version.
func newer(c *command.Command) string {
	var versions []string
	options := map[string][]string{}
	for _, a := range flat(c.Arguments()) {
		name := a.Token
		if name == "" {
			name = a.Name
		}
		if a.Since == "" || len(a.Args) > 0 && a.Token == "" {
			continue
		}
		if !slices.Contains(versions, a.Since) {
			versions = append(versions, a.Since)
		}
		options[a.Since] = append(options[a.Since], name)
	}
	slices.SortFunc(versions, func(a, b string) int {
		if command.Later(a, b) {
			return 1
		}
		return -1
	})
	text := ""
	for _, v := range versions {
		text += "; " + strings.Join(options[v], ", ") + " since " + v
	}
	return text
}

// flat returns a grammar's arguments and their parts in one list. What is
// inside an argument is as old as that, unless it says otherwise.
func flat(args []command.Argument) []command.Argument {
	var all []command.Argument
	for _, a := range args {
		all = append(all, a)
		for _, part := range flat(a.Args) {
			if part.Since == "" && a.Token == "" {
				part.Since = a.Since
			}
			all = append(all, part)
		}
	}
	return all
}

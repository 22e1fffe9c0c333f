package gloss

import (
	"strings"

	"redis-tutor/sandbox/command"
)

// explainSubcommand says what may follow the name of a command that is nothing
// without a subcommand, where none was given that there is.
func (f Facts) explainSubcommand() []Remark {
	var names []string
	for _, sub := range f.Commands().Subcommands(f.Args[0]) {
		if !f.Commands().Newer(sub) {
			_, name, _ := strings.Cut(sub.Name, " ")
			names = append(names, name)
		}
	}
	c, known := f.Commands().Lookup(f.Args...)
	if len(names) == 0 || !known || c.Container() != "" {
		return nil
	}
	if near := command.Near(f.arg(1), names); len(near) > 0 {
		return one("Did you mean `%s %s`?", c.Name, near[0])
	}
	return one("The subcommands of `%s` are `%s`.", c.Name, strings.Join(names, "`, `"))
}

package help

import (
	"strings"

	"redis-tutor/repl/screen"
	"redis-tutor/sandbox/command"
)

// foreign tells of a command that the reference does not have: one that belongs
// to a family of such, or that the server has all the same. It reports whether
// there is any of that name.
func (d *Desk) foreign(name string) bool {
	about, family := command.Family(name)
	has, known := d.Served(name)
	if !family && !has {
		return false
	}
	d.Out.Say(screen.Loud, "%s", strings.ToUpper(name))
	if family {
		d.Out.Say(screen.Plain, "%s.", strings.ToUpper(about[:1])+about[1:])
	}
	switch {
	case has:
		if told := d.Told(name); told != "" {
			d.Out.Say(screen.Plain, "The server says of it: %s", told)
		}
		d.Out.Note("This server has it. The tutor's reference does not describe it.")
	case known:
		d.Out.Note("This server does not have it, and the tutor's reference does not describe it.")
	default:
		d.Out.Note("The tutor's reference does not describe it.")
	}
	return true
}

// Package help answers what is asked about the words that can be typed: those
// of the tutor, a command of Redis, a group of commands, an option, or which
// command does what somebody wants to do.
//
// It promises never to be silent, and to tell only what the reference has that
// it is given. It refuses to know what a session is, and asks no Redis.
package help

import (
	"fmt"
	"strings"

	"redis-tutor/repl/screen"
	"redis-tutor/sandbox/command"
)

// Word is a word of the tutor's.
type Word struct {
	Form    string // "start LESSON[/STEP]"
	Group   string // what it is for
	Summary string
}

// Desk is where help is asked for.
type Desk struct {
	Out      *screen.Screen
	Commands func() *command.Table
	Words    []Word                                 // that can be said here, group by group
	Word     func(name string) (w Word, found bool) // of those that can be said anywhere
	Served   func(c *command.Command) bool          // whether the server has a command
}

// Answer answers "help" with those words behind it. It returns the name of the
// command that it has explained, "" for none.
func (d *Desk) Answer(asked []string) (explained string) {
	text := strings.TrimRight(strings.Join(asked, " "), "?!. ")
	asked = strings.Fields(text)
	switch {
	case len(asked) == 0:
		d.overview()
	case strings.HasPrefix(text, "@"):
		d.group(asked[0])
	case len(asked) == 1 && d.word(asked[0]):
	default:
		return d.redis(asked)
	}
	return ""
}

func (d *Desk) overview() {
	d.Out.Say(screen.Plain, "Type a Redis command and Enter to run it. These words are for the tutor:")
	group := ""
	for _, w := range d.Words {
		if w.Group != group {
			group = w.Group
			d.Out.Say(screen.Loud, "For %s", group)
		}
		d.Out.Entry(w.Form, w.Summary)
	}
	for _, more := range []string{
		"`help SET` explains a command, `help @list` lists those for lists.",
		"`help delete a key after a time` finds one in plain words, `help EX` the commands with that option.",
		"Ctrl-C clears the line, Ctrl-D leaves.",
	} {
		d.Out.Note(more)
	}
}

// word explains a tutor word. Redis commands of the same name do not exist, so
// there is no question which one is meant.
func (d *Desk) word(name string) bool {
	w, found := d.Word(name)
	if found {
		d.Out.Entry(w.Form, w.Summary)
	}
	return found
}

// redis explains the command that is named, or finds those that do what is
// asked for.
func (d *Desk) redis(asked []string) (explained string) {
	table := d.Commands()
	c, ok := table.Lookup(asked...)
	if ok && (len(strings.Fields(c.Name)) == len(asked) || asked[0] == strings.ToUpper(asked[0])) {
		return d.command(c)
	}
	question := strings.Join(asked, " ")
	hits := table.Search(question)
	forms, takers := table.Option(question)
	switch {
	case len(takers) > 0 && (len(hits) == 0 || meansOption(question)):
		d.option(forms, takers)
	case len(hits) == 1:
		return d.command(hits[0])
	case len(hits) > 1:
		d.found(hits, question, len(takers) > 0)
	case ok:
		return d.command(c)
	case len(asked) > 1:
		d.Out.Error(fmt.Errorf("nothing is known about %q", question),
			"name what is to be done, as in: `help delete a key`", "`help @generic`, `help @list`, … list the commands of a group")
	default:
		d.Out.Error(fmt.Errorf("no command is called %q", question), nearest(table, question)...)
	}
	return ""
}

func nearest(table *command.Table, name string) []string {
	near := table.Nearest(name)
	if len(near) == 0 {
		return []string{"`help @string`, `help @list`, … list the commands of a group"}
	}
	var names []string
	for _, c := range near {
		names = append(names, c.Name)
	}
	return []string{"near it: " + strings.Join(names, ", ")}
}

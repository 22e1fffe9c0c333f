// Package help answers what is asked about the words that can be typed: those
// of the tutor, a command of Redis, a group of commands, an option, or which
// command does what somebody wants to do.
//
// It promises never to be silent, and to tell only what the reference has that
// it is given. It refuses to know what a session is, and asks no Redis.
package help

import (
	"fmt"
	"slices"
	"strings"

	"redis-tutor/repl/screen"
	"redis-tutor/sandbox/command"
)

// Word is a word of the tutor's.
type Word struct {
	Form    string // "start LESSON[/STEP]"
	Group   string // what it is for
	Summary string
	Quiet   bool // it is told when somebody asks for it, and not in the list of all
}

// Desk is where help is asked for.
type Desk struct {
	Out      *screen.Screen
	Commands func() *command.Table
	Words    []Word                                 // that can be said here, group by group
	Word     func(name string) (w Word, found bool) // of those that can be said anywhere
	// Served reports whether the server has a command, where it says so, and
	// Told what the server says that a command is for, "" for nothing.
	Served func(name string) (has, known bool)
	Told   func(name string) string
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
		if w.Quiet {
			continue
		}
		if w.Group != group {
			group = w.Group
			d.Out.Say(screen.Loud, "For %s", group)
		}
		d.Out.Entry(w.Form, w.Summary)
	}
	for _, more := range []string{
		"`help SET` explains a command, `help @list` lists those for lists.",
		"`help delete a key after a time` finds one in plain words, `help EX` the commands with that option.",
		"Ctrl-C clears the line, Ctrl-D leaves; `help editor` lists the other keys, `:set` what can be set.",
	} {
		d.Out.Note(more)
	}
}

// speaking returns the words that speak of all that is asked. A group that is
// not in the list of all can be asked for by its name.
func (d *Desk) speaking(question string) []Word {
	var found []Word
	for _, w := range d.Words {
		if command.Speaks(w.Form+" "+w.Summary, question) || w.Quiet && command.Speaks(question, w.Group) {
			found = append(found, w)
		}
	}
	return found
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

// redis explains the command that is named, or finds the commands and the words
// of the tutor that do what is asked for.
func (d *Desk) redis(asked []string) (explained string) {
	question := strings.Join(asked, " ")
	c, ok := d.Commands().Lookup(asked...)
	switch {
	case ok && c.NameWords() == len(asked):
		return d.command(c)
	case !ok && len(asked) == 1 && d.foreign(question):
		return ""
	}
	words := d.speaking(question)
	found := true
	if ok && asked[0] == strings.ToUpper(asked[0]) {
		explained = d.command(c)
	} else {
		explained, found = d.search(question, c, len(words) > 0)
	}
	d.tell(words, found && len(words) > mostTold)
	return explained
}

// mostTold is how many words of the tutor's are explained beside commands: a
// question of which many speak is rather one about Redis.
const mostTold = 2

// tell lists words of the tutor's, or only names them.
func (d *Desk) tell(words []Word, inShort bool) {
	if len(words) == 0 {
		return
	}
	if inShort {
		var names []string
		for _, w := range words {
			name, _, _ := strings.Cut(w.Form, " [")
			names = append(names, "`"+name+"`")
		}
		d.Out.Note("Of the tutor's own: " + strings.Join(names, ", ") + ".")
		return
	}
	d.Out.Say(screen.Loud, "For the tutor")
	for _, w := range words {
		d.Out.Entry(w.Form, w.Summary)
	}
}

// search finds the commands that do what is asked for. Where something else
// does, those that speak of a part of the question are left out. C is what the
// question begins with, or nil.
func (d *Desk) search(question string, c *command.Command, elsewhere bool) (explained string, found bool) {
	table := d.Commands()
	hits := table.Search(question)
	if elsewhere {
		hits = slices.DeleteFunc(hits, func(c *command.Command) bool { return !c.Speaks(question) })
	}
	forms, takers := table.Option(question)
	switch {
	case len(takers) > 0 && (len(hits) == 0 || meansOption(question)):
		d.option(forms, takers)
	case len(hits) == 1 && !elsewhere:
		return d.command(hits[0]), true
	case len(hits) > 0:
		d.found(hits, question, len(takers) > 0)
	case elsewhere:
		return "", false
	case c != nil:
		return d.command(c), true
	default:
		d.nothing(table, question)
		return "", false
	}
	return "", true
}

// nothing says that nothing is known.
func (d *Desk) nothing(table *command.Table, question string) {
	if strings.Contains(question, " ") {
		d.Out.Error(fmt.Errorf("nothing is known about %q", question),
			"name what is to be done, as in: `help delete a key`", "`help @generic`, `help @list`, … list the commands of a group")
		return
	}
	d.Out.Error(fmt.Errorf("no command is called %q", question), nearest(table, question)...)
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

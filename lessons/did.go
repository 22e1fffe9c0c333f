package lessons

import (
	"fmt"
	"slices"
	"strings"

	"redis-tutor/sandbox/words"
)

// did reads a check that asks what the learner did, and reports whether it is
// one. It has no pattern: a thing was done or it was not.
func (r *reader) did(c *Check, word string, rest []string, pattern string) bool {
	var form string
	var right bool
	switch word {
	case "$used":
		form, right = "is followed by the names of commands and nothing else", len(rest) > 0
		c.Used = strings.Fields(strings.ToUpper(strings.Join(rest, " ")))
	case "$sent":
		form = "is followed by commands, each in quotes, and nothing else"
		c.Sent, right = wholes(rest)
	case "$exec":
		form, right = "is followed by a key and the names of commands, and nothing else", len(rest) > 1
		c.Key, c.Exec = queued(rest)
	case "$expired":
		form, right = "is followed by a key and nothing else", len(rest) == 1
		c.Expired = strings.Join(rest, " ")
	case "$visited":
		form, right = "stands alone", len(rest) == 0
		c.Visited = true
	default:
		return false
	}
	if !right || pattern != "" {
		r.fault(c.Line, "%s %s", word, form)
	}
	return true
}

// wholes reads whole commands, each in a word.
func wholes(texts []string) (commands [][]string, ok bool) {
	for _, text := range texts {
		args, err := words.Split(text)
		if err != nil || len(args) < 2 {
			return nil, false
		}
		commands = append(commands, args)
	}
	return commands, len(commands) > 0
}

// queued reads a key and names, NAME or NAME|NAME where more than one will do.
func queued(rest []string) (key string, names [][]string) {
	if len(rest) == 0 {
		return "", nil
	}
	for _, name := range rest[1:] {
		names = append(names, strings.Split(strings.ToUpper(name), "|"))
	}
	return rest[0], names
}

// none reports whether nothing is asked of the learner's doing.
func (d *Did) none() bool {
	return d.Used == nil && d.Sent == nil && d.Exec == nil && d.Expired == "" && !d.Visited
}

// by reports whether a command, or the commands that one EXEC has run behind
// it, is what Sent or Exec asks for.
func (d *Did) by(done [][]string) bool {
	if d.Exec != nil {
		return d.ranBy(done[1:])
	}
	return slices.ContainsFunc(done, func(args []string) bool {
		return slices.ContainsFunc(d.Sent, func(want []string) bool {
			return strings.EqualFold(want[0], args[0]) && slices.Equal(want[1:], args[1:])
		})
	})
}

// ranBy reports whether an EXEC that has run these commands is the one asked
// for.
func (d *Did) ranBy(ran [][]string) bool {
	return slices.EqualFunc(d.Exec, ran, func(names, args []string) bool {
		return slices.Contains(names, Command{Args: args}.Name()) && len(args) > 1 && args[1] == d.Key
	})
}

// undone says what has not been done.
func (d *Did) undone() string {
	switch {
	case d.Used != nil:
		return "this step wants to be done with `" + strings.Join(d.Used, "` or `") + "`"
	case d.Sent != nil:
		return "the keys are as they should be, but this step wants them to become so in another way"
	case d.Exec != nil:
		var names []string
		for _, each := range d.Exec {
			names = append(names, "`"+each[0]+"`")
		}
		return fmt.Sprintf("this step wants `EXEC` to run %s, in this order and nothing else, on `%s`", strings.Join(names, ", "), words.Quote(d.Key))
	case d.Expired != "":
		return "the time of `" + words.Quote(d.Expired) + "` has not run out; it is gone, but by hand"
	}
	return "no page has been loaded since"
}

package repl

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"redis-tutor/repl/gloss"
	"redis-tutor/repl/screen"
	"redis-tutor/sandbox/command"
)

// help answers the word help: the tutor words, a command, or a group of
// commands. It is never silent.
func (s *Session) help(_ context.Context, args []string) {
	switch {
	case len(args) == 0:
		s.helpOverview()
	case strings.HasPrefix(args[0], "@"):
		s.helpGroup(strings.ReplaceAll(strings.ToLower(args[0][1:]), "_", "-"))
	case s.helpWord(args[0]):
	default:
		s.helpCommand(args)
	}
}

func (s *Session) helpOverview() {
	s.Screen.Say(screen.Plain, "Type a Redis command and Enter to run it. These words are for the tutor:")
	s.listWords()
	s.Screen.Note("help SET explains a command, help @list names the commands for lists. Ctrl-C clears the line, Ctrl-D leaves.")
}

// helpWord explains a tutor word. Redis commands of the same name do not
// exist, so there is no question which one is meant.
func (s *Session) helpWord(name string) bool {
	name = strings.TrimPrefix(strings.ToLower(name), ":")
	for _, w := range tutorWords() {
		if slices.Contains(w.names, name) {
			s.Screen.Entry(strings.TrimSpace(w.names[0]+" "+w.args), w.summary)
			return true
		}
	}
	return false
}

func (s *Session) helpCommand(args []string) {
	table := s.Commands()
	c, ok := table.Lookup(args...)
	if !ok {
		s.Screen.Error(fmt.Errorf("no command is called %q", strings.Join(args, " ")), nearest(table, args[0])...)
		return
	}
	s.Screen.Say(screen.Loud, "%s", gloss.Form(c))
	s.Screen.Entry("group", c.Group)
	s.Screen.Entry("since", "Redis "+c.Since)
	if c.Deprecated != "" {
		s.Screen.Entry("deprecated", "since Redis "+c.Deprecated+": another command is preferred")
	}
	s.Screen.Entry("changes keys", map[bool]string{true: "yes", false: "no"}[c.Writes()])
}

func nearest(table *command.Table, name string) []string {
	near := table.Nearest(name)
	if len(near) == 0 {
		return []string{"help @string, help @list, … name the commands of a group"}
	}
	var names []string
	for _, c := range near[:min(3, len(near))] {
		names = append(names, c.Name)
	}
	return []string{"near it: " + strings.Join(names, ", ")}
}

func (s *Session) helpGroup(group string) {
	var groups, names []string
	for _, c := range s.Commands().All() {
		if c.Group == group {
			names = append(names, c.Name)
		}
		if !slices.Contains(groups, c.Group) {
			groups = append(groups, c.Group)
		}
	}
	if len(names) == 0 {
		slices.Sort(groups)
		s.Screen.Error(fmt.Errorf("no group is called %q", "@"+group), "the groups are "+strings.Join(groups, ", "))
		return
	}
	s.Screen.Say(screen.Plain, "%s", strings.Join(names, "  "))
}

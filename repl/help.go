package repl

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"redis-tutor/repl/screen"
	"redis-tutor/sandbox/command"
)

// help answers the word help: the tutor words, a command, a group of
// commands, or a question in plain words. It is never silent.
func (s *Session) help(ctx context.Context, args []string) {
	s.long(ctx, func(out *screen.Screen) error {
		s.helpOn(ctx, out, args)
		return nil
	})
}

func (s *Session) helpOn(ctx context.Context, out *screen.Screen, args []string) {
	text := strings.TrimRight(strings.Join(args, " "), "?!. ")
	asked := strings.Fields(text)
	switch {
	case len(asked) == 0:
		s.helpOverview(out)
	case strings.HasPrefix(text, "@"):
		s.helpGroup(out, asked[0])
	case len(asked) == 1 && s.helpWord(out, asked[0]):
	default:
		s.helpRedis(ctx, out, asked)
	}
}

func (s *Session) helpOverview(out *screen.Screen) {
	out.Say(screen.Plain, "Type a Redis command and Enter to run it. These words are for the tutor:")
	s.listWords(out)
	for _, more := range []string{
		"`help SET` explains a command, `help @list` lists those for lists.",
		"`help delete a key after a time` finds one in plain words.",
		"Ctrl-C clears the line, Ctrl-D leaves.",
	} {
		out.Note(more)
	}
}

// helpWord explains a tutor word. Redis commands of the same name do not
// exist, so there is no question which one is meant.
func (s *Session) helpWord(out *screen.Screen, name string) bool {
	w, found := findWord(name)
	if found {
		out.Entry(strings.TrimSpace(w.names[0]+" "+w.args), w.summary)
	}
	return found
}

// helpRedis explains the command that is named, or finds those that do what
// is asked for.
func (s *Session) helpRedis(ctx context.Context, out *screen.Screen, asked []string) {
	table := s.Commands()
	c, ok := table.Lookup(asked...)
	if ok && (len(strings.Fields(c.Name)) == len(asked) || asked[0] == strings.ToUpper(asked[0])) {
		s.helpCommand(ctx, out, c)
		return
	}
	question := strings.Join(asked, " ")
	switch hits := table.Search(question); {
	case len(hits) == 1:
		s.helpCommand(ctx, out, hits[0])
	case len(hits) > 1:
		listCommands(out, hits)
		out.Note("`help " + hits[0].Name + "` tells more.")
	case ok:
		s.helpCommand(ctx, out, c)
	case len(asked) > 1:
		out.Error(fmt.Errorf("nothing is known about %q", question),
			"name what is to be done, as in: `help delete a key`", "`help @generic`, `help @list`, … list the commands of a group")
	default:
		out.Error(fmt.Errorf("no command is called %q", question), nearest(table, question)...)
	}
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

// listCommands writes a line for each command.
func listCommands(out *screen.Screen, commands []*command.Command) {
	for _, c := range commands {
		out.Entry(c.Name, c.Summary)
	}
}

// helpGroup lists a group of commands, without subcommands.
func (s *Session) helpGroup(out *screen.Screen, asked string) {
	group := groupName(asked)
	var groups []string
	var members []*command.Command
	for _, c := range s.Commands().All() {
		if c.Group == group && c.Container() == "" {
			members = append(members, c)
		}
		if !slices.Contains(groups, "@"+c.Group) {
			groups = append(groups, "@"+c.Group)
		}
	}
	if len(members) == 0 {
		slices.Sort(groups)
		out.Error(fmt.Errorf("no group is called %q", asked), "the groups are "+strings.Join(groups, ", "))
		return
	}
	listCommands(out, members)
	out.Note("`help " + members[0].Name + "` tells more.")
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

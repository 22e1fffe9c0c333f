package repl

import (
	"context"
	"strings"

	"redis-tutor/repl/help"
	"redis-tutor/repl/reference"
	"redis-tutor/repl/screen"
	"redis-tutor/sandbox/command"
	"redis-tutor/sandbox/reply"
)

// help answers the word help.
func (s *Session) help(ctx context.Context, args []string) {
	s.long(ctx, func(out *screen.Screen) error {
		if explained := desk(ctx, s.Sandbox, s.here().DB, s.Commands, s.Course != nil, out).Answer(args); explained != "" {
			s.helped = explained
		}
		return nil
	})
}

// Help returns what answers "help", with words behind it, where nobody sits at
// a prompt: about what the Redis has of the commands, and the words of practice.
func Help(box Sandbox, commands func() *command.Table) func(ctx context.Context, words []string, out *screen.Screen) {
	served := reference.New(commands, version(box, 0))
	return func(ctx context.Context, words []string, out *screen.Screen) {
		desk(ctx, box, box.State().DB, served.Get, false, out).Answer(words)
	}
}

// desk is where help about a Redis is asked for, with a course or without.
func desk(ctx context.Context, box Sandbox, db int, commands func() *command.Table, course bool, out *screen.Screen) *help.Desk {
	return &help.Desk{
		Out:      out,
		Commands: commands,
		Words:    sayable(course),
		Word:     helpOn,
		Served:   func(c *command.Command) bool { return serves(ctx, box, db, c) },
	}
}

// serves reports whether a server has a command. One that does not say is
// taken to have it.
func serves(ctx context.Context, box Sandbox, db int, c *command.Command) bool {
	v := look(ctx, box, db, []string{"COMMAND", "INFO", strings.ReplaceAll(c.Name, " ", "|")})
	return len(v.Items) != 1 || v.Items[0].Kind != reply.Nil
}

// ManualWords returns the words of the tutor, in the order of the help.
func ManualWords() []help.Word {
	var all []help.Word
	for _, w := range tutorWords() {
		all = append(all, w.forHelp())
	}
	return all
}

// sayable returns the words of the tutor that can be said with a course, or
// without.
func sayable(course bool) []help.Word {
	var all []help.Word
	for _, w := range tutorWords() {
		if !w.lesson || course {
			all = append(all, w.forHelp())
		}
	}
	return all
}

// helpOn returns the tutor word of a name as help has it.
func helpOn(name string) (help.Word, bool) {
	w, found := findWord(name)
	if !found {
		return help.Word{}, false
	}
	return w.forHelp(), true
}

func (w word) forHelp() help.Word {
	return help.Word{Form: strings.TrimSpace(w.names[0] + " " + w.args), Group: w.group, Summary: w.summary}
}

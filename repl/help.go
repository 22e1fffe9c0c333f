package repl

import (
	"context"
	"strings"

	"redis-tutor/repl/help"
	"redis-tutor/repl/screen"
	"redis-tutor/sandbox/command"
	"redis-tutor/sandbox/reply"
)

// help answers the word help.
func (s *Session) help(ctx context.Context, args []string) {
	s.long(ctx, func(out *screen.Screen) error {
		desk := &help.Desk{
			Out:      out,
			Commands: s.Commands,
			Words:    s.sayable(),
			Word:     helpOn,
			Served:   func(c *command.Command) bool { return s.served(ctx, c) },
		}
		if explained := desk.Answer(args); explained != "" {
			s.helped = explained
		}
		return nil
	})
}

// served reports whether the server has a command. One that does not say is
// taken to have it.
func (s *Session) served(ctx context.Context, c *command.Command) bool {
	v := s.look(ctx, s.here().DB, []string{"COMMAND", "INFO", strings.ReplaceAll(c.Name, " ", "|")})
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

// sayable returns the words of the tutor that can be said in this session.
func (s *Session) sayable() []help.Word {
	var all []help.Word
	for _, w := range tutorWords() {
		if !w.lesson || s.Course != nil {
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

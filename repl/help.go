package repl

import (
	"context"
	"strings"

	"redis-tutor/repl/help"
	"redis-tutor/repl/reference"
	"redis-tutor/repl/screen"
	"redis-tutor/repl/settings"
	"redis-tutor/sandbox/command"
	"redis-tutor/sandbox/reply"
)

// help answers the word help.
func (s *Session) help(ctx context.Context, args []string) {
	s.long(ctx, func(out *screen.Screen) error {
		if explained := s.words.desk(ctx, s.Sandbox, s.here().DB, s.Commands, s.sayable(), out).Answer(args); explained != "" {
			s.examples.helped = explained
			s.noteVersion(out)
		}
		return nil
	})
}

// Help returns what answers "help", with words behind it, where nobody sits at
// a prompt: about what the Redis has of the commands, and the words of practice.
func Help(box Sandbox, commands func() *command.Table) func(ctx context.Context, words []string, out *screen.Screen) {
	served := reference.New(commands, version(box, 0))
	return func(ctx context.Context, words []string, out *screen.Screen) {
		all := tutorWords()
		all.desk(ctx, box, box.State().DB, served.Get, all.sayable(false, false), out).Answer(words)
	}
}

// desk is where help about a Redis is asked for, and about the words that can be
// said there.
func (v vocabulary) desk(ctx context.Context, box Sandbox, db int, commands func() *command.Table, said vocabulary, out *screen.Screen) *help.Desk {
	return &help.Desk{
		Out:      out,
		Commands: commands,
		Words:    append(said.forHelp(), v.settable()...),
		Word:     v.helpOn,
		Served:   func(name string) (has, known bool) { return serves(ctx, box, db, name) },
		Told:     func(name string) string { return told(ctx, box, db, name) },
	}
}

// serves reports whether a server has a command, where it says so.
func serves(ctx context.Context, box Sandbox, db int, name string) (has, known bool) {
	v := look(ctx, box, db, []string{"COMMAND", "INFO", strings.ReplaceAll(name, " ", "|")})
	if len(v.Items) != 1 {
		return false, false
	}
	return v.Items[0].Kind != reply.Nil, true
}

// told returns what a server says that a command is for, "" when it does not.
func told(ctx context.Context, box Sandbox, db int, name string) string {
	v := look(ctx, box, db, []string{"COMMAND", "DOCS", name})
	if len(v.Items) != 2 {
		return ""
	}
	return v.Items[1].Field("summary").Str()
}

// ManualWords returns the words of the tutor and what else can be typed, in the
// order of the help.
func ManualWords() []help.Word { return tutorWords().forHelp() }

func (v vocabulary) forHelp() []help.Word {
	all := make([]help.Word, len(v))
	for i, w := range v {
		all[i] = w.forHelp()
	}
	return all
}

// settable returns the settings that are no words of their own.
func (v vocabulary) settable() []help.Word {
	var all []help.Word
	for _, row := range settings.Table() {
		form := ":set " + row.Name + " " + row.Form
		if row.AtStart {
			form = "--" + row.Name + " " + row.Form
		}
		if !v.has(row.Name) || row.AtStart {
			all = append(all, help.Word{Form: form, Group: "the settings", Summary: row.Summary, Quiet: true})
		}
	}
	return all
}

// helpOn returns what stands in the table of a name as help has it.
func (v vocabulary) helpOn(name string) (help.Word, bool) {
	w, found := v.row(name)
	if !found {
		return help.Word{}, false
	}
	return w.forHelp(), true
}

func (w word) forHelp() help.Word {
	form := strings.TrimSpace(w.names[0] + " " + w.args)
	if w.run == nil {
		form = w.args
	}
	return help.Word{Form: form, Group: w.group, Summary: w.summary, Quiet: w.group == editor}
}

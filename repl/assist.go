package repl

import (
	"context"

	"redis-tutor/repl/line"
	"redis-tutor/repl/typing"
	"redis-tutor/sandbox/reply"
)

// The Session's side of what happens while a learner types.

// Asking reports whether the line at the prompt is the answer to a question.
func (s *Session) Asking() bool { return s.asking.Load() }

// Words returns the tutor words that can be said here, for hints and Tab.
func (s *Session) Words() []typing.Word {
	var list []typing.Word
	for _, w := range s.sayable() {
		if w.run == nil {
			continue
		}
		for _, name := range w.names {
			before, _ := line.Takes(name)
			list = append(list, typing.Word{
				Name: name, Form: w.args, Meaning: w.summary,
				Command: w.takes.command, Before: before, Keys: w.takes.keys, Args: s.choices(w.takes), Then: w.takes.then,
			})
		}
	}
	return list
}

func (s *Session) choices(t takes) func() []typing.Choice {
	if t.args == nil {
		return nil
	}
	return func() []typing.Choice { return t.args(s) }
}

// clientNames are the clients there are. Tab may ask for them at any time:
// they change only while a line is answered, when nobody presses it.
func (s *Session) clientNames() []typing.Choice {
	var list []typing.Choice
	for _, c := range append([]*client{s.me}, s.others...) {
		list = append(list, typing.Choice{Text: c.name})
	}
	return list
}

// commandNames are the commands, subcommands aside.
func (s *Session) commandNames() []typing.Choice {
	var list []typing.Choice
	table := s.Reference()
	for _, name := range table.Names() {
		c, _ := table.Lookup(name)
		list = append(list, typing.Choice{Text: name, Meaning: c.Summary})
	}
	return list
}

func (s *Session) lessonNames() []typing.Choice {
	course, err := s.Course()
	if err != nil {
		return nil
	}
	var list []typing.Choice
	for _, l := range course.Lessons {
		list = append(list, typing.Choice{Text: l.ID, Meaning: l.Aim})
	}
	return list
}

// topics are what help knows: commands, groups with an @, tutor words.
func (s *Session) topics() []typing.Choice {
	list := s.commandNames()
	for _, group := range s.Reference().Groups() {
		list = append(list, typing.Choice{Text: "@" + group})
	}
	for _, w := range s.words {
		list = append(list, typing.Choice{Text: w.names[0], Meaning: w.summary})
	}
	return list
}

// Ask runs a reading command for Tab on the tutor's connection, in the
// database of whoever is at the prompt.
func (s *Session) Ask(ctx context.Context, args ...string) (reply.Value, error) {
	replies, err := s.Sandbox.Observe(ctx, s.here().DB, args)
	if err != nil {
		return reply.Value{}, err
	}
	return replies[0], nil
}

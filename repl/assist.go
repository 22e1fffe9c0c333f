package repl

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"redis-tutor/repl/typing"
	"redis-tutor/sandbox/reply"
)

// The Session's side of what happens while a learner types.

// Asking reports whether the line at the prompt is the answer to a question.
func (s *Session) Asking() bool { return s.asking.Load() }

// Words returns the tutor words that can be said here, for hints and Tab.
func (s *Session) Words() []typing.Word {
	var list []typing.Word
	for _, w := range tutorWords() {
		if w.lesson && s.Course == nil {
			continue
		}
		for _, name := range w.names {
			list = append(list, typing.Word{
				Name: name, Form: w.args, Meaning: w.summary,
				Command: strings.Contains(w.args, "COMMAND"), Args: s.following(w.names[0]),
			})
		}
	}
	return list
}

// following returns what lists the words that may follow a tutor word, nil
// when nothing may.
func (s *Session) following(name string) func() []typing.Choice {
	fixed := func(words ...string) func() []typing.Choice {
		return func() []typing.Choice {
			list := make([]typing.Choice, len(words))
			for i, word := range words {
				list[i].Text = word
			}
			return list
		}
	}
	switch name {
	case "start", "lessons":
		return s.lessonNames
	case "help":
		return s.topics
	case "gloss", "changes":
		return fixed("on", "off")
	case "listen":
		return fixed("stop")
	case "forward":
		return fixed("10s", "60s", "10m", "1h", "1d")
	}
	return nil
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
	var list []typing.Choice
	var groups []string
	for _, c := range s.Commands().All() {
		if c.Container() == "" {
			list = append(list, typing.Choice{Text: c.Name, Meaning: c.Summary})
		}
		if !slices.Contains(groups, "@"+c.Group) {
			groups = append(groups, "@"+c.Group)
		}
	}
	slices.Sort(groups)
	for _, group := range groups {
		list = append(list, typing.Choice{Text: group})
	}
	for _, w := range tutorWords() {
		list = append(list, typing.Choice{Text: w.names[0], Meaning: w.summary})
	}
	return list
}

// Ask runs a reading command for Tab on the tutor's connection, in the
// database of whoever is at the prompt.
func (s *Session) Ask(ctx context.Context, args ...string) (reply.Value, error) {
	db := strconv.Itoa(s.here().DB)
	replies, err := s.Sandbox.ObserveAll(ctx, [][]string{{"SELECT", db}, args})
	if err != nil {
		return reply.Value{}, err
	}
	if replies[0].IsError() {
		return replies[0], nil
	}
	return replies[1], nil
}

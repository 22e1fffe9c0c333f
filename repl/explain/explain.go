// Package explain says what a command would do here, without running it:
// what its words are, what is behind the keys it names and what would become
// of them, what it would cost and answer, and what to beware of.
//
// It looks through a function it is handed, with commands that change nothing,
// and says nothing rather than something uncertain. It never prints.
package explain

import (
	"fmt"
	"slices"

	"redis-tutor/sandbox/command"
	"redis-tutor/sandbox/command/grammar"
	"redis-tutor/sandbox/reply"
)

// Question is a command that is asked about.
type Question struct {
	Args     []string
	Commands *command.Table
	// Look runs reading commands where the learner is, in one round trip.
	Look func(commands ...[]string) ([]reply.Value, error)
	InTx bool
}

// Answer is what there is to say, in the order in which it is shown.
type Answer struct {
	Form    string // the whole form of the command
	Summary string // what it does, "" when the reference does not say
	Parts   []Part
	// Beware are sentences, with code in backquotes.
	Beware []string
}

// Part is one thing and what is said of it.
type Part struct {
	Term, Text string
	Fate       string // what would become of it, "" where that is not the matter
}

// Unknown says that there is no such command, and which are near.
type Unknown struct {
	Name string
	Near []string
}

func (e *Unknown) Error() string { return fmt.Sprintf("no command is called %q", e.Name) }

// scene is a command with its keys as they are now.
type scene struct {
	Question
	*Answer
	c     *command.Command
	line  *grammar.Line
	row   row
	keys  []*key
	named int // how many keys there are, also those that are not looked at
	reply string
}

// Explain answers a question. The error is an *Unknown, or says that Redis
// could not be asked.
func Explain(q Question) (*Answer, error) {
	c, ok := q.Commands.Lookup(q.Args...)
	if !ok {
		return nil, unknown(q)
	}
	s := &scene{Question: q, c: c, line: grammar.NewReader(q.Commands).Read(q.Args), row: rows()[c.Name], Answer: &Answer{Form: c.Syntax(), Summary: c.Summary}}
	if c.Deprecated != "" {
		s.beware("`%s` is deprecated since Redis %s%s.", c.Name, c.Deprecated, instead(c))
	}
	if !s.fits() {
		s.words()
		return s.Answer, nil
	}
	if err := s.lookAtKeys(); err != nil {
		return nil, err
	}
	if s.row.closer != nil && !s.wrongType() {
		if err := s.row.closer(s); err != nil {
			return nil, err
		}
	}
	s.sayKeys()
	s.words()
	s.sayCost()
	s.sayReply()
	s.sayRest()
	return s.Answer, nil
}

func unknown(q Question) error {
	e := &Unknown{Name: q.Args[0]}
	for _, c := range q.Commands.Nearest(q.Args[0]) {
		e.Near = append(e.Near, c.Name)
	}
	return e
}

func instead(c *command.Command) string {
	if c.Instead == "" {
		return ": another command is preferred"
	}
	return ": `" + c.Instead + "` does the same"
}

func (s *scene) say(term, format string, args ...any) {
	s.Parts = append(s.Parts, Part{Term: term, Text: fmt.Sprintf(format, args...)})
}

func (s *scene) beware(format string, args ...any) {
	s.Beware = append(s.Beware, fmt.Sprintf(format, args...))
}

// sayReply says what the reply would be, where that is certain, or else which
// kinds of reply there are.
func (s *scene) sayReply() {
	if s.wrongType() {
		s.reply = s.wrongReply()
	}
	replies := s.c.Replies
	if s.reply != "" {
		replies = []string{s.reply}
	}
	term := "reply"
	if s.InTx && !atOnce(s.c.Name) {
		s.say("reply now", "QUEUED")
		term = "reply at EXEC"
	}
	for i, one := range replies {
		if i > 0 {
			term = "or"
		}
		s.say(term, "%s", one)
	}
}

// atOnce reports whether MULTI does not queue a command.
func atOnce(name string) bool {
	return slices.Contains([]string{"EXEC", "DISCARD", "MULTI", "WATCH", "QUIT", "RESET"}, name)
}

// sayRest adds what the facts tell to beware of.
func (s *scene) sayRest() {
	if s.waits() {
		s.beware("There is nothing yet: it would wait. Ctrl-C stops that.")
	}
	if s.InTx && !atOnce(s.c.Name) {
		s.beware("You are inside `MULTI`: it would run at `EXEC`, on what the keys hold then.")
	}
	s.Beware = append(s.Beware, s.c.Beware...)
}

// waits reports whether the command would wait for somebody to bring something.
func (s *scene) waits() bool {
	return s.c.Blocks() && !s.InTx && !s.streams() && s.sawAll() && s.serving() == nil
}

func (s *scene) streams() bool { return slices.Contains(s.c.Types, "stream") }

// arg returns the n-th word behind the command's name, from 1; "" when there
// is none.
func (s *scene) arg(n int) string {
	if n < len(s.Args) {
		return s.Args[n]
	}
	return ""
}

package explain

import (
	"strings"

	"redis-tutor/sandbox/amount"
	"redis-tutor/sandbox/command/grammar"
)

// fits says what the server would refuse outright, and reports whether it
// would not.
func (s *scene) fits() bool {
	switch {
	case s.line.Fault != nil && s.line.Fault.Kind == grammar.UnknownSubcommand, s.line.Command != nil && len(s.Args) == 1 && s.subcommands() != "":
		s.say("subcommands", "%s", s.subcommands())
	case s.line.Fault != nil:
		s.beware("Redis would refuse it: %s.", s.line.Fault)
	case !s.c.ArityFits(len(s.Args)):
		s.tooFew()
	case !s.line.Whole():
		s.beware("Redis would refuse it: it goes on with `%s`.", s.line.Form())
	default:
		return true
	}
	return false
}

func (s *scene) subcommands() string {
	var names []string
	for _, sub := range s.Commands.Subcommands(s.c.Name) {
		names = append(names, sub.Name)
	}
	return strings.Join(names, ", ")
}

// tooFew says how many words are missing.
func (s *scene) tooFew() {
	n, least := s.c.Arity, ""
	if n < 0 {
		n, least = -n, " at least"
	}
	name := s.c.NameWords()
	s.beware("Redis would refuse it: %s wants %s behind it%s, and got %d.", s.c.Name, amount.Of(int64(n-name), "word"), least, len(s.Args)-name)
}

// words names the roles of the given words. What is of one role stands
// together; keys that have been told of are left out.
func (s *scene) words() {
	last := ""
	var same []string
	tell := func() {
		if len(same) > 0 {
			s.say(last, "%s", quoteAll(same))
		}
		same = nil
	}
	for i, want := range s.line.Words {
		name := want.Name
		switch {
		case want.Role == grammar.Command, want.Role == grammar.Subcommand, want.Role == grammar.Key && len(s.keys) > 0:
			continue
		case want.Role == grammar.Wrong:
			name = "wrong"
		case want.Role == grammar.Token:
			name = "option"
		case want.Token != "":
			name = want.Token + " " + name
		}
		if want.Role == grammar.Token && i+1 < len(s.line.Words) && strings.EqualFold(s.line.Words[i+1].Token, s.Args[i]) {
			continue // told with the word behind it
		}
		if name != last {
			tell()
		}
		last = name
		same = append(same, s.Args[i])
	}
	tell()
}

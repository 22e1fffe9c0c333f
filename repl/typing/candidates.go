package typing

import (
	"slices"
	"strings"

	"redis-tutor/sandbox/command/grammar"
)

// Candidates are what the word at the cursor may become.
type candidates struct {
	list []Choice
	part bool // there may be others
	seen map[string]bool
}

// candidates finds what the last word of a line, of which part is there, can
// become. done are the words before it.
func (t *Typist) candidates(done []string, part string) candidates {
	s := t.split(done, true)
	switch w := s.word; {
	case w.Name == "" && len(done) == 0 && part == "":
		return candidates{list: t.wordNames("")}
	case w.Name == "" && len(done) == 0:
		return candidates{list: append(t.commands(part), t.wordNames(part)...)}
	case w.Keys:
		f := t.names.keys(part, nil)
		return candidates{list: folded(f, part), part: f.cut}
	case w.Args != nil && len(done) == 1:
		return candidates{list: beginning(w.Args(), part)}
	case w.Then != nil && len(done) == 2:
		return candidates{list: beginning(w.Then(done[1]), part)}
	case w.Name != "" && (!w.Command || len(done) <= w.Before):
		return candidates{}
	case s.command == len(done) && part == "":
		return candidates{} // which of all commands nobody knows
	case s.command == len(done):
		return candidates{list: t.commands(part)}
	}
	done = done[s.command:]
	l := t.line(done)
	if l.Command == nil || l.Fault != nil {
		return candidates{}
	}
	return t.arguments(l, done, part)
}

// arguments finds what may stand behind the words of a command.
func (t *Typist) arguments(l *grammar.Line, done []string, part string) candidates {
	var c candidates
	asked := map[grammar.Role]bool{}
	for _, want := range l.Wants() {
		switch want.Role {
		case grammar.Token, grammar.Subcommand:
			if want.Token != "" && want.Begins(part) {
				c.add(Choice{Text: cased(want.Token, part, done[0]), Meaning: t.meaning(want)})
			}
			continue
		}
		for _, choice := range beginning(t.fixed(want), part) {
			c.add(choice)
		}
		if asked[want.Role] {
			continue
		}
		asked[want.Role] = true
		f := t.inKeyspace(l, want, done, part)
		names := choices(f.names...)
		if want.Role == grammar.Key {
			names = folded(f, part)
		}
		for _, name := range names {
			c.add(name)
		}
		c.part = c.part || f.cut
	}
	return c
}

func (c *candidates) add(choice Choice) {
	if c.seen == nil {
		c.seen = map[string]bool{}
	}
	if !c.seen[choice.Text] {
		c.seen[choice.Text] = true
		c.list = append(c.list, choice)
	}
}

// inKeyspace finds names that are there and fit the command.
func (t *Typist) inKeyspace(l *grammar.Line, want grammar.Want, done []string, part string) found {
	types := l.Command.Types
	key, ok := firstKey(l, done)
	switch want.Role {
	case grammar.Key:
		return t.names.keys(part, types)
	case grammar.Field, grammar.Member:
		if ok && len(types) == 1 {
			return t.names.parts(types[0], key, part)
		}
	case grammar.Name:
		switch {
		case ok && (want.Name == "group" || want.Name == "groupname"):
			return t.names.groups(key, part)
		case want.Name == "channel":
			return t.names.channels(part)
		}
	}
	return found{}
}

func firstKey(l *grammar.Line, done []string) (string, bool) {
	for i, w := range l.Words {
		if w.Role == grammar.Key {
			return done[i], true
		}
	}
	return "", false
}

// fixed lists the words that Redis knows for an argument of which COMMAND
// DOCS tells no more than its name.
func (t *Typist) fixed(want grammar.Want) []Choice {
	switch want.Name {
	case "type":
		return choices("string", "list", "set", "zset", "hash", "stream")
	case "operation":
		return choices("AND", "OR", "XOR", "NOT")
	case "yes/no":
		return choices("yes", "no")
	case "command", "command-name":
		return choices(t.commandNames("")...)
	}
	return nil
}

func choices(texts ...string) []Choice {
	list := make([]Choice, len(texts))
	for i, text := range texts {
		list[i].Text = text
	}
	return list
}

// commands lists the commands that begin with part, in its case.
func (t *Typist) commands(part string) []Choice {
	var list []Choice
	for _, name := range t.commandNames(part) {
		c, _ := t.Config.Commands().Lookup(name)
		list = append(list, Choice{Text: cased(name, part, ""), Meaning: c.About()})
	}
	return list
}

// commandNames returns the names of the commands that begin with part in any
// case.
func (t *Typist) commandNames(part string) []string {
	return slices.DeleteFunc(t.Config.Commands().Names(), func(name string) bool { return !hasPrefixFold(name, part) })
}

// wordNames lists the tutor words that begin with part, which may have their
// colon.
func (t *Typist) wordNames(part string) []Choice {
	name, colon := strings.CutPrefix(part, ":")
	var list []Choice
	for _, w := range t.words() {
		switch {
		case hasPrefixFold(w.Name, part): // also where the colon is its own
			list = append(list, Choice{Text: w.Name, Meaning: w.Meaning})
		case colon && hasPrefixFold(w.Name, name):
			list = append(list, Choice{Text: ":" + w.Name, Meaning: w.Meaning})
		}
	}
	return list
}

// meaning says what an option or a subcommand is.
func (t *Typist) meaning(want grammar.Want) string {
	if want.Role == grammar.Token {
		return strings.TrimPrefix(strings.TrimPrefix(want.Name, want.Token), " ")
	}
	if c, ok := t.Config.Commands().Lookup(strings.Fields(want.Name)...); ok {
		return c.About()
	}
	return ""
}

func beginning(list []Choice, part string) []Choice {
	var fit []Choice
	for _, c := range list {
		if hasPrefixFold(c.Text, part) {
			fit = append(fit, c)
		}
	}
	return fit
}

func hasPrefixFold(s, prefix string) bool {
	return len(s) >= len(prefix) && strings.EqualFold(s[:len(prefix)], prefix)
}

// cased returns an upper-case name in the case of what is typed of it, or
// else of the command before it.
func cased(name, part, before string) string {
	if part == "" {
		part = before
	}
	if part != "" && part == strings.ToLower(part) {
		return strings.ToLower(name)
	}
	return name
}

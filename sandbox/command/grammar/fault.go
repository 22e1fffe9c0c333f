package grammar

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"redis-tutor/sandbox/command"
	"redis-tutor/sandbox/words"
)

// Fault says what is wrong with a word.
type Fault struct {
	Kind Kind
	At   int    // the word's place, the name's is 0
	Word string // as it was written

	// Want is what the word should have been, for a BadWord of Command.
	Want    Want
	Command string
	// Other is the option that is in the way, for an Excluded one and where
	// there are TooMany; the one that was meant, for an UnknownOption; and
	// those that are missing, for a Lonely one; or "".
	Other string
	// Choices are the words of which one was wanted.
	Choices []string
}

// Kind is the kind of a Fault.
type Kind byte

// The kinds of faults.
const (
	UnknownCommand Kind = iota
	UnknownSubcommand
	UnknownOption // no option is called so
	Repeated      // the option stands there already
	Excluded      // the option does not go with another one
	Misplaced     // the option belongs elsewhere
	Lonely        // the option goes only with another one
	BadWord       // the word is of the wrong kind
	BadChoice     // another word was wanted
	TooMany       // nothing may follow any more
)

// String says it in a few words, in lower case and without a full stop.
func (f *Fault) String() string {
	switch f.Kind {
	case UnknownCommand:
		return fmt.Sprintf("no command is called %s", f.Word)
	case UnknownSubcommand:
		return fmt.Sprintf("no subcommand is called %s", f.Word)
	case Repeated:
		return f.word() + " stands there already"
	case Excluded:
		return f.word() + " does not go with " + f.Other
	case Misplaced:
		return f.word() + " does not belong here" + f.rather()
	case Lonely:
		return f.word() + " goes only with " + f.Other
	case BadWord:
		if f.Want.kind == count {
			return f.who() + " says " + f.Want.means() + "; " + f.quoted() + " does not"
		}
		means := f.Want.means()
		if f.Want.kind != double && f.Want.kind != bound && fraction(f.Word) {
			means = strings.Replace(means, "a number", "a whole number", 1)
		}
		if bound := f.Want.within(); bound != "" && isInteger(f.Word) {
			means, _, _ = strings.Cut(means, ",")
			means += bound
		}
		return f.who() + " wants " + means + ", not " + f.quoted()
	case BadChoice:
		return strings.Join(f.Choices, " or ") + " is wanted here, not " + f.quoted()
	case TooMany:
		if f.Other != "" {
			return "with " + f.Other + " there is only one, so " + f.quoted() + " is one word too many"
		}
		return "nothing follows here any more, so " + f.quoted() + " is one word too many"
	}
	if f.Other != "" {
		return fmt.Sprintf("%s is no option here; %s is near it", f.quoted(), f.Other)
	}
	return f.quoted() + " is no option here"
}

// fraction reports whether a word is a number, and not a whole one.
func fraction(word string) bool { return isDouble(word) && strings.ContainsAny(word, ".e") }

// rather says what belongs in the place of the word.
func (f *Fault) rather() string {
	if len(f.Choices) == 0 {
		return ""
	}
	return ", but " + strings.Join(f.Choices, " or ")
}

func (f *Fault) word() string { return strings.ToUpper(f.Word) }

// quoted is the word as it was typed, shortened; hints are drawn where there
// may be no ellipsis.
func (f *Fault) quoted() string {
	const most = 24
	short := words.Short(f.Word, most)
	if utf8.RuneCountInString(f.Word) > most {
		return strings.TrimSuffix(short, "…") + "..."
	}
	return short
}

// who wants the word: the option in front of it, or else the word's own name,
// unless that is in what it means.
func (f *Fault) who() string {
	switch {
	case f.Want.Token != "":
		return f.Want.Token
	case unit(f.Want.Name) != "" && (f.Want.kind == integer || f.Want.kind == positive):
		return f.Command
	}
	return f.Want.Name
}

// explain finds out what is wrong with word at, which no reading takes.
func (l *Line) explain(at int) Fault {
	text := l.args[at]
	tokens, other := l.wanted()
	choices := tokens
	if other != nil || l.left[0].node.done() || len(tokens) > 4 {
		choices = nil // there are more than these
	}
	if f, ok := l.option(text); ok {
		f.Choices = choices
		return f
	}
	near := command.Near(text, tokens)
	switch {
	case len(near) > 0 && !looksNumeric(text):
		return Fault{Kind: UnknownOption, Other: near[0]}
	case other != nil:
		return Fault{Kind: BadWord, Want: *other, Command: l.Command.Name}
	case len(tokens) == 0:
		return Fault{Kind: TooMany, Other: l.aloneWith()}
	case choices != nil:
		return Fault{Kind: BadChoice, Choices: choices}
	}
	return Fault{Kind: UnknownOption}
}

// wanted returns the tokens that could come next, and the first other word.
func (l *Line) wanted() (tokens []string, other *Want) {
	for _, w := range l.Wants() {
		switch {
		case w.Role == Token:
			tokens = append(tokens, w.Token)
		case other == nil:
			other = &w
		}
	}
	return tokens, other
}

func looksNumeric(text string) bool { return strings.Trim(text, "0123456789.-+") == "" }

// option explains a word that is an option of the command, but not here.
func (l *Line) option(text string) (Fault, bool) {
	if !names(l.all, text) {
		return Fault{}, false
	}
	rules := rulesOf(l.Command.Name)
	for _, used := range l.Words {
		if used.Role != Token {
			continue
		}
		if strings.EqualFold(used.Token, text) {
			return Fault{Kind: Repeated}, true
		}
		if excludes(l.all, used.Token, text) || hasToken(barred(rules, used.Token), text) {
			return Fault{Kind: Excluded, Other: used.Token}, true
		}
	}
	if needs := needed(rules, text); len(needs) > 0 {
		return Fault{Kind: Lonely, Other: strings.Join(needs, " or ")}, true
	}
	return Fault{Kind: Misplaced}, true
}

// aloneWith returns the option on the line that allows one of what may be
// repeated otherwise, or "".
func (l *Line) aloneWith() string {
	rules := rulesOf(l.Command.Name)
	for _, used := range l.Words {
		if used.Role == Token && alone(rules, used.Token) {
			return used.Token
		}
	}
	return ""
}

// names reports whether a grammar has an option of that name.
func names(n node, token string) bool {
	found := false
	walk(n, func(n node) {
		if l, ok := n.(led); ok && strings.EqualFold(l.token, token) {
			found = true
		}
	})
	return found
}

// excludes reports whether two tokens begin different choices of one.
func excludes(n node, used, text string) bool {
	found := false
	walk(n, func(n node) {
		if a, ok := n.(alt); ok {
			i, j := a.begun(used), a.begun(text)
			found = found || i >= 0 && j >= 0 && i != j
		}
	})
	return found
}

// begun returns the choice that begins with a token, or -1.
func (a alt) begun(token string) int {
	for i, choice := range a {
		for _, w := range choice.wants() {
			if w.Role == Token && strings.EqualFold(w.Token, token) {
				return i
			}
		}
	}
	return -1
}

// walk calls visit for a node and all below it.
func walk(n node, visit func(node)) {
	visit(n)
	switch n := n.(type) {
	case led:
		walk(n.body, visit)
	case seq:
		for _, part := range n {
			walk(part, visit)
		}
	case alt:
		for _, choice := range n {
			walk(choice, visit)
		}
	case options:
		for _, item := range n {
			walk(item.node, visit)
		}
	case opt:
		walk(n.node, visit)
	case many:
		walk(n.node, visit)
	case each:
		walk(n.node, visit)
	case times:
		walk(n.node, visit)
	case trim:
		walk(n.parts(), visit)
	}
}

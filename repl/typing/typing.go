// Package typing is what happens while a learner types: the line is coloured
// by what its words are for, what may still follow stands behind it, and Tab
// completes what can be completed.
//
// It promises never to change what is typed but at Tab, to say nothing rather
// than something uncertain, and to be done within a moment: the keyspace is
// asked at Tab alone, with bounds on time and number. It knows nothing of
// terminals and runs no command of the learner's.
package typing

import (
	"context"
	"slices"
	"strings"

	"redis-tutor/repl/screen"
	"redis-tutor/sandbox/command"
	"redis-tutor/sandbox/command/grammar"
	"redis-tutor/sandbox/reply"
)

// Config is what a Typist is made of. Only Commands must be set.
type Config struct {
	// Commands gives the command table, from the first key on. It may give
	// another one later.
	Commands func() *command.Table
	// Paint returns text as a role looks; without it there are no colours.
	Paint func(role screen.Role, text string) string
	// Spoken says that what is said is led by a word rather than by a sign, for
	// who listens.
	Spoken bool
	// Mute says that the line is no command but the answer to a question.
	Mute func() bool
	// Words are the tutor words of this session.
	Words func() []Word
	// Program reports whether there is a program of that name to hand a reply
	// to; without it there is none.
	Program func(name string) bool
	// Ask runs a reading command in the learner's database without being
	// noticed; without it no keys are offered.
	Ask func(ctx context.Context, args ...string) (reply.Value, error)
}

// Word is a tutor word.
type Word struct {
	Name    string
	Form    string // of what may follow
	Meaning string // in a few words
	Command bool   // a Redis command may follow
	Before  int    // how many words stand before that command
	Keys    bool   // names of keys may follow
	// Args lists what may come next to the word, with its meaning, and Then
	// what may come behind that; nil where that is not a matter of choice.
	Args func() []Choice
	Then func(first string) []Choice
}

// Choice is something that Tab can put on the line.
type Choice struct {
	Text, Meaning string
	folder        bool // the word goes on behind it
}

// Typist watches one line at a time. Its methods are those of
// terminal.Config, and are called one at a time.
type Typist struct {
	Config
	table  *command.Table // what reader reads by
	reader *grammar.Reader
	round  round // of candidates, while Tab is pressed again and again
	names  keyspace
	last   *grammar.Line // read of the words read; one key asks for it twice
	read   []string
}

// New returns a Typist. The functions in c may become usable later, but
// before the first key.
func New(c Config) *Typist {
	t := &Typist{Config: c}
	t.names.ask = c.Ask
	return t
}

// line reads the words of a command.
func (t *Typist) line(args []string) *grammar.Line {
	if table := t.Config.Commands(); table != t.table {
		t.table, t.reader, t.last = table, grammar.NewReader(table), nil
	}
	if t.last == nil || !slices.Equal(t.read, args) {
		t.last, t.read = t.reader.Read(args), args
	}
	return t.last
}

// paint colours text, where there are colours.
func (t *Typist) paint(role screen.Role, text string) string {
	if t.Config.Paint == nil {
		return text
	}
	return t.Config.Paint(role, text)
}

func (t *Typist) mute() bool { return t.Config.Mute != nil && t.Config.Mute() }

// colored reports whether there are colours.
func (t *Typist) colored() bool { return t.Config.Paint != nil }

// word returns the tutor word of that name, with or without its colon.
func (t *Typist) word(name string) (Word, bool) {
	name = strings.ToLower(name)
	for _, w := range t.words() {
		if w.Name == name || w.Name == strings.TrimPrefix(name, ":") {
			return w, true
		}
	}
	return Word{}, false
}

func (t *Typist) words() []Word {
	if t.Config.Words == nil {
		return nil
	}
	return t.Config.Words()
}

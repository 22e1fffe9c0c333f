// Package grammar reads a command line by Redis's argument grammar: what each
// word is for, which word is the first wrong one and why, and what may still
// follow.
//
// It promises to take every line that the server takes, options in any order
// as the server does, as far as the grammar of COMMAND DOCS and a few rules
// beside it tell; and to understand a line that is still being typed. It knows
// nothing of quotes, terminals or the keyspace: it cannot tell whether a key
// exists.
package grammar

import (
	"slices"
	"strings"
	"sync"

	"redis-tutor/sandbox/command"
)

// Reader reads lines by the grammars of a table. It may be shared between
// goroutines.
type Reader struct {
	table *command.Table

	mu    sync.Mutex
	built map[*command.Command]node // grammars that were needed so far
}

// NewReader returns a reader of the table's commands.
func NewReader(table *command.Table) *Reader {
	return &Reader{table: table, built: make(map[*command.Command]node)}
}

// Line is a command line that was read.
type Line struct {
	// Command is nil where the first word is no command. It is the container
	// where a subcommand is missing or wrong.
	Command *command.Command
	// Words has what each word of the line is for. From the first wrong word
	// on all are Wrong.
	Words []Want
	// Fault is the first wrong word, nil when there is none. A line that is
	// merely too short has none.
	Fault *Fault

	left []reading // what may follow, the likeliest first
	subs []Want    // the subcommands that may follow
	all  node      // the whole grammar of the command
	args []string
}

// A reading is one way to understand the words so far.
type reading struct {
	node node
	past *past
}

// past is the words that were read, last first.
type past struct {
	want   Want
	before *past
}

// maxReadings bounds the ways that are followed at once. A line has several
// only until its next words decide.
const maxReadings = 32

// Read reads a command line, which begins with the command's name.
func (r *Reader) Read(args []string) *Line {
	l := &Line{args: args}
	if len(args) == 0 {
		return l
	}
	c, ok := r.table.Lookup(args...)
	if !ok {
		l.fail(0, Fault{Kind: UnknownCommand})
		return l
	}
	l.Command = c
	l.Words = append(make([]Want, 0, len(args)), Want{Role: Command, Name: c.Name})
	if c.Container() != "" {
		l.Words = append(l.Words, Want{Role: Subcommand, Name: c.Name})
	} else if subs := r.table.Subcommands(c.Name); len(subs) > 0 && c.Form == "" {
		l.container(subs)
		if len(args) > 1 {
			l.fail(1, Fault{Kind: UnknownSubcommand})
			return l
		}
		if c.Arity < -1 {
			return l
		}
	}
	l.all = r.grammar(c)
	l.follow()
	return l
}

func (l *Line) container(subs []*command.Command) {
	for _, sub := range subs {
		_, name, _ := strings.Cut(sub.Name, " ")
		l.subs = append(l.subs, Want{Role: Subcommand, Token: name, Name: sub.Name})
	}
}

func (r *Reader) grammar(c *command.Command) node {
	r.mu.Lock()
	defer r.mu.Unlock()
	n, ok := r.built[c]
	if !ok {
		n = build(c)
		r.built[c] = n
	}
	return n
}

// follow reads the words behind the name.
func (l *Line) follow() {
	first := len(l.Words)
	l.left = []reading{{l.all, nil}}
	for i, text := range l.args[first:] {
		next := step(l.left, text)
		if len(next) == 0 {
			l.settle()
			l.fail(first+i, l.explain(first+i))
			return
		}
		l.left = next
	}
	l.settle()
}

// settle chooses among the readings: one that could be the whole line goes
// before one that could not.
func (l *Line) settle() {
	for i, r := range l.left {
		if r.node.done() {
			l.left[0], l.left[i] = l.left[i], l.left[0]
			break
		}
	}
	var wants []Want
	for p := l.left[0].past; p != nil; p = p.before {
		wants = append(wants, p.want)
	}
	for i := len(wants) - 1; i >= 0; i-- {
		l.Words = append(l.Words, wants[i])
	}
}

// step takes all readings one word on.
func step(from []reading, text string) []reading {
	var next []reading
	for _, r := range from {
		ways := r.node.read(text)
		token := tokenAmong(ways)
		for _, w := range ways {
			if token && w.as.Role != Token {
				continue // Redis, too, sees an option's word first
			}
			if next = append(next, reading{w.rest, &past{w.as, r.past}}); len(next) == maxReadings {
				return next
			}
		}
	}
	return next
}

func tokenAmong(ways []way) bool {
	for _, w := range ways {
		if w.as.Role == Token {
			return true
		}
	}
	return false
}

// fail marks the word at and all behind it.
func (l *Line) fail(at int, f Fault) {
	f.At, f.Word = at, l.args[at]
	for range len(l.args) - len(l.Words) {
		l.Words = append(l.Words, Want{Role: Wrong})
	}
	l.Fault = &f
}

// Whole reports whether the line could be sent as it is.
func (l *Line) Whole() bool {
	switch {
	case l.Command == nil || l.Fault != nil:
		return false
	case len(l.left) == 0:
		return false // a subcommand is missing
	}
	return l.left[0].node.done() && l.Command.ArityFits(len(l.args))
}

// Has reports whether an option stands on the line, by its word in upper case.
func (l *Line) Has(token string) bool {
	return slices.ContainsFunc(l.Words, func(w Want) bool { return w.Role == Token && w.Token == token })
}

// Form returns what may still follow, as the help of redis-cli writes it, and
// "" when nothing may.
func (l *Line) Form() string {
	switch {
	case l.Fault != nil || l.Command == nil:
		return ""
	case len(l.subs) > 0 && len(l.args) == 1:
		return subForm(l.subs)
	}
	return l.left[0].node.form()
}

func subForm(subs []Want) string {
	names := make([]string, len(subs))
	for i, sub := range subs {
		names[i] = sub.Token
	}
	return strings.Join(names, "|")
}

// Wants returns what the next word may be; of a line with a Fault, what might
// have stood in the place of the wrong word.
func (l *Line) Wants() []Want {
	if len(l.subs) > 0 {
		return l.subs
	}
	var wants []Want
	for _, r := range l.left {
		wants = append(wants, r.node.wants()...)
	}
	return wants
}

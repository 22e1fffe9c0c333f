// Package gloss says what a reply means when that is not obvious: which of
// two reasons a nil has, why TTL says -1, which key and which type stand
// behind a WRONGTYPE.
//
// It is given a command and the reply to it, may look at keys through a
// function it is handed, and returns lines of text. It never changes a key,
// never prints, and says nothing rather than something uncertain.
package gloss

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"redis-tutor/sandbox/command"
	"redis-tutor/sandbox/reply"
)

// Facts is what is known once a reply has been printed.
type Facts struct {
	Args   []string    // the command as it was sent
	Reply  reply.Value // what came back
	InTx   bool        // the learner is inside MULTI now
	Doomed bool        // and EXEC will refuse what is queued
	Queued [][]string  // for a reply to EXEC: the commands it ran

	// Look runs a reading command where the learner is, without being
	// noticed. A failed look returns an error reply.
	Look func(args ...string) reply.Value
	// Commands returns the command facts.
	Commands func() *command.Table
}

// Explain returns what to say below the reply: one string a line, none when
// the reply speaks for itself. Command names and keys stand in backquotes.
func Explain(f Facts) []string {
	if len(f.Args) == 0 {
		return nil
	}
	name := strings.ToUpper(f.Args[0])
	switch {
	case f.Reply.Kind == reply.Error:
		return append(f.explainError(), f.explainDoom()...)
	case f.Reply.Kind == reply.Status && f.Reply.Text == "QUEUED":
		return nil
	case name == "EXEC":
		return f.explainExec()
	case f.Reply.Kind == reply.Nil:
		return f.explainNil(name)
	case f.Reply.Kind == reply.Integer:
		return append(f.explainInteger(name, f.Reply.Int), f.explainGone(name)...)
	case f.Reply.IsAggregate() && len(f.Reply.Items) == 0:
		return f.explainEmpty()
	}
	lines := append(f.explainHoles(name), f.explainBytes()...)
	return append(lines, f.explainGone(name)...)
}

// key returns the first key the command touches, "" when it has none.
func (f Facts) key() string {
	if keys := f.keys(); len(keys) > 0 {
		return keys[0]
	}
	return ""
}

func (f Facts) keys() []string {
	c, ok := f.Commands().Lookup(f.Args...)
	if !ok {
		return nil
	}
	return c.Keys(f.Args)
}

// arg returns the n-th argument behind the command name, from 1.
func (f Facts) arg(n int) string {
	if n < len(f.Args) {
		return f.Args[n]
	}
	return ""
}

func (f Facts) exists(key string) bool {
	return f.Look("EXISTS", key).Int == 1
}

// typeOf returns the type of a key as TYPE names it, "none" when there is no
// such key.
func (f Facts) typeOf(key string) string { return f.Look("TYPE", key).Str() }

func one(format string, args ...any) []string {
	return []string{fmt.Sprintf(format, args...)}
}

// quote shows a key or member in a sentence, as it would have to be typed.
func quote(s string) string {
	if s == "" || strings.ContainsAny(s, " `\"'\\") || !utf8.ValidString(s) || !printable(s) {
		return reply.Quote(s)
	}
	return "`" + s + "`"
}

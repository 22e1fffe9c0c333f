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
	"slices"
	"strings"
	"time"

	"redis-tutor/sandbox/command"
	"redis-tutor/sandbox/reply"
	"redis-tutor/sandbox/words"
)

// Facts is what is known once a reply has been printed.
type Facts struct {
	Args   []string    // the command as it was sent
	Reply  reply.Value // what came back
	InTx   bool        // the learner is inside MULTI now
	Doomed bool        // and EXEC will refuse what is queued
	Queued [][]string  // for a reply to EXEC: the commands it ran
	// Meant says that something else than a command was likely meant, which
	// somebody else says.
	Meant bool
	// Comment is what stood behind the command, from a # on, and was not sent.
	Comment string
	// Loose is the line as a pipe, where a bar that touched a word went to
	// Redis and may have been meant for one.
	Loose string
	// Escaped says that bytes that are not ASCII were shown as escapes.
	Escaped bool

	// Now is the time by the server's clock, in the learner's zone.
	Now time.Time
	// Unversioned says that the server has not told its version: what Commands
	// tells is true of the newest.
	Unversioned bool

	// Look runs a reading command where the learner is, without being
	// noticed. A failed look returns an error reply.
	Look func(args ...string) reply.Value
	// Spare says that others use the server: few names are looked through there.
	Spare bool
	// Commands returns the command facts.
	Commands func() *command.Table
}

// Remark is one line to say below a reply. Command names and keys stand in
// backquotes.
type Remark struct {
	Text string
	// Point is the same for remarks that teach the same thing of another key
	// or number; see Quiet.
	Point string
	// Seldom says that a point is not made for good once it was made three
	// times: the reply is a common one, and nothing is wrong with it.
	Seldom bool
}

// Explain returns what to say below the reply, nothing when it speaks for
// itself.
func Explain(f Facts) []Remark {
	switch {
	case len(f.Args) == 0:
		return nil
	case f.Reply.Kind == reply.Status && f.Reply.Text == "QUEUED":
		return f.explainComment()
	case f.Reply.Kind == reply.Error && f.Loose != "":
		return slices.Concat(f.explainBar(), f.explainDoom())
	case f.Reply.Kind == reply.Error:
		return slices.Concat(everyTime(f.explainError()), f.explainComment(), f.suggestKey(), f.explainDoom())
	}
	return slices.Concat(f.explainReply(strings.ToUpper(f.Args[0])), f.explainNewer(), f.explainBar(), f.explainComment(), f.suggestKey(), f.suggestPart())
}

// explainNewer says to who meets it first that a server has a command that
// others of its version do not have.
func (f Facts) explainNewer() []Remark {
	c, known := f.Commands().Lookup(f.Args...)
	if !known || !f.Commands().Newer(c) {
		return nil
	}
	remarks := one("This server has `%s`, though it came with Redis %s: others of version %s do not.", c.Name, c.Since, f.Commands().Version())
	remarks[0].Seldom = true
	return remarks
}

// everyTime makes remarks about a mistake that are not held back while the
// mistake is another one.
func everyTime(remarks []Remark) []Remark {
	for i := range remarks {
		remarks[i].Point = remarks[i].Text
	}
	return remarks
}

func (f Facts) explainReply(name string) []Remark {
	switch v := f.Reply; {
	case name == "EXEC":
		return f.explainExec()
	case v.Kind == reply.Nil:
		return f.explainNil(name)
	case v.Kind == reply.Integer:
		return slices.Concat(f.explainInteger(name, v.Int), f.explainDates(name), f.explainGone(name))
	case v.IsAggregate() && len(v.Items) == 0:
		return f.explainEmpty(name)
	}
	return slices.Concat(f.explainHoles(name), f.explainPairs(name), f.explainDates(name), f.explainText(name), f.explainBytes(), f.explainGone(name))
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

// exists reports whether there is a key; known is false where a look was
// refused, and then nothing is to be said that hangs on it.
func (f Facts) exists(key string) (there, known bool) {
	n, known := f.count("EXISTS", key)
	return n == 1, known
}

// depending returns what to say of a key that is there, or of one that is
// not: nothing where that is not known.
func (f Facts) depending(key string, there, missing []Remark) []Remark {
	switch is, known := f.exists(key); {
	case !known:
		return nil
	case is:
		return there
	}
	return missing
}

// count returns the number that a look gives.
func (f Facts) count(look ...string) (n int64, known bool) {
	v := f.Look(look...)
	return v.Int, v.Kind == reply.Integer
}

// typeOf returns the type of a key as TYPE names it, "none" when there is no
// such key, and "" where that is not known.
func (f Facts) typeOf(key string) string {
	v := f.Look("TYPE", key)
	if v.IsError() {
		return ""
	}
	return v.Str()
}

func one(format string, args ...any) []Remark {
	return []Remark{{Text: fmt.Sprintf(format, args...), Point: format}}
}

// quote shows a key or member in a sentence, as it would have to be typed.
func quote(s string) string { return "`" + words.Quote(s) + "`" }

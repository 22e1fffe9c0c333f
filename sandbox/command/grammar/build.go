package grammar

import (
	"slices"
	"strings"

	"redis-tutor/sandbox/command"
)

// A builder makes a node of a command's argument grammar.
type builder struct {
	group string // of the command
	name  string
	rules []rule
}

// build returns the node of a command, without its name.
func build(c *command.Command) node {
	args := c.Arguments()
	if len(args) == 0 && c.Arity < 0 { // Redis tells no more than that
		return many{word{want: Want{Name: "arg"}}, -c.Arity <= c.NameWords()}
	}
	return builder{c.Group, c.Name, rulesOf(c.Name)}.list(args)
}

// list returns arguments that stand behind each other. Options among them
// come in any order; what a count counts is bound to it.
func (b builder) list(args []command.Argument) node {
	var nodes []node
	var run options
	counts := slices.ContainsFunc(b.rules, func(r rule) bool { return r.alone })
	flush := func() {
		if len(run) > 0 {
			nodes, run = append(nodes, run), nil
		}
	}
	for i, a := range args {
		if isStreams(args[i:]) {
			flush()
			return chain(append(nodes, halves{b.one(a), b.one(args[i+1]), 0})...)
		}
		item, ok := b.option(a, counts)
		if ok {
			run = append(run, item)
			continue
		}
		flush()
		n := b.flagged(a, counts)
		if w, ok := n.(word); ok && w.count {
			counts = true
			w.least = 1
			if i+1 < len(args) && args[i+1].Has("optional") {
				w.least = 0
			}
			n = w
		}
		nodes = append(nodes, n)
	}
	flush()
	return chain(nodes...)
}

// isStreams reports whether args are XREAD's keys and as many IDs.
func isStreams(args []command.Argument) bool {
	return len(args) == 2 && args[0].Type == "key" && args[0].Has("multiple") &&
		args[1].Name == "id" && args[1].Has("multiple")
}

// option returns an argument that can stand anywhere among its like: it is
// known by its token.
func (b builder) option(a command.Argument, counts bool) (option, bool) {
	needed := !a.Has("optional")
	if !opens(a) || needed && (a.Has("multiple") || !carries(a)) {
		return option{}, false
	}
	item := option{rules: b.rules, needed: needed, again: a.Has("multiple_token")}
	a.Flags = without(a.Flags, "optional", item.again)
	item.node = b.flagged(a, counts)
	item.last = a.Has("multiple") && !item.again && !(counts && isCounted(a)) && a.Type != "oneof"
	return item, true
}

// opens reports whether an argument always begins with a token.
func opens(a command.Argument) bool {
	if a.Token != "" || a.Type == "pure-token" {
		return true
	}
	switch {
	case len(a.Args) == 0:
		return false
	case a.Type == "block":
		return opens(a.Args[0]) && !a.Args[0].Has("optional")
	}
	for _, choice := range a.Args {
		if !opens(choice) {
			return false
		}
	}
	return true
}

// carries reports whether an argument that must be there is more than a token
// in a fixed place, and no list that goes on to the end.
func carries(a command.Argument) bool {
	switch a.Type {
	case "pure-token":
		return false
	case "oneof":
		for _, choice := range a.Args {
			if !carries(choice) {
				return false
			}
		}
		return true
	case "block":
		for _, part := range a.Args {
			if part.Has("multiple") {
				return false
			}
		}
		return opens(a) && a.Token != "" || len(a.Args) > 0 && carries(a.Args[0])
	}
	return a.Token != ""
}

// without returns flags less one, and less those of repetition when again.
func without(flags []string, flag string, again bool) []string {
	var left []string
	for _, f := range flags {
		if f != flag && !(again && strings.HasPrefix(f, "multiple")) {
			left = append(left, f)
		}
	}
	return left
}

// flagged returns an argument with its token and repetition.
func (b builder) flagged(a command.Argument, counts bool) node {
	n := b.one(a)
	switch {
	case a.Has("multiple_token"):
		n = many{b.lead(a, n), false}
	case a.Has("multiple") && counts && isCounted(a):
		n = b.lead(a, each{many{n, false}})
	case a.Has("multiple"):
		n = b.lead(a, many{n, false})
	default:
		n = b.lead(a, n)
	}
	if a.Has("optional") {
		return opt{n}
	}
	return n
}

// isCounted reports whether a numkeys or numfields says how often an argument
// comes.
func isCounted(a command.Argument) bool {
	return a.Type == "key" || a.Name == "field" || a.Name == "data" || a.Name == "weight"
}

// lead puts an argument's token in front of it.
func (b builder) lead(a command.Argument, body node) node {
	if a.Token != "" || a.Type == "pure-token" {
		return led{token: a.Token, body: body, alone: alone(b.rules, a.Token)}
	}
	return body
}

// one returns an argument without its token and flags.
func (b builder) one(a command.Argument) node {
	switch a.Type {
	case "pure-token":
		return nothing
	case "block":
		if len(a.Args) > 1 && opens(a.Args[0]) { // it is known by its first word
			n := chain(b.flagged(a.Args[0], false), b.list(a.Args[1:]))
			if a.Name == "trim" {
				return trimmed(n.(seq))
			}
			return n
		}
		return b.list(a.Args)
	case "oneof":
		choices := make(alt, len(a.Args))
		for i, choice := range a.Args {
			choice.Flags = without(choice.Flags, "optional", false)
			choices[i] = b.flagged(choice, false)
		}
		if a.Name == "condition" && strings.Contains(b.name, "EXPIRE") && b.group == "generic" {
			return expiry()
		}
		return choices
	}
	w := word{want: Want{Role: b.role(a), Token: a.Token, Name: a.Name, kind: b.kind(a)}}
	w.count = w.want.kind == count
	return w
}

// kind says how an argument's word is checked.
func (b builder) kind(a command.Argument) kind {
	limit, isLimited := limited(b.name, a.Name)
	switch {
	case a.Name == "numkeys", a.Name == "numfields":
		return count
	case a.Name == "cursor":
		return cursor
	case b.group == "stream" && (a.Name == "id" || a.Name == "last-id"):
		return streamID
	case b.name == "BITFIELD" && a.Name == "offset", b.name == "BITFIELD_RO" && a.Name == "offset":
		return offset
	case isLimited:
		return limit
	case a.Name == "weight", a.Name == "increment" && b.name == "ZINCRBY": // COMMAND DOCS errs
		return double
	case a.Type == "double" && (a.Name == "min" || a.Name == "max"):
		return bound
	case a.Type == "double":
		return double
	case a.Type == "integer", a.Type == "unix-time", a.Name == "min-idle-time":
		return integer
	}
	return anything
}

// role says what an argument's word is for.
func (b builder) role(a command.Argument) Role {
	switch {
	case a.Type == "key":
		return Key
	case a.Type == "pattern":
		return Pattern
	case b.kind(a) == streamID:
		return ID
	case a.Name == "score":
		return Score
	case b.kind(a) != anything && b.kind(a) != encoding:
		return Number
	}
	switch a.Name {
	case "field":
		return Field
	case "member", "member1", "member2":
		return Member
	case "element", "pivot":
		return Element
	case "value", "message":
		return Value
	case "start", "stop", "end", "min", "max":
		return Number
	case "group", "groupname", "consumer", "consumername", "channel", "shardchannel", "username":
		return Name
	}
	return Text
}

// expiry is the condition of EXPIRE and its like. COMMAND DOCS has a choice of
// one there; the server takes XX beside GT or LT (parseExtendedExpireArguments
// in src/expire.c).
func expiry() node {
	option := func(token string, body node) node { return led{token: token, body: body, short: true} }
	xx := opt{option("XX", nothing)}
	than := opt{alt{option("GT", nothing), option("LT", nothing)}}
	return alt{option("NX", nothing), option("XX", than), option("GT", xx), option("LT", xx)}
}

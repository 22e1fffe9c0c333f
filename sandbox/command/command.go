// Package command is the command reference: what each command of Redis is
// called, what words it takes and where its keys are, as facts that a server
// told, and what it is for, in words of our own for people who are learning.
//
// It promises facts that agree with COMMAND, COMMAND GETKEYS and the help of
// redis-cli, for Redis 8 and for older versions. It knows nothing of
// connections, of replies as they are drawn, or of learners; examples are
// lines of text to it, and it runs none.
package command

import (
	"encoding/json"
	"slices"
	"strings"
)

// Command is what is known about one command or subcommand. It is shared by
// everybody who looks it up and must not be changed.
type Command struct {
	// Name in upper case; a subcommand has its container before it, as in
	// "CONFIG GET".
	Name string
	// Group in Redis's own words, such as "string" or "sorted-set".
	Group string
	// Since is the version of Redis that brought the command.
	Since string
	// Arity counts all words, the name's included; a negative number is a
	// minimum.
	Arity int
	// Flags as COMMAND shows them: write, readonly, blocking, …
	Flags []string
	// ACL are the categories of COMMAND, without their "@".
	ACL []string
	// Tips are the hints for clients and proxies that COMMAND shows.
	Tips []string
	// Span is the first key, the last key and the step between keys, as the
	// older part of COMMAND's reply has them.
	Span [3]int
	// Specs say where the keys are.
	Specs []KeySpec
	// Complexity is the formula alone, such as "O(log(N)+M)".
	Complexity string
	// Deprecated is the version since which another command is preferred,
	// "" when none is.
	Deprecated string
	// Form is the argument form as redis-cli shows it, without the name.
	Form string
	// Types are the data types of keys the command works on, as TYPE names
	// them; none for commands that fit every type or have no keys.
	Types []string

	// Summary says what the command does: one line of at most 60 columns
	// that begins with a verb and has no full stop.
	Summary string
	// Examples are command lines that run one after the other on an empty
	// keyspace.
	Examples []Example
	// Beware are sentences on what goes wrong in practice. Backquotes
	// surround code in them.
	Beware []string
	// Replies are the kinds of reply in RESP2 and what each means, as in
	// "integer: how many fields were new".
	Replies []string
	// Instead is what does the same and is preferred, as a form to type or a
	// name: "SET key value NX". It is "" unless the command is deprecated or
	// superseded.
	Instead string

	words   string // more words that people search the command by
	args    string // JSON
	version string // the Redis that is described, "" for the newest
}

// Example is a command line that shows a command.
type Example struct {
	// Setup is a command line to be run first, "" for none: it puts in place
	// what the example is not about.
	Setup string
	// Line is what to type.
	Line string
	// Note says what the reply shows, "" for nothing. It begins with "error"
	// exactly when the reply is meant to be one.
	Note string
}

// Argument is one node of a command's argument grammar, in the terms of
// COMMAND DOCS.
type Argument struct {
	Name  string `json:"name"`
	Type  string `json:"type"`
	Token string `json:"token,omitempty"`
	// Flags: optional, multiple, multiple_token.
	Flags []string `json:"flags,omitempty"`
	// Since is the version that brought the argument, "" when it came with
	// the command.
	Since string `json:"since,omitempty"`
	// Args are the parts of a block or the choices of a oneof.
	Args []Argument `json:"args,omitempty"`
}

// Has reports whether the argument carries the flag.
func (a Argument) Has(flag string) bool { return slices.Contains(a.Flags, flag) }

// Has reports whether the command carries the flag.
func (c *Command) Has(flag string) bool { return slices.Contains(c.Flags, flag) }

// Writes reports whether the command may change the keyspace.
func (c *Command) Writes() bool { return c.Has("write") }

// Blocks reports whether the command may wait for another client.
func (c *Command) Blocks() bool { return c.Has("blocking") }

// ArityFits reports whether n words, the name's own included, are a number
// the command accepts.
func (c *Command) ArityFits(n int) bool {
	if c.Arity < 0 {
		return n >= -c.Arity
	}
	return n == c.Arity
}

// Arguments returns the argument grammar. It is decoded anew on every call.
func (c *Command) Arguments() []Argument {
	args, err := c.arguments()
	if err != nil {
		return nil // Table.Check tells of it
	}
	return args
}

func (c *Command) arguments() ([]Argument, error) {
	if c.args == "" {
		return nil, nil
	}
	var args []Argument
	if err := json.Unmarshal([]byte(c.args), &args); err != nil {
		return nil, err
	}
	return known(args, c.version), nil
}

// known leaves out the arguments that came after a version.
func known(args []Argument, version string) []Argument {
	if version == "" {
		return args
	}
	args = slices.DeleteFunc(args, func(a Argument) bool { return Later(a.Since, version) })
	for i := range args {
		args[i].Args = known(args[i].Args, version)
	}
	return args
}

// NameWords returns how many words the name has.
func (c *Command) NameWords() int { return 1 + strings.Count(c.Name, " ") }

// Container returns the name of the command that a subcommand belongs to, and
// "" for a command that stands alone.
func (c *Command) Container() string {
	name, _, found := strings.Cut(c.Name, " ")
	if !found {
		return ""
	}
	return name
}

// Package command holds what is known about Redis's commands: their names,
// arity, flags, key positions, argument grammar and complexity, as facts read
// from a server and kept as JSON.
//
// It promises answers that agree with COMMAND, COMMAND GETKEYS and the help
// of redis-cli. It knows nothing of connections, replies or learners, and it
// carries no prose.
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
	Name string `json:"name"`
	// Group in Redis's own words, such as "string" or "sorted-set".
	Group string `json:"group"`
	// Since is the version of Redis that brought the command.
	Since string `json:"since"`
	// Arity counts all words, the name's included; a negative number is a
	// minimum.
	Arity int `json:"arity"`
	// Flags as COMMAND shows them: write, readonly, blocking, …
	Flags []string `json:"flags,omitempty"`
	// ACL are the categories of COMMAND, without their "@".
	ACL []string `json:"acl,omitempty"`
	// Tips are the hints for clients and proxies that COMMAND shows.
	Tips []string `json:"tips,omitempty"`
	// Span is the first key, the last key and the step between keys, as the
	// older part of COMMAND's reply has them.
	Span [3]int `json:"span"`
	// Specs say where the keys are.
	Specs []KeySpec `json:"keys,omitempty"`
	// Complexity is the formula alone, such as "O(log(N)+M)".
	Complexity string `json:"complexity,omitempty"`
	// Deprecated is the version since which another command is preferred.
	Deprecated string `json:"deprecated,omitempty"`
	// Form is the argument form as redis-cli shows it, without the name.
	Form string `json:"form,omitempty"`
	// Types are the data types of keys the command works on, as TYPE names
	// them; none for commands that fit every type or have no keys.
	Types []string `json:"-"`

	args json.RawMessage
}

// Argument is one node of a command's argument grammar, in the terms of
// COMMAND DOCS.
type Argument struct {
	Name  string `json:"name"`
	Type  string `json:"type"`
	Token string `json:"token,omitempty"`
	// Flags: optional, multiple, multiple_token.
	Flags []string `json:"flags,omitempty"`
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
	var args []Argument
	if len(c.args) > 0 && json.Unmarshal(c.args, &args) != nil {
		return nil // Parse has checked the syntax; a wrong shape is no grammar
	}
	return args
}

// Container returns the name of the command that a subcommand belongs to, and
// "" for a command that stands alone.
func (c *Command) Container() string {
	name, _, found := strings.Cut(c.Name, " ")
	if !found {
		return ""
	}
	return name
}

// typesOf returns the data types that a group's commands work on.
func typesOf(group string) []string {
	switch group {
	case "string", "bitmap", "hyperloglog":
		return []string{"string"}
	case "list", "hash", "set", "stream":
		return []string{group}
	case "sorted-set", "sorted_set", "geo":
		return []string{"zset"}
	}
	return nil
}

package command

import "strings"

// Form renders an argument grammar as the help of redis-cli does:
// "key value [NX|XX] [GET] [EX seconds|…]".
func Form(args []Argument) string { return joinForms(args, " ") }

// Syntax returns how the whole command is typed, its name and its arguments:
// "GET key".
func (c *Command) Syntax() string { return strings.TrimSpace(c.Name + " " + c.Form) }

// About says in one line what the command does, or, where no summary is known,
// what it takes.
func (c *Command) About() string {
	if c.Summary != "" {
		return c.Summary
	}
	return c.Form
}

func joinForms(args []Argument, sep string) string {
	parts := make([]string, len(args))
	for i, a := range args {
		parts[i] = a.form()
	}
	return strings.Join(parts, sep)
}

func (a Argument) form() string {
	part, token := a.body(), a.word()
	switch {
	case a.Has("multiple_token"):
		part = join(token, part)
		part += " [" + part + " ...]"
	case a.Has("multiple"):
		part = join(token, part+" ["+part+" ...]")
	default:
		part = join(token, part)
	}
	if a.Has("optional") {
		return "[" + part + "]"
	}
	return part
}

// word is the argument's token. An empty one, as MIGRATE has for its key, is
// written as a pair of quotes.
func (a Argument) word() string {
	if a.Token == "" && a.Type == "pure-token" {
		return `""`
	}
	return a.Token
}

// body is the argument without its token and flags.
func (a Argument) body() string {
	switch a.Type {
	case "pure-token":
		return ""
	case "oneof":
		return joinForms(a.Args, "|")
	case "block":
		return joinForms(a.Args, " ")
	}
	return a.Name
}

func join(token, part string) string {
	if token == "" || part == "" {
		return token + part
	}
	return token + " " + part
}

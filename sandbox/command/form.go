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
		part = Led(token, part)
		part += " [" + part + " ...]"
	case a.Has("multiple"):
		part = Led(token, part+" ["+part+" ...]")
	default:
		part = Led(token, part)
	}
	if a.Has("optional") {
		return "[" + part + "]"
	}
	return part
}

// word is the argument's token. MIGRATE has an empty one for its key.
func (a Argument) word() string {
	if a.Token == "" && a.Type == "pure-token" {
		return NoToken
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

// NoToken is how a token without characters is written.
const NoToken = `""`

// Led returns the form of what a token leads; either may be "".
func Led(token, form string) string {
	if token == "" || form == "" {
		return token + form
	}
	return token + " " + form
}

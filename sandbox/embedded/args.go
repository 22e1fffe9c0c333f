package embedded

import "strings"

// options reads the words at the end of a command. Each known word has a
// function that takes its arguments; it reports false when they are wrong.
// A function that has answered the call by itself ends the reading.
type options map[string]option

// option says how many words follow an option and what to do with them.
type option struct {
	words int
	set   func(args []string) bool
}

// flag is an option without arguments.
func flag(to *bool) option {
	return option{0, func([]string) bool { *to = true; return true }}
}

// parse reads options from the i-th word on. Anything else is a syntax error.
func (c *call) parse(i int, known options) bool {
	for i < len(c.args) {
		opt, ok := known[strings.ToUpper(c.args[i])]
		if !ok || c.left(i) < opt.words {
			c.fail(syntaxErr)
			return false
		}
		at := len(c.out)
		if !opt.set(c.args[i+1 : i+1+opt.words]) {
			if len(c.out) == at {
				c.fail(syntaxErr)
			}
			return false
		}
		i += 1 + opt.words
	}
	return true
}

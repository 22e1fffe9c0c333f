package command

import "strings"

// TypeName returns a data type, as TYPE names it, in words: "a list", "a
// sorted set", and "nothing" for none.
func TypeName(typ string) string {
	switch typ {
	case "zset":
		return "a sorted set"
	case "none":
		return "nothing"
	}
	return "a " + typ
}

// Kinds returns the data types that the command works on, in words: "a
// string", "a list or a sorted set", and "another type" where none is known.
func (c *Command) Kinds() string {
	if len(c.Types) == 0 {
		return "another type"
	}
	kinds := make([]string, len(c.Types))
	for i, typ := range c.Types {
		kinds[i] = TypeName(typ)
	}
	return strings.Join(kinds, " or ")
}

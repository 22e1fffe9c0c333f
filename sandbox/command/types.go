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

// SizeOf returns the command that tells the size of a value of a data type, as
// TYPE names it, and what it counts, one of them: "LLEN" and "element". Both are
// "" for what is not there and for the types of modules.
func SizeOf(typ string) (name, unit string) {
	switch typ {
	case "string":
		return "STRLEN", "byte"
	case "list":
		return "LLEN", "element"
	case "hash":
		return "HLEN", "field"
	case "set":
		return "SCARD", "member"
	case "zset":
		return "ZCARD", "member"
	case "stream":
		return "XLEN", "entry"
	}
	return "", ""
}

// HyperLogLogHead is how many bytes of a string tell whether it is a
// HyperLogLog.
const HyperLogLogHead = 16

// IsHyperLogLog reports whether a string that begins so is a HyperLogLog: Redis
// keeps them in strings of a form of their own (src/hyperloglog.c).
func IsHyperLogLog(head string) bool {
	return len(head) >= HyperLogLogHead && strings.HasPrefix(head, "HYLL") && head[4] <= 1
}

// typesOf returns the data types that a command of a group works on.
func typesOf(name, group string) []string {
	switch name {
	case "ZUNION", "ZINTER", "ZDIFF", "ZINTERCARD", "ZUNIONSTORE", "ZINTERSTORE", "ZDIFFSTORE":
		return []string{"zset", "set"} // the members of a set have a score of 1
	case "SORT", "SORT_RO":
		return []string{"list", "set", "zset"}
	}
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

// Kinds returns the data types that the command works on, in words: "a
// string", "a list, a set or a sorted set", and "another type" where none is
// known.
func (c *Command) Kinds() string {
	if len(c.Types) == 0 {
		return "another type"
	}
	kinds := make([]string, len(c.Types))
	for i, typ := range c.Types {
		kinds[i] = TypeName(typ)
	}
	last := len(kinds) - 1
	if last == 0 {
		return kinds[0]
	}
	return strings.Join(kinds[:last], ", ") + " or " + kinds[last]
}

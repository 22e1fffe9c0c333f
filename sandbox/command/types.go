package command

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

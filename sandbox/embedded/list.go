package embedded

import "strconv"

// The rules for lists.
func listRules() map[string]rule {
	return map[string]rule{
		"LPOP":  pop,
		"RPOP":  pop,
		"LMOVE": lmove,
	}
}

// counts answers a number of elements that is none, or negative.
func (c *call) counts(arg string) bool {
	n, err := strconv.ParseInt(arg, 10, 64)
	if err != nil || n < 0 {
		c.fail("ERR value is out of range, must be positive")
		return false
	}
	return true
}

func pop(c *call) {
	if len(c.args) != 3 || c.counts(c.args[2]) {
		c.passOn()
	}
}

// lmove looks at the directions first: miniredis would take the element off
// before it finds out that it has nowhere to go.
func lmove(c *call) {
	if len(c.args) >= 5 && !(isEnd(c.arg(3)) && isEnd(c.arg(4))) {
		c.fail(syntaxErr)
		return
	}
	c.passOn()
}

func isEnd(word string) bool { return word == "LEFT" || word == "RIGHT" }

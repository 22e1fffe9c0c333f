package embedded

import (
	"math"
	"strconv"

	"redis-tutor/sandbox/reply"
)

// The rules for strings and the numbers in them.
func stringRules() map[string]rule {
	return map[string]rule{
		"MSET":   mset,
		"MSETNX": mset,
		"DECRBY": decrby,
		"SUBSTR": func(c *call) { c.pass(append([]string{"GETRANGE"}, c.args[1:]...)...) },
	}
}

const overflow = "ERR increment or decrement would overflow"

func mset(c *call) {
	if len(c.args)%2 == 0 {
		c.fail("ERR wrong number of arguments for '%s' command", lower(c.args[0]))
		return
	}
	c.passOn()
}

// decrby refuses the one number whose negative does not exist.
func decrby(c *call) {
	if len(c.args) == 3 && c.args[2] == strconv.Itoa(math.MinInt64) {
		c.fail("ERR decrement would overflow")
		return
	}
	c.passOn()
}

// sumFits reports whether a+b is still a number of 64 bits.
func sumFits(a, b int64) bool {
	return b >= 0 && a <= math.MaxInt64-b || b < 0 && a >= math.MinInt64-b
}

// hashNumber is HINCRBY: what the field holds must be a number, and the sum
// must fit.
func hashNumber(c *call) {
	add := adds("HLEN", 0)
	if len(c.args) != 4 {
		c.passOn()
		return
	}
	by, err := strconv.ParseInt(c.args[3], 10, 64)
	old := c.ask("HGET", c.args[1], c.args[2])
	if err != nil || old.Kind != reply.Bulk {
		add(c)
		return
	}
	n, err := strconv.ParseInt(old.Text, 10, 64)
	switch {
	case err != nil:
		c.fail("ERR hash value is not an integer")
	case !sumFits(n, by):
		c.fail(overflow)
	default:
		add(c)
	}
}

// hashFloat is HINCRBYFLOAT.
func hashFloat(c *call) {
	if len(c.args) == 4 {
		old := c.ask("HGET", c.args[1], c.args[2])
		_, wrongBy := strconv.ParseFloat(c.args[3], 64)
		_, wrongOld := strconv.ParseFloat(old.Text, 64)
		if old.Kind == reply.Bulk && wrongBy == nil && wrongOld != nil {
			c.fail("ERR hash value is not a float")
			return
		}
	}
	adds("HLEN", 0)(c)
}

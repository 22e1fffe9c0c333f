package embedded

import (
	"math"
	"math/big"
	"strings"
)

const overflow = "ERR increment or decrement would overflow"

func counterRules() map[string]rule {
	return map[string]rule{
		"INCR":        arity(2, func(c *call) { c.addInt(1) }),
		"DECR":        arity(2, func(c *call) { c.addInt(-1) }),
		"INCRBY":      arity(3, incrby),
		"DECRBY":      arity(3, decrby),
		"INCRBYFLOAT": arity(3, incrbyfloat),
	}
}

func incrby(c *call) {
	if n, ok := c.number(c.args[2]); ok {
		c.addInt(n)
	}
}

// decrby refuses the one number whose negative does not exist.
func decrby(c *call) {
	n, ok := c.number(c.args[2])
	switch {
	case !ok:
	case n == math.MinInt64:
		c.fail("ERR decrement would overflow")
	default:
		c.addInt(-n)
	}
}

func (c *call) addInt(by int64) {
	key := c.args[1]
	v, ok := look[*str](c, key)
	if !ok {
		return
	}
	n := int64(0)
	if v != nil {
		if n, ok = c.number(v.text); !ok {
			return
		}
	}
	if !sumFits(n, by) {
		c.fail(overflow)
		return
	}
	c.keepText(key, formatInt(n+by), asGiven)
	c.wrote('$', "incrby", key)
	c.integer(n + by)
}

func incrbyfloat(c *call) {
	key := c.args[1]
	v, ok := look[*str](c, key)
	if !ok {
		return
	}
	old, by := &longDouble{}, &longDouble{}
	if v != nil && !old.parse(v.text) || !by.parse(c.args[2]) {
		c.fail(notFloat)
		return
	}
	sum, ok := old.plus(by)
	if !ok {
		c.fail("ERR increment would produce NaN or Infinity")
		return
	}
	c.keepText(key, sum, asText)
	c.wrote('$', "incrbyfloat", key)
	c.bulk(sum)
}

// longDouble is C's long double on x86: 64 bits of precision. Redis adds with
// it, which is why 0.1 and 0.2 give 0.3.
type longDouble struct {
	n   big.Float
	inf bool
}

const (
	longPrecision = 64
	longExponent  = 16384
)

// parse reads what Redis's string2ld does.
func (f *longDouble) parse(s string) bool {
	low := strings.ToLower(s)
	digits := strings.TrimLeft(low, "+-")
	switch {
	case s == "" || strings.Contains(s, "_") || len(low)-len(digits) > 1:
		return false
	case digits == "inf" || digits == "infinity":
		f.inf = true
		return true
	case strings.HasPrefix(digits, "0x"):
		if !strings.Contains(digits, "p") {
			low += "p0"
		}
	case strings.HasPrefix(digits, "0b"), strings.HasPrefix(digits, "0o"), strings.Contains(digits, "p"):
		return false
	}
	if strings.HasPrefix(digits, "0x") {
		_, _, err := f.n.SetPrec(longPrecision).Parse(low, 0)
		return err == nil
	}
	if _, _, err := f.n.SetPrec(longPrecision).Parse(low, 10); err != nil {
		return false
	}
	return !f.n.IsInf() && f.n.MantExp(nil) <= longExponent && f.n.MantExp(nil) > -longExponent
}

// plus adds and writes the sum as Redis does: with up to 17 digits behind the
// point, and no zeros at the end. ok is false when the sum is not finite.
func (f *longDouble) plus(g *longDouble) (text string, ok bool) {
	if f.inf || g.inf {
		return "", false
	}
	sum := new(big.Float).SetPrec(longPrecision).Add(f.n.SetPrec(longPrecision), g.n.SetPrec(longPrecision))
	if sum.MantExp(nil) > longExponent {
		return "", false
	}
	return trimZeros(sum.Text('f', 17)), true
}

// trimZeros takes the zeros off the end of a decimal fraction.
func trimZeros(text string) string {
	if strings.Contains(text, ".") {
		text = strings.TrimRight(strings.TrimRight(text, "0"), ".")
	}
	if text == "-0" {
		return "0"
	}
	return text
}

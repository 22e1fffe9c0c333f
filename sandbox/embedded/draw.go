package embedded

import (
	"math"
	"math/rand/v2"
)

// Drawing at random: HRANDFIELD, SRANDMEMBER, ZRANDMEMBER and SPOP.

// urn is a value whose names can be drawn.
type urn interface {
	size() int
	list() []string
	random() string // when there is one
}

// sample reads the count of HRANDFIELD and its kin; distinct says that no
// name may come twice.
func (c *call) sample(arg string) (n int64, distinct, ok bool) {
	if n, ok = c.number(arg); !ok {
		return 0, false, false
	}
	if n == math.MinInt64 {
		c.fail("ERR value is out of range, value must between -9223372036854775807 and 9223372036854775807")
		return 0, false, false
	}
	return max(n, -n), n >= 0, true
}

// draw picks n names, each once. As long as they are few, it looks at no
// others.
func draw(from urn, n int64) []string {
	size := int64(from.size())
	switch {
	case n >= size:
		return from.list()
	case n > size/3:
		names := from.list()
		rand.Shuffle(len(names), func(i, j int) { names[i], names[j] = names[j], names[i] })
		return names[:n]
	}
	seen := make(map[string]bool, n)
	names := make([]string, 0, n)
	for int64(len(names)) < n {
		if name := from.random(); !seen[name] {
			seen[name] = true
			names = append(names, name)
		}
	}
	return names
}

// drawn answers with n names, and with what belongs to each when with is true:
// pairs in RESP3.
func (c *call) drawn(from urn, n int64, distinct, with bool, second func(name string)) {
	var names []string
	if distinct {
		names = draw(from, n)
		n = int64(len(names))
	} else if from.size() == 0 {
		n = 0
	}
	at := len(c.out)
	if with && c.on.proto < 3 {
		c.header('*', 2*n)
	} else {
		c.header('*', n)
	}
	for i := range n {
		if with && c.on.proto > 2 {
			c.array(2)
		}
		name := ""
		if distinct {
			name = names[i]
		} else {
			name = from.random()
		}
		c.bulk(name)
		if with {
			second(name)
		}
		if len(c.out) > c.s.limits.Output { // no client could be meant to read it
			c.out = c.out[:at]
			c.fail(oom)
			return
		}
	}
}

// drawing is HRANDFIELD and ZRANDMEMBER: the option asks for what belongs to
// each name, which second answers with.
func drawing[T interface {
	value
	urn
}](option string, second func(c *call, from T, name string)) rule {
	return func(c *call) {
		if len(c.args) == 2 {
			if v, ok := look[T](c, c.args[1]); ok && v.size() == 0 {
				c.null()
			} else if ok {
				c.bulk(v.random())
			}
			return
		}
		n, distinct, ok := c.sample(c.args[2])
		if !ok {
			return
		}
		with := c.is(3, option)
		if len(c.args) > 4 || len(c.args) == 4 && !with {
			c.fail(syntaxErr)
			return
		}
		if with && n > math.MaxInt64/2 {
			c.fail("ERR value is out of range")
			return
		}
		if v, ok := look[T](c, c.args[1]); ok && v.size() == 0 {
			c.array(0)
		} else if ok {
			c.drawn(v, n, distinct, with, func(name string) { second(c, v, name) })
		}
	}
}

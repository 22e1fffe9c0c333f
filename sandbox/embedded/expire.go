package embedded

import "math"

// Deadlines of keys.

// unit is how a command counts time.
type unit struct {
	ms       int64 // milliseconds in one
	absolute bool  // since 1970, not from now
}

var (
	seconds      = unit{ms: 1000}
	milliseconds = unit{ms: 1}
	unixSeconds  = unit{ms: 1000, absolute: true}
	unixMillis   = unit{ms: 1, absolute: true}
)

func expireRules() map[string]rule {
	return map[string]rule{
		"EXPIRE":      arity(-3, expire(seconds)),
		"PEXPIRE":     arity(-3, expire(milliseconds)),
		"EXPIREAT":    arity(-3, expire(unixSeconds)),
		"PEXPIREAT":   arity(-3, expire(unixMillis)),
		"TTL":         arity(2, ttl(seconds)),
		"PTTL":        arity(2, ttl(milliseconds)),
		"EXPIRETIME":  arity(2, ttl(unixSeconds)),
		"PEXPIRETIME": arity(2, ttl(unixMillis)),
		"PERSIST":     arity(2, persist),
	}
}

// deadline turns a time as the client gave it into a deadline. It answers the
// call when Redis would refuse the time; least is the smallest number allowed.
func (c *call) deadline(arg string, u unit, least int64) (int64, bool) {
	n, ok := c.number(arg)
	if !ok {
		return 0, false
	}
	now := int64(0)
	if !u.absolute {
		now = c.s.clock.ms()
	}
	if n < least || n > math.MaxInt64/u.ms || n < math.MinInt64/u.ms || n > 0 && n*u.ms > math.MaxInt64-now {
		c.fail("ERR invalid expire time in '%s' command", lower(c.args[0]))
		return 0, false
	}
	return n*u.ms + now, true
}

// expire is EXPIRE and its kin. A deadline in the past deletes at once.
func expire(u unit) rule {
	return func(c *call) {
		conds, ok := c.expireOptions(c.args[3:])
		if !ok {
			return
		}
		at, ok := c.deadline(c.args[2], u, math.MinInt64)
		if !ok {
			return
		}
		key := c.args[1]
		e := c.entry(key)
		if e == nil {
			c.integer(0)
			return
		}
		for cond := range conds {
			if !allows(cond, e.at != 0, e.at, at) {
				c.integer(0)
				return
			}
		}
		if at <= c.s.clock.ms() {
			c.delete(key)
		} else {
			c.here().expireAt(c.s, key, e, at)
			c.wrote('g', "expire", key)
		}
		c.integer(1)
	}
}

func (c *call) expireOptions(opts []string) (seen map[string]bool, ok bool) {
	seen = map[string]bool{}
	for _, opt := range opts {
		switch up := upper(opt); up {
		case "NX", "XX", "GT", "LT":
			seen[up] = true
		default:
			c.fail("ERR Unsupported option %s", opt)
			return nil, false
		}
	}
	switch {
	case seen["NX"] && (seen["XX"] || seen["GT"] || seen["LT"]):
		c.fail("ERR NX and XX, GT or LT options at the same time are not compatible")
		return nil, false
	case seen["GT"] && seen["LT"]:
		c.fail("ERR GT and LT options at the same time are not compatible")
		return nil, false
	}
	return seen, true
}

// ttl is TTL, PTTL, EXPIRETIME and PEXPIRETIME.
func ttl(u unit) rule {
	return func(c *call) {
		e := c.seek(c.args[1])
		switch {
		case e == nil:
			c.integer(noField)
		case e.at == 0:
			c.integer(noTTL)
		default:
			c.integer(c.remaining(e.at, u))
		}
	}
}

// remaining is what TTL and its kin say of a deadline. Seconds are rounded to
// the nearest, so that EXPIRE 10 followed by TTL gives 10.
func (c *call) remaining(at int64, u unit) int64 {
	if !u.absolute {
		at = max(at-c.s.clock.ms(), 0)
	}
	if u.ms > 1 {
		at = (at + 500) / 1000
	}
	return at
}

// timeUnit returns the unit that an option of SET and GETEX stands for.
func timeUnit(option string) (unit, bool) {
	switch upper(option) {
	case "EX":
		return seconds, true
	case "PX":
		return milliseconds, true
	case "EXAT":
		return unixSeconds, true
	case "PXAT":
		return unixMillis, true
	}
	return unit{}, false
}

func persist(c *call) {
	e := c.entry(c.args[1])
	if e == nil || e.at == 0 {
		c.integer(0)
		return
	}
	c.here().expireAt(c.s, c.args[1], e, 0)
	c.wrote('g', "persist", c.args[1])
	c.integer(1)
}

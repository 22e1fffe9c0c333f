package embedded

import (
	"math"
	"strconv"
	"strings"

	"redis-tutor/sandbox/reply"
)

// The rules for deadlines: what a client says in seconds or milliseconds from
// now becomes milliseconds since 1970 for miniredis, and back.

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

// maxDeadline is the last deadline that miniredis can keep, in the year 2262.
const maxDeadline = math.MaxInt64 / 1_000_000

func expireRules() map[string]rule {
	return map[string]rule{
		"EXPIRE":      expire(seconds),
		"PEXPIRE":     expire(milliseconds),
		"EXPIREAT":    expire(unixSeconds),
		"PEXPIREAT":   expire(unixMillis),
		"TTL":         remaining(seconds),
		"PTTL":        remaining(milliseconds),
		"EXPIRETIME":  remaining(unixSeconds),
		"PEXPIRETIME": remaining(unixMillis),
		"SET":         set,
		"SETEX":       setWithTTL(seconds),
		"PSETEX":      setWithTTL(milliseconds),
		"GETEX":       getex,
		"RESTORE":     restore,
	}
}

// deadline turns a time as the client gave it into a deadline. It answers the
// call when Redis would refuse the time; least is the smallest number allowed.
func (c *call) deadline(arg string, u unit, least int64) (int64, bool) {
	n, err := strconv.ParseInt(arg, 10, 64)
	if err != nil {
		c.fail(notInteger)
		return 0, false
	}
	now := int64(0)
	if !u.absolute {
		now = c.s.clock.ms()
	}
	if n < least || n > math.MaxInt64/u.ms || n < math.MinInt64/u.ms || n > 0 && n*u.ms > math.MaxInt64-now {
		c.fail("ERR invalid expire time in '%s' command", strings.ToLower(c.args[0]))
		return 0, false
	}
	return min(n*u.ms+now, maxDeadline), true
}

// expire is EXPIRE and its kin. A deadline in the past deletes at once.
func expire(u unit) rule {
	return func(c *call) {
		if len(c.args) < 3 {
			c.passOn()
			return
		}
		if problem := expireOptions(c.args[3:]); problem != "" {
			c.fail("%s", problem)
			return
		}
		at, ok := c.deadline(c.args[2], u, math.MinInt64)
		if !ok {
			return
		}
		if at <= c.s.clock.ms() {
			at = 0
		}
		c.touch(c.args[1])
		c.pass(append([]string{"PEXPIRE", c.args[1], itoa(int(at))}, c.args[3:]...)...)
	}
}

func expireOptions(opts []string) string {
	seen := map[string]bool{}
	for _, opt := range opts {
		switch up := strings.ToUpper(opt); up {
		case "NX", "XX", "GT", "LT":
			seen[up] = true
		default:
			return "ERR Unsupported option " + oneLine(opt)
		}
	}
	switch {
	case seen["NX"] && (seen["XX"] || seen["GT"] || seen["LT"]):
		return "ERR NX and XX, GT or LT options at the same time are not compatible"
	case seen["GT"] && seen["LT"]:
		return "ERR GT and LT options at the same time are not compatible"
	}
	return ""
}

// remaining is TTL, PTTL, EXPIRETIME and PEXPIRETIME.
func remaining(u unit) rule {
	return func(c *call) {
		if len(c.args) != 2 {
			c.passOn()
			return
		}
		at := c.ask("PTTL", c.args[1])
		if at.Kind != reply.Integer || at.Int < 0 {
			c.reply(at)
			return
		}
		c.integer(c.left(at.Int, u))
	}
}

// left is what TTL and its kin say of a deadline. Seconds are rounded to the
// nearest, so that EXPIRE 10 followed by TTL gives 10.
func (c *call) left(at int64, u unit) int64 {
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
	switch strings.ToUpper(option) {
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

// set checks SET's options in Redis's order and passes them on with the
// deadline in place of any time.
func set(c *call) {
	if len(c.args) < 3 {
		c.passOn()
		return
	}
	if len(c.args) == 3 {
		c.passOn()
		return
	}
	opts, ok := parseSet(c.args[3:])
	if !ok {
		c.fail(syntaxErr)
		return
	}
	args := append(c.args[:3:3], opts.flags...)
	if opts.time != "" {
		at, ok := c.deadline(opts.time, opts.unit, 1)
		if !ok {
			return
		}
		args = append(args, "PX", itoa(int(at)))
		c.touch(c.args[1])
	}
	c.pass(args...)
}

type setOptions struct {
	flags []string // without a time
	time  string
	unit  unit
}

// parseSet takes SET's options apart. Each may stand there once or more, but
// NX and XX, and the ways to say how long, shut each other out.
func parseSet(args []string) (o setOptions, ok bool) {
	var cond, ttl string
	for i := 0; i < len(args); i++ {
		up := strings.ToUpper(args[i])
		switch u, timed := timeUnit(up); {
		case up == "NX" || up == "XX":
			if cond != "" && cond != up {
				return o, false
			}
			cond = up
		case up == "GET":
		case up == "KEEPTTL" || timed:
			if ttl != "" && !(up == "KEEPTTL" && ttl == up) || timed && i+1 == len(args) {
				return o, false
			}
			ttl = up
			if timed {
				i++
				o.time, o.unit = args[i], u
				continue
			}
		default:
			return o, false
		}
		o.flags = append(o.flags, up)
	}
	return o, true
}

func setWithTTL(u unit) rule {
	return func(c *call) {
		if len(c.args) != 4 {
			c.passOn()
			return
		}
		at, ok := c.deadline(c.args[2], u, 1)
		if !ok {
			return
		}
		c.touch(c.args[1])
		c.pass("SET", c.args[1], c.args[3], "PX", itoa(int(at)))
	}
}

func getex(c *call) {
	if len(c.args) < 3 {
		c.passOn()
		return
	}
	u, timed := timeUnit(c.args[2])
	switch {
	case timed && len(c.args) == 4:
	case len(c.args) == 3 && c.arg(2) == "PERSIST":
		c.passOn()
		return
	default:
		c.fail(syntaxErr)
		return
	}
	at, ok := c.deadline(c.args[3], u, 1)
	if !ok {
		return
	}
	if v := c.ask("GET", c.args[1]); v.Kind != reply.Bulk { // miniredis would set the TTL of a list
		c.reply(v)
		return
	}
	c.touch(c.args[1])
	c.pass("GETEX", c.args[1], "PX", itoa(int(at)))
}

// restore is RESTORE: its TTL is from now on unless ABSTTL says otherwise.
func restore(c *call) {
	if len(c.args) < 4 {
		c.passOn()
		return
	}
	args, u := append([]string(nil), c.args...), milliseconds
	for i := 4; i < len(args); i++ {
		if strings.EqualFold(args[i], "ABSTTL") {
			u = unixMillis
			args = append(args[:i], args[i+1:]...)
			i--
		}
	}
	n, err := strconv.ParseInt(args[2], 10, 64)
	switch {
	case err != nil:
		c.fail(notInteger)
		return
	case n < 0:
		c.fail("ERR Invalid TTL value, must be >= 0")
		return
	case n > 0:
		at, ok := c.deadline(args[2], u, 0)
		if !ok {
			return
		}
		args[2] = itoa(int(at))
		c.touch(args[1])
	}
	c.pass(args...)
}

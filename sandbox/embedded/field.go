package embedded

import (
	"slices"
	"strconv"

	"redis-tutor/sandbox/reply"
)

// Deadlines of hash fields, which Redis has since 7.4. They are kept as those
// of keys are: the TTL that miniredis holds is the deadline, and a hint brings
// the front back when it has come. The texts of errors are those of 8.0.
func fieldRules() map[string]rule {
	return map[string]rule{
		"HEXPIRE":      fieldExpire(seconds),
		"HPEXPIRE":     fieldExpire(milliseconds),
		"HEXPIREAT":    fieldExpire(unixSeconds),
		"HPEXPIREAT":   fieldExpire(unixMillis),
		"HTTL":         fieldRemaining(seconds),
		"HPTTL":        fieldRemaining(milliseconds),
		"HEXPIRETIME":  fieldRemaining(unixSeconds),
		"HPEXPIRETIME": fieldRemaining(unixMillis),
		"HSETEX":       hsetex,
		"HGETEX":       hgetex,
		"HGETDEL":      hgetdel,
	}
}

// The answers for one field.
const (
	noField   = -2
	noTTL     = -1
	unchanged = 0
	changed   = 1
	gone      = 2
)

// fields reads FIELDS numfields … at the end of the command, each with so many
// words, and answers the call when it is not right.
func (c *call) fields(at, each int) ([]string, bool) {
	if c.arg(at) != "FIELDS" || at+2 > len(c.args) {
		c.fail("ERR Mandatory argument FIELDS is missing or not at the right position")
		return nil, false
	}
	n, err := strconv.ParseInt(c.args[at+1], 10, 32)
	switch rest := c.args[at+2:]; {
	case err != nil || n <= 0:
		c.fail("ERR Parameter `numFields` should be greater than 0")
	case int(n)*each != len(rest):
		c.fail("ERR The `numfields` parameter must match the number of arguments")
	default:
		return rest, true
	}
	return nil, false
}

// isHash answers a key that holds something else.
func (c *call) isHash(key string) bool {
	v := c.ask("HLEN", key)
	if v.IsError() {
		c.reply(v)
	}
	return !v.IsError()
}

// fieldDeadline returns a field's deadline, noTTL or noField.
func (c *call) fieldDeadline(key, field string) int64 {
	v := c.ask("HPTTL", key, "FIELDS", "1", field)
	if len(v.Items) != 1 {
		return noField
	}
	return v.Items[0].Int
}

func fieldExpire(u unit) rule {
	return func(c *call) {
		if len(c.args) < 6 {
			c.pass("HEXPIRE")
			return
		}
		cond, at := "", 3
		switch c.arg(3) {
		case "NX", "XX", "GT", "LT":
			cond, at = c.arg(3), 4
		}
		names, ok := c.fields(at, 1)
		if !ok || !c.isHash(c.args[1]) {
			return
		}
		if n, err := strconv.ParseInt(c.args[2], 10, 64); err == nil && n < 0 {
			c.fail("ERR invalid expire time, must be >= 0")
			return
		}
		deadline, ok := c.deadline(c.args[2], u, 0)
		if !ok {
			return
		}
		c.eachField(names, func(name string) int64 { return c.setDeadline(c.args[1], name, cond, deadline) })
	}
}

// eachField replies with the array of what do returns for each field.
func (c *call) eachField(names []string, do func(string) int64) {
	items := make([]reply.Value, len(names))
	for i, name := range names {
		items[i] = reply.NewInt(do(name))
	}
	c.reply(reply.NewArray(items...))
}

// setDeadline gives a field a deadline under a condition.
func (c *call) setDeadline(key, field, cond string, at int64) int64 {
	old := c.fieldDeadline(key, field)
	switch {
	case old == noField:
		return noField
	case cond == "NX" && old != noTTL, cond == "XX" && old == noTTL,
		cond == "GT" && (old == noTTL || at <= old), cond == "LT" && old != noTTL && at >= old:
		return unchanged
	case at <= c.s.clock.ms():
		c.ask("HDEL", key, field)
		return gone
	}
	c.keepUntil(key, field, c.ask("HGET", key, field).Text, at)
	return changed
}

// keepUntil sets a field that is there, with its deadline.
func (c *call) keepUntil(key, field, text string, at int64) {
	c.ask("HSETEX", key, "PX", itoa(int(at)), "FIELDS", "1", field, text)
	c.touchField(key, field)
}

func fieldRemaining(u unit) rule {
	return func(c *call) {
		if len(c.args) < 5 {
			c.pass("HTTL")
			return
		}
		names, ok := c.fields(2, 1)
		if !ok || !c.isHash(c.args[1]) {
			return
		}
		c.eachField(names, func(name string) int64 {
			at := c.fieldDeadline(c.args[1], name)
			if at < 0 {
				return at
			}
			return c.left(at, u)
		})
	}
}

// fieldTimes reads the options of HSETEX and HGETEX before FIELDS.
func (c *call) fieldTimes(conditions ...string) (opts setOptions, at int, ok bool) {
	for at = 2; at < len(c.args) && c.arg(at) != "FIELDS"; at++ {
		switch u, timed := timeUnit(c.args[at]); {
		case timed && opts.time == "" && at+1 < len(c.args):
			at++
			opts.time, opts.unit = c.args[at], u
		case slices.Contains(conditions, c.arg(at)):
			opts.flags = append(opts.flags, c.arg(at))
		default:
			c.fail(syntaxErr)
			return opts, at, false
		}
	}
	return opts, at, true
}

func hsetex(c *call) {
	if len(c.args) < 6 {
		c.pass("HSETEX")
		return
	}
	opts, at, ok := c.fieldTimes("FNX", "FXX", "KEEPTTL")
	if !ok {
		return
	}
	words, ok := c.fields(at, 2)
	if !ok || !c.isHash(c.args[1]) {
		return
	}
	key, args := c.args[1], append([]string{"HSETEX", c.args[1]}, opts.flags...)
	if opts.time != "" {
		deadline, ok := c.deadline(opts.time, opts.unit, 1)
		if !ok {
			return
		}
		args = append(args, "PX", itoa(int(deadline)))
	}
	var names []string
	for i := 0; i < len(words); i += 2 {
		names = append(names, words[i])
	}
	c.adding("HLEN", key, names, func() { c.pass(append(args, c.args[at:]...)...) })
	for _, name := range names {
		c.touchField(key, name)
	}
}

func hgetex(c *call) {
	opts, at, ok := c.fieldTimes("PERSIST")
	if !ok {
		return
	}
	names, ok := c.fields(at, 1)
	if !ok || !c.isHash(c.args[1]) {
		return
	}
	deadline := int64(0)
	if opts.time != "" {
		if deadline, ok = c.deadline(opts.time, opts.unit, 1); !ok {
			return
		}
	}
	key := c.args[1]
	values := c.ask(append([]string{"HMGET", key}, names...)...)
	for i, v := range values.Items {
		switch {
		case v.Kind == reply.Nil:
		case opts.time != "":
			c.keepUntil(key, names[i], v.Text, deadline)
		case len(opts.flags) > 0:
			c.ask("HPERSIST", key, "FIELDS", "1", names[i])
		}
	}
	c.reply(values)
}

func hgetdel(c *call) {
	names, ok := c.fields(2, 1)
	if !ok || !c.isHash(c.args[1]) {
		return
	}
	values := c.ask(append([]string{"HMGET", c.args[1]}, names...)...)
	c.ask(append([]string{"HDEL", c.args[1]}, names...)...)
	if o := c.order(c.args[1]); o != nil {
		o.remove(names)
	}
	c.reply(values)
}

// touchField says that a field's deadline may have changed.
func (c *call) touchField(key, field string) {
	sp := c.here()
	if !slices.Contains(sp.fields[key], field) {
		sp.fields[key] = append(sp.fields[key], field)
	}
	c.s.keys.touchField(c.on.db, key, field)
}

// forgetFieldTTLs takes the deadlines off fields that HSET has just written:
// miniredis would keep them.
func (c *call) forgetFieldTTLs(key string, names []string) {
	if len(c.here().fields[key]) > 0 {
		c.ask(append([]string{"HPERSIST", key, "FIELDS", itoa(len(names))}, names...)...)
	}
}

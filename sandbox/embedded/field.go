package embedded

import (
	"slices"
	"strconv"
)

// Deadlines of hash fields, which Redis has since 7.4. The hash's entry has a
// hint for the earliest. The texts of errors are those of 8.0.
func fieldRules() map[string]rule {
	return map[string]rule{
		"HEXPIRE":      arity(-6, fieldExpire(seconds)),
		"HPEXPIRE":     arity(-6, fieldExpire(milliseconds)),
		"HEXPIREAT":    arity(-6, fieldExpire(unixSeconds)),
		"HPEXPIREAT":   arity(-6, fieldExpire(unixMillis)),
		"HTTL":         arity(-5, fieldRemaining(seconds)),
		"HPTTL":        arity(-5, fieldRemaining(milliseconds)),
		"HEXPIRETIME":  arity(-5, fieldRemaining(unixSeconds)),
		"HPEXPIRETIME": arity(-5, fieldRemaining(unixMillis)),
		"HPERSIST":     arity(-5, hpersist),
		"HSETEX":       arity(-6, hsetex),
		"HGETEX":       arity(-5, hgetex),
		"HGETDEL":      arity(-5, hgetdel),
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

// keep gives a field a deadline.
func (h *hash) keep(field string, at int64) {
	if h.due == nil {
		h.due = map[string]int64{}
	}
	h.due[field] = at
}

func (h *hash) earliest() int64 {
	first := int64(0)
	for _, at := range h.due {
		if first == 0 || at < first {
			first = at
		}
	}
	return first
}

// expireFields removes the fields of a hash that are due.
func (s *Server) expireFields(it hint, now int64) {
	h := it.entry.val.(*hash)
	for field, at := range h.due {
		if at <= now {
			h.remove(field)
		}
	}
	it.space.changed(it.key)
	s.notify(it.space.db, 'h', "hexpired", it.key)
	if h.size() == 0 {
		it.space.remove(it.key)
		s.notify(it.space.db, 'g', "del", it.key)
		return
	}
	if at := it.entry.next(); at != 0 {
		s.remind(it.space, it.key, it.entry, at)
	}
}

// keepField gives a field of a key a deadline, and the key a hint.
func (c *call) keepField(key string, h *hash, field string, at int64) {
	h.keep(field, at)
	c.s.remind(c.here(), key, c.peek(key), at)
}

// fields reads FIELDS numfields … at the end of the command, each with so many
// words, and answers the call when it is not right.
func (c *call) fields(at, each int) ([]string, bool) {
	if c.arg(at) != "FIELDS" || at+2 > len(c.args) {
		c.fail("ERR Mandatory argument FIELDS is missing or not at the right position")
		return nil, false
	}
	n, err := strconv.ParseInt(c.args[at+1], 10, 32)
	switch rest := c.args[at+2:]; {
	case (err != nil || n <= 0) && at == 2: // one that only asks, or takes deadlines away
		c.fail("ERR Number of fields must be a positive integer")
	case err != nil || n <= 0:
		c.fail("ERR Parameter `numFields` should be greater than 0")
	case int(n)*each != len(rest):
		c.fail("ERR The `numfields` parameter must match the number of arguments")
	default:
		return rest, true
	}
	return nil, false
}

// eachField replies with the array of what do returns for each field. A hash
// that is empty by then is no key any more.
func (c *call) eachField(names []string, do func(h *hash, name string) int64) {
	h, ok := look[*hash](c, c.args[1])
	if !ok {
		return
	}
	c.array(len(names))
	for _, name := range names {
		if _, there := h.get(name); !there {
			c.integer(noField)
			continue
		}
		c.integer(do(h, name))
	}
	c.tidy(c.args[1])
}

func (c *call) tidy(key string) {
	if e := c.peek(key); e != nil && e.val.size() == 0 {
		c.delete(key)
	}
}

func fieldExpire(u unit) rule {
	return func(c *call) {
		cond, at := "", 3
		switch c.arg(3) {
		case "NX", "XX", "GT", "LT":
			cond, at = c.arg(3), 4
		}
		names, ok := c.fields(at, 1)
		if !ok {
			return
		}
		if n, ok := parseInt(c.args[2]); ok && n < 0 {
			c.fail("ERR invalid expire time, must be >= 0")
			return
		}
		deadline, ok := c.deadline(c.args[2], u, 0)
		if !ok {
			return
		}
		c.eachField(names, func(h *hash, name string) int64 { return c.setDeadline(h, name, cond, deadline) })
	}
}

// setDeadline gives a field a deadline under a condition.
func (c *call) setDeadline(h *hash, field, cond string, at int64) int64 {
	old, timed := h.due[field]
	if !allows(cond, timed, old, at) {
		return unchanged
	}
	c.changed(c.args[1])
	if at <= c.s.clock.ms() {
		h.remove(field)
		c.event('h', "hdel", c.args[1])
		return gone
	}
	c.keepField(c.args[1], h, field, at)
	c.event('h', "hexpire", c.args[1])
	return changed
}

// allows says whether a deadline may take the place of an old one.
func allows(cond string, timed bool, old, at int64) bool {
	switch cond {
	case "NX":
		return !timed
	case "XX":
		return timed
	case "GT":
		return timed && at > old
	case "LT":
		return !timed || at < old
	}
	return true
}

func fieldRemaining(u unit) rule {
	return func(c *call) {
		names, ok := c.fields(2, 1)
		if !ok {
			return
		}
		c.eachField(names, func(h *hash, name string) int64 {
			if at, timed := h.due[name]; timed {
				return c.remaining(at, u)
			}
			return noTTL
		})
	}
}

func hpersist(c *call) {
	names, ok := c.fields(2, 1)
	if !ok {
		return
	}
	c.eachField(names, func(h *hash, name string) int64 {
		if _, timed := h.due[name]; !timed {
			return noTTL
		}
		delete(h.due, name)
		c.wrote('h', "hpersist", c.args[1])
		return changed
	})
}

// fieldTimes reads the options of HSETEX and HGETEX before FIELDS.
func (c *call) fieldTimes(conditions ...string) (o setOptions, conds []string, at int, ok bool) {
	for at = 2; at < len(c.args) && c.arg(at) != "FIELDS"; at++ {
		switch u, timed := timeUnit(c.args[at]); {
		case timed && !o.timed && at+1 < len(c.args):
			at++
			o.time, o.unit, o.timed = c.args[at], u, true
		case slices.Contains(conditions, c.arg(at)):
			conds = append(conds, c.arg(at))
		default:
			c.fail(syntaxErr)
			return o, nil, at, false
		}
	}
	return o, conds, at, true
}

func hsetex(c *call) {
	o, conds, at, ok := c.fieldTimes("FNX", "FXX", "KEEPTTL")
	if !ok {
		return
	}
	words, ok := c.fields(at, 2)
	if !ok {
		return
	}
	deadline := int64(0)
	if o.timed {
		if deadline, ok = c.deadline(o.time, o.unit, 1); !ok {
			return
		}
	}
	h, ok := look[*hash](c, c.args[1])
	if !ok {
		return
	}
	for i := 0; i < len(words); i += 2 {
		_, there := h.get(words[i])
		if there && slices.Contains(conds, "FNX") || !there && slices.Contains(conds, "FXX") {
			c.integer(0)
			return
		}
	}
	h, _ = c.hashToWrite(c.args[1])
	for i := 0; i < len(words); i += 2 {
		if slices.Contains(conds, "KEEPTTL") {
			h.update(c.s, words[i], words[i+1])
		} else {
			h.put(c.s, words[i], words[i+1])
		}
		if o.timed {
			c.keepField(c.args[1], h, words[i], deadline)
		}
	}
	c.integer(1)
	c.wrote('h', "hset", c.args[1])
}

func hgetex(c *call) {
	o, conds, at, ok := c.fieldTimes("PERSIST")
	if !ok {
		return
	}
	deadline := int64(0)
	if o.timed {
		if deadline, ok = c.deadline(o.time, o.unit, 1); !ok {
			return
		}
	}
	c.fieldTexts(at, func(h *hash, name string) {
		if o.timed {
			c.keepField(c.args[1], h, name, deadline)
			c.wrote('h', "hexpire", c.args[1])
		} else if len(conds) > 0 {
			delete(h.due, name)
			c.wrote('h', "hpersist", c.args[1])
		}
	})
}

func hgetdel(c *call) {
	c.fieldTexts(2, func(h *hash, name string) {
		h.remove(name)
		c.changed(c.args[1])
		c.event('h', "hdel", c.args[1])
	})
}

// fieldTexts replies with the values of the fields named behind FIELDS, and
// does something with each field that is there.
func (c *call) fieldTexts(at int, do func(h *hash, name string)) {
	names, ok := c.fields(at, 1)
	if !ok {
		return
	}
	h, ok := look[*hash](c, c.args[1])
	if !ok {
		return
	}
	c.array(len(names))
	for _, name := range names {
		text, there := h.get(name)
		if !there {
			c.null()
			continue
		}
		c.bulk(text)
		do(h, name)
	}
	c.tidy(c.args[1])
}

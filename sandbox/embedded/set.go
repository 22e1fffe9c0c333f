package embedded

import "math"

func setRules() map[string]rule {
	return map[string]rule{
		"SADD":        arity(-3, sadd),
		"SREM":        arity(-3, srem),
		"SCARD":       arity(2, scard),
		"SISMEMBER":   arity(3, sismember),
		"SMISMEMBER":  arity(-3, smismember),
		"SMEMBERS":    arity(2, smembers),
		"SMOVE":       arity(4, smove),
		"SPOP":        arity(-2, spop),
		"SRANDMEMBER": arity(-2, srandmember),
	}
}

func (c *call) intsetSize() int64 { return c.s.config.number("set-max-intset-entries") }

func sadd(c *call) {
	m, ok := look[*members](c, c.args[1])
	if !ok {
		return
	}
	if m == nil {
		m = create(c, c.args[1], newMembers)
	}
	added := 0
	for _, name := range c.args[2:] {
		if m.add(name, c.intsetSize()) {
			added++
		}
	}
	if added > 0 {
		c.wrote('s', "sadd", c.args[1])
	}
	c.count(added)
}

func srem(c *call) {
	m, ok := look[*members](c, c.args[1])
	if !ok {
		return
	}
	removed := 0
	for _, name := range c.args[2:] {
		if m.remove(name) {
			removed++
		}
	}
	if removed > 0 {
		c.wrote('s', "srem", c.args[1])
	}
	c.count(removed)
}

func scard(c *call) {
	if m, ok := look[*members](c, c.args[1]); ok {
		c.count(m.size())
	}
}

func sismember(c *call) {
	if m, ok := look[*members](c, c.args[1]); ok {
		c.truth(m.has(c.args[2]))
	}
}

func smismember(c *call) {
	m, ok := look[*members](c, c.args[1])
	if !ok {
		return
	}
	c.array(len(c.args) - 2)
	for _, name := range c.args[2:] {
		c.truth(m.has(name))
	}
}

func smembers(c *call) {
	if m, ok := look[*members](c, c.args[1]); ok {
		c.memberSet(m.list())
	}
}

func (c *call) memberSet(names []string) {
	c.set(len(names))
	for _, name := range names {
		c.bulk(name)
	}
}

func smove(c *call) {
	from, to, name := c.args[1], c.args[2], c.args[3]
	source, ok := look[*members](c, from)
	if !ok {
		return
	}
	if source == nil {
		c.integer(0)
		return
	}
	target, ok := look[*members](c, to)
	switch {
	case !ok:
		return
	case source == target:
		c.truth(source.has(name))
		return
	case !source.remove(name):
		c.integer(0)
		return
	}
	c.wrote('s', "srem", from)
	if target == nil {
		target = create(c, to, newMembers)
	}
	if target.add(name, c.intsetSize()) {
		c.wrote('s', "sadd", to)
	}
	c.integer(1)
}

func spop(c *call) {
	switch len(c.args) {
	case 2:
	case 3:
		spopMany(c)
		return
	default:
		c.fail(syntaxErr)
		return
	}
	m, ok := look[*members](c, c.args[1])
	switch {
	case !ok:
	case m == nil:
		c.null()
	default:
		name := m.random()
		m.remove(name)
		c.bulk(name)
		c.wrote('s', "spop", c.args[1])
	}
}

func spopMany(c *call) {
	n, ok := c.positive(c.args[2])
	if !ok {
		return
	}
	m, ok := look[*members](c, c.args[1])
	if !ok {
		return
	}
	names := draw(m, n)
	for _, name := range names {
		m.remove(name)
	}
	c.memberSet(names)
	if len(names) > 0 {
		c.wrote('s', "spop", c.args[1])
	}
}

func srandmember(c *call) {
	if len(c.args) > 3 {
		c.fail(syntaxErr)
		return
	}
	n, distinct, ok := int64(1), true, true
	if len(c.args) == 3 {
		if n, distinct, ok = c.sample(c.args[2]); !ok {
			return
		}
	}
	m, ok := look[*members](c, c.args[1])
	switch {
	case !ok:
	case m == nil && len(c.args) == 2:
		c.null()
	case len(c.args) == 2:
		c.bulk(m.random())
	case n > math.MaxInt32 && !distinct:
		c.fail("ERR value is out of range")
	default:
		c.drawn(m, n, distinct, false, nil)
	}
}

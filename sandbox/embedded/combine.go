package embedded

import "slices"

// Union, intersection and difference of sets.

// combination is what is made of several sets.
type combination func(c *call, sets []*members) *members

func combineRules() map[string]rule {
	return map[string]rule{
		"SUNION":      arity(-2, combined(union)),
		"SINTER":      arity(-2, combined(intersection)),
		"SDIFF":       arity(-2, combined(difference)),
		"SUNIONSTORE": arity(-3, stores("sunionstore", union)),
		"SINTERSTORE": arity(-3, stores("sinterstore", intersection)),
		"SDIFFSTORE":  arity(-3, stores("sdiffstore", difference)),
		"SINTERCARD":  arity(-3, sintercard),
	}
}

// sets returns the sets under the keys; one that is missing is nil.
func (c *call) sets(keys []string) ([]*members, bool) {
	sets := make([]*members, len(keys))
	for i, key := range keys {
		var ok bool
		if sets[i], ok = look[*members](c, key); !ok {
			return nil, false
		}
	}
	return sets, true
}

func union(c *call, sets []*members) *members {
	out := &members{}
	for _, m := range sets {
		for _, name := range m.names() {
			out.add(name, c.intsetSize())
		}
	}
	return out
}

func intersection(c *call, sets []*members) *members {
	out := &members{}
	smallest := slices.MinFunc(sets, func(a, b *members) int { return a.size() - b.size() })
	for _, name := range smallest.names() {
		if !slices.ContainsFunc(sets, func(m *members) bool { return !m.has(name) }) {
			out.add(name, c.intsetSize())
		}
	}
	return out
}

func difference(c *call, sets []*members) *members {
	out := &members{}
	for _, name := range sets[0].names() {
		if !slices.ContainsFunc(sets[1:], func(m *members) bool { return m.has(name) }) {
			out.add(name, c.intsetSize())
		}
	}
	return out
}

func combined(how combination) rule {
	return func(c *call) {
		if sets, ok := c.sets(c.args[1:]); ok {
			c.memberSet(how(c, sets).names())
		}
	}
}

func stores(event string, how combination) rule {
	return func(c *call) {
		sets, ok := c.sets(c.args[2:])
		if !ok {
			return
		}
		c.storeResult(c.args[1], how(c, sets), 's', event)
	}
}

// storeResult puts a result under a key and replies with its size. An empty
// one only removes what was there.
func (c *call) storeResult(key string, v value, class byte, event string) {
	if v.size() == 0 {
		c.delete(key)
		c.integer(0)
		return
	}
	c.put(key, v)
	c.wrote(class, event, key)
	c.count(v.size())
}

func sintercard(c *call) {
	keys, next, ok := c.manyKeysPlain(1)
	if !ok {
		return
	}
	limit := int64(0)
	ok = c.parse(next, options{"LIMIT": {1, func(args []string) (ok bool) {
		if limit, ok = parseInt(args[0]); !ok || limit < 0 {
			c.fail("ERR LIMIT can't be negative")
			return false
		}
		return true
	}}})
	if !ok {
		return
	}
	sets, ok := c.sets(keys)
	if !ok {
		return
	}
	c.integer(capped(int64(intersection(c, sets).size()), limit))
}

func capped(n, limit int64) int64 {
	if limit > 0 {
		return min(n, limit)
	}
	return n
}

// manyKeysPlain is manyKeys with the words of SINTERCARD and ZINTERCARD.
func (c *call) manyKeysPlain(at int) (keys []string, next int, ok bool) {
	if n, isInt := parseInt(c.args[at]); isInt && n > int64(c.left(at)) {
		c.fail("ERR Number of keys can't be greater than number of args")
		return nil, 0, false
	}
	return c.manyKeys(at)
}

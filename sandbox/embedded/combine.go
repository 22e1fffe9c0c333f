package embedded

import "slices"

// Union, intersection and difference of sets.

// combination is what is made of several sets: names, each once.
type combination func(sets []*members) []string

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

func union(sets []*members) []string {
	out := newDict[struct{}]()
	for _, m := range sets {
		for _, name := range m.list() {
			out.put(name, struct{}{})
		}
	}
	return out.names()
}

func intersection(sets []*members) []string {
	smallest := slices.MinFunc(sets, func(a, b *members) int { return a.size() - b.size() })
	return slices.DeleteFunc(smallest.list(), func(name string) bool {
		return slices.ContainsFunc(sets, func(m *members) bool { return !m.has(name) })
	})
}

func difference(sets []*members) []string {
	return slices.DeleteFunc(sets[0].list(), func(name string) bool {
		return slices.ContainsFunc(sets[1:], func(m *members) bool { return m.has(name) })
	})
}

// combined replies with a result. Redis makes a set of it first, which sorts
// integers.
func combined(how combination) rule {
	return func(c *call) {
		sets, ok := c.sets(c.args[1:])
		if !ok {
			return
		}
		names := how(sets)
		if int64(len(names)) <= c.intsetSize() && !slices.ContainsFunc(names, func(name string) bool { return !isNumber(name) }) {
			sortNumbers(names)
		}
		c.memberSet(names)
	}
}

func stores(event string, how combination) rule {
	return func(c *call) {
		sets, ok := c.sets(c.args[2:])
		if !ok {
			return
		}
		names := how(sets)
		c.storeResult(c.args[1], len(names), 's', event, func() {
			m := create(c, c.args[1], newMembers)
			for _, name := range names {
				m.add(name, c.intsetSize())
			}
		})
	}
}

// storeResult lets a result of n be stored under a key and replies with n. An
// empty one only removes what was there.
func (c *call) storeResult(key string, n int, class byte, event string, store func()) {
	if n == 0 {
		c.delete(key)
		c.integer(0)
		return
	}
	store()
	c.wrote(class, event, key)
	c.count(n)
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
	c.integer(capped(int64(len(intersection(sets))), limit))
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

package embedded

import "redis-tutor/sandbox/reply"

// What takes members off the ends of sorted sets.
func zpopRules() map[string]rule {
	return map[string]rule{
		"ZPOPMIN": arity(-2, zpop(false)),
		"ZPOPMAX": arity(-2, zpop(true)),
		"ZMPOP":   arity(-4, zmpop),
	}
}

func zpop(highest bool) rule {
	return func(c *call) {
		if len(c.args) > 3 {
			c.fail(syntaxErr)
			return
		}
		n, ok := int64(1), true
		if len(c.args) == 3 {
			if n, ok = c.positive(c.args[2]); !ok {
				return
			}
		}
		z, ok := look[*zset](c, c.args[1])
		if !ok {
			return
		}
		found := c.takeScored(c.args[1], z, highest, n)
		if len(c.args) == 3 {
			c.members(found, ranging{with: true})
			return
		}
		c.array(2 * len(found))
		for _, x := range found {
			c.bulk(x.name)
			c.double(x.score)
		}
	}
}

// takeScored takes up to n members off an end.
func (c *call) takeScored(key string, z *zset, highest bool, n int64) []*scored {
	size := int64(z.size())
	if n = min(n, size); n == 0 {
		return nil
	}
	from, to := int64(0), n-1
	event := "zpopmin"
	if highest {
		from, to, event = size-n, size-1, "zpopmax"
	}
	found := z.between(from, to, ranging{reverse: highest})
	for _, x := range found {
		z.remove(x.name)
	}
	c.wrote('z', event, key)
	return found
}

func zmpop(c *call) {
	if try, ok := c.zmpopFrom(1); ok && !try(c) {
		c.noArray()
	}
}

// zmpopFrom reads ZMPOP's words, which begin at a place, and returns how to
// try it.
func (c *call) zmpopFrom(at int) (try func(*call) bool, ok bool) {
	keys, next, ok := c.manyKeys(at)
	if !ok {
		return nil, false
	}
	end := c.arg(next)
	if end != "MIN" && end != "MAX" {
		c.fail(syntaxErr)
		return nil, false
	}
	n, ok := c.popCount(next + 1)
	return func(c *call) bool { return c.zpopFirst(keys, end == "MAX", n) }, ok
}

// zpopFirst pops from the first of several sorted sets that has something.
func (c *call) zpopFirst(keys []string, highest bool, n int64) bool {
	for _, key := range keys {
		z, ok := waitingFor[*zset](c, key)
		if !ok {
			return true
		}
		found := c.takeScored(key, z, highest, n)
		if len(found) == 0 {
			continue
		}
		c.array(2)
		c.bulk(key)
		c.array(len(found))
		for _, x := range found {
			c.array(2)
			c.bulk(x.name)
			c.double(x.score)
		}
		return true
	}
	return false
}

// bzpop is BZPOPMIN and BZPOPMAX.
func bzpop(highest bool) rule {
	return func(c *call) {
		last := len(c.args) - 1
		keys := c.args[1:last]
		c.block(c.args[last], reply.Array, func(c *call) bool {
			for _, key := range keys {
				z, ok := waitingFor[*zset](c, key)
				if !ok {
					return true
				}
				if found := c.takeScored(key, z, highest, 1); len(found) > 0 {
					c.array(3)
					c.bulk(key)
					c.bulk(found[0].name)
					c.double(found[0].score)
					return true
				}
			}
			return false
		})
	}
}

func bzmpop(c *call) {
	if try, ok := c.zmpopFrom(2); ok {
		c.block(c.args[1], reply.Array, try)
	}
}

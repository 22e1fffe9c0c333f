package embedded

// OBJECT: how a value is kept.
func objectRules() map[string]rule {
	return map[string]rule{
		"OBJECT": container(map[string]rule{
			"ENCODING": arity(3, object(func(c *call, e *entry) { c.bulk(e.val.encoding()) })),
			"REFCOUNT": arity(3, object(refcount)),
			"IDLETIME": arity(3, object(idleTime)),
			"FREQ":     arity(3, object(freq)),
		}),
	}
}

func object(answer func(c *call, e *entry)) rule {
	return func(c *call) {
		if e := c.peek(c.args[2]); e != nil {
			answer(c, e)
			return
		}
		c.null()
	}
}

// refcount: small numbers are shared between all keys.
func refcount(c *call, e *entry) {
	if v, ok := e.val.(*str); ok && v.encoding() == "int" {
		if n, _ := parseInt(v.load().text); n >= 0 && n < 10000 {
			c.integer(1<<31 - 1)
			return
		}
	}
	c.integer(1)
}

const switching = "Please note that when switching between policies at runtime LRU and LFU data will take some time to adjust."

func (s *Server) countsUses() bool {
	policy := s.config["maxmemory-policy"]
	return policy == "allkeys-lfu" || policy == "volatile-lfu"
}

func idleTime(c *call, e *entry) {
	if c.s.countsUses() {
		c.fail("ERR An LFU maxmemory policy is selected, idle time not tracked. " + switching)
		return
	}
	c.integer(max(c.s.clock.ms()-e.used, 0) / 1000)
}

// freq is OBJECT FREQ: uses are counted only for a policy that asks for it,
// and then a new key begins with 5.
func freq(c *call, _ *entry) {
	if !c.s.countsUses() {
		c.fail("ERR An LFU maxmemory policy is not selected, access frequency not tracked. " + switching)
		return
	}
	c.integer(5)
}

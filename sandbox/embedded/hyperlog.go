package embedded

import "redis-tutor/sandbox/embedded/hyperloglog"

func hyperlogRules() map[string]rule {
	return map[string]rule{
		"PFADD":      arity(-2, pfadd),
		"PFCOUNT":    arity(-2, pfcount),
		"PFMERGE":    arity(-2, pfmerge),
		"PFSELFTEST": arity(1, (*call).ok),
	}
}

// hyperlog reads a key's registers; v is nil when there is no key.
func (c *call) hyperlog(key string) (regs *hyperloglog.Registers, v *str, ok bool) {
	v, ok = look[*str](c, key)
	if !ok {
		return nil, nil, false
	}
	if v == nil {
		return &hyperloglog.Registers{}, nil, true
	}
	if !hyperloglog.Valid(v.text) {
		c.fail("WRONGTYPE Key is not a valid HyperLogLog string value.")
		return nil, nil, false
	}
	if regs, ok = hyperloglog.Parse(v.text); !ok {
		c.fail("INVALIDOBJ Corrupted HLL object detected")
	}
	return regs, v, ok
}

func (c *call) storeHyperlog(key string, v *str, regs *hyperloglog.Registers, dense bool) {
	text := regs.Text(c.s.config.number("hll-sparse-max-bytes"), dense)
	if v != nil {
		hyperloglog.KeepOld(text, v.text)
	}
	c.keepText(key, string(text), asRaw)
}

func pfadd(c *call) {
	key := c.args[1]
	regs, v, ok := c.hyperlog(key)
	if !ok {
		return
	}
	changed := v == nil
	for _, element := range c.args[2:] {
		changed = regs.Add(element) || changed
	}
	if changed {
		c.storeHyperlog(key, v, regs, v != nil && hyperloglog.Dense(v.text))
		c.wrote('$', "pfadd", key)
	}
	c.truth(changed)
}

// merged is the union of several keys' registers.
func (c *call) merged(keys []string) (regs *hyperloglog.Registers, dense, ok bool) {
	regs = &hyperloglog.Registers{}
	for _, key := range keys {
		more, v, ok := c.hyperlog(key)
		if !ok {
			return nil, false, false
		}
		dense = dense || v != nil && hyperloglog.Dense(v.text)
		regs.Merge(more)
	}
	return regs, dense, true
}

// merging is the string of a key that has been read already, nil for none.
func (c *call) merging(key string) *str {
	e := c.peek(key)
	if e == nil {
		return nil
	}
	return e.val.(*str).load()
}

func pfcount(c *call) {
	regs, _, ok := c.merged(c.args[1:])
	if !ok {
		return
	}
	n := regs.Count()
	if v := c.merging(c.args[1]); len(c.args) == 2 && v != nil {
		text := []byte(v.text)
		hyperloglog.Keep(text, n)
		c.keepText(c.args[1], string(text), asRaw)
	}
	c.integer(int64(n))
}

func pfmerge(c *call) {
	key := c.args[1]
	regs, dense, ok := c.merged(c.args[1:])
	if !ok {
		return
	}
	v := c.merging(key)
	c.storeHyperlog(key, v, regs, dense)
	c.wrote('$', "pfadd", key)
	c.ok()
}

package embedded

// hash is a hash value. It is a listpack until it has been too large for one.
type hash struct {
	home
	names *dict[struct{}] // the fields in their order
	large bool
	due   map[string]int64 // deadlines of fields, see field.go
}

func newHash(p home) *hash { return &hash{home: p, names: newDict[struct{}]()} }

func (h *hash) kind() string { return "hash" }

func (h *hash) encoding() string {
	if h.large {
		return "hashtable"
	}
	if h.due != nil {
		return "listpackex" // fields have or had deadlines
	}
	return "listpack"
}

func (h *hash) size() int {
	if h == nil {
		return 0
	}
	return h.names.len()
}

func (h *hash) copyTo(p home) value {
	out := &hash{home: p, names: h.names.clone(), large: h.large}
	h.each(func(field, text string) { p.db.HSet(p.key, field, text) })
	for field, at := range h.due {
		out.keep(field, at)
	}
	return out
}

func (h *hash) get(field string) (string, bool) {
	if h == nil || !h.names.has(field) {
		return "", false
	}
	return h.db.HGet(h.key, field), true
}

// each calls do for every field in order.
func (h *hash) each(do func(field, text string)) {
	if h == nil {
		return
	}
	h.names.each(func(field string, _ struct{}) bool {
		do(field, h.db.HGet(h.key, field))
		return true
	})
}

// list returns the fields in order.
func (h *hash) list() []string { return h.names.names() }

// random returns any field of a hash that is not empty.
func (h *hash) random() string {
	field, _ := h.names.random()
	return field
}

// put sets a field, which loses its deadline.
func (h *hash) put(s *Server, field, text string) (added bool) {
	delete(h.due, field)
	return h.update(s, field, text)
}

// measure makes the hash a table when it is too large for a listpack.
func (h *hash) measure(s *Server, texts ...string) {
	for _, text := range texts {
		h.large = h.large || int64(len(text)) > s.config.number("hash-max-listpack-value")
	}
	h.large = h.large || int64(h.size()) > s.config.number("hash-max-listpack-entries")
}

func (h *hash) remove(field string) bool {
	delete(h.due, field)
	if !h.names.remove(field) {
		return false
	}
	h.db.HDel(h.key, field)
	return true
}

func hashRules() map[string]rule {
	return map[string]rule{
		"HSET":         arity(-4, hset),
		"HMSET":        arity(-4, hset),
		"HSETNX":       arity(4, hsetnx),
		"HGET":         arity(3, hget),
		"HMGET":        arity(-3, hmget),
		"HDEL":         arity(-3, hdel),
		"HLEN":         arity(2, hlen),
		"HSTRLEN":      arity(3, hstrlen),
		"HEXISTS":      arity(3, hexists),
		"HKEYS":        arity(2, hashItems(true, false)),
		"HVALS":        arity(2, hashItems(false, true)),
		"HGETALL":      arity(2, hashItems(true, true)),
		"HINCRBY":      arity(4, hincrby),
		"HINCRBYFLOAT": arity(4, hincrbyfloat),
		"HRANDFIELD":   arity(-2, drawing("WITHVALUES", (*call).textOf)),
	}
}

// hashToWrite returns a key's hash, a new one when there is none.
func (c *call) hashToWrite(key string) (*hash, bool) {
	h, ok := look[*hash](c, key)
	if ok && h == nil {
		h = create(c, key, newHash)
	}
	return h, ok
}

// hset is HSET and HMSET.
func hset(c *call) {
	if len(c.args)%2 != 0 {
		c.wrongArity()
		return
	}
	h, ok := c.hashToWrite(c.args[1])
	if !ok {
		return
	}
	h.measure(c.s, c.args[2:]...)
	added := 0
	for i := 2; i < len(c.args); i += 2 {
		if h.put(c.s, c.args[i], c.args[i+1]) {
			added++
		}
	}
	if c.is(0, "HSET") {
		c.count(added)
	} else {
		c.ok()
	}
	c.wrote('h', "hset", c.args[1])
}

func hsetnx(c *call) {
	h, ok := look[*hash](c, c.args[1])
	if !ok {
		return
	}
	if _, there := h.get(c.args[2]); there {
		c.integer(0)
		return
	}
	h, _ = c.hashToWrite(c.args[1])
	h.put(c.s, c.args[2], c.args[3])
	c.integer(1)
	c.wrote('h', "hset", c.args[1])
}

// textOf answers with a field's value.
func (c *call) textOf(h *hash, field string) {
	text, ok := h.get(field)
	if !ok {
		c.null()
		return
	}
	c.bulk(text)
}

func hget(c *call) {
	if h, ok := look[*hash](c, c.args[1]); ok {
		c.textOf(h, c.args[2])
	}
}

func hmget(c *call) {
	h, ok := look[*hash](c, c.args[1])
	if !ok {
		return
	}
	c.array(len(c.args) - 2)
	for _, field := range c.args[2:] {
		c.textOf(h, field)
	}
}

func hdel(c *call) {
	h, ok := look[*hash](c, c.args[1])
	if !ok {
		return
	}
	removed := 0
	for _, field := range c.args[2:] {
		if h != nil && h.remove(field) {
			removed++
		}
	}
	if removed > 0 {
		c.wrote('h', "hdel", c.args[1])
	}
	c.count(removed)
}

func hlen(c *call) {
	if h, ok := look[*hash](c, c.args[1]); ok {
		c.count(h.size())
	}
}

func hstrlen(c *call) {
	if h, ok := look[*hash](c, c.args[1]); ok {
		text, _ := h.get(c.args[2])
		c.count(len(text))
	}
}

func hexists(c *call) {
	if h, ok := look[*hash](c, c.args[1]); ok {
		_, there := h.get(c.args[2])
		c.truth(there)
	}
}

// hashItems is HKEYS, HVALS and HGETALL.
func hashItems(fields, values bool) rule {
	return func(c *call) {
		h, ok := look[*hash](c, c.args[1])
		if !ok {
			return
		}
		if fields && values {
			c.mapping(h.size())
		} else {
			c.array(h.size())
		}
		h.each(func(field, text string) {
			if fields {
				c.bulk(field)
			}
			if values {
				c.bulk(text)
			}
		})
	}
}

func hincrby(c *call) {
	by, ok := c.number(c.args[3])
	if !ok {
		return
	}
	h, ok := look[*hash](c, c.args[1])
	if !ok {
		return
	}
	n := int64(0)
	if text, there := h.get(c.args[2]); there {
		if n, ok = parseInt(text); !ok {
			c.fail("ERR hash value is not an integer")
			return
		}
	}
	if !sumFits(n, by) {
		c.fail(overflow)
		return
	}
	h, _ = c.hashToWrite(c.args[1])
	h.update(c.s, c.args[2], formatInt(n+by))
	c.integer(n + by)
	c.wrote('h', "hincrby", c.args[1])
}

// update sets a field that keeps its deadline.
func (h *hash) update(s *Server, field, text string) (added bool) {
	added = h.names.put(field, struct{}{})
	h.db.HSet(h.key, field, text)
	h.measure(s, field, text)
	return added
}

func hincrbyfloat(c *call) {
	old, by := &longDouble{}, &longDouble{}
	if !by.parse(c.args[3]) {
		c.fail(notFloat)
		return
	}
	if by.inf {
		c.fail("ERR value is NaN or Infinity")
		return
	}
	h, ok := look[*hash](c, c.args[1])
	if !ok {
		return
	}
	if text, there := h.get(c.args[2]); there && !old.parse(text) {
		c.fail("ERR hash value is not a float")
		return
	}
	sum, ok := old.plus(by)
	if !ok {
		c.fail("ERR increment would produce NaN or Infinity")
		return
	}
	h, _ = c.hashToWrite(c.args[1])
	h.update(c.s, c.args[2], sum)
	c.bulk(sum)
	c.wrote('h', "hincrbyfloat", c.args[1])
}

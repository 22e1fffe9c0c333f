package embedded

import "slices"

// Commands that work on keys whatever they hold.
func keyspaceRules() map[string]rule {
	return map[string]rule{
		"DEL":       arity(-2, del),
		"UNLINK":    arity(-2, del),
		"EXISTS":    arity(-2, counted((*call).seek)),
		"TOUCH":     arity(-2, counted((*call).entry)),
		"TYPE":      arity(2, typeOf),
		"RENAME":    arity(3, rename),
		"RENAMENX":  arity(3, renamenx),
		"COPY":      arity(-3, copyKey),
		"MOVE":      arity(3, move),
		"SWAPDB":    arity(3, swapDB),
		"FLUSHDB":   arity(-1, flushDB),
		"FLUSHALL":  arity(-1, flushAll),
		"DBSIZE":    arity(1, func(c *call) { c.count(c.here().keys.len()) }),
		"RANDOMKEY": arity(1, randomKey),
		"KEYS":      arity(2, keys),
	}
}

func del(c *call) {
	n := 0
	for _, key := range c.args[1:] {
		if c.delete(key) {
			n++
		}
	}
	c.count(n)
}

// counted replies how many of the keys there are.
func counted(find func(c *call, key string) *entry) rule {
	return func(c *call) {
		n := 0
		for _, key := range c.args[1:] {
			if find(c, key) != nil {
				n++
			}
		}
		c.count(n)
	}
}

func typeOf(c *call) {
	if e := c.seek(c.args[1]); e != nil {
		c.status(e.val.kind())
		return
	}
	c.status("none")
}

// carry puts a copy of a value, with its deadline, under a key of a database.
func (c *call) carry(val value, at int64, to *space, key string) {
	to.remove(key)
	e := to.hold(c.s, key, val.copyTo(to.home(key)))
	to.expireAt(c.s, key, e, at)
	if next := e.next(); next != 0 {
		c.s.remind(to, key, e, next)
	}
	to.changed(key)
}

func rename(c *call) {
	if c.renameTo(true) {
		c.ok()
	}
}

func renamenx(c *call) {
	there := c.peek(c.args[2]) != nil
	if c.renameTo(!there) {
		c.truth(!there)
	}
}

// renameTo gives a key the new name when it may have it, and reports whether
// there is such a key.
func (c *call) renameTo(may bool) bool {
	from, to := c.args[1], c.args[2]
	e := c.entry(from)
	if e == nil {
		c.fail(noKey)
		return false
	}
	if !may || from == to {
		return true
	}
	c.carry(e.val, e.at, c.here(), to)
	c.remove(from)
	c.event('g', "rename_from", from)
	c.event('g', "rename_to", to)
	return true
}

func copyKey(c *call) {
	from, to, replace := c.args[1], c.args[2], false
	there := c.here()
	ok := c.parse(3, options{
		"REPLACE": flag(&replace),
		"DB": {1, func(args []string) bool {
			db, ok := c.database(args[0])
			if ok {
				there = c.s.spaces[db]
			}
			return ok
		}},
	})
	if !ok {
		return
	}
	if there == c.here() && from == to {
		c.fail("ERR source and destination objects are the same")
		return
	}
	e := c.entry(from)
	if e == nil || there.keys.has(to) && !replace {
		c.integer(0)
		return
	}
	c.carry(e.val, e.at, there, to)
	c.s.used.carried(spot{c.on.db, from}, spot{there.db, to})
	c.s.notify(there.db, 'g', "copy_to", to)
	c.integer(1)
}

func move(c *call) {
	db, ok := c.database(c.args[2])
	if !ok {
		return
	}
	key, there := c.args[1], c.s.spaces[db]
	if there == c.here() {
		c.fail("ERR source and destination objects are the same")
		return
	}
	e := c.entry(key)
	if e == nil || there.keys.has(key) {
		c.integer(0)
		return
	}
	c.carry(e.val, e.at, there, key)
	c.s.used.carried(spot{c.on.db, key}, spot{there.db, key})
	c.remove(key)
	c.event('g', "move_from", key)
	c.s.notify(there.db, 'g', "move_to", key)
	c.integer(1)
}

func swapDB(c *call) {
	a, okA := parseInt32(c.args[1])
	b, okB := parseInt32(c.args[2])
	switch {
	case !okA:
		c.fail("ERR invalid first DB index")
	case !okB:
		c.fail("ERR invalid second DB index")
	case a < 0 || b < 0 || a >= databases || b >= databases:
		c.fail("ERR DB index is out of range")
	default:
		if a != b {
			c.s.swap(a, b)
		}
		c.ok()
	}
}

// swap exchanges the keys of two databases; who watches a key or waits for one
// goes on doing so in the database it was in.
func (s *Server) swap(a, b int64) {
	x, y := s.spaces[a], s.spaces[b]
	for _, pair := range [][2]*space{{x, y}, {y, x}} {
		for key := range pair[0].watched {
			if pair[0].keys.has(key) || pair[1].keys.has(key) {
				pair[0].changed(key)
			}
		}
	}
	s.data.SwapDB(int(a), int(b))
	s.data.SwapDB(int(databases+a), int(databases+b))
	s.spaces[a], s.spaces[b] = y, x
	x.db, y.db = y.db, x.db
	x.watched, y.watched = y.watched, x.watched
	x.awaited, y.awaited = y.awaited, x.awaited
	x.allReady()
	y.allReady()
}

// flushes reports whether the options of a FLUSH command are right.
func flushes(c *call) bool {
	ok := len(c.args) == 1 || len(c.args) == 2 && (c.is(1, "ASYNC") || c.is(1, "SYNC"))
	if !ok {
		c.fail(syntaxErr)
	}
	return ok
}

func flushDB(c *call) {
	if flushes(c) {
		c.here().flush()
		c.ok()
	}
}

func flushAll(c *call) {
	if !flushes(c) {
		return
	}
	for _, sp := range c.s.spaces {
		sp.flush()
	}
	c.s.renew()
	c.ok()
}

func randomKey(c *call) {
	if c.here().keys.len() == 0 {
		c.null()
		return
	}
	key, _ := c.here().keys.random()
	c.bulk(key)
}

// keys is KEYS. Redis has its keys in no order; by name they read best.
func keys(c *call) {
	var found []string
	c.here().keys.each(func(key string, _ *entry) bool {
		if match(c.args[1], key) {
			found = append(found, key)
		}
		return true
	})
	slices.Sort(found)
	c.bulks(found...)
}

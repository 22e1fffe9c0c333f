package embedded

import "strconv"

// The rules for commands that move keys, with their deadlines, from one name
// or database to another.
func keyspaceRules() map[string]rule {
	return map[string]rule{
		"RENAME":   rename,
		"RENAMENX": rename,
		"COPY":     copyKey,
		"MOVE":     move,
		"SWAPDB":   swapDB,
		"FLUSHDB":  flushDB,
		"FLUSHALL": flushAll,
	}
}

func rename(c *call) {
	if len(c.args) == 3 {
		c.touch(c.args[2])
	}
	c.pass(c.args...)
}

func copyKey(c *call) {
	db := c.on.db
	for i := 3; i+1 < len(c.args); i++ {
		if c.arg(i) != "DB" {
			continue
		}
		n, ok := c.database(c.args[i+1], "ERR value is not an integer or out of range")
		if !ok {
			return
		}
		db = n
	}
	if len(c.args) >= 3 {
		c.s.keys.touch(db, c.args[2])
	}
	c.pass(c.args...)
}

func move(c *call) {
	if len(c.args) != 3 {
		c.pass(c.args...)
		return
	}
	db, ok := c.database(c.args[2], "ERR value is not an integer or out of range")
	if !ok {
		return
	}
	c.s.keys.touch(db, c.args[1])
	c.pass(c.args...)
}

func swapDB(c *call) {
	if len(c.args) != 3 {
		c.pass(c.args...)
		return
	}
	a, errA := strconv.Atoi(c.args[1])
	b, errB := strconv.Atoi(c.args[2])
	switch {
	case errA != nil:
		c.fail("ERR invalid first DB index")
	case errB != nil:
		c.fail("ERR invalid second DB index")
	case a < 0 || b < 0 || a >= databases || b >= databases:
		c.fail("ERR DB index is out of range")
	case a == b:
		c.ok()
	default:
		c.s.keys.swap(a, b)
		c.pass(c.args...)
	}
}

// flushes reports whether the options of a FLUSH command are right; miniredis
// does not know SYNC.
func flushes(c *call) bool {
	ok := len(c.args) == 1 || len(c.args) == 2 && (c.arg(1) == "ASYNC" || c.arg(1) == "SYNC")
	if !ok {
		c.fail("ERR syntax error")
	}
	return ok
}

func flushDB(c *call) {
	if flushes(c) {
		c.s.keys.flush(c.on.db)
		c.pass("FLUSHDB")
	}
}

func flushAll(c *call) {
	if !flushes(c) {
		return
	}
	c.s.keys.flushAll()
	c.pass("FLUSHALL")
}

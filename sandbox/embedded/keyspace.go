package embedded

import (
	"slices"
	"strconv"
)

// The rules for commands that move keys, with their deadlines, from one name
// or database to another.
func keyspaceRules() map[string]rule {
	return map[string]rule{
		"XLEN":     once,
		"DEL":      del,
		"UNLINK":   del,
		"RENAME":   rename,
		"RENAMENX": rename,
		"COPY":     copyKey,
		"MOVE":     move,
		"SWAPDB":   swapDB,
		"FLUSHDB":  flushDB,
		"FLUSHALL": flushAll,
	}
}

func del(c *call) {
	for _, key := range c.args[1:] {
		c.here().forget(key)
	}
	c.passOn()
}

// once takes the first of the two replies that miniredis gives on an error.
func once(c *call) { c.reply(c.ask(c.args...)) }

// rename is RENAME and RENAMENX.
func rename(c *call) {
	at := len(c.out)
	c.passOn()
	if len(c.args) == 3 && c.args[1] != c.args[2] && done(c.out[at:]) {
		c.carry(c.args[1], c.on.db, c.args[2])
		c.here().forget(c.args[1])
	}
}

// done reports whether a reply says OK or 1.
func done(out []byte) bool { return len(out) > 1 && (out[0] == '+' || out[0] == ':' && out[1] == '1') }

// carry takes what is remembered of a key over to another, in the database to.
func (c *call) carry(key string, to int, as string) {
	from, there := c.here(), c.s.keys.spaces[to]
	there.forget(as)
	if o := from.orders[key]; o != nil {
		there.orders[as] = &order{names: slices.Clone(o.names)}
	}
	c.s.keys.touch(to, as)
	if fields := from.fields[key]; len(fields) > 0 {
		there.fields[as] = slices.Clone(fields)
		for _, field := range fields {
			c.s.keys.touchField(to, as, field)
		}
	}
}

func copyKey(c *call) {
	db := c.on.db
	for i := 3; i+1 < len(c.args); i++ {
		if c.arg(i) != "DB" {
			continue
		}
		n, ok := c.database(c.args[i+1])
		if !ok {
			return
		}
		db = n
	}
	at := len(c.out)
	c.passOn()
	if len(c.args) >= 3 && done(c.out[at:]) {
		c.carry(c.args[1], db, c.args[2])
	}
}

func move(c *call) {
	if len(c.args) != 3 {
		c.passOn()
		return
	}
	db, ok := c.database(c.args[2])
	if !ok {
		return
	}
	at := len(c.out)
	c.passOn()
	if done(c.out[at:]) {
		c.carry(c.args[1], db, c.args[1])
		c.here().forget(c.args[1])
	}
}

func swapDB(c *call) {
	if len(c.args) != 3 {
		c.passOn()
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
		c.passOn()
	}
}

// flushes reports whether the options of a FLUSH command are right; miniredis
// does not know SYNC.
func flushes(c *call) bool {
	ok := len(c.args) == 1 || len(c.args) == 2 && (c.arg(1) == "ASYNC" || c.arg(1) == "SYNC")
	if !ok {
		c.fail(syntaxErr)
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

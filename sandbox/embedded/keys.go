package embedded

import (
	"slices"

	"github.com/alicebob/miniredis/v2"
)

// The keyspace: what every command reads and writes through.

// entry is a key's value and deadline.
type entry struct {
	val  value
	at   int64 // the deadline in milliseconds since 1970; 0 when there is none
	hint int64 // when the deadlines' heap will look at it next; 0 for never
	used int64 // when it was last read, in milliseconds since 1970
}

// space is a numbered database. SWAPDB exchanges two of them.
type space struct {
	db      int
	data    *miniredis.RedisDB
	left    *miniredis.RedisDB // the left parts of lists
	keys    *dict[*entry]
	expires int                  // entries with a deadline
	watched map[string][]*client // who has the key under WATCH
	awaited map[string][]*waiter // who may be waiting for the key
}

func newSpace(db int) *space {
	return &space{db: db, keys: newDict[*entry](), watched: map[string][]*client{}, awaited: map[string][]*waiter{}}
}

// here is the call's database.
func (c *call) here() *space { return c.s.spaces[c.on.db] }

// peek returns a key's entry, or nil, without counting that as a use.
func (c *call) peek(key string) *entry {
	e, _ := c.here().keys.get(key)
	return e
}

// entry returns a key's entry, or nil.
func (c *call) entry(key string) *entry {
	e := c.seek(key)
	if e != nil && !c.s.quiet && (c.from == nil || !c.from.noTouch || c.is(0, "TOUCH")) {
		e.used = c.s.clock.ms()
	}
	return e
}

// seek is peek for a command that reads: it counts as a hit or a miss.
func (c *call) seek(key string) *entry {
	e := c.peek(key)
	switch {
	case c.s.quiet || !c.reads():
	case e == nil:
		c.s.stats.misses++
		c.event('m', "keymiss", key)
	default:
		c.s.stats.hits++
	}
	return e
}

// reads reports whether what the command looks for counts as read. That is not
// left to the command table, since the first commands of a session should not
// have to wait for it.
func (c *call) reads() bool {
	switch c.arg(0) {
	case "SET":
		return len(c.args) > 3 // for its option GET
	case "BITFIELD":
		return !slices.ContainsFunc(c.args, func(word string) bool { return upper(word) == "SET" || upper(word) == "INCRBY" })
	case "APPEND", "DECR", "DECRBY", "INCR", "INCRBY", "INCRBYFLOAT", "MSET", "MSETNX", "PSETEX", "SETEX", "SETNX", "SETRANGE", "SETBIT",
		"DEL", "UNLINK", "EXPIRE", "EXPIREAT", "PEXPIRE", "PEXPIREAT", "PERSIST", "MOVE", "RENAME", "RENAMENX", "RESTORE", "RESTORE-ASKING",
		"BLMOVE", "BLMPOP", "BLPOP", "BRPOP", "BRPOPLPUSH", "LINSERT", "LMOVE", "LMPOP", "LPOP", "LPUSH", "LPUSHX", "LREM", "LSET", "LTRIM",
		"RPOP", "RPOPLPUSH", "RPUSH", "RPUSHX",
		"HDEL", "HINCRBY", "HINCRBYFLOAT", "HMSET", "HSET", "HSETNX", "HEXPIRE", "HEXPIREAT", "HPEXPIRE", "HPEXPIREAT", "HPERSIST",
		"HGETDEL", "HGETEX", "HSETEX", "SADD", "SMOVE", "SPOP", "SREM", "PFADD",
		"BZMPOP", "BZPOPMAX", "BZPOPMIN", "GEOADD", "ZADD", "ZINCRBY", "ZMPOP", "ZPOPMAX", "ZPOPMIN", "ZREM",
		"ZREMRANGEBYLEX", "ZREMRANGEBYRANK", "ZREMRANGEBYSCORE",
		"XADD", "XDEL", "XGROUP", "XSETID", "XTRIM":
		return false
	}
	return true
}

const wrongKind = "WRONGTYPE Operation against a key holding the wrong kind of value"

// look returns a key's value, or nil when there is none. A value of another
// type is answered, and ok is false.
func look[T value](c *call, key string) (v T, ok bool) {
	e := c.entry(key)
	if e == nil {
		return v, true
	}
	if v, ok = e.val.(T); !ok {
		c.fail(wrongKind)
		return v, false
	}
	if text, ok := e.val.(*str); ok {
		v = any(text.load()).(T)
	}
	return v, true
}

// hold makes a value the key's, which keeps its deadline.
func (sp *space) hold(s *Server, key string, v value) *entry {
	if e, ok := sp.keys.get(key); ok {
		e.val, e.used = v, s.clock.ms()
		return e
	}
	e := &entry{val: v, used: s.clock.ms()}
	sp.keys.put(key, e)
	s.notify(sp.db, 'n', "new", key)
	return e
}

// remove deletes a key and reports whether it was there.
func (c *call) remove(key string) bool {
	if !c.here().remove(key) {
		return false
	}
	c.changed(key)
	return true
}

func (sp *space) remove(key string) bool {
	e, ok := sp.keys.get(key)
	if !ok {
		return false
	}
	if e.at != 0 {
		sp.expires--
	}
	e.val.drop()
	e.at, e.val = 0, nil
	return sp.keys.remove(key)
}

// delete is remove with the event that a key that became empty gives.
func (c *call) delete(key string) bool {
	if !c.remove(key) {
		return false
	}
	c.event('g', "del", key)
	return true
}

// wrote says that a command changed a key, and which event that is. A value
// that has become empty is no key any more.
func (c *call) wrote(class byte, event, key string) {
	c.changed(key)
	c.event(class, event, key)
	if e := c.peek(key); e != nil && e.val.size() == 0 && e.val.kind() != "string" && e.val.kind() != "stream" {
		c.delete(key)
	}
}

// changed fails the transactions that watch the key, and lets those try again
// who wait for it.
func (c *call) changed(key string) { c.here().changed(key) }

func (sp *space) changed(key string) {
	for _, watcher := range sp.watched[key] {
		watcher.spoiled = true
	}
	for _, w := range sp.awaited[key] {
		w.ready = true
	}
}

// unwatch takes a client off a key.
func (sp *space) unwatch(c *client, key string) {
	left := slices.DeleteFunc(sp.watched[key], func(x *client) bool { return x == c })
	if sp.watched[key] = left; len(left) == 0 {
		delete(sp.watched, key)
	}
}

// flush empties the database and reports how many keys it had.
func (sp *space) flush() int {
	n := sp.keys.len()
	for key := range sp.watched {
		if sp.keys.has(key) {
			sp.changed(key)
		}
	}
	sp.allReady()
	sp.keys.each(func(_ string, e *entry) bool {
		e.at, e.val = 0, nil
		return true
	})
	sp.data.FlushDB()
	sp.left.FlushDB()
	sp.keys, sp.expires = newDict[*entry](), 0
	return n
}

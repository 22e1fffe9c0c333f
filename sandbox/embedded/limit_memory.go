package embedded

import (
	"bytes"
	"strings"

	"redis-tutor/sandbox/command"
)

// An estimate of the memory that the data takes, kept without ever going over
// all keys. Each write adds what it brought to its key; strings are measured
// at once, since that costs nothing; of other types it is known how many
// elements they have and how large they were on average when they were added.
// As long as little has been written at all, nothing is kept by key.

const (
	perKey      = 200     // what a key takes beside its bytes
	perElement  = 48      // and an element
	careless    = 1 << 20 // up to here nothing is kept by key
	mostMeasure = 5000    // keys measured in one go
)

// usage is the estimate.
type usage struct {
	total    int64
	keys     [databases]map[string]*footprint
	doubtful map[spot]struct{} // keys that may have become smaller
}

// spot is where a key is.
type spot struct {
	db  int
	key string
}

// footprint is one key's part.
type footprint struct {
	bytes int64 // counted in the total
	added int64 // bytes of all elements ever added
	times int64 // how many those were
}

// of returns what is counted for a key.
func (u *usage) of(db int, key string) int64 {
	if f := u.keys[db][key]; f != nil {
		return f.bytes
	}
	return 0
}

// careful reports whether sizes are kept by key.
func (u *usage) careful() bool { return u.doubtful != nil }

func (u *usage) set(db int, key string, bytes int64) {
	f := u.keys[db][key]
	if f == nil {
		if bytes == 0 {
			return
		}
		if u.keys[db] == nil {
			u.keys[db] = map[string]*footprint{}
		}
		f = &footprint{}
		u.keys[db][key] = f
	}
	u.total += bytes - f.bytes
	if f.bytes = bytes; bytes == 0 {
		delete(u.keys[db], key)
		delete(u.doubtful, spot{db, key})
	}
}

// carried counts a key of another database as what it was made of.
func (u *usage) carried(from, to spot) {
	source := u.keys[from.db][from.key]
	if source == nil || from.db == to.db {
		return
	}
	u.set(to.db, to.key, source.bytes)
	f := u.keys[to.db][to.key]
	f.added, f.times = source.added, source.times
	u.doubtful[to] = struct{}{}
}

// flushed forgets a database, or all.
func (u *usage) flushed(db int) {
	for _, f := range u.keys[db] {
		u.total -= f.bytes
	}
	u.keys[db] = nil
}

// account counts what a command has done. It is called after each one.
func (c *call) account(name string, failed bool) {
	u := &c.s.used
	switch name {
	case "GET", "PING", "HGET", "HGETALL", "LRANGE", "EXISTS", "TTL", "MGET", "TYPE", "SELECT", "MULTI", "EXEC", "COMMAND":
		return // quick, and no writes
	case "FLUSHALL":
		*u = usage{}
		return
	case "FLUSHDB":
		u.flushed(c.on.db)
		return
	case "SWAPDB":
		u.swapped(c.args)
		return
	}
	if failed {
		return
	}
	if !u.careful() {
		for _, a := range c.args {
			u.total += int64(len(a))
		}
		extra, _ := c.extra(name)
		if u.total += extra + 16; u.total > careless {
			u.doubtful = map[spot]struct{}{}
		}
		return
	}
	if name == "SET" && bytes.HasSuffix(c.out, []byte("+OK\r\n")) { // by far the most frequent
		u.set(c.on.db, c.args[1], int64(len(c.args[1])+len(c.args[2]))+perKey)
		return
	}
	if cmd := c.s.lookup(c.args); cmd != nil && cmd.Writes() {
		c.accountKeys(cmd)
	}
}

// swapped follows SWAPDB.
func (u *usage) swapped(args []string) {
	if len(args) != 3 {
		return
	}
	a, ok1 := databaseNumber(args[1])
	b, ok2 := databaseNumber(args[2])
	if ok1 && ok2 {
		u.keys[a], u.keys[b] = u.keys[b], u.keys[a]
	}
}

func databaseNumber(s string) (int, bool) {
	if len(s) == 0 || len(s) > 2 {
		return 0, false
	}
	n := 0
	for _, c := range s {
		if c < '0' || c > '9' {
			return 0, false
		}
		n = n*10 + int(c-'0')
	}
	return n, n < databases
}

// accountKeys counts for the keys of a write.
func (c *call) accountKeys(cmd *command.Command) {
	keys := cmd.Keys(c.args)
	if len(keys) == 0 {
		return
	}
	brought := int64(0)
	for _, a := range c.args {
		brought += int64(len(a))
	}
	brought = (brought + int64(len(c.args))*perElement/2) / int64(len(keys))
	c.inherit(cmd, keys)
	for _, key := range keys {
		switch {
		case strings.Contains(cmd.Name, "EXPIRE") || cmd.Name == "PERSIST":
			c.s.used.doubtful[spot{c.on.db, key}] = struct{}{} // it may have been deleted
		case cmd.Group == "string" || cmd.Group == "bitmap" || cmd.Group == "generic":
			c.s.measure(c.on.db, key)
		default:
			f := c.s.used.keys[c.on.db][key]
			if f == nil {
				c.s.used.set(c.on.db, key, perKey)
				f = c.s.used.keys[c.on.db][key]
			}
			f.added += brought
			f.times += max(1, int64(len(c.args)-2)/2)
			c.s.used.set(c.on.db, key, f.bytes+brought)
			c.s.used.doubtful[spot{c.on.db, key}] = struct{}{}
		}
	}
}

// inherit lets a key that is made from others start with their sizes: the
// command's own words say nothing of them.
func (c *call) inherit(cmd *command.Command, keys []string) {
	u := &c.s.used
	to, from := 0, keys[1:]
	switch cmd.Name {
	case "RENAME", "RENAMENX", "COPY", "MOVE", "LMOVE", "BLMOVE", "RPOPLPUSH", "BRPOPLPUSH", "SMOVE":
		to, from = len(keys)-1, keys[:1]
	case "SUNIONSTORE", "SINTERSTORE", "SDIFFSTORE", "ZUNIONSTORE", "ZINTERSTORE", "ZDIFFSTORE", "ZRANGESTORE", "GEOSEARCHSTORE", "SORT":
	default:
		return
	}
	for _, key := range from {
		source := u.keys[c.on.db][key]
		if source == nil || keys[to] == key {
			continue
		}
		f := u.keys[c.on.db][keys[to]]
		if f == nil {
			u.set(c.on.db, keys[to], perKey)
			f = u.keys[c.on.db][keys[to]]
		}
		f.added, f.times = f.added+source.added, f.times+source.times
		u.set(c.on.db, keys[to], max(f.bytes, source.bytes))
		u.doubtful[spot{c.on.db, keys[to]}] = struct{}{}
	}
}

// measure finds out what a key takes now.
func (s *Server) measure(db int, key string) {
	u := &s.used
	f := u.keys[db][key]
	switch kind := s.askIn(db, "TYPE", key).Text; kind {
	case "none":
		u.set(db, key, 0)
	case "string":
		u.set(db, key, s.askIn(db, "STRLEN", key).Int+int64(len(key))+perKey)
	default:
		length, _ := command.SizeOf(kind)
		if length == "" { // a HyperLogLog
			u.set(db, key, 16<<10)
			return
		}
		each := int64(perElement * 2)
		if f != nil && f.times > 0 {
			each = f.added/f.times + perElement
		}
		u.set(db, key, s.askIn(db, length, key).Int*each+int64(len(key))+perKey)
	}
	delete(u.doubtful, spot{db, key})
}

// measureDoubtful measures keys that may have become smaller, a few at a time:
// the next refused write goes on.
func (s *Server) measureDoubtful() {
	n := 0
	for p := range s.used.doubtful {
		s.measure(p.db, p.key)
		if n++; n == mostMeasure {
			return
		}
	}
}

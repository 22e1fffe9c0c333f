package embedded

import "github.com/alicebob/miniredis/v2"

// miniredis keeps the values; what Redis knows of a key beyond its value (how
// it is encoded, in which order, since when) is kept beside it, in an entry.

// home is where miniredis keeps a value: under the key's own name, in the
// database's own. The left part of a list is in a database beside it.
type home struct {
	db, left *miniredis.RedisDB
	key      string
}

// home is where the value of a key is.
func (sp *space) home(key string) home { return home{sp.data, sp.left, key} }

// drop removes the value from miniredis.
func (p home) drop() { p.db.Del(p.key) }

// value is a key's value, as a command works with it.
type value interface {
	kind() string     // TYPE's word
	encoding() string // OBJECT ENCODING's word
	size() int        // elements, fields, members; a string has its length
	drop()
	copyTo(p home) value
}

// create puts a new value under a key, in the place of any other. It has no
// deadline.
func create[T value](c *call, key string, build func(p home) T) T {
	sp := c.here()
	if e, ok := sp.keys.get(key); ok {
		e.val.drop()
	}
	v := build(sp.home(key))
	sp.expireAt(c.s, key, sp.hold(c.s, key, v), 0)
	c.changed(key)
	return v
}

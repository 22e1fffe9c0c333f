package embedded

import (
	"redis-tutor/sandbox/reply"
)

// LPOS, and what takes elements from one list to another or from the first of
// several.

func lpos(c *call) {
	rank, count, limit := int64(1), int64(-1), int64(0)
	nonNegative := func(to *int64, name string) option {
		return option{1, func(args []string) bool {
			n, ok := parseInt(args[0])
			if !ok || n < 0 {
				c.fail("ERR %s can't be negative", name)
				return false
			}
			*to = n
			return true
		}}
	}
	ok := c.parse(3, options{
		"RANK":   {1, func(args []string) (ok bool) { rank, ok = c.rank(args[0]); return ok }},
		"COUNT":  nonNegative(&count, "COUNT"),
		"MAXLEN": nonNegative(&limit, "MAXLEN"),
	})
	if !ok {
		return
	}
	l, ok := look[*list](c, c.args[1])
	if !ok {
		return
	}
	found := l.positions(c.args[2], rank, max(count, 0), limit, count < 0)
	switch {
	case count >= 0:
		c.array(len(found))
		for _, i := range found {
			c.count(i)
		}
	case len(found) > 0:
		c.count(found[0])
	default:
		c.null()
	}
}

func (c *call) rank(arg string) (int64, bool) {
	n, ok := c.number(arg)
	if ok && n == 0 {
		c.fail("ERR RANK can't be zero: use 1 to start from the first match, 2 from the second ... or use negative to start from the end of the list")
		return 0, false
	}
	return n, ok
}

// positions finds where a text stands, from the rank-th on; a negative rank
// counts and searches from the end. A count or limit of 0 is no limit.
func (l *list) positions(text string, rank, count, limit int64, one bool) []int {
	var found []int
	seen, e := int64(0), l.elements()
	for step := range e.size() {
		if limit > 0 && int64(step) >= limit {
			break
		}
		i := step
		if rank < 0 {
			i = e.size() - 1 - step
		}
		if *e.at(i) != text {
			continue
		}
		if seen++; seen < max(rank, -rank) {
			continue
		}
		if found = append(found, i); one || count > 0 && int64(len(found)) == count {
			break
		}
	}
	return found
}

// end reads LEFT or RIGHT and reports whether it is the left.
func (c *call) end(arg string) (left, ok bool) {
	switch upper(arg) {
	case "LEFT":
		return true, true
	case "RIGHT":
		return false, true
	}
	c.fail(syntaxErr)
	return false, false
}

func lmove(c *call) {
	from, ok := c.end(c.args[3])
	if !ok {
		return
	}
	if to, ok := c.end(c.args[4]); ok && !c.shift(c.args[1], c.args[2], from, to) {
		c.null()
	}
}

func rpoplpush(c *call) {
	if !c.shift(c.args[1], c.args[2], false, true) {
		c.null()
	}
}

// shift moves one element and answers with it. It answers nothing and returns
// false when there is none.
func (c *call) shift(from, to string, fromLeft, toLeft bool) bool {
	source, ok := look[*list](c, from)
	if !ok {
		return true
	}
	if source == nil {
		return false
	}
	target, ok := look[*list](c, to)
	if !ok {
		return true
	}
	text := source.pop(fromLeft)
	if target == nil {
		target = create(c, to, newList)
	}
	target.push(toLeft, text)
	c.bulk(text)
	if toLeft {
		c.event('l', "lpush", to)
	} else {
		c.event('l', "rpush", to)
	}
	c.changed(to)
	c.popped(from, fromLeft)
	return true
}

// manyKeys reads numkeys and the keys behind it, and where they end. It
// answers what is wrong.
func (c *call) manyKeys(at int) (keys []string, next int, ok bool) {
	n, ok := parseInt(c.args[at])
	if !ok || n <= 0 {
		c.fail("ERR numkeys should be greater than 0")
		return nil, 0, false
	}
	if n > int64(c.left(at)) {
		c.fail(syntaxErr)
		return nil, 0, false
	}
	next = at + 1 + int(n)
	return c.args[at+1 : next], next, true
}

// popCount reads COUNT n of LMPOP and ZMPOP.
func (c *call) popCount(at int) (int64, bool) {
	n, seen := int64(1), false
	ok := c.parse(at, options{"COUNT": {1, func(args []string) (ok bool) {
		if seen {
			return false
		}
		n, seen = 0, true
		n, ok = parseInt(args[0])
		if !ok || n <= 0 {
			c.fail("ERR count should be greater than 0")
			return false
		}
		return true
	}}})
	return n, ok
}

func lmpop(c *call) {
	if try, ok := c.lmpopFrom(1); ok && !try(c) {
		c.noArray()
	}
}

// lmpopFrom reads LMPOP's words, which begin at a place, and returns how to
// try it.
func (c *call) lmpopFrom(at int) (try func(*call) bool, ok bool) {
	keys, next, ok := c.manyKeys(at)
	if !ok {
		return nil, false
	}
	if next >= len(c.args) {
		c.fail(syntaxErr)
		return nil, false
	}
	left, ok := c.end(c.args[next])
	if !ok {
		return nil, false
	}
	n, ok := c.popCount(next + 1)
	return func(c *call) bool { return c.popFirst(keys, left, n) }, ok
}

// popFirst pops from the first of several lists that has something.
func (c *call) popFirst(keys []string, left bool, n int64) bool {
	for _, key := range keys {
		l, ok := waitingFor[*list](c, key)
		if !ok {
			return true
		}
		if l.size() == 0 {
			continue
		}
		c.array(2)
		c.bulk(key)
		c.bulks(l.take(left, n)...)
		c.popped(key, left)
		return true
	}
	return false
}

// waitingFor is look for a command that may have waited: what is of another
// type then goes on being waited for.
func waitingFor[T value](c *call, key string) (v T, ok bool) {
	if c.again {
		if e := c.peek(key); e != nil {
			v, _ = e.val.(T)
		}
		return v, true
	}
	return look[T](c, key)
}

// blpop is BLPOP and BRPOP.
func blpop(left bool) rule {
	return func(c *call) {
		last := len(c.args) - 1
		keys := c.args[1:last]
		c.block(c.args[last], reply.Array, func(c *call) bool {
			for _, key := range keys {
				l, ok := waitingFor[*list](c, key)
				if !ok {
					return true
				}
				if l.size() > 0 {
					c.bulks(key, l.pop(left))
					c.popped(key, left)
					return true
				}
			}
			return false
		})
	}
}

func blmove(c *call) {
	from, ok := c.end(c.args[3])
	if !ok {
		return
	}
	if to, ok := c.end(c.args[4]); ok {
		c.blockShift(from, to, c.args[5])
	}
}

func brpoplpush(c *call) { c.blockShift(false, true, c.args[3]) }

func (c *call) blockShift(from, to bool, timeout string) {
	source, target := c.args[1], c.args[2]
	c.block(timeout, reply.Nil, func(c *call) bool {
		if e := c.peek(source); c.again && (e == nil || e.val.kind() != "list") {
			return false
		}
		return c.shift(source, target, from, to)
	})
}

func blmpop(c *call) {
	if try, ok := c.lmpopFrom(2); ok {
		c.block(c.args[1], reply.Array, try)
	}
}

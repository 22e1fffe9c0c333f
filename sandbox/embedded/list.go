package embedded

import "slices"

// list is a list value. Before the first element of a list miniredis can only
// put another by copying all of it; so what is pushed on the left is a list of
// its own, turned round: its last element is the first.
type list struct{ home }

func newList(p home) *list { return &list{p} }

func (l *list) kind() string     { return "list" }
func (l *list) encoding() string { return "quicklist" }

func (l *list) copyTo(p home) value {
	_, _ = p.db.Push(p.key, l.all()...) // nothing is there
	return newList(p)
}

// elements are those of a list, as miniredis has them: what is set there is
// set in the list.
type elements struct{ left, right []string }

func (l *list) elements() (e elements) {
	if l != nil {
		e.left, _ = l.left.List(l.key)
		e.right, _ = l.db.List(l.key)
	}
	return e
}

func (e elements) size() int { return len(e.left) + len(e.right) }

func (e elements) at(i int) *string {
	if n := len(e.left); i < n {
		return &e.left[n-1-i]
	}
	return &e.right[i-len(e.left)]
}

func (l *list) size() int              { return l.elements().size() }
func (l *list) at(i int) string        { return *l.elements().at(i) }
func (l *list) set(i int, text string) { *l.elements().at(i) = text }
func (l *list) all() []string          { return l.slice(0, l.size()) }

// slice returns a copy of the elements from one place to before another.
func (l *list) slice(from, to int) []string {
	out, e := make([]string, 0, to-from), l.elements()
	for i := from; i < to; i++ {
		out = append(out, *e.at(i))
	}
	return out
}

func (l *list) replace(items []string) {
	l.drop()
	if len(items) > 0 {
		_, _ = l.db.Push(l.key, items...)
	}
}

// drop removes both parts.
func (l *list) drop() {
	l.home.drop()
	l.left.Del(l.key)
}

// push adds at the left end, one after the other, or at the right one.
func (l *list) push(left bool, texts ...string) {
	if left {
		_, _ = l.left.Push(l.key, texts...)
		return
	}
	_, _ = l.db.Push(l.key, texts...)
}

// pop takes from one end of a list that is not empty.
func (l *list) pop(left bool) (text string) {
	switch e := l.elements(); {
	case left && len(e.left) > 0:
		text, _ = l.left.Pop(l.key)
	case left:
		text, _ = l.db.Lpop(l.key)
	case len(e.right) > 0:
		text, _ = l.db.Pop(l.key)
	default:
		text, _ = l.left.Lpop(l.key)
	}
	return text
}

// keep drops all but the elements from one place to before another.
func (l *list) keep(from, to int) {
	n := l.size()
	if to-from < n/2 {
		l.replace(l.slice(from, to))
		return
	}
	for range from {
		l.pop(true)
	}
	for range n - to {
		l.pop(false)
	}
}

func listRules() map[string]rule {
	return map[string]rule{
		"LPUSH":     arity(-3, pushes(true, false)),
		"RPUSH":     arity(-3, pushes(false, false)),
		"LPUSHX":    arity(-3, pushes(true, true)),
		"RPUSHX":    arity(-3, pushes(false, true)),
		"LPOP":      arity(-2, pops(true)),
		"RPOP":      arity(-2, pops(false)),
		"LLEN":      arity(2, llen),
		"LINDEX":    arity(3, lindex),
		"LSET":      arity(4, lset),
		"LRANGE":    arity(4, lrange),
		"LTRIM":     arity(4, ltrim),
		"LREM":      arity(4, lrem),
		"LINSERT":   arity(5, linsert),
		"LPOS":      arity(-3, lpos),
		"LMOVE":     arity(5, lmove),
		"RPOPLPUSH": arity(3, rpoplpush),
		"LMPOP":     arity(-4, lmpop),
	}
}

func pushes(left, mustExist bool) rule {
	event := "rpush"
	if left {
		event = "lpush"
	}
	return func(c *call) {
		key := c.args[1]
		l, ok := look[*list](c, key)
		if !ok {
			return
		}
		if l == nil {
			if mustExist {
				c.integer(0)
				return
			}
			l = create(c, key, newList)
		}
		l.push(left, c.args[2:]...)
		c.count(l.size())
		c.wrote('l', event, key)
	}
}

func pops(left bool) rule {
	return func(c *call) {
		if len(c.args) > 3 {
			c.wrongArity()
			return
		}
		n, ok := int64(1), true
		if len(c.args) == 3 {
			if n, ok = c.positive(c.args[2]); !ok {
				return
			}
		}
		l, ok := look[*list](c, c.args[1])
		switch {
		case !ok:
		case l == nil && len(c.args) == 3:
			c.noArray()
		case l == nil:
			c.null()
		case len(c.args) == 2:
			c.bulk(l.pop(left))
			c.popped(c.args[1], left)
		default:
			c.bulks(l.take(left, n)...)
			if n > 0 {
				c.popped(c.args[1], left)
			}
		}
	}
}

// take pops up to n.
func (l *list) take(left bool, n int64) []string {
	var out []string
	for ; n > 0 && l.size() > 0; n-- {
		out = append(out, l.pop(left))
	}
	return out
}

func (c *call) popped(key string, left bool) {
	if left {
		c.wrote('l', "lpop", key)
		return
	}
	c.wrote('l', "rpop", key)
}

func llen(c *call) {
	if l, ok := look[*list](c, c.args[1]); ok {
		c.count(l.size())
	}
}

// index reads a place that may count from the end. ok is false outside.
func (l *list) index(i int64) (int, bool) {
	n := int64(l.size())
	if i < 0 {
		i += n
	}
	return int(i), i >= 0 && i < n
}

func lindex(c *call) {
	l, ok := look[*list](c, c.args[1])
	if !ok {
		return
	}
	if l == nil {
		c.null()
		return
	}
	n, ok := c.number(c.args[2])
	if !ok {
		return
	}
	if i, ok := l.index(n); ok {
		c.bulk(l.at(i))
		return
	}
	c.null()
}

const noKey = "ERR no such key"

func lset(c *call) {
	l, ok := look[*list](c, c.args[1])
	if !ok {
		return
	}
	if l == nil {
		c.fail(noKey)
		return
	}
	n, ok := c.number(c.args[2])
	if !ok {
		return
	}
	i, ok := l.index(n)
	if !ok {
		c.fail("ERR index out of range")
		return
	}
	l.set(i, c.args[3])
	c.ok()
	c.wrote('l', "lset", c.args[1])
}

// span reads a start and an end.
func (c *call) span(at int) (start, end int64, ok bool) {
	if start, ok = c.number(c.args[at]); !ok {
		return 0, 0, false
	}
	end, ok = c.number(c.args[at+1])
	return start, end, ok
}

func lrange(c *call) {
	start, end, ok := c.span(2)
	if !ok {
		return
	}
	l, ok := look[*list](c, c.args[1])
	if !ok {
		return
	}
	from, to := bounds(start, end, int64(l.size()))
	if from > to {
		c.array(0)
		return
	}
	c.bulks(l.slice(int(from), int(to)+1)...)
}

func ltrim(c *call) {
	start, end, ok := c.span(2)
	if !ok {
		return
	}
	l, ok := look[*list](c, c.args[1])
	if !ok {
		return
	}
	if l != nil {
		from, to := bounds(start, end, int64(l.size()))
		if from > to {
			from, to = 0, -1
		}
		l.keep(int(from), int(to)+1)
		c.wrote('l', "ltrim", c.args[1])
	}
	c.ok()
}

func lrem(c *call) {
	n, ok := c.number(c.args[2])
	if !ok {
		return
	}
	l, ok := look[*list](c, c.args[1])
	if !ok {
		return
	}
	if l == nil {
		c.integer(0)
		return
	}
	items, removed := l.all(), int64(0)
	if n < 0 {
		slices.Reverse(items)
	}
	items = slices.DeleteFunc(items, func(text string) bool {
		if text != c.args[3] || n != 0 && removed == max(n, -n) {
			return false
		}
		removed++
		return true
	})
	if n < 0 {
		slices.Reverse(items)
	}
	if l.replace(items); removed > 0 {
		c.wrote('l', "lrem", c.args[1])
	}
	c.integer(removed)
}

func linsert(c *call) {
	after := c.is(2, "AFTER")
	if !after && !c.is(2, "BEFORE") {
		c.fail(syntaxErr)
		return
	}
	l, ok := look[*list](c, c.args[1])
	if !ok {
		return
	}
	if l == nil {
		c.integer(0)
		return
	}
	items := l.all()
	i := slices.Index(items, c.args[3])
	if i < 0 {
		c.integer(-1)
		return
	}
	if after {
		i++
	}
	l.replace(slices.Insert(items, i, c.args[4]))
	c.count(l.size())
	c.wrote('l', "linsert", c.args[1])
}

package embedded

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"redis-tutor/sandbox/reply"
)

// The order of hashes and sets. miniredis sorts them by name; Redis shows
// what is small in the order it was put in, and sets of integers by value. So
// the front keeps the order of each small hash and set. It is a hint like
// those for deadlines: what the reply has decides, the order only sorts it.

// maxOrdered is the size up to which an order is kept: larger hashes and sets
// are hash tables in Redis, without any order.
const maxOrdered = 512

// order is field or member names as they were added; nil once too large.
type order struct{ names []string }

func (o *order) add(names []string) {
	for _, name := range names {
		if len(o.names) > maxOrdered {
			o.names = nil
			return
		}
		if !slices.Contains(o.names, name) {
			o.names = append(o.names, name)
		}
	}
}

func (o *order) remove(names []string) {
	o.names = slices.DeleteFunc(o.names, func(n string) bool { return slices.Contains(names, n) })
}

// sort puts groups of step items, which begin with a name, into the order.
// What is not in the order follows behind.
func (o *order) sort(items []reply.Value, step int) {
	place := make(map[string]int, len(o.names))
	for i, name := range o.names {
		place[name] = i + 1
	}
	at := func(i int) int {
		if p := place[items[i*step].Text]; p > 0 {
			return p
		}
		return len(o.names) + 1 + i
	}
	rank := make([]int, len(items)/step)
	for i := range rank {
		rank[i] = i
	}
	slices.SortFunc(rank, func(a, b int) int { return at(a) - at(b) })
	sorted := make([]reply.Value, 0, len(items))
	for _, i := range rank {
		sorted = append(sorted, items[i*step:i*step+step]...)
	}
	copy(items, sorted)
}

func orderRules() map[string]rule {
	return map[string]rule{
		"HSET":         hset,
		"HMSET":        hset,
		"HSETNX":       hset,
		"HINCRBY":      hashNumber,
		"HINCRBYFLOAT": hashFloat,
		"SADD":         adds("SCARD", 1),
		"HDEL":         removes,
		"SREM":         removes,
		"SPOP":         pops,
		"SMOVE":        smove,
		"SINTERSTORE":  replaces,
		"SUNIONSTORE":  replaces,
		"SDIFFSTORE":   replaces,
		"HGETALL":      ordered(2),
		"HKEYS":        ordered(1),
		"HVALS":        hvals,
		"HSCAN":        scanned(2),
		"SMEMBERS":     ordered(1),
		"SSCAN":        scanned(1),
		"HRANDFIELD":   samples,
		"SRANDMEMBER":  samples,
		"SINTER":       byValue,
		"SUNION":       byValue,
		"SDIFF":        byValue,
	}
}

// adds is for commands that may add names: every step-th word behind the key,
// or only the first when step is 0. A key that is empty before begins a new
// order.
func adds(count string, step int) rule {
	return func(c *call) {
		if len(c.args) < 3 {
			c.passOn()
			return
		}
		c.adding(count, c.args[1], c.names(step), func() { c.passOn() })
	}
}

// names returns every step-th word behind the key, or the first for step 0.
func (c *call) names(step int) []string {
	names := c.args[2:3:3]
	for i := 2 + step; step > 0 && i < len(c.args); i += step {
		names = append(names, c.args[i])
	}
	return names
}

// hset is HSET, HMSET and HSETNX, which take a field's deadline away.
func hset(c *call) {
	if len(c.args) < 4 || len(c.args)%2 != 0 {
		c.passOn()
		return
	}
	names := c.names(2)
	c.adding("HLEN", c.args[1], names, func() {
		c.passOn()
		c.forgetFieldTTLs(c.args[1], names)
	})
}

// pops is SPOP, which replies with a set when it is given a count.
func pops(c *call) {
	if len(c.args) != 3 {
		v := c.ask(c.args...)
		if o := c.order(c.arg0(1)); o != nil && v.Kind == reply.Bulk {
			o.remove([]string{v.Text})
		}
		c.reply(v)
		return
	}
	if !c.counts(c.args[2]) {
		return
	}
	v := c.ask(c.args...)
	if o := c.order(c.args[1]); o != nil {
		for _, item := range v.Items {
			o.remove([]string{item.Text})
		}
	}
	if v.Kind == reply.Array {
		v.Kind = reply.Set
	}
	c.reply(v)
}

func smove(c *call) {
	if len(c.args) != 4 {
		c.passOn()
		return
	}
	c.adding("SCARD", c.args[2], c.args[3:], func() { c.passOn() })
	if o := c.order(c.args[1]); o != nil && c.args[1] != c.args[2] {
		o.remove(c.args[3:])
	}
}

// replaces is for commands that put a new set under their first key. An empty
// one is no key at all, which miniredis forgets.
func replaces(c *call) {
	at := len(c.out)
	delete(c.here().orders, c.arg0(1))
	c.passOn()
	if string(c.out[at:]) == ":0\r\n" {
		c.ask("DEL", c.args[1])
	}
}

// adding runs a command that adds names to a key.
func (c *call) adding(count, key string, names []string, run func()) {
	size := c.ask(count, key)
	at := len(c.out)
	run()
	if c.out[at] == '-' {
		return
	}
	orders := c.here().orders
	if size.Int == 0 {
		orders[key] = &order{}
	}
	if o := orders[key]; o != nil {
		o.add(names)
		if o.names == nil {
			delete(orders, key)
		}
	}
}

func (c *call) order(key string) *order { return c.here().orders[key] }

func removes(c *call) {
	c.passOn()
	if len(c.args) > 2 {
		if o := c.order(c.args[1]); o != nil {
			o.remove(c.args[2:])
		}
	}
}

// ordered sorts a reply of names, or of names and values.
func ordered(step int) rule {
	return func(c *call) {
		if len(c.args) != 2 || c.order(c.args[1]) == nil {
			c.passOn()
			return
		}
		v := c.ask(c.args...)
		c.sort(v.Items, step)
		c.reply(v)
	}
}

func (c *call) sort(items []reply.Value, step int) {
	switch o := c.order(c.args[1]); {
	case c.args[0][0]|0x20 == 's' && allNumbers(items):
		sortNumbers(items)
	case o != nil:
		o.sort(items, step)
	}
}

// samples refuses the one count whose negative does not exist.
func samples(c *call) {
	if c.arg0(2) == strconv.Itoa(math.MinInt64) {
		c.fail("ERR value is out of range, value must between -9223372036854775807 and 9223372036854775807")
		return
	}
	c.passOn()
}

// hvals is HVALS, whose values can only be put in order by their fields.
func hvals(c *call) {
	if len(c.args) != 2 || c.order(c.args[1]) == nil {
		c.passOn()
		return
	}
	v := c.ask("HGETALL", c.args[1])
	if !v.IsAggregate() {
		c.reply(v)
		return
	}
	c.sort(v.Items, 2)
	values := make([]reply.Value, 0, len(v.Items)/2)
	for i := 1; i < len(v.Items); i += 2 {
		values = append(values, v.Items[i])
	}
	c.reply(reply.NewArray(values...))
}

// scanned sorts the second part of a SCAN reply.
func scanned(step int) rule {
	return func(c *call) {
		if strings.HasPrefix(c.arg0(2), "-") {
			c.fail("ERR invalid cursor") // miniredis would count from the end
			return
		}
		v := c.ask(c.args...)
		if len(v.Items) == 2 && len(v.Items[1].Items)%step == 0 {
			c.sort(v.Items[1].Items, step)
		}
		c.reply(v)
	}
}

// byValue sorts the result of set operations when it is all integers.
func byValue(c *call) {
	v := c.ask(c.args...)
	if v.Kind == reply.Array {
		v.Kind = reply.Set
	}
	if allNumbers(v.Items) {
		sortNumbers(v.Items)
	}
	c.reply(v)
}

func allNumbers(items []reply.Value) bool {
	return !slices.ContainsFunc(items, func(v reply.Value) bool { return !isNumber(v.Text) })
}

func sortNumbers(items []reply.Value) {
	slices.SortFunc(items, func(a, b reply.Value) int {
		x, _ := strconv.ParseInt(a.Text, 10, 64)
		y, _ := strconv.ParseInt(b.Text, 10, 64)
		switch {
		case x < y:
			return -1
		case x > y:
			return 1
		}
		return 0
	})
}

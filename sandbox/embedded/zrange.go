package embedded

import (
	"math"
	"slices"
	"strings"
)

// The ranges of sorted sets: by rank, by score, and by name where all scores
// are equal.

// limits says which members are in a range, in the set's own order: those
// behind the first for which below does not hold, while above does not.
type limits struct {
	below func(*scored) bool
	above func(*scored) bool
}

// places turns limits into ranks; the range is empty when from > to.
func (z *zset) places(l limits) (from, to int) {
	from = z.search(func(x *scored) bool { return !l.below(x) })
	return from, z.search(l.above) - 1
}

func (c *call) scoreLimits(low, high string) (limits, bool) {
	min, minOut, ok := scoreLimit(low)
	max, maxOut, ok2 := scoreLimit(high)
	if !ok || !ok2 {
		c.fail("ERR min or max is not a float")
		return limits{}, false
	}
	return limits{
		below: func(x *scored) bool { return x.score < min || minOut && x.score == min },
		above: func(x *scored) bool { return x.score > max || maxOut && x.score == max },
	}, true
}

func scoreLimit(arg string) (f float64, excluded, ok bool) {
	rest, excluded := strings.CutPrefix(arg, "(")
	f, ok = looseFloat(rest)
	return f, excluded, ok
}

func (c *call) nameLimits(low, high string) (limits, bool) {
	min, ok := nameLimit(low)
	max, ok2 := nameLimit(high)
	if !ok || !ok2 {
		c.fail("ERR min or max not valid string range item")
		return limits{}, false
	}
	return limits{
		below: func(x *scored) bool { return min.after(x.name) || min.excluded && x.name == min.name },
		above: func(x *scored) bool { return max.before(x.name) || max.excluded && x.name == max.name },
	}, true
}

// nameEnd is an end of a range of names; at is -1 before all, 1 behind all.
type nameEnd struct {
	name     string
	excluded bool
	at       int
}

func (e nameEnd) after(name string) bool  { return e.at > 0 || e.at == 0 && name < e.name }
func (e nameEnd) before(name string) bool { return e.at < 0 || e.at == 0 && name > e.name }

func nameLimit(arg string) (nameEnd, bool) {
	switch {
	case arg == "-":
		return nameEnd{at: -1}, true
	case arg == "+":
		return nameEnd{at: 1}, true
	case strings.HasPrefix(arg, "("):
		return nameEnd{name: arg[1:], excluded: true}, true
	case strings.HasPrefix(arg, "["):
		return nameEnd{name: arg[1:]}, true
	}
	return nameEnd{}, false
}

// rangeBy is what a range goes by.
type rangeBy byte

const (
	byRank rangeBy = iota
	byScore
	byName
)

// ranging is a range as a command asks for it.
type ranging struct {
	by            rangeBy
	reverse       bool
	with          bool // scores too
	limited       bool
	offset, count int64
}

func zrangeRules() map[string]rule {
	fixed := func(r ranging) rule {
		return arity(-4, func(c *call) { c.zrange(r, 1, false, (*call).members) })
	}
	return map[string]rule{
		"ZRANGE":           arity(-4, func(c *call) { c.zrange(ranging{}, 1, true, (*call).members) }),
		"ZRANGESTORE":      arity(-5, func(c *call) { c.zrange(ranging{}, 2, true, (*call).storeMembers) }),
		"ZREVRANGE":        fixed(ranging{reverse: true}),
		"ZRANGEBYSCORE":    fixed(ranging{by: byScore}),
		"ZREVRANGEBYSCORE": fixed(ranging{by: byScore, reverse: true}),
		"ZRANGEBYLEX":      fixed(ranging{by: byName}),
		"ZREVRANGEBYLEX":   fixed(ranging{by: byName, reverse: true}),
		"ZCOUNT":           arity(4, zcount(byScore)),
		"ZLEXCOUNT":        arity(4, zcount(byName)),
		"ZREMRANGEBYRANK":  arity(4, zremrange(byRank)),
		"ZREMRANGEBYSCORE": arity(4, zremrange(byScore)),
		"ZREMRANGEBYLEX":   arity(4, zremrange(byName)),
	}
}

// zrange reads a range whose key stands at a place, and hands the members to
// done. free says that the command takes ZRANGE's own options.
func (c *call) zrange(r ranging, key int, free bool, done func(c *call, found []*scored, r ranging)) {
	if !c.rangeOptions(&r, key+3, free, key == 2) {
		return
	}
	low, high := c.args[key+1], c.args[key+2]
	if r.reverse && r.by != byRank {
		low, high = high, low
	}
	var l limits
	var start, end int64
	var ok bool
	switch r.by {
	case byRank:
		start, end, ok = c.span(key + 1)
	case byScore:
		l, ok = c.scoreLimits(low, high)
	case byName:
		l, ok = c.nameLimits(low, high)
	}
	if !ok {
		return
	}
	z, ok := look[*zset](c, c.args[key])
	if !ok {
		return
	}
	from, to := bounds(start, end, int64(z.size()))
	if r.by != byRank {
		a, b := z.places(l)
		from, to = int64(a), int64(b)
	} else if r.reverse {
		from, to = int64(z.size())-1-to, int64(z.size())-1-from
	}
	done(c, z.between(from, to, r), r)
}

func (c *call) rangeOptions(r *ranging, at int, free, store bool) bool {
	fixed := r.by
	known := options{}
	if !store {
		known["WITHSCORES"] = flag(&r.with)
	}
	known["LIMIT"] = option{2, func(args []string) (ok bool) {
		if r.offset, ok = c.number(args[0]); !ok {
			return false
		}
		r.count, ok = c.number(args[1])
		r.limited = true
		return ok
	}}
	if free {
		known["REV"] = option{0, func([]string) bool { ok := !r.reverse; r.reverse = true; return ok }}
		known["BYSCORE"] = option{0, func([]string) bool { ok := r.by == byRank; r.by = byScore; return ok }}
		known["BYLEX"] = option{0, func([]string) bool { ok := r.by == byRank; r.by = byName; return ok }}
	}
	if !c.parse(at, known) {
		return false
	}
	switch {
	case r.limited && r.by == byRank:
		c.fail("ERR syntax error, LIMIT is only supported in combination with either BYSCORE or BYLEX")
	case r.with && r.by == byName && (free || fixed == byName):
		c.fail("ERR syntax error, WITHSCORES not supported in combination with BYLEX")
	default:
		return true
	}
	return false
}

// between returns the members from one rank to another, in the order asked
// for and within its LIMIT.
func (z *zset) between(from, to int64, r ranging) []*scored {
	if r.limited {
		if r.offset < 0 || r.offset > to-from {
			return nil
		}
		count := r.count
		if count < 0 {
			count = math.MaxInt64
		}
		n := min(count, to-from+1-r.offset)
		if r.reverse {
			to -= r.offset
			from = to - n + 1
		} else {
			from += r.offset
			to = from + n - 1
		}
	}
	if from > to {
		return nil
	}
	found := make([]*scored, 0, to+1-from)
	for x := range z.from(int(from)) {
		if found = append(found, x); int64(len(found)) == to+1-from {
			break
		}
	}
	if r.reverse {
		slices.Reverse(found)
	}
	return found
}

// members answers with names, and scores when asked for.
func (c *call) members(found []*scored, r ranging) {
	if r.with && c.on.proto < 3 {
		c.array(2 * len(found))
	} else {
		c.array(len(found))
	}
	for _, x := range found {
		if r.with && c.on.proto > 2 {
			c.array(2)
		}
		c.bulk(x.name)
		if r.with {
			c.double(x.score)
		}
	}
}

func (c *call) storeMembers(found []*scored, _ ranging) {
	c.storeScored(c.args[1], found, "zrangestore")
}

// storeScored stores members under a key, as a result.
func (c *call) storeScored(key string, found []*scored, event string) {
	c.storeResult(key, len(found), 'z', event, func() {
		z := create(c, key, newZset)
		for _, x := range found {
			z.set(x.name, x.score)
			z.measure(c.s, x.name)
		}
	})
}

// limitsAt reads the limits that stand behind the key.
func (c *call) limitsAt(by rangeBy) (limits, bool) {
	if by == byScore {
		return c.scoreLimits(c.args[2], c.args[3])
	}
	return c.nameLimits(c.args[2], c.args[3])
}

func zcount(by rangeBy) rule {
	return func(c *call) {
		l, ok := c.limitsAt(by)
		if !ok {
			return
		}
		if z, ok := look[*zset](c, c.args[1]); ok {
			from, to := z.places(l)
			c.count(max(to-from+1, 0))
		}
	}
}

func zremrange(by rangeBy) rule {
	event := [...]string{byRank: "zremrangebyrank", byScore: "zremrangebyscore", byName: "zremrangebylex"}[by]
	return func(c *call) {
		var l limits
		var start, end int64
		var ok bool
		if by == byRank {
			start, end, ok = c.span(2)
		} else {
			l, ok = c.limitsAt(by)
		}
		if !ok {
			return
		}
		z, ok := look[*zset](c, c.args[1])
		if !ok {
			return
		}
		from, to := bounds(start, end, int64(z.size()))
		if by != byRank {
			a, b := z.places(l)
			from, to = int64(a), int64(b)
		}
		gone := z.between(from, to, ranging{})
		for _, x := range gone {
			z.remove(x.name)
		}
		if len(gone) > 0 {
			c.wrote('z', event, c.args[1])
		}
		c.count(len(gone))
	}
}

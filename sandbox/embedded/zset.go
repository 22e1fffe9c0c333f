package embedded

import (
	"math"
)

func zsetRules() map[string]rule {
	return map[string]rule{
		"ZADD":        arity(-4, zadd),
		"ZINCRBY":     arity(4, zincrby),
		"ZREM":        arity(-3, zrem),
		"ZCARD":       arity(2, zcard),
		"ZSCORE":      arity(3, zscore),
		"ZMSCORE":     arity(-3, zmscore),
		"ZRANK":       arity(-3, zrank(false)),
		"ZREVRANK":    arity(-3, zrank(true)),
		"ZRANDMEMBER": arity(-2, drawing("WITHSCORES", (*call).scoreOf)),
	}
}

// zaddFlags are the options of ZADD.
type zaddFlags struct{ nx, xx, gt, lt, ch, incr bool }

func (f *zaddFlags) read(word string) bool {
	switch upper(word) {
	case "NX":
		f.nx = true
	case "XX":
		f.xx = true
	case "GT":
		f.gt = true
	case "LT":
		f.lt = true
	case "CH":
		f.ch = true
	case "INCR":
		f.incr = true
	default:
		return false
	}
	return true
}

func zadd(c *call) {
	var f zaddFlags
	at := 2
	for at < len(c.args) && f.read(c.args[at]) {
		at++
	}
	switch n := len(c.args) - at; {
	case n == 0 || n%2 != 0:
		c.fail(syntaxErr)
	case f.nx && f.xx:
		c.fail("ERR XX and NX options at the same time are not compatible")
	case f.gt && (f.nx || f.lt) || f.lt && f.nx:
		c.fail("ERR GT, LT, and/or NX options at the same time are not compatible")
	case f.incr && n > 2:
		c.fail("ERR INCR option supports a single increment-element pair")
	default:
		c.addScores(f, c.args[at:])
	}
}

func zincrby(c *call) { c.addScores(zaddFlags{incr: true}, c.args[2:]) }

// addScores adds pairs of a score and a name.
func (c *call) addScores(f zaddFlags, words []string) {
	scores := make([]float64, len(words)/2)
	for i := range scores {
		var ok bool
		if scores[i], ok = c.score(words[2*i]); !ok {
			return
		}
	}
	key := c.args[1]
	z, ok := look[*zset](c, key)
	if !ok {
		return
	}
	if z == nil {
		if f.xx {
			c.zaddReply(f, 0, 0, 0, false)
			return
		}
		z = create(c, key, newZset)
	}
	added, updated, result, ok := z.addAll(c.s, f, scores, words)
	if !ok {
		c.fail("ERR resulting score is not a number (NaN)")
		c.tidy(key)
		return
	}
	c.zaddReply(f, added, updated, result, !math.IsNaN(result))
	switch {
	case added+updated == 0:
		c.tidy(key)
	case f.incr:
		c.wrote('z', "zincr", key)
	default:
		c.wrote('z', "zadd", key)
	}
}

// addAll adds members, whose names stand behind their scores, and returns the
// last one's score: NaN when the conditions did not hold.
func (z *zset) addAll(s *Server, f zaddFlags, scores []float64, words []string) (added, updated int, last float64, ok bool) {
	for i, score := range scores {
		name := words[2*i+1]
		z.measure(s, name)
		var isNew, moved bool
		if isNew, moved, last, ok = z.add(f, name, score); !ok {
			return 0, 0, 0, false
		}
		if isNew {
			added++
		}
		if moved {
			updated++
		}
		z.measure(s)
	}
	return added, updated, last, true
}

func (c *call) zaddReply(f zaddFlags, added, updated int, result float64, done bool) {
	switch {
	case f.incr && done:
		c.double(result)
	case f.incr:
		c.null()
	case f.ch:
		c.count(added + updated)
	default:
		c.count(added)
	}
}

// add gives a member a score, or adds to it, under the conditions. The score
// is NaN when they do not hold; ok is false when the sum is no number.
func (z *zset) add(f zaddFlags, name string, score float64) (added, updated bool, now float64, ok bool) {
	old, there := z.score(name)
	switch {
	case there && f.nx, !there && f.xx:
		return false, false, math.NaN(), true
	case !there:
		z.set(name, score)
		return true, false, score, true
	case f.incr:
		if score += old; math.IsNaN(score) {
			return false, false, 0, false
		}
	}
	if f.lt && score >= old || f.gt && score <= old {
		return false, false, math.NaN(), true
	}
	updated = score != old
	z.set(name, score)
	return false, updated, score, true
}

func zrem(c *call) {
	z, ok := look[*zset](c, c.args[1])
	if !ok {
		return
	}
	removed := 0
	for _, name := range c.args[2:] {
		if z.remove(name) {
			removed++
		}
	}
	if removed > 0 {
		c.wrote('z', "zrem", c.args[1])
	}
	c.count(removed)
}

func zcard(c *call) {
	if z, ok := look[*zset](c, c.args[1]); ok {
		c.count(z.size())
	}
}

func (c *call) scoreOf(z *zset, name string) {
	score, ok := z.score(name)
	if !ok {
		c.null()
		return
	}
	c.double(score)
}

func zscore(c *call) {
	if z, ok := look[*zset](c, c.args[1]); ok {
		c.scoreOf(z, c.args[2])
	}
}

func zmscore(c *call) {
	z, ok := look[*zset](c, c.args[1])
	if !ok {
		return
	}
	c.array(len(c.args) - 2)
	for _, name := range c.args[2:] {
		c.scoreOf(z, name)
	}
}

// zrank is ZRANK and ZREVRANK. Their option WITHSCORE is of Redis 7.2.
func zrank(reverse bool) rule {
	return func(c *call) {
		with := c.is(3, "WITHSCORE")
		if len(c.args) > 4 {
			c.wrongArity()
			return
		}
		if len(c.args) == 4 && !with {
			c.fail(syntaxErr)
			return
		}
		z, ok := look[*zset](c, c.args[1])
		if !ok {
			return
		}
		score, there := z.score(c.args[2])
		if !there {
			if with {
				c.noArray()
			} else {
				c.null()
			}
			return
		}
		rank := z.rank(c.args[2], score)
		if reverse {
			rank = z.size() - 1 - rank
		}
		if with {
			c.array(2)
			c.count(rank)
			c.double(score)
			return
		}
		c.count(rank)
	}
}

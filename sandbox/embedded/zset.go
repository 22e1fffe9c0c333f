package embedded

import (
	"cmp"
	"iter"
	"math"
	"math/rand/v2"
	"sort"
	"strings"

	"github.com/tidwall/btree"
)

// zset is a sorted set value. miniredis has the scores, the members in their
// order are kept beside it: whatever changes a score changes both.
type zset struct {
	home
	large bool // kept as a skip list, no longer as a listpack
	order *btree.BTreeG[*scored]
	came  *dict[struct{}] // the members as they came, from the first ZSCAN on
}

// scored is a member with its score.
type scored struct {
	name  string
	score float64
}

func newZset(p home) *zset {
	before := func(x, y *scored) bool { return x.compare(y) < 0 }
	return &zset{home: p, order: btree.NewBTreeGOptions(before, btree.Options{NoLocks: true})}
}

func (z *zset) kind() string { return "zset" }

func (z *zset) encoding() string {
	if z.large {
		return "skiplist"
	}
	return "listpack"
}

// scores are those that miniredis has, by member.
func (z *zset) scores() map[string]float64 {
	if z == nil {
		return nil
	}
	scores, _ := z.db.SortedSet(z.key)
	return scores
}

func (z *zset) size() int {
	if z == nil {
		return 0
	}
	return z.order.Len()
}

func (z *zset) copyTo(p home) value {
	for name, score := range z.scores() {
		_, _ = p.db.ZAdd(p.key, score, name) // nothing is there
	}
	return &zset{home: p, large: z.large, order: z.order.Copy()}
}

func (z *zset) score(name string) (float64, bool) {
	score, ok := z.scores()[name]
	return score, ok
}

// set gives a member a score.
func (z *zset) set(name string, score float64) {
	old, there := z.score(name)
	if there && old == score {
		return
	}
	if score == 0 && !z.large {
		score = 0 // a listpack keeps whole numbers, and they know no -0
	}
	if there {
		z.order.Delete(&scored{name, old})
	} else if z.came != nil {
		z.came.put(name, struct{}{})
	}
	z.order.Set(&scored{name, score})
	_, _ = z.db.ZAdd(z.key, score, name)
}

func (z *zset) remove(name string) bool {
	score, there := z.score(name)
	if !there {
		return false
	}
	z.order.Delete(&scored{name, score})
	z.came.remove(name)
	_, _ = z.db.ZRem(z.key, name)
	return true
}

// from yields the members from a rank on, by score, and by name where scores
// are equal. They must not change meanwhile.
func (z *zset) from(rank int) iter.Seq[*scored] {
	return func(yield func(*scored) bool) {
		if first := z.at(rank); first != nil {
			z.order.Ascend(first, yield)
		}
	}
}

// at returns the member of a rank, or nil outside.
func (z *zset) at(rank int) *scored {
	if z == nil {
		return nil
	}
	x, _ := z.order.GetAt(rank)
	return x
}

// search returns the rank of the first member for which reached holds; it has
// to hold for all behind it.
func (z *zset) search(reached func(*scored) bool) int {
	return sort.Search(z.size(), func(i int) bool { return reached(z.at(i)) })
}

func (x *scored) compare(y *scored) int {
	return cmp.Or(cmp.Compare(x.score, y.score), strings.Compare(x.name, y.name))
}

// rank is the place of a member that is there, from 0 on.
func (z *zset) rank(name string, score float64) int {
	sought := &scored{name, score}
	return z.search(func(x *scored) bool { return x.compare(sought) >= 0 })
}

// measure makes the set a skip list when it is too large for a listpack.
func (z *zset) measure(s *Server, names ...string) {
	for _, name := range names {
		z.large = z.large || int64(len(name)) > s.config.number("zset-max-listpack-value")
	}
	z.large = z.large || int64(z.size()) > s.config.number("zset-max-listpack-entries")
}

// list returns the names of the members in order.
func (z *zset) list() []string {
	names := make([]string, 0, z.size())
	for x := range z.from(0) {
		names = append(names, x.name)
	}
	return names
}

// random returns any member of a set that is not empty.
func (z *zset) random() string { return z.at(rand.IntN(z.size())).name }

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
		"ZRANDMEMBER": arity(-2, zrandmember),
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
	var added, updated int
	var result float64
	done := false
	for i, score := range scores {
		name := words[2*i+1]
		z.measure(c.s, name)
		new, moved, sum, ok := z.add(f, name, score)
		if !ok {
			c.fail("ERR resulting score is not a number (NaN)")
			c.tidy(key)
			return
		}
		if new {
			added++
		}
		if moved {
			updated++
		}
		result, done = sum, !math.IsNaN(sum)
		z.measure(c.s)
	}
	c.zaddReply(f, added, updated, result, done)
	switch {
	case added+updated == 0:
		c.tidy(key)
	case f.incr:
		c.wrote('z', "zincr", key)
	default:
		c.wrote('z', "zadd", key)
	}
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

func zrandmember(c *call) {
	if len(c.args) == 2 {
		z, ok := look[*zset](c, c.args[1])
		switch {
		case !ok:
		case z == nil:
			c.null()
		default:
			c.bulk(z.random())
		}
		return
	}
	n, distinct, ok := c.sample(c.args[2])
	if !ok {
		return
	}
	with := c.is(3, "WITHSCORES")
	if len(c.args) > 4 || len(c.args) == 4 && !with {
		c.fail(syntaxErr)
		return
	}
	if with && n > math.MaxInt64/2 {
		c.fail("ERR value is out of range")
		return
	}
	if z, ok := look[*zset](c, c.args[1]); ok {
		c.drawn(z, n, distinct, with, func(name string) { c.scoreOf(z, name) })
	}
}

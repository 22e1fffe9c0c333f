package embedded

import (
	"math"
	"slices"
)

// Union, intersection and difference of sorted sets. Plain sets take part
// with a score of 1 for each member.

// weighing is how a command wants sorted sets put together.
type weighing struct {
	weights   []float64
	aggregate func(a, b float64) float64
	with      bool
}

// source is one of the sets that are put together.
type source struct {
	val    value
	weight float64
}

func (src source) size() int {
	if src.val == nil {
		return 0
	}
	return src.val.size()
}

func (src source) names() []string {
	switch v := src.val.(type) {
	case *zset:
		return v.list()
	case *members:
		return v.list()
	}
	return nil
}

// score is the member's score times the weight; infinity times 0 is 0.
func (src source) score(name string) (f float64, ok bool) {
	switch v := src.val.(type) {
	case *zset:
		f, ok = v.score(name)
	case *members:
		f, ok = 1, v.has(name)
	}
	return number0(src.weight * f), ok
}

func number0(f float64) float64 {
	if math.IsNaN(f) {
		return 0
	}
	return f
}

// zcombination makes scores of several sets.
type zcombination func(sources []source, w weighing) map[string]float64

func zstoreRules() map[string]rule {
	return map[string]rule{
		"ZUNION":      arity(-3, zcombined(zunion, true)),
		"ZINTER":      arity(-3, zcombined(zinter, true)),
		"ZDIFF":       arity(-3, zcombined(zdiff, false)),
		"ZUNIONSTORE": arity(-4, zstores("zunionstore", zunion, true)),
		"ZINTERSTORE": arity(-4, zstores("zinterstore", zinter, true)),
		"ZDIFFSTORE":  arity(-4, zstores("zdiffstore", zdiff, false)),
		"ZINTERCARD":  arity(-3, zintercard),
	}
}

func zcombined(how zcombination, weighed bool) rule {
	return func(c *call) {
		sources, w, ok := c.zsources(1, weighed, true)
		if !ok {
			return
		}
		c.members(inOrder(how(sources, w)), ranging{with: w.with})
	}
}

func zstores(event string, how zcombination, weighed bool) rule {
	return func(c *call) {
		sources, w, ok := c.zsources(2, weighed, false)
		if !ok {
			return
		}
		c.storeScored(c.args[1], inOrder(how(sources, w)), event)
	}
}

// zsources reads numkeys, keys and options from a place on.
func (c *call) zsources(at int, weighed, scores bool) ([]source, weighing, bool) {
	w := weighing{aggregate: func(a, b float64) float64 { return number0(a + b) }}
	n, ok := c.number(c.args[at])
	switch {
	case !ok:
		return nil, w, false
	case n < 1:
		c.fail("ERR at least 1 input key is needed for '%s' command", lower(c.args[0]))
		return nil, w, false
	case n > int64(c.left(at)):
		c.fail(syntaxErr)
		return nil, w, false
	}
	next := at + 1 + int(n)
	sources, ok := c.scoredSets(c.args[at+1 : next])
	if !ok || !c.parse(next, c.weighings(&w, int(n), weighed, scores)) {
		return nil, w, false
	}
	for i, weight := range w.weights {
		sources[i].weight = weight
	}
	return sources, w, true
}

func (c *call) weighings(w *weighing, n int, weighed, scores bool) options {
	known := options{}
	if scores {
		known["WITHSCORES"] = flag(&w.with)
	}
	if !weighed {
		return known
	}
	known["WEIGHTS"] = option{n, func(args []string) bool {
		w.weights = nil
		for _, arg := range args {
			f, ok := parseFloat(arg)
			if !ok || math.IsNaN(f) {
				c.fail("ERR weight value is not a float")
				return false
			}
			w.weights = append(w.weights, f)
		}
		return true
	}}
	known["AGGREGATE"] = option{1, func(args []string) bool {
		switch upper(args[0]) {
		case "SUM":
			w.aggregate = func(a, b float64) float64 { return number0(a + b) }
		case "MIN":
			w.aggregate = math.Min
		case "MAX":
			w.aggregate = math.Max
		default:
			return false
		}
		return true
	}}
	return known
}

// scoredSets returns what is under keys that hold sets or sorted sets.
func (c *call) scoredSets(keys []string) ([]source, bool) {
	sources := make([]source, len(keys))
	for i, key := range keys {
		sources[i].weight = 1
		e := c.entry(key)
		if e == nil {
			continue
		}
		if kind := e.val.kind(); kind != "set" && kind != "zset" {
			c.fail(wrongKind)
			return nil, false
		}
		sources[i].val = e.val
	}
	return sources, true
}

func zunion(sources []source, w weighing) map[string]float64 {
	z := map[string]float64{}
	for _, src := range bySize(sources) {
		for _, name := range src.names() {
			f, _ := src.score(name)
			if old, there := z[name]; there {
				f = w.aggregate(old, f)
			}
			z[name] = f
		}
	}
	return z
}

// inOrder returns members by score, and by name where scores are equal.
func inOrder(scores map[string]float64) []*scored {
	out := make([]*scored, 0, len(scores))
	for name, score := range scores {
		out = append(out, &scored{name, score})
	}
	slices.SortFunc(out, (*scored).compare)
	return out
}

// bySize is the order in which Redis goes through the sets, the smallest
// first.
func bySize(sources []source) []source {
	sorted := slices.Clone(sources)
	slices.SortStableFunc(sorted, func(a, b source) int { return a.size() - b.size() })
	return sorted
}

func zinter(sources []source, w weighing) map[string]float64 {
	z, sorted := map[string]float64{}, bySize(sources)
	for _, name := range sorted[0].names() {
		sum, ok := sorted[0].score(name)
		for _, src := range sorted[1:] {
			f, there := src.score(name)
			if ok = ok && there; !ok {
				break
			}
			sum = w.aggregate(sum, f)
		}
		if ok {
			z[name] = sum
		}
	}
	return z
}

func zdiff(sources []source, _ weighing) map[string]float64 {
	z := map[string]float64{}
	for _, name := range sources[0].names() {
		in := slices.ContainsFunc(sources[1:], func(src source) bool {
			_, there := src.score(name)
			return there
		})
		if !in {
			f, _ := sources[0].score(name)
			z[name] = f
		}
	}
	return z
}

func zintercard(c *call) {
	n, ok := c.number(c.args[1])
	switch {
	case !ok:
		return
	case n < 1:
		c.fail("ERR at least 1 input key is needed for 'zintercard' command")
		return
	case n > int64(c.left(1)):
		c.fail(syntaxErr)
		return
	}
	sources, ok := c.scoredSets(c.args[2 : 2+n])
	if !ok {
		return
	}
	limit := int64(0)
	ok = c.parse(2+int(n), options{"LIMIT": {1, func(args []string) (ok bool) {
		if limit, ok = parseInt(args[0]); !ok || limit < 0 {
			c.fail("ERR LIMIT can't be negative")
			return false
		}
		return true
	}}})
	if ok {
		z := zinter(sources, weighing{aggregate: math.Max})
		c.integer(capped(int64(len(z)), limit))
	}
}

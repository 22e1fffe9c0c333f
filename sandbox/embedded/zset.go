package embedded

import (
	"math"
	"strconv"
	"strings"

	"redis-tutor/sandbox/reply"
)

// The rules for sorted sets.
func zsetRules() map[string]rule {
	table := map[string]rule{
		"ZADD":        zadd,
		"ZINCRBY":     zincrby,
		"ZPOPMIN":     zpop,
		"ZPOPMAX":     zpop,
		"ZRANDMEMBER": zsamples,
		"ZSCAN":       scanned(2),
	}
	for _, name := range []string{"ZRANGE", "ZREVRANGE", "ZRANGEBYSCORE", "ZREVRANGEBYSCORE"} {
		table[name] = scored
	}
	for _, name := range []string{"ZUNION", "ZINTER"} {
		table[name] = someKeys(1, scored)
	}
	for _, name := range []string{"ZUNIONSTORE", "ZINTERSTORE"} {
		table[name] = someKeys(2, (*call).passOn)
	}
	return table
}

// someKeys refuses a number of keys below one in Redis's words.
func someKeys(at int, then rule) rule {
	return func(c *call) {
		if n, err := strconv.ParseInt(c.arg0(at), 10, 64); err == nil && n < 1 && len(c.args) > at+1 {
			c.fail("ERR at least 1 input key is needed for '%s' command", lower(c.args[0]))
			return
		}
		then(c)
	}
}

const notFloat = "ERR value is not a valid float"

// score parses a score. "nan" is none.
func score(arg string) (float64, bool) {
	f, err := strconv.ParseFloat(arg, 64)
	return f, err == nil && !math.IsNaN(f)
}

// zadd refuses NaN, as a score and as the result of INCR.
func zadd(c *call) {
	at, incr := 2, false
	for ; at < len(c.args); at++ {
		opt := c.arg(at)
		incr = incr || opt == "INCR"
		if opt != "NX" && opt != "XX" && opt != "GT" && opt != "LT" && opt != "CH" && opt != "INCR" {
			break
		}
	}
	if pairs := len(c.args) - at; pairs > 0 && pairs%2 == 0 {
		for i := at; i < len(c.args); i += 2 {
			if strings.Contains(lower(c.args[i]), "nan") {
				c.fail(notFloat)
				return
			}
		}
		if incr && pairs == 2 && c.isNaN(c.args[1], c.args[at+1], c.args[at]) {
			return
		}
	}
	c.passOn()
}

func zincrby(c *call) {
	if len(c.args) == 4 {
		if _, ok := score(c.args[2]); !ok {
			c.fail(notFloat)
			return
		}
		if c.isNaN(c.args[1], c.args[3], c.args[2]) {
			return
		}
	}
	c.passOn()
}

// isNaN answers an increment that would leave a member without a score:
// infinity less infinity.
func (c *call) isNaN(key, member, by string) bool {
	inc, ok := score(by)
	if !ok || !math.IsInf(inc, 0) {
		return false
	}
	old := c.ask("ZSCORE", key, member)
	was, ok := score(old.Text)
	if old.IsError() || !ok || !math.IsNaN(was+inc) {
		return false
	}
	c.fail("ERR resulting score is not a number (NaN)")
	return true
}

// scored nests member and score in RESP3, where miniredis has them flat.
func scored(c *call) {
	with := false
	for i := range c.args {
		with = with || c.arg(i) == "WITHSCORES"
	}
	if !with || c.on.proto < 3 {
		c.passOn()
		return
	}
	c.reply(nest(c.ask(c.args...)))
}

func zsamples(c *call) {
	if c.arg0(2) == strconv.Itoa(math.MinInt64) {
		samples(c)
		return
	}
	scored(c)
}

func zpop(c *call) {
	if c.on.proto < 3 || len(c.args) < 3 {
		c.passOn()
		return
	}
	c.reply(nest(c.ask(c.args...)))
}

// nest makes a flat array of members and scores an array of pairs.
func nest(v reply.Value) reply.Value {
	if v.Kind != reply.Array || len(v.Items) > 0 && v.Items[0].Kind == reply.Array {
		return v
	}
	items := make([]reply.Value, 0, len(v.Items)/2)
	for i := 0; i+1 < len(v.Items); i += 2 {
		items = append(items, reply.NewArray(v.Items[i], v.Items[i+1]))
	}
	return reply.NewArray(items...)
}

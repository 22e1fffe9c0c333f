package gloss

import (
	"slices"

	"redis-tutor/sandbox/command/grammar"
)

// explainInteger says what a number means where it is a code or where 0 is
// surprising. Counts that speak for themselves get no line.
func (f Facts) explainInteger(name string, n int64) []Remark {
	key := quote(f.key())
	switch name {
	case "TTL", "PTTL", "EXPIRETIME", "PEXPIRETIME":
		return f.explainTTL(n)
	case "EXPIRE", "PEXPIRE", "EXPIREAT", "PEXPIREAT":
		return f.explainExpire(n)
	}
	if n != 0 {
		return f.explainMinus(name, n)
	}
	switch name {
	case "HSET":
		return one("0 new fields: %s had them already, and they hold the new values now.", key)
	case "SADD":
		return one("0 new members: a set keeps each member once, and %s has them all.", key)
	case "ZADD":
		return f.explainZadd(key)
	case "ZRANK", "ZREVRANK":
		return one("Places are counted from 0, so this is the first one.")
	case "LINSERT":
		return one("0: there is no key %s, and LINSERT makes none.", key)
	case "SMOVE":
		return one("0: %s has no member %s to move.", key, quote(f.arg(3)))
	case "MSETNX":
		return one("0: one of these keys is there already, so none was set.")
	case "PUBLISH", "SPUBLISH":
		return one("0: nobody is subscribed to %s, and a message is not kept for later.", quote(f.arg(1)))
	case "PFADD":
		return one("0: the estimate of %s stays as it is; it has probably counted these before.", key)
	case "SETNX", "HSETNX":
		return one("0: it was there already, and nothing was changed.")
	case "DEL", "UNLINK", "EXISTS", "TOUCH":
		return one("0: %s.", noKey(f.keys()))
	case "HDEL", "HEXISTS":
		return f.noneOf("field")
	case "SREM", "SISMEMBER", "ZREM":
		return f.noneOf("member")
	case "LLEN", "SCARD", "HLEN", "ZCARD", "STRLEN":
		return f.explainEmpty(name)
	case "LREM":
		return f.missing(f.key(), "element", f.arg(3))
	case "PERSIST":
		return f.depending(f.key(),
			one("0: %s has no time to live that could be taken away.", key),
			one("0: there is no key %s.", key))
	case "RENAMENX", "COPY", "MOVE":
		return one("0: the target is there already, or %s is not.", key)
	case "LPUSHX", "RPUSHX":
		return one("0: the X means “only if the list exists”, and there is no key %s.", key)
	}
	return nil
}

// explainMinus says what numbers below 0 stand for.
func (f Facts) explainMinus(name string, n int64) []Remark {
	switch {
	case name == "LINSERT" && n == -1:
		return one("-1: the list %s has no element %s to insert beside.", quote(f.key()), quote(f.arg(3)))
	case name == "BITPOS" && n == -1:
		return one("-1: there is no such bit.")
	}
	return nil
}

// noneOf says that none of the fields or members behind the key is there.
func (f Facts) noneOf(part string) []Remark {
	if len(f.Args) == 3 {
		return f.missing(f.key(), part, f.arg(2))
	}
	return f.depending(f.key(),
		one("0: %s has none of these %ss.", quote(f.key()), part),
		one("There is no key %s.", quote(f.key())))
}

// explainZadd explains 0: options can keep ZADD from doing anything, so
// nothing is said of what became of the scores.
func (f Facts) explainZadd(key string) []Remark {
	if options := f.read().Words; !slices.ContainsFunc(options, func(w grammar.Want) bool { return w.Role == grammar.Token }) {
		return one("0 new members: what was in %s already got the score you gave.", key)
	}
	return one("0 new members in %s. A score that changed is not counted, unless CH is among the options.", key)
}

func (f Facts) explainTTL(n int64) []Remark {
	key := quote(f.key())
	switch n {
	case -1:
		return one("-1: %s is there and has no time to live; it stays until somebody removes it.", key)
	case -2:
		return one("-2: there is no key %s; it was never there, was removed, or its time ran out.", key)
	}
	return nil
}

func (f Facts) explainExpire(n int64) []Remark {
	key := f.key()
	if n == 1 {
		return f.depending(key, nil, one("A time in the past or of 0 removes at once: %s is gone.", quote(key)))
	}
	return f.depending(key,
		one("0: the condition (NX, XX, GT or LT) did not hold; nothing was changed."),
		one("0: there is no key %s to put a time on.", quote(key)))
}

func noKey(keys []string) string {
	if len(keys) == 1 {
		return "there is no key " + quote(keys[0])
	}
	return "none of these keys exists"
}

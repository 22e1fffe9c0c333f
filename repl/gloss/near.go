package gloss

import (
	"strconv"
	"strings"

	"redis-tutor/repl/keyname"
	"redis-tutor/sandbox/reply"
	"redis-tutor/sandbox/words"
)

// sample is how many keys, fields or members are looked at for one that was
// meant: a bound for servers that hold many, and a lower one where others wait.
func (f Facts) sample() int {
	if f.Spare {
		return 100
	}
	return 1000
}

// suggestKey names the key that a mistyped one may stand for, when a command
// found nothing.
func (f Facts) suggestKey() []Remark {
	if !f.foundNothing() {
		return nil
	}
	for _, key := range f.keys() {
		if there, known := f.exists(key); there || !known {
			continue
		}
		if f.fitsNames(key) {
			return one("A name is taken as it is and is no pattern, so %s is one key. `SCAN 0 MATCH %s` finds the names that fit it.", quote(key), words.Quote(key))
		}
		if near := f.nearKey(key); near != "" {
			return meant("key", key, near)
		}
	}
	return nil
}

// fitsNames reports whether a name would be that of several keys, were it a
// pattern.
func (f Facts) fitsNames(key string) bool {
	if !keyname.IsPattern(key) {
		return false
	}
	found := f.Look("SCAN", "0", "MATCH", key, "COUNT", strconv.Itoa(f.sample()))
	return len(found.Items) == 2 && len(found.Items[1].Items) > 0
}

// meant says what is there in the place of what was typed.
func meant(part, typed, near string) []Remark {
	if strings.EqualFold(typed, near) {
		return one("There is a "+part+" %s: upper and lower case matter in "+part+"s.", quote(near))
	}
	return one("Did you mean the "+part+" %s?", quote(near))
}

// suggestPart is suggestKey for a field or member of a key that is there.
func (f Facts) suggestPart() []Remark {
	part, typed := f.missedPart()
	if part == "" {
		return nil
	}
	if near := nearest(typed, f.parts(f.key())); near != "" {
		return meant(part, typed, near)
	}
	return nil
}

// missedPart returns the field or member that a command asked for and did not
// find, and which of the two it is; "" for none, or for several at once.
func (f Facts) missedPart() (part, typed string) {
	name := strings.ToUpper(f.Args[0])
	switch name {
	case "HGET", "HEXISTS", "HSTRLEN", "HDEL", "HMGET":
		part = "field"
	case "SISMEMBER", "SREM", "ZSCORE", "ZREM":
		part = "member"
	default:
		return "", ""
	}
	hole := name == "HMGET" && len(f.Reply.Items) == 1 && f.Reply.Items[0].Kind == reply.Nil
	if len(f.Args) != 3 || !hole && !f.foundNothing() {
		return "", ""
	}
	return part, f.arg(2)
}

// parts returns fields or members of a key, all of them where they are few.
// Values are never fetched: they may be long.
func (f Facts) parts(key string) []string {
	scan, per := "", 1
	switch f.typeOf(key) {
	case "hash":
		if n, known := f.count("HLEN", key); known && n <= int64(f.sample()) {
			return texts(f.Look("HKEYS", key).Items, 1)
		}
		return nil
	case "set":
		scan = "SSCAN"
	case "zset":
		scan, per = "ZSCAN", 2 // scores are short
	default:
		return nil
	}
	found := f.Look(scan, key, "0", "COUNT", strconv.Itoa(f.sample()))
	if len(found.Items) != 2 {
		return nil
	}
	return texts(found.Items[1].Items, per)
}

// texts returns every per-th item as text.
func texts(items []reply.Value, per int) []string {
	var all []string
	for i := 0; i < len(items); i += per {
		all = append(all, items[i].Str())
	}
	return all
}

// foundNothing reports whether the reply is what Redis says of keys that are
// not there.
func (f Facts) foundNothing() bool {
	switch v := f.Reply; v.Kind {
	case reply.Nil:
		return true
	case reply.Integer:
		return v.Int == 0 || v.Int == -2
	case reply.Error:
		return strings.Contains(v.Text, "no such key")
	default:
		return v.IsAggregate() && len(v.Items) == 0 || v.Text == "none" && strings.EqualFold(f.Args[0], "TYPE")
	}
}

// nearKey returns the key there is that looks most like one there is not.
func (f Facts) nearKey(key string) string {
	found := f.Look("SCAN", "0", "COUNT", strconv.Itoa(f.sample()))
	if found.IsError() || len(found.Items) != 2 {
		return ""
	}
	return nearest(key, texts(found.Items[1].Items, 1))
}

// nearest returns that of names which was likely meant, "" for none.
func nearest(typed string, names []string) string {
	if near := keyname.Meant(typed, names); len(near) > 0 {
		return near[0]
	}
	return ""
}

package gloss

import (
	"strings"
	"unicode/utf8"

	"redis-tutor/sandbox/reply"
)

// explainNil tells a missing key from a missing field, member or index.
func (f Facts) explainNil(name string) []string {
	key := f.key()
	switch name {
	case "GET", "GETDEL", "GETEX", "LPOP", "RPOP", "SPOP", "SRANDMEMBER", "LMOVE", "RPOPLPUSH":
		return one("There is no key %s, so there is nothing to give.", quote(key))
	case "GETSET":
		return one("There was no key %s before; now there is.", quote(key))
	case "HGET":
		return f.missing(key, "field", f.arg(2))
	case "ZSCORE", "ZRANK", "ZREVRANK":
		return f.missing(key, "member", f.arg(2))
	case "LINDEX":
		return f.missing(key, "element at index", f.arg(2))
	case "SET":
		return one("Nothing was stored: the condition (NX or XX) did not hold.")
	case "BLPOP", "BRPOP", "BLMOVE", "BRPOPLPUSH", "BZPOPMIN", "BZPOPMAX":
		return one("The time ran out before anything arrived.")
	}
	return one("(nil) is how Redis says: nothing there.")
}

func (f Facts) missing(key, part, what string) []string {
	if f.exists(key) {
		return one("The key %s is there, but has no %s %s.", quote(key), part, quote(what))
	}
	return one("There is no key %s.", quote(key))
}

// explainHoles names the keys or fields behind the nils of MGET and HMGET.
func (f Facts) explainHoles(name string) []string {
	first := 1
	switch name {
	case "MGET":
	case "HMGET":
		first = 2
	default:
		return nil
	}
	var holes []string
	for i, item := range f.Reply.Items {
		if item.Kind == reply.Nil {
			holes = append(holes, quote(f.arg(first+i)))
		}
	}
	if len(holes) == 0 {
		return nil
	}
	return one("(nil) stands where nothing is: %s.", strings.Join(holes, ", "))
}

// explainEmpty says that a missing key reads as an empty collection.
func (f Facts) explainEmpty() []string {
	key := f.key()
	if key == "" || f.exists(key) {
		return nil
	}
	return one("There is no key %s; Redis reads a missing key as an empty one.", quote(key))
}

// explainGone notices that a removing command took the last element.
func (f Facts) explainGone(name string) []string {
	switch name {
	case "LPOP", "RPOP", "LREM", "LMOVE", "RPOPLPUSH", "SREM", "SPOP", "SMOVE", "HDEL", "ZREM",
		"ZPOPMIN", "ZPOPMAX", "ZREMRANGEBYSCORE", "ZREMRANGEBYRANK", "ZREMRANGEBYLEX":
	default:
		return nil
	}
	key := f.key()
	if (f.Reply.Kind == reply.Integer && f.Reply.Int == 0) || f.exists(key) {
		return nil
	}
	return one("That was the last of it: an empty key does not exist, so %s is gone.", quote(key))
}

// explainExec puts the commands of a transaction beside their replies.
func (f Facts) explainExec() []string {
	if f.Reply.Kind == reply.Nil {
		return one("A key under `WATCH` was changed by somebody else, so Redis ran none of the commands.")
	}
	if len(f.Queued) != len(f.Reply.Items) || len(f.Queued) > 20 {
		return nil
	}
	var lines []string
	for i, args := range f.Queued {
		outcome := ""
		if f.Reply.Items[i].IsError() {
			outcome = " (failed; the others ran all the same)"
		}
		lines = append(lines, one("%d) answers %s%s", i+1, strings.Join(args, " "), outcome)...)
	}
	return lines
}

// maxReadable bounds how much text is repeated in readable form, in bytes.
const maxReadable = 200

// explainBytes shows the UTF-8 text behind \x escapes.
func (f Facts) explainBytes() []string {
	readable := collectText(nil, f.Reply)
	if len(readable) == 0 {
		return nil
	}
	text := strings.Join(readable, ", ")
	if len(text) > maxReadable {
		return nil
	}
	return one("The \\x… bytes are UTF-8 text: %s", text)
}

func collectText(found []string, v reply.Value) []string {
	if v.Kind == reply.Bulk && !isASCII(v.Text) && utf8.ValidString(v.Text) && printable(v.Text) {
		found = append(found, v.Text)
	}
	for _, item := range v.Items {
		found = collectText(found, item)
	}
	return found
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// printable refuses control characters: a reply must not move the cursor.
func printable(s string) bool {
	for _, r := range s {
		if r < ' ' || (r >= 0x7f && r < 0xa0) {
			return false
		}
	}
	return true
}

func quoteValue(s string) string {
	if len(s) > 40 {
		return reply.Quote(s[:40]) + "…"
	}
	return reply.Quote(s)
}

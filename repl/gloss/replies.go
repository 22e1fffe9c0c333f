package gloss

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"redis-tutor/sandbox/command"
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
		return f.explainUnset()
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

// explainUnset tells the two reasons for SET's nil apart: a condition that
// did not hold, and GET, which returns the old value.
func (f Facts) explainUnset() []string {
	if f.option("GET") {
		return one("With GET, the reply is the value from before; there was none.")
	}
	return one("Nothing was stored: the condition (NX or XX) did not hold.")
}

// option reports whether a word stands among the options, behind the key and
// the value.
func (f Facts) option(word string) bool {
	return slices.ContainsFunc(f.Args[min(3, len(f.Args)):], func(arg string) bool { return strings.EqualFold(arg, word) })
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
	var missing, other []string
	for i, item := range f.Reply.Items {
		if item.Kind != reply.Nil {
			continue
		}
		what := f.arg(first + i)
		if typ := f.typeOf(what); name == "MGET" && typ != "none" {
			other = append(other, quote(what)+" holds "+command.TypeName(typ))
			continue
		}
		missing = append(missing, quote(what))
	}
	var lines []string
	if len(missing) > 0 {
		lines = one("(nil) stands where nothing is: %s.", strings.Join(missing, ", "))
	}
	if len(other) > 0 {
		lines = append(lines, one("MGET reads strings only: %s.", strings.Join(other, ", "))...)
	}
	return lines
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
		lines = append(lines, one("%d) answers %s%s", i+1, typed(args), outcome)...)
	}
	return lines
}

// typed returns a command as it could be typed, with nothing in it that would
// move the cursor.
func typed(args []string) string {
	words := make([]string, len(args))
	for i, arg := range args {
		words[i] = arg
		if arg == "" || strings.ContainsAny(arg, " \"'\\") || !utf8.ValidString(arg) || !printable(arg) {
			words[i] = reply.Quote(arg)
		}
	}
	return strings.Join(words, " ")
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

// printable refuses what does not show as itself: control characters, which
// would move the cursor, and marks that turn the direction of the text.
func printable(s string) bool {
	for _, r := range s {
		if !unicode.IsPrint(r) {
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

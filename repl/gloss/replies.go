package gloss

import (
	"slices"
	"strings"
	"unicode/utf8"

	"redis-tutor/sandbox/command"
	"redis-tutor/sandbox/reply"
	"redis-tutor/sandbox/words"
)

// explainNil tells a missing key from a missing field, member or index.
func (f Facts) explainNil(name string) []Remark {
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
	case "LPOS":
		return f.missing(key, "element", f.arg(2))
	case "XREAD", "XREADGROUP":
		return one("There is nothing newer.")
	case "LINDEX":
		return f.missing(key, "element at index", f.arg(2))
	case "SET":
		return f.explainUnset()
	case "BLPOP", "BRPOP", "BLMOVE", "BRPOPLPUSH", "BZPOPMIN", "BZPOPMAX":
		return one("The time ran out before anything arrived.")
	case "EVAL", "EVALSHA", "EVAL_RO", "EVALSHA_RO", "FCALL", "FCALL_RO":
		return one("(nil): the script returned nothing. `nil` and `false` of Lua become (nil) too.")
	}
	return one("(nil) is how Redis says: nothing there.")
}

func (f Facts) missing(key, part, what string) []Remark {
	return f.depending(key,
		one("The key %s is there, but has no %s %s.", quote(key), part, quote(what)),
		one("There is no key %s.", quote(key)))
}

// explainUnset tells the two reasons for SET's nil apart: a condition that
// did not hold, and GET, which returns the old value.
func (f Facts) explainUnset() []Remark {
	if f.read().Has("GET") {
		return one("With GET, the reply is the value from before; there was none.")
	}
	return one("Nothing was stored: the condition (NX or XX) did not hold.")
}

// explainHoles names the keys or fields behind the nils of MGET and HMGET.
func (f Facts) explainHoles(name string) []Remark {
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
		what, typ := f.arg(first+i), "none"
		if name == "MGET" {
			typ = f.typeOf(what)
		}
		switch typ {
		case "":
			return nil
		case "none":
			missing = append(missing, quote(what))
		default:
			other = append(other, quote(what)+" holds "+command.TypeName(typ))
		}
	}
	var lines []Remark
	if len(missing) > 0 {
		lines = one("(nil) stands where nothing is: %s.", strings.Join(missing, ", "))
	}
	if len(other) > 0 {
		lines = append(lines, one("MGET reads strings only: %s.", strings.Join(other, ", "))...)
	}
	return lines
}

// explainEmpty says that a missing key reads as an empty collection.
func (f Facts) explainEmpty(name string) []Remark {
	key := f.key()
	switch {
	case name == "KEYS":
		return one("No key has a name that fits %s.", quote(f.arg(1)))
	case name == "CONFIG":
		return one("The server has no setting of that name.")
	case key == "":
		return nil
	}
	return f.depending(key, nil, readsAsEmpty(key))
}

func readsAsEmpty(key string) []Remark {
	return one("There is no key %s; Redis reads a missing key as an empty one.", quote(key))
}

// explainText says what a word or an ID in a reply stands for.
func (f Facts) explainText(name string) []Remark {
	text := f.Reply.Text
	switch {
	case name == "OBJECT" && strings.EqualFold(f.arg(1), "ENCODING"):
		return explainEncoding(text)
	case name == "TYPE" && text == "none":
		return one("There is no key %s, so it has no type.", quote(f.key()))
	case name == "GETRANGE" && text == "":
		return f.explainNoRange()
	case name == "XADD" && slices.Contains(f.Args, "*"):
		return one("The ID of the entry: milliseconds since 1970, and a counter for entries of the same millisecond.")
	case strings.HasSuffix(name, "SCAN") && len(f.Reply.Items) == 2:
		return f.explainCursor(name, f.Reply.Items[0].Str())
	}
	return nil
}

func (f Facts) explainNoRange() []Remark {
	n, known := f.count("STRLEN", f.key())
	if !known {
		return nil
	}
	return f.depending(f.key(),
		one("Nothing of the text is in that range. It has %d bytes, counted from 0, and from -1 at the end.", n),
		readsAsEmpty(f.key()))
}

func (f Facts) explainCursor(name, cursor string) []Remark {
	if cursor == "0" {
		return one("Cursor 0: that was the last of them.")
	}
	return one("There is more: `%s` with the cursor %s goes on, until the cursor is 0.", name, cursor)
}

// explainGone notices that a removing command took the last element.
func (f Facts) explainGone(name string) []Remark {
	switch name {
	case "LPOP", "RPOP", "LREM", "LMOVE", "RPOPLPUSH", "SREM", "SPOP", "SMOVE", "HDEL", "ZREM",
		"ZPOPMIN", "ZPOPMAX", "ZREMRANGEBYSCORE", "ZREMRANGEBYRANK", "ZREMRANGEBYLEX":
	default:
		return nil
	}
	key := f.key()
	if f.Reply.Kind == reply.Integer && f.Reply.Int == 0 {
		return nil
	}
	return f.depending(key, nil, one("That was the last of it: an empty key does not exist, so %s is gone.", quote(key)))
}

// explainExec puts the commands of a transaction beside their replies.
func (f Facts) explainExec() []Remark {
	if f.Reply.Kind == reply.Nil {
		return one("A key under `WATCH` was changed by somebody else, so Redis ran none of the commands.")
	}
	if len(f.Queued) != len(f.Reply.Items) || len(f.Queued) > 20 {
		return nil
	}
	var lines []Remark
	for i, args := range f.Queued {
		outcome := ""
		if f.Reply.Items[i].IsError() {
			outcome = " (failed; the others ran all the same)"
		}
		lines = append(lines, one("%d) answers %s%s", i+1, words.Join(args), outcome)...)
	}
	return lines
}

// maxReadable bounds how much text is repeated in readable form, in bytes.
const maxReadable = 200

// explainBytes shows the UTF-8 text behind \x escapes.
func (f Facts) explainBytes() []Remark {
	if !f.Escaped {
		return nil
	}
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
	if v.Kind == reply.Bulk && !isASCII(v.Text) && readable(v.Text) {
		found = append(found, v.Text)
	}
	for _, item := range v.Items {
		found = collectText(found, item)
	}
	return found
}

// readable reports whether text can be shown as it is. The joiners that hold
// emoji and letters together are part of such text.
func readable(text string) bool {
	return words.Shows(strings.NewReplacer("\u200c", "", "\u200d", "").Replace(text))
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// quoteValue shows a value in a sentence, in which a backquote would begin
// code.
func quoteValue(s string) string {
	const most = 40
	rest := ""
	if len(s) > most {
		s, rest = strings.ToValidUTF8(s[:most], ""), "…"
	}
	return strings.ReplaceAll(words.InDouble(s)+rest, "`", `\x60`)
}

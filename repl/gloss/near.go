package gloss

import (
	"strings"
	"unicode"

	"redis-tutor/sandbox/command"
	"redis-tutor/sandbox/reply"
)

// sample is how many keys are looked at for one that was meant: a bound for
// servers that hold many.
const sample = "1000"

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
		if near := f.nearKey(key); near != "" {
			return one(nearText(key, near), quote(near))
		}
	}
	return nil
}

func nearText(key, near string) string {
	if strings.EqualFold(key, near) {
		return "There is a key %s: upper and lower case matter in keys."
	}
	return "Did you mean the key %s?"
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
	found := f.Look("SCAN", "0", "COUNT", sample)
	if found.IsError() || len(found.Items) != 2 {
		return ""
	}
	var names []string
	for _, item := range found.Items[1].Items {
		if !sameSeries(item.Str(), key) {
			names = append(names, item.Str())
		}
	}
	if near := command.Near(key, names); len(near) > 0 {
		return near[0]
	}
	return ""
}

// sameSeries reports whether two keys differ in their numbers only: user:1 is
// no slip of the fingers for user:2.
func sameSeries(a, b string) bool { return withoutDigits(a) == withoutDigits(b) }

func withoutDigits(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsDigit(r) {
			return -1
		}
		return r
	}, s)
}

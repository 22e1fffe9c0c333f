package image

import (
	"fmt"
	"unicode/utf8"

	"redis-tutor/sandbox/amount"
	"redis-tutor/sandbox/words"
)

// longest is how much of a value is shown, in bytes, and of a name, in
// characters.
const longest = 40

// text shows a value in quotes. Readable UTF-8 stays as it is; other bytes
// are escaped as redis-cli does. What is too long ends in an ellipsis, and of
// what is no text the size is given.
func text(s string) string {
	if binary(s) {
		return amount.Of(len(s), "byte")
	}
	rest := ""
	if len(s) > longest {
		cut := longest
		for cut > 0 && !utf8.RuneStart(s[cut]) {
			cut--
		}
		s, rest = s[:cut], "…"
	}
	return words.InDouble(s) + rest
}

// fewBytes is how many bytes are shown also where they are no text, such as
// those of a small bitmap.
const fewBytes = 8

// binary reports whether a value is long and no text: most of what would be
// shown of it are escapes.
func binary(s string) bool {
	begin := s[:min(len(s), longest)]
	return len(s) > fewBytes && len(words.InDouble(begin)) > 2*len(begin)+2
}

// word shows a key, field or member as it could be typed.
func word(s string) string { return words.Short(s, longest) }

// name shows a key, with its database where that is not the one at home.
func name(k Key, home int) string {
	if k.DB != home {
		return fmt.Sprintf("%s (database %d)", word(k.Name), k.DB)
	}
	return word(k.Name)
}

func each(f func(string) string, list []string) []string {
	out := make([]string, len(list))
	for i, s := range list {
		out[i] = f(s)
	}
	return out
}

// describe says what a key holds: `"10"`, "a list of 3".
func (p *picture) describe() string {
	switch {
	case !p.exists():
		return "nothing"
	case p.big:
		return "a " + p.noun() + " too big to remember"
	case p.kind == "string":
		return describeString(p.items[0])
	case p.kind == "hash" || p.kind == "zset":
		return fmt.Sprintf("a %s of %d", p.noun(), len(p.items)/2)
	case p.kind == "stream":
		return fmt.Sprintf("a stream of %d", len(p.stream.entries))
	case p.kind == "list" || p.kind == "set":
		return fmt.Sprintf("a %s of %d", p.noun(), len(p.items))
	}
	return "of type " + p.kind
}

func describeString(s string) string {
	if n, ok := estimate(s); ok {
		return "a HyperLogLog, " + n + " distinct"
	}
	return text(s)
}

func (p *picture) noun() string {
	if p.kind == "zset" {
		return "sorted set"
	}
	return p.kind
}

// inside names what the lines of a diff can show of a type.
func (p *picture) inside() string {
	switch p.kind {
	case "hash":
		return "values: the time a field has left"
	case "stream":
		return "entries: what its groups keep of them"
	}
	return "value"
}

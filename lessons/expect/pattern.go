// Package expect is the language in which a lesson says what a reply must be:
// Redis's own words for replies, plus patterns.
//
//   - anything
//     5   -1   1.5               that number, as an integer or as a string
//     1..60                      an integer (or a string holding one) in the range
//     (integer) 5                that integer and not the string "5"
//     "text"                     that bulk string, with redis-cli's escapes
//     OK   list                  that status
//     (nil)   (empty array)      as redis-cli prints them
//     (error) WRONGTYPE*         that error; a * at the end leaves the rest open
//     /^[a-z]+$/                 a reply whose text matches (Go's regexp syntax)
//     1) "a" 2) "b"              these items in this order; each may be a pattern
//     {"a" "b"}                  these items in any order
//     {"f" => "v", "g" => "w"}   these pairs in any order
//
// A reply matches whether it came as RESP2 or as RESP3: a set or an array, a
// map or a flat list of pairs. The package knows nothing of commands.
package expect

import (
	"regexp"
	"strconv"
	"strings"

	"redis-tutor/sandbox/reply"
)

type kind int

const (
	anything kind = iota
	number        // text
	between       // low, high
	integer       // low
	bulk          // text
	status        // text
	null
	empty
	failure  // text
	failures // text: how the error begins
	matching // text, re
	ordered  // items
	anyOrder // items
	pairs    // items: key, value, key, value, …
)

// Pattern describes replies. The zero Pattern is "*": it matches them all.
type Pattern struct {
	kind      kind
	text      string
	low, high int64
	re        *regexp.Regexp
	items     []Pattern
}

// String returns the pattern as Parse reads it. Patterns that are written
// alike, up to spaces, have the same string.
func (p Pattern) String() string {
	switch p.kind {
	case number, status:
		return p.text
	case between:
		return strconv.FormatInt(p.low, 10) + ".." + strconv.FormatInt(p.high, 10)
	case integer:
		return "(integer) " + strconv.FormatInt(p.low, 10)
	case bulk:
		return reply.Quote(p.text)
	case null:
		return "(nil)"
	case empty:
		return "(empty array)"
	case failure:
		return "(error) " + p.text
	case failures:
		return "(error) " + p.text + "*"
	case matching:
		return "/" + p.text + "/"
	case ordered:
		return numbered(p.items, Pattern.String)
	case anyOrder:
		return "{" + join(p.items, " ") + "}"
	case pairs:
		return "{" + joinPairs(p.items) + "}"
	}
	return "*"
}

func join(items []Pattern, sep string) string {
	var words []string
	for _, item := range items {
		words = append(words, item.String())
	}
	return strings.Join(words, sep)
}

func joinPairs(items []Pattern) string {
	var words []string
	for i := 0; i < len(items); i += 2 {
		words = append(words, items[i].String()+" => "+items[i+1].String())
	}
	return strings.Join(words, ", ")
}

// numbered writes items as redis-cli numbers them, on one line.
func numbered[T any](items []T, show func(T) string) string {
	var b strings.Builder
	for i, item := range items {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(strconv.Itoa(i + 1))
		b.WriteString(") ")
		b.WriteString(show(item))
	}
	return b.String()
}

// Show returns a reply on one line, in the words of redis-cli. Parse reads it
// back as a pattern that matches the reply, except where an array inside an
// array leaves open which of the two an item belongs to.
func Show(v reply.Value) string {
	switch v.Kind {
	case reply.Nil:
		return "(nil)"
	case reply.Error:
		return "(error) " + v.Text
	case reply.Integer:
		return "(integer) " + v.Str()
	case reply.Bulk:
		return reply.Quote(v.Text)
	case reply.Array, reply.Set, reply.Push:
		if len(v.Items) == 0 {
			return "(empty array)"
		}
		return numbered(v.Items, Show)
	case reply.Map:
		return showMap(v.Items)
	}
	return v.Str()
}

func showMap(items []reply.Value) string {
	var words []string
	for i := 0; i+1 < len(items); i += 2 {
		words = append(words, Show(items[i])+" => "+Show(items[i+1]))
	}
	return "{" + strings.Join(words, ", ") + "}"
}

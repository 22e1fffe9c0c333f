package expect

import (
	"strconv"
	"strings"

	"redis-tutor/sandbox/reply"
)

// Match reports whether the reply is one the pattern describes.
func (p Pattern) Match(v reply.Value) bool {
	switch p.kind {
	case anything:
		return true
	case null:
		return v.Kind == reply.Nil
	case status:
		return v.Kind == reply.Status && v.Text == p.text
	case integer:
		return v.Kind == reply.Integer && v.Int == p.low
	case failure:
		return v.IsError() && v.Text == p.text
	case failures:
		return v.IsError() && strings.HasPrefix(v.Text, p.text)
	case bulk:
		return isText(v) && v.Text == p.text
	case number:
		return isScalar(v) && v.Str() == p.text
	case between:
		return p.inRange(v)
	case matching:
		return (isScalar(v) || v.Kind == reply.Status || v.IsError()) && p.re.MatchString(v.Str())
	}
	return v.IsAggregate() && p.matchItems(v)
}

// matchItems compares an aggregate of any kind: which one it is depends on
// the protocol more than on the command.
func (p Pattern) matchItems(v reply.Value) bool {
	switch p.kind {
	case empty:
		return len(v.Items) == 0
	case ordered:
		return allMatch(p.items, v.Items)
	case anyOrder:
		return pairUp(len(p.items), len(v.Items), func(i, j int) bool { return p.items[i].Match(v.Items[j]) })
	}
	items := flat(v)
	return len(items)%2 == 0 && pairUp(len(p.items)/2, len(items)/2, func(i, j int) bool {
		return allMatch(p.items[2*i:2*i+2], items[2*j:2*j+2])
	})
}

// isText reports whether a reply carries text: what RESP2 sends as a bulk
// string, RESP3 may send as a double or a verbatim string.
func isText(v reply.Value) bool {
	switch v.Kind {
	case reply.Bulk, reply.Verbatim, reply.Double, reply.BigNumber:
		return true
	}
	return false
}

// isScalar reports whether a reply is a number or a text, that is, something
// a bare number can be compared with.
func isScalar(v reply.Value) bool { return v.Kind == reply.Integer || isText(v) }

func (p Pattern) inRange(v reply.Value) bool {
	if !isScalar(v) {
		return false
	}
	n, err := strconv.ParseInt(v.Str(), 10, 64)
	return err == nil && p.low <= n && n <= p.high
}

func allMatch(patterns []Pattern, items []reply.Value) bool {
	if len(patterns) != len(items) {
		return false
	}
	for i, p := range patterns {
		if !p.Match(items[i]) {
			return false
		}
	}
	return true
}

// flat returns the keys and values of a reply that holds pairs: a map, a flat
// array, or an array of two-element arrays (RESP3's WITHSCORES).
func flat(v reply.Value) []reply.Value {
	var items []reply.Value
	for _, item := range v.Items {
		if item.Kind != reply.Array || len(item.Items) != 2 {
			return v.Items
		}
		items = append(items, item.Items...)
	}
	return items
}

// pairUp reports whether n patterns and m items can be paired off completely.
// A pattern may fit several items, so the first fit is not always the right
// one: an item already given away moves on when its pattern has another.
func pairUp(n, m int, fits func(pattern, item int) bool) bool {
	if n != m {
		return false
	}
	owner := make([]int, m)
	for j := range owner {
		owner[j] = -1
	}
	var place func(i int, tried []bool) bool
	place = func(i int, tried []bool) bool {
		for j := range m {
			if tried[j] || !fits(i, j) {
				continue
			}
			tried[j] = true
			if owner[j] < 0 || place(owner[j], tried) {
				owner[j] = i
				return true
			}
		}
		return false
	}
	for i := range n {
		if !place(i, make([]bool, m)) {
			return false
		}
	}
	return true
}

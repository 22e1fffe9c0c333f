// Package reply holds a Redis reply as a value: it parses RESP2 and RESP3,
// keeps apart what the wire keeps apart (status and bulk, array and set, the
// text of a double, the order of a map), and prints a reply the way redis-cli
// does.
//
// It knows nothing of connections, data or learners, and of commands only
// which of them redis-cli prints bare. A Redis error is a value like any
// other; a Go error means that the bytes were not RESP, or that redis-cli has
// no way to print the reply.
package reply

import (
	"slices"
	"strconv"
)

// Kind says which of the RESP types a Value is.
type Kind byte

// The kinds, in RESP's own words. Nil stands for all of RESP's ways to say
// "nothing": $-1, *-1, %-1 and _.
const (
	Nil Kind = iota
	Status
	Error
	Integer
	Double
	Bool
	Bulk
	Verbatim
	BigNumber
	Array
	Set
	Map
	Push
)

// Value is one reply. Which fields count depends on the Kind:
//
//   - Status, Error, Bulk: Text is the payload, byte for byte.
//   - Verbatim: Text is the body and Mark the three-letter format before it.
//   - Double, BigNumber: Text is the number as the server wrote it.
//   - Integer: Int. Bool: Int is 0 or 1.
//   - Array, Set, Push: Items. Map: Items holds key, value, key, value, …
//     in the order the server sent.
type Value struct {
	Kind  Kind
	Text  string
	Mark  string
	Int   int64
	Items []Value
}

// IsError reports whether the reply is a Redis error.
func (v Value) IsError() bool { return v.Kind == Error }

// IsAggregate reports whether the reply holds other replies.
func (v Value) IsAggregate() bool { return v.Kind >= Array }

// Equal reports whether a and b are the same reply: of one kind, byte for
// byte, item for item in the same order.
func Equal(a, b Value) bool {
	return a.Kind == b.Kind && a.Text == b.Text && a.Mark == b.Mark && a.Int == b.Int &&
		slices.EqualFunc(a.Items, b.Items, Equal)
}

// IsOK reports whether the reply is the status OK.
func (v Value) IsOK() bool { return v.Kind == Status && v.Text == "OK" }

// ErrorCode returns the first word of a Redis error, such as WRONGTYPE or
// ERR, and "" for any other reply.
func (v Value) ErrorCode() string {
	if v.Kind != Error {
		return ""
	}
	for i := range len(v.Text) {
		if v.Text[i] == ' ' {
			return v.Text[:i]
		}
	}
	return v.Text
}

// Str returns the reply as plain text: the payload of a string or error, the
// digits of a number, "" for nil and for aggregates.
func (v Value) Str() string {
	switch v.Kind {
	case Integer:
		return strconv.FormatInt(v.Int, 10)
	case Bool:
		if v.Int != 0 {
			return "true"
		}
		return "false"
	}
	return v.Text
}

// Field returns what stands behind a name in a map, or in the array of names
// and values that a map is in RESP2; the first, where a name comes twice. It is
// nil where the name is not there, and where v holds no replies.
func (v Value) Field(name string) Value {
	for i := 0; i+1 < len(v.Items); i += 2 {
		if v.Items[i].Str() == name {
			return v.Items[i+1]
		}
	}
	return Value{}
}

// NewStatus returns a status reply such as OK.
func NewStatus(text string) Value { return Value{Kind: Status, Text: text} }

// NewError returns a Redis error; text begins with its code, as in "ERR …".
func NewError(text string) Value { return Value{Kind: Error, Text: text} }

// NewInt returns an integer reply.
func NewInt(n int64) Value { return Value{Kind: Integer, Int: n} }

// NewBulk returns a bulk string.
func NewBulk(text string) Value { return Value{Kind: Bulk, Text: text} }

// NewArray returns an array of the given replies.
func NewArray(items ...Value) Value { return Value{Kind: Array, Items: items} }

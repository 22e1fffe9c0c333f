package reply

import (
	"errors"
	"strings"
)

// Format is one of the ways redis-cli prints a reply.
type Format int

// The formats, with the redis-cli flag that asks for each. Without a flag
// redis-cli takes Standard on a terminal and Raw elsewhere.
const (
	Standard   Format = iota // --no-raw
	Raw                      // --raw
	CSV                      // --csv
	JSON                     // --json
	QuotedJSON               // --quoted-json
)

// String returns the name of the format, as in "quoted-json".
func (f Format) String() string {
	switch f {
	case Raw:
		return "raw"
	case CSV:
		return "csv"
	case JSON:
		return "json"
	case QuotedJSON:
		return "quoted-json"
	}
	return "standard"
}

// errBigNumber is what redis-cli prints, and then exits, on a big number
// wherever in a reply it stands; 13 is hiredis's number for the type.
var errBigNumber = errors.New("Unknown reply type: 13") //lint:ignore ST1005 redis-cli's own text

// Append appends to dst exactly what redis-cli prints for the reply, final
// LF included. A reply redis-cli cannot print (it holds a big number) leaves
// dst as it is and gives an error whose text is what redis-cli says instead.
func (v Value) Append(dst []byte, f Format) ([]byte, error) {
	if holdsBigNumber(&v) {
		return dst, errBigNumber
	}
	return v.append(dst, f), nil
}

// AppendPush is Append for a push that came out of band, before the reply to
// a command. A terminal has a form of its own for the keys that client-side
// caching invalidates.
func (v Value) AppendPush(dst []byte, f Format) ([]byte, error) {
	if f != Standard || !isInvalidate(&v) {
		return v.Append(dst, f)
	}
	dst = append(dst, "-> invalidate: "...)
	for i, key := range v.Items[1].Items {
		if i > 0 {
			dst = append(dst, ", "...)
		}
		dst = append(append(append(dst, '\''), cString(key.Text)...), '\'')
	}
	return append(dst, '\n'), nil
}

// Show returns the reply as Append prints it, for prose and for tests: a big
// number is shown by its plain digits, so there is nothing that can fail.
func (v Value) Show(f Format) string { return string(v.append(nil, f)) }

func (v *Value) append(dst []byte, f Format) []byte {
	switch f {
	case Raw:
		dst = appendRaw(dst, v, "\n")
	case CSV:
		dst = appendCSV(dst, v)
	case JSON, QuotedJSON:
		dst = appendJSON(dst, v, f)
	default:
		return appendStandard(dst, v)
	}
	return append(dst, '\n')
}

func holdsBigNumber(v *Value) bool {
	for i := range v.Items {
		if holdsBigNumber(&v.Items[i]) {
			return true
		}
	}
	return v.Kind == BigNumber
}

func isInvalidate(v *Value) bool {
	if v.Kind != Push || len(v.Items) != 2 || v.Items[1].Kind != Array {
		return false
	}
	for _, key := range v.Items[1].Items {
		if key.Kind != Bulk {
			return false
		}
	}
	return v.Items[0].Kind == Bulk && strings.HasPrefix(v.Items[0].Text, "invalidate")
}

// cString cuts s at its first NUL, where redis-cli prints with C's %s.
func cString(s string) string {
	s, _, _ = strings.Cut(s, "\x00")
	return s
}

package lua

import (
	"encoding/binary"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	lua "github.com/yuin/gopher-lua"
)

// The library struct, as Redis has it: values as bytes, laid out as C would.

const maxStructInt = 32

func (m *Machine) structs() map[string]lua.LGFunction {
	return map[string]lua.LGFunction{"pack": m.structPack, "unpack": m.structUnpack, "size": m.structSize}
}

// layout reads a format. It begins in the way of most machines: the lowest
// byte first, nothing aligned.
type layout struct {
	l     *lua.LState
	rest  string
	big   bool
	align int
	at    int // bytes so far
	// lenient says that an unknown option takes no room, as in struct.size.
	lenient bool
}

func layoutOf(l *lua.LState) *layout { return &layout{l: l, rest: l.CheckString(1), align: 1} }

// digits reads a number in the format, or gives the one for none.
func (f *layout) digits(none int) int {
	n := 0
	for n < len(f.rest) && isDigit(f.rest[n]) {
		n++
	}
	if n == 0 {
		return none
	}
	value, err := strconv.ParseInt(f.rest[:n], 10, 32)
	if f.rest = f.rest[n:]; err != nil {
		fault(f.l, "integral size overflow")
	}
	return int(value)
}

// next returns the next item, its size and the bytes that go before it; kind
// is 0 at the end.
func (f *layout) next() (kind byte, size, pad int) {
	for f.rest != "" {
		kind, f.rest = f.rest[0], f.rest[1:]
		switch kind {
		case ' ':
		case '<', '>':
			f.big = kind == '>'
		case '!':
			f.align = f.digits(8)
			if f.align <= 0 || f.align&(f.align-1) != 0 {
				fault(f.l, "alignment %d is not a power of 2", f.align)
			}
		default:
			size = f.size(kind)
			pad = f.padding(kind, size)
			f.at += pad + size
			return kind, size, pad
		}
	}
	return 0, 0, 0
}

func (f *layout) size(kind byte) int {
	switch kind {
	case 'b', 'B', 'x':
		return 1
	case 'h', 'H':
		return 2
	case 'f':
		return 4
	case 'l', 'L', 'T', 'd':
		return 8
	case 'c':
		return f.digits(1)
	case 's':
		return 0
	case 'i', 'I':
		n := f.digits(4)
		if n > maxStructInt {
			fault(f.l, "integral size %d is larger than limit of %d", n, maxStructInt)
		}
		return n
	}
	if !f.lenient {
		badArgument(f.l, 1, fmt.Sprintf("invalid format option '%c'", kind))
	}
	return 0
}

func (f *layout) padding(kind byte, size int) int {
	if unit := min(size, f.align); kind != 'c' && unit > 1 {
		return (unit - f.at&(unit-1)) & (unit - 1)
	}
	return 0
}

// ordered puts bytes whose lowest is the first in the order of the format.
func (f *layout) ordered(b []byte) []byte {
	if f.big {
		slices.Reverse(b)
	}
	return b
}

func (m *Machine) structPack(l *lua.LState) int {
	f := layoutOf(l)
	var out []byte
	for arg := 2; ; {
		kind, size, pad := f.next()
		if kind == 0 {
			break
		}
		m.room(l, size+pad)
		out = append(out, make([]byte, pad)...)
		switch kind {
		case 'x':
			out = append(out, 0)
			continue
		case 's', 'c':
			text := l.CheckString(arg)
			if size == 0 {
				size = len(text)
				f.at += size
			}
			if len(text) < size {
				badArgument(l, arg+1, "string too short")
			}
			out = append(out, text[:size]...)
			if kind == 's' {
				out = append(out, 0)
				f.at++
			}
		default:
			out = append(out, f.ordered(numberBytes(kind, size, float64(l.CheckNumber(arg))))...)
		}
		arg++
	}
	m.room(l, len(out))
	l.Push(lua.LString(out))
	return 1
}

// numberBytes are those of a number, the lowest first.
func numberBytes(kind byte, size int, n float64) []byte {
	switch kind {
	case 'f':
		return binary.LittleEndian.AppendUint32(nil, math.Float32bits(float32(n)))
	case 'd':
		return binary.LittleEndian.AppendUint64(nil, math.Float64bits(n))
	}
	whole := uint64(toInt64(n))
	if n >= math.MaxInt64 && n < math.MaxUint64 {
		whole = uint64(n)
	}
	out := binary.LittleEndian.AppendUint64(nil, whole)
	return append(out, make([]byte, maxStructInt)...)[:size]
}

func (m *Machine) structUnpack(l *lua.LState) int {
	u := unpacking{layout: layoutOf(l), data: l.CheckString(2)}
	at := l.OptInt(3, 1) - 1
	if at < 0 {
		badArgument(l, 3, "offset must be 1 or greater")
	}
	for u.at = at; ; at = u.at {
		kind, size, pad := u.next()
		if kind == 0 {
			break
		}
		at += pad
		u.need(at, size)
		u.item(kind, at, size)
	}
	for _, v := range u.found {
		l.Push(v)
	}
	l.Push(lua.LNumber(at + 1))
	return len(u.found) + 1
}

// unpacking is what struct.unpack has read.
type unpacking struct {
	*layout
	data  string
	found []lua.LValue
}

// need raises an error unless there are so many bytes at a place.
func (u *unpacking) need(at, size int) {
	if size > len(u.data) || at > len(u.data)-size {
		badArgument(u.l, 2, "data string too short")
	}
}

// item reads one item. Those that say their size only in the data go on
// behind it.
func (u *unpacking) item(kind byte, at, size int) {
	switch {
	case kind == 'x':
	case kind == 's':
		size = strings.IndexByte(u.data[at:], 0)
		if size < 0 {
			fault(u.l, "unfinished string in data")
		}
		u.found = append(u.found, lua.LString(u.data[at:at+size]))
		u.at = at + size + 1
	case kind == 'c' && size == 0:
		size = u.counted()
		u.need(at, size)
		u.found = append(u.found, lua.LString(u.data[at:at+size]))
		u.at = at + size
	case kind == 'c':
		u.found = append(u.found, lua.LString(u.data[at:at+size]))
	default:
		u.found = append(u.found, numberOf(kind, u.ordered([]byte(u.data[at:at+size]))))
	}
}

// counted takes back the number before a c0, which is its size.
func (u *unpacking) counted() int {
	if n := len(u.found); n > 0 {
		count, ok := u.found[n-1].(lua.LNumber)
		if u.found = u.found[:n-1]; ok && count >= 0 {
			return toInt(float64(count))
		}
	}
	fault(u.l, "format 'c0' needs a previous size")
	return 0
}

// numberOf reads what numberBytes made.
func numberOf(kind byte, b []byte) lua.LNumber {
	bits := uint64(0)
	for i, x := range b[:min(len(b), 8)] {
		bits |= uint64(x) << (8 * i)
	}
	unused := 64 - 8*min(len(b), 8)
	switch kind {
	case 'f':
		return lua.LNumber(math.Float32frombits(uint32(bits)))
	case 'd':
		return lua.LNumber(math.Float64frombits(bits))
	case 'b', 'h', 'i', 'l':
		return lua.LNumber(int64(bits<<unused) >> unused)
	}
	return lua.LNumber(bits)
}

func (m *Machine) structSize(l *lua.LState) int {
	f := layoutOf(l)
	f.lenient = true
	for {
		kind, size, _ := f.next()
		switch {
		case kind == 0:
			l.Push(lua.LNumber(f.at))
			return 1
		case kind == 's':
			badArgument(l, 1, "option 's' has no fixed size")
		case kind == 'c' && size == 0:
			badArgument(l, 1, "option 'c0' has no fixed size")
		}
	}
}

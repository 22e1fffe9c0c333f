package lua

import (
	"encoding/binary"
	"math"

	lua "github.com/yuin/gopher-lua"
)

// The library cmsgpack, as Redis has it: values as MessagePack.

const maxPackNested = 16

func (m *Machine) msgpack() map[string]lua.LGFunction {
	return map[string]lua.LGFunction{
		"pack": m.pack,
		"unpack": func(l *lua.LState) int {
			n, _ := m.unpack(l, l.CheckString(1), math.MaxInt)
			return n
		},
		"unpack_one": func(l *lua.LState) int {
			return m.unpackFrom(l, 1, l.OptInt(2, 0))
		},
		"unpack_limit": func(l *lua.LState) int {
			return m.unpackFrom(l, l.CheckInt(2), l.OptInt(3, 0))
		},
	}
}

// pack is cmsgpack.pack: all its arguments, one behind the other.
func (m *Machine) pack(l *lua.LState) int {
	if l.GetTop() == 0 {
		badArgument(l, 0, "MessagePack pack needs input.")
	}
	var out []byte
	for i := 1; i <= l.GetTop(); i++ {
		out = m.appendPacked(l, out, l.Get(i), 0)
	}
	m.room(l, len(out))
	l.Push(lua.LString(out))
	return 1
}

func (m *Machine) appendPacked(l *lua.LState, out []byte, v lua.LValue, depth int) []byte {
	if len(out) > m.host.Memory {
		m.room(l, len(out))
	}
	switch v := v.(type) {
	case lua.LString:
		return append(appendPackHead(out, len(v), 0xA0, 31, 0xD9), v...)
	case lua.LBool:
		if v {
			return append(out, 0xC3)
		}
		return append(out, 0xC2)
	case lua.LNumber:
		return appendPackedNumber(out, float64(v))
	case *lua.LTable:
		if depth < maxPackNested {
			return m.appendPackedTable(l, out, v, depth)
		}
	}
	return append(out, 0xC0)
}

// appendPackHead writes the length of a string, or of a table when there is no
// form with one byte.
func appendPackHead(out []byte, n int, fix byte, most int, small byte) []byte {
	switch {
	case n <= most:
		return append(out, fix|byte(n))
	case small == 0xD9 && n <= math.MaxUint8:
		return append(out, small, byte(n))
	case small == 0xD9:
		small++
	}
	if n <= math.MaxUint16 {
		return binary.BigEndian.AppendUint16(append(out, small), uint16(n))
	}
	return binary.BigEndian.AppendUint32(append(out, small+1), uint32(n))
}

func appendPackedNumber(out []byte, n float64) []byte {
	whole := toInt64(n)
	switch {
	case float64(whole) != n || math.IsInf(n, 0):
		if float64(float32(n)) == n {
			return binary.BigEndian.AppendUint32(append(out, 0xCA), math.Float32bits(float32(n)))
		}
		return binary.BigEndian.AppendUint64(append(out, 0xCB), math.Float64bits(n))
	case whole >= -32 && whole <= math.MaxInt8:
		return append(out, byte(whole))
	case whole >= 0 && whole <= math.MaxUint8:
		return append(out, 0xCC, byte(whole))
	case whole >= 0 && whole <= math.MaxUint16:
		return binary.BigEndian.AppendUint16(append(out, 0xCD), uint16(whole))
	case whole >= 0 && whole <= math.MaxUint32:
		return binary.BigEndian.AppendUint32(append(out, 0xCE), uint32(whole))
	case whole >= 0:
		return binary.BigEndian.AppendUint64(append(out, 0xCF), uint64(whole))
	case whole >= math.MinInt8:
		return append(out, 0xD0, byte(whole))
	case whole >= math.MinInt16:
		return binary.BigEndian.AppendUint16(append(out, 0xD1), uint16(whole))
	case whole >= math.MinInt32:
		return binary.BigEndian.AppendUint32(append(out, 0xD2), uint32(whole))
	}
	return binary.BigEndian.AppendUint64(append(out, 0xD3), uint64(whole))
}

// appendPackedTable writes an array when the keys are 1 to n, and a map
// otherwise.
func (m *Machine) appendPackedTable(l *lua.LState, out []byte, t *lua.LTable, depth int) []byte {
	items, most, array := 0, 0, true
	t.ForEach(func(k, _ lua.LValue) {
		n, ok := k.(lua.LNumber)
		array = array && ok && n > 0 && float64(n) == math.Floor(float64(n))
		items++
		most = max(most, toInt(float64(n)))
	})
	if array && most == items {
		out = appendPackHead(out, items, 0x90, 15, 0xDC)
		for i := 1; i <= items; i++ {
			out = m.appendPacked(l, out, t.RawGetInt(i), depth+1)
		}
		return out
	}
	out = appendPackHead(out, items, 0x80, 15, 0xDE)
	t.ForEach(func(k, v lua.LValue) {
		out = m.appendPacked(l, out, k, depth+1)
		out = m.appendPacked(l, out, v, depth+1)
	})
	return out
}

// unpackFrom is unpack for a number of values from a place on. In front of
// them goes the place to go on from, -1 at the end.
func (m *Machine) unpackFrom(l *lua.LState, limit, from int) int {
	text := l.CheckString(1)
	switch {
	case from < 0 || limit < 0:
		fault(l, "Invalid request to unpack with offset of %d and limit of %d.", from, len(text))
	case from > len(text):
		fault(l, "Start offset %d greater than input length %d.", from, len(text))
	}
	if limit == 0 && from == 0 { // all, as unpack gives it
		n, _ := m.unpack(l, text, math.MaxInt)
		return n
	}
	l.Push(lua.LNil)
	at := l.GetTop()
	n, unread := m.unpack(l, text[from:], limit)
	next := len(text) - unread
	if unread == 0 {
		next = -1
	}
	l.Replace(at, lua.LNumber(next))
	return n + 1
}

// unpack pushes the values in a string, and returns how many, and how many
// bytes are left.
func (m *Machine) unpack(l *lua.LState, text string, limit int) (n, unread int) {
	u := unpacker{l: l, m: m, rest: text, ok: true}
	for ; n < limit && len(u.rest) > 0; n++ {
		v := u.value(0)
		if !u.ok {
			fault(l, "Missing bytes in input.")
		}
		l.Push(v)
	}
	return n, len(u.rest)
}

// unpacker reads MessagePack.
type unpacker struct {
	l    *lua.LState
	m    *Machine
	rest string
	ok   bool // nothing has been missing
}

// take returns the next n bytes, or as many zeros as a number may need.
func (u *unpacker) take(n int) string {
	if !u.ok || n < 0 || n > len(u.rest) {
		u.ok = false
		return "\x00\x00\x00\x00\x00\x00\x00\x00"
	}
	out := u.rest[:n]
	u.rest = u.rest[n:]
	return out
}

// number reads a number of so many bytes, the highest first.
func (u *unpacker) number(width int) (n uint64) {
	for _, b := range []byte(u.take(width)[:width]) {
		n = n<<8 | uint64(b)
	}
	return n
}

func (u *unpacker) value(depth int) lua.LValue {
	if depth > maxJSONNested {
		u.ok = false
		return lua.LNil
	}
	switch head := u.take(1)[0]; {
	case head < 0x80, head >= 0xE0:
		return lua.LNumber(int8(head))
	case head < 0x90:
		return u.table(int(head&15), true, depth)
	case head < 0xA0:
		return u.table(int(head&15), false, depth)
	case head < 0xC0:
		return u.text(int(head & 31))
	case head == 0xC2 || head == 0xC3:
		return lua.LBool(head == 0xC3)
	case head >= 0xC4 && head <= 0xC6:
		return u.text(int(u.number(1 << (head - 0xC4))))
	case head == 0xCA:
		return lua.LNumber(math.Float32frombits(uint32(u.number(4))))
	case head == 0xCB:
		return lua.LNumber(math.Float64frombits(u.number(8)))
	case head >= 0xCC && head <= 0xCF:
		return lua.LNumber(u.number(1 << (head - 0xCC)))
	case head >= 0xD0 && head <= 0xD3:
		width := 1 << (head - 0xD0)
		unused := 64 - 8*width
		return lua.LNumber(int64(u.number(width)<<unused) >> unused)
	case head >= 0xD9 && head <= 0xDB:
		return u.text(int(u.number(1 << (head - 0xD9))))
	case head == 0xDC || head == 0xDD:
		return u.table(int(u.number(2<<(head-0xDC))), false, depth)
	case head == 0xDE || head == 0xDF:
		return u.table(int(u.number(2<<(head-0xDE))), true, depth)
	case head != 0xC0:
		fault(u.l, "Bad data format in input.")
	}
	return lua.LNil
}

func (u *unpacker) text(n int) lua.LValue { return lua.LString(u.take(n)) }

func (u *unpacker) table(n int, pairs bool, depth int) lua.LValue {
	t := u.l.NewTable()
	for i := 1; i <= n && u.ok; i++ {
		u.m.room(u.l, 32)
		key := lua.LValue(lua.LNumber(i))
		if pairs {
			key = u.value(depth + 1)
		}
		v := u.value(depth + 1)
		if key != lua.LNil && u.ok {
			t.RawSet(key, v)
		}
	}
	return t
}

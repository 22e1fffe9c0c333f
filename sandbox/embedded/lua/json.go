package lua

import (
	"fmt"
	"math"
	"strconv"

	lua "github.com/yuin/gopher-lua"
)

// The library cjson, with the defaults Redis has.

const maxJSONNested = 1000

func (m *Machine) json() map[string]lua.LGFunction {
	// The settings are fixed, since a script must leave nothing behind; each
	// function says what is set, as it does in Redis when not told otherwise.
	setting := func(values ...lua.LValue) lua.LGFunction {
		return func(l *lua.LState) int {
			for _, v := range values {
				l.Push(v)
			}
			return len(values)
		}
	}
	return map[string]lua.LGFunction{
		"encode":                  m.jsonEncode,
		"decode":                  m.jsonDecode,
		"encode_max_depth":        setting(lua.LNumber(maxJSONNested)),
		"decode_max_depth":        setting(lua.LNumber(maxJSONNested)),
		"encode_invalid_numbers":  setting(lua.LFalse),
		"decode_invalid_numbers":  setting(lua.LTrue),
		"encode_keep_buffer":      setting(lua.LTrue),
		"encode_number_precision": setting(lua.LNumber(14)),
		"encode_sparse_array":     setting(lua.LFalse, lua.LNumber(2), lua.LNumber(10)),
		"new":                     func(l *lua.LState) int { l.Push(m.globals.RawGetString("cjson")); return 1 },
	}
}

// null is cjson.null.
func (m *Machine) null() *lua.LUserData {
	u := m.l.NewUserData()
	mt := m.l.NewTable()
	mt.RawSetString("__tostring", m.l.NewFunction(func(l *lua.LState) int {
		l.Push(lua.LString("userdata: (nil)"))
		return 1
	}))
	mt.RawSetString("__metatable", lua.LFalse)
	m.l.SetMetatable(u, mt)
	return u
}

// encoder writes JSON.
type encoder struct {
	m   *Machine
	l   *lua.LState
	out []byte
}

func (m *Machine) jsonEncode(l *lua.LState) int {
	if l.GetTop() != 1 {
		badArgument(l, 1, "expected 1 argument")
	}
	e := encoder{m: m, l: l}
	e.value(l.Get(1), 1)
	l.Push(lua.LString(e.out))
	return 1
}

func (e *encoder) value(v lua.LValue, depth int) {
	if len(e.out) > 4096 {
		e.m.watch.look()
	}
	if len(e.out) > e.m.host.Memory || e.m.watch.why != notEnded {
		e.m.room(e.l, len(e.out))
	}
	switch v := v.(type) {
	case lua.LString:
		e.text(string(v))
	case lua.LNumber:
		if n := float64(v); math.IsNaN(n) || math.IsInf(n, 0) {
			fault(e.l, "Cannot serialise number: must not be NaN or Inf")
		}
		e.out = append(e.out, numberText(float64(v))...)
	case lua.LBool:
		e.out = strconv.AppendBool(e.out, bool(v))
	case *lua.LNilType:
		e.out = append(e.out, "null"...)
	case *lua.LUserData:
		e.out = append(e.out, "null"...)
	case *lua.LTable:
		e.table(v, depth)
	default:
		fault(e.l, "Cannot serialise %s: type not supported", v.Type())
	}
}

func (e *encoder) table(t *lua.LTable, depth int) {
	if depth > maxJSONNested {
		fault(e.l, "Cannot serialise, excessive nesting (%d)", depth)
	}
	if n := e.arrayLength(t); n > 0 {
		e.out = append(e.out, '[')
		for i := 1; i <= n; i++ {
			if i > 1 {
				e.out = append(e.out, ',')
			}
			e.value(t.RawGetInt(i), depth+1)
		}
		e.out = append(e.out, ']')
		return
	}
	e.out = append(e.out, '{')
	first := true
	t.ForEach(func(k, v lua.LValue) {
		if !first {
			e.out = append(e.out, ',')
		}
		first = false
		switch k := k.(type) {
		case lua.LString:
			e.text(string(k))
		case lua.LNumber:
			e.text(numberText(float64(k)))
		default:
			fault(e.l, "Cannot serialise %s: table key must be a number or string", k.Type())
		}
		e.out = append(e.out, ':')
		e.value(v, depth+1)
	})
	e.out = append(e.out, '}')
}

// arrayLength returns the length of a table that is an array, and -1.
func (e *encoder) arrayLength(t *lua.LTable) int {
	most, items, array := 0, 0, true
	t.ForEach(func(k, _ lua.LValue) {
		n, ok := k.(lua.LNumber)
		if !ok || n < 1 || float64(n) != math.Floor(float64(n)) {
			array = false
			return
		}
		most = max(most, toInt(float64(n)))
		items++
	})
	if !array {
		return -1
	}
	if most > items*2 && most > 10 {
		fault(e.l, "Cannot serialise table: excessively sparse array")
	}
	return most
}

func (e *encoder) text(s string) {
	e.out = append(e.out, '"')
	for _, c := range []byte(s) {
		switch c {
		case '"', '\\', '/':
			e.out = append(e.out, '\\', c)
		case '\b':
			e.out = append(e.out, `\b`...)
		case '\t':
			e.out = append(e.out, `\t`...)
		case '\n':
			e.out = append(e.out, `\n`...)
		case '\f':
			e.out = append(e.out, `\f`...)
		case '\r':
			e.out = append(e.out, `\r`...)
		default:
			if c < ' ' || c == 0x7f {
				e.out = fmt.Appendf(e.out, `\u%04x`, c)
			} else {
				e.out = append(e.out, c)
			}
		}
	}
	e.out = append(e.out, '"')
}

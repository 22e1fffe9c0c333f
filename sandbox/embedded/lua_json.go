package embedded

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"unicode/utf8"

	lua "github.com/yuin/gopher-lua"
)

// The library cjson, with the defaults Redis has.

const maxJSONNested = 1000

func (m *machine) json() map[string]lua.LGFunction {
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
func (m *machine) null() *lua.LUserData {
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
	m   *machine
	l   *lua.LState
	out []byte
}

func (m *machine) jsonEncode(l *lua.LState) int {
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
	if len(e.out) > e.m.s.limits.ScriptMemory || e.m.watch.why != notEnded {
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

// decoder reads JSON.
type decoder struct {
	m    *machine
	l    *lua.LState
	text string
	at   int
	kind string // of the token just read, in cjson's words
	from int    // where it begins
	str  string
	num  float64
}

func (m *machine) jsonDecode(l *lua.LState) int {
	if l.GetTop() != 1 {
		badArgument(l, 1, "expected 1 argument")
	}
	d := decoder{m: m, l: l, text: needString(l, 1)}
	m.room(l, len(d.text))
	d.next()
	v := d.value(0)
	if d.next(); d.kind != "T_END" {
		d.unexpected("the end")
	}
	l.Push(v)
	return 1
}

func (d *decoder) unexpected(wanted string) {
	fault(d.l, "Expected %s but found %s at character %d", wanted, d.kind, d.from+1)
}

// next reads a token.
func (d *decoder) next() {
	for d.at < len(d.text) && strings.IndexByte(" \t\n\r", d.text[d.at]) >= 0 {
		d.at++
	}
	d.from = d.at
	if d.at == len(d.text) {
		d.kind = "T_END"
		return
	}
	c := d.text[d.at]
	simple := map[byte]string{'{': "T_OBJ_BEGIN", '}': "T_OBJ_END", '[': "T_ARR_BEGIN", ']': "T_ARR_END", ':': "T_COLON", ',': "T_COMMA"}
	if kind, ok := simple[c]; ok {
		d.kind = kind
		d.at++
		return
	}
	for word, kind := range map[string]string{"true": "T_BOOLEAN", "false": "T_BOOLEAN", "null": "T_NULL"} {
		if strings.HasPrefix(d.text[d.at:], word) {
			d.kind, d.str = kind, word
			d.at += len(word)
			return
		}
	}
	switch {
	case c == '"':
		d.readString()
	case c == '-' || c >= '0' && c <= '9':
		d.readNumber()
	default:
		d.kind = "invalid token"
	}
}

func (d *decoder) readNumber() {
	end := d.at
	for end < len(d.text) && strings.IndexByte("+-0123456789.eE", d.text[end]) >= 0 {
		end++
	}
	for ; end > d.at; end-- { // the longest number there is, as strtod takes it
		if n, err := strconv.ParseFloat(d.text[d.at:end], 64); err == nil || math.IsInf(n, 0) {
			d.kind, d.num, d.at = "T_NUMBER", n, end
			return
		}
	}
	d.kind = "invalid number"
}

func (d *decoder) readString() {
	var out []byte
	for d.at++; ; {
		if d.at >= len(d.text) {
			d.kind, d.from = "unexpected end of string", d.at
			return
		}
		c := d.text[d.at]
		switch c {
		case '"':
			d.at++
			d.kind, d.str = "T_STRING", string(out)
			return
		case '\\':
			if out = d.escape(out); out == nil {
				return
			}
		default:
			out = append(out, c)
			d.at++
		}
	}
}

// escape reads what follows a backslash; nil says that it was wrong.
func (d *decoder) escape(out []byte) []byte {
	rest := d.text[d.at:]
	if len(rest) < 2 {
		d.kind, d.from = "invalid escape code", d.at
		return nil
	}
	if i := strings.IndexByte(`"\/bfnrt`, rest[1]); i >= 0 {
		d.at += 2
		return append(out, "\"\\/\b\f\n\r\t"[i])
	}
	r, n := codePoint(rest)
	if n == 0 {
		d.kind, d.from = "invalid escape code", d.at
		if rest[1] == 'u' {
			d.kind = "invalid unicode escape code"
		}
		return nil
	}
	d.at += n
	return utf8.AppendRune(append([]byte{}, out...), r)
}

// codePoint reads \uXXXX, or two of them that are a surrogate pair.
func codePoint(s string) (rune, int) {
	one := func(s string) (rune, bool) {
		if len(s) < 6 || s[0] != '\\' || s[1] != 'u' {
			return 0, false
		}
		n, err := strconv.ParseUint(s[2:6], 16, 32)
		return rune(n), err == nil
	}
	r, ok := one(s)
	switch {
	case !ok || r&0xfc00 == 0xdc00:
		return 0, 0
	case r&0xfc00 != 0xd800:
		return r, 6
	}
	low, ok := one(s[6:])
	if !ok || low&0xfc00 != 0xdc00 {
		return 0, 0
	}
	return 0x10000 + (r&0x3ff)<<10 + low&0x3ff, 12
}

// value turns the token just read, and what belongs to it, into a value.
func (d *decoder) value(depth int) lua.LValue {
	switch d.kind {
	case "T_STRING":
		return lua.LString(d.str)
	case "T_NUMBER":
		return lua.LNumber(d.num)
	case "T_BOOLEAN":
		return lua.LBool(d.str == "true")
	case "T_NULL":
		lib := d.m.behind(d.m.globals.RawGetString("cjson").(*lua.LTable))
		return lib.RawGetString("null")
	case "T_OBJ_BEGIN", "T_ARR_BEGIN":
		if depth++; depth > maxJSONNested {
			fault(d.l, "Found too many nested data structures (%d)", depth)
		}
		d.m.room(d.l, 256)
		if d.kind == "T_ARR_BEGIN" {
			return d.array(depth)
		}
		return d.object(depth)
	}
	d.unexpected("value")
	return lua.LNil
}

func (d *decoder) array(depth int) lua.LValue {
	t := d.l.NewTable()
	if d.next(); d.kind == "T_ARR_END" {
		return t
	}
	for i := 1; ; i++ {
		t.RawSetInt(i, d.value(depth))
		d.m.room(d.l, 32)
		switch d.next(); d.kind {
		case "T_ARR_END":
			return t
		case "T_COMMA":
			d.next()
		default:
			d.unexpected("comma or array end")
		}
	}
}

func (d *decoder) object(depth int) lua.LValue {
	t := d.l.NewTable()
	if d.next(); d.kind == "T_OBJ_END" {
		return t
	}
	for {
		if d.kind != "T_STRING" {
			d.unexpected("object key string")
		}
		key := d.str
		if d.next(); d.kind != "T_COLON" {
			d.unexpected("colon")
		}
		d.next()
		t.RawSetString(key, d.value(depth))
		d.m.room(d.l, 128)
		switch d.next(); d.kind {
		case "T_OBJ_END":
			return t
		case "T_COMMA":
			d.next()
		default:
			d.unexpected("comma or object end")
		}
	}
}

package lua

import (
	"math"
	"strconv"
	"strings"
	"unicode/utf8"

	lua "github.com/yuin/gopher-lua"
)

// decoder reads JSON.
type decoder struct {
	m    *Machine
	l    *lua.LState
	text string
	at   int
	kind string // of the token just read, in cjson's words
	from int    // where it begins
	str  string
	num  float64
}

func (m *Machine) jsonDecode(l *lua.LState) int {
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

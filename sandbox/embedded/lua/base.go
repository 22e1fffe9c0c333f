package lua

import (
	"math"
	"strings"

	lua "github.com/yuin/gopher-lua"
)

// maxUnpacked is how many values a call may give.
const maxUnpacked = 7000

// base is the part of Lua's basic functions that differs from the machine's:
// tables of the server cannot be written, errors have Lua's words, and
// nothing reads a file.
func (m *Machine) base() map[string]lua.LGFunction {
	return map[string]lua.LGFunction{
		"getmetatable": m.getMetatable,
		"setmetatable": m.setMetatable,
		"rawset":       m.rawSet,
		"rawget":       m.rawGet,
		"next":         m.next,
		"pairs":        m.pairs,
		"pcall":        m.pcall,
		"xpcall":       m.xpcall,
		"loadstring":   m.loadString,
		"load":         m.load,
		"tostring":     m.toString,
		"tonumber":     toNumber,
		"unpack":       unpack,
		"error":        raiseAny,
		"gcinfo":       func(l *lua.LState) int { l.Push(lua.LNumber(64)); l.Push(lua.LNumber(0)); return 2 },
		"collectgarbage": func(l *lua.LState) int {
			n := 0
			if what, ok := l.Get(1).(lua.LString); ok && what == "count" {
				n = 64
			}
			l.Push(lua.LNumber(n))
			return 1
		},
		join: m.join,
	}
}

// behind returns what a table that cannot be written shows.
func (m *Machine) behind(t *lua.LTable) *lua.LTable {
	if real := m.frozen[t]; real != nil {
		return real
	}
	return t
}

const readonlyTable = "Attempt to modify a readonly table"

func (m *Machine) getMetatable(l *lua.LState) int {
	switch v := needAny(l, 1).(type) {
	case *lua.LTable:
		if v == m.env || v == m.functionEnv {
			l.Push(m.ofGlobals)
			return 1
		}
		if m.frozen[v] != nil {
			l.Push(lua.LNil)
			return 1
		}
	case lua.LString:
		l.Push(m.ofStrings)
		return 1
	}
	if field := l.GetMetaField(l.Get(1), "__metatable"); field != lua.LNil {
		l.Push(field)
		return 1
	}
	l.Push(l.GetMetatable(l.Get(1)))
	return 1
}

func (m *Machine) setMetatable(l *lua.LState) int {
	t, mt := needTable(l, 1), l.Get(2)
	if l.GetTop() < 2 || mt.Type() != lua.LTNil && mt.Type() != lua.LTTable {
		badArgument(l, 2, "nil or table expected")
	}
	if m.frozen[t] != nil {
		l.Error(lua.LString(readonlyTable), 0)
	}
	if l.GetMetaField(t, "__metatable") != lua.LNil {
		fault(l, "cannot change a protected metatable")
	}
	l.SetMetatable(t, mt)
	l.Push(t)
	return 1
}

func (m *Machine) rawSet(l *lua.LState) int {
	t := needTable(l, 1)
	if m.frozen[t] != nil {
		l.Error(lua.LString(readonlyTable), 0)
	}
	checkIndex(l, needAny(l, 2))
	t.RawSet(l.Get(2), needAny(l, 3))
	l.Push(t)
	return 1
}

func checkIndex(l *lua.LState, key lua.LValue) {
	if key == lua.LNil {
		fault(l, "table index is nil")
	}
	if n, ok := key.(lua.LNumber); ok && math.IsNaN(float64(n)) {
		fault(l, "table index is NaN")
	}
}

func (m *Machine) rawGet(l *lua.LState) int {
	l.Push(m.behind(needTable(l, 1)).RawGet(needAny(l, 2)))
	return 1
}

func (m *Machine) next(l *lua.LState) int {
	t := m.behind(needTable(l, 1))
	k, value := t.Next(l.Get(2))
	if k == lua.LString(join) {
		k, value = t.Next(k)
	}
	if k == lua.LNil {
		l.Push(lua.LNil)
		return 1
	}
	l.Push(k)
	l.Push(value)
	return 2
}

func (m *Machine) pairs(l *lua.LState) int {
	t := needTable(l, 1)
	l.Push(m.globals.RawGetString("next"))
	l.Push(t)
	l.Push(lua.LNil)
	return 3
}

// pcall runs a function and catches its error, in Lua's words.
func (m *Machine) pcall(l *lua.LState) int {
	needAny(l, 1)
	at := l.GetTop()
	n := m.protected(l, at-1, m.translate)
	if t, ok := l.Get(-1).(*lua.LTable); ok && l.Get(-n) == lua.LFalse {
		if text, ok := t.RawGetString("err").(lua.LString); ok { // as scripts knew it before errors were tables
			l.Pop(1)
			l.Push(text)
		}
	}
	return n
}

// raiseAny is the function error.
func raiseAny(l *lua.LState) int {
	v, level := l.Get(1), optInt(l, 2, 1)
	if isText(v) && level > 0 {
		if dbg, ok := l.GetStack(level); ok {
			if p, ok := placeOf(l, dbg); ok {
				v = lua.LString(p.where() + textOf(v))
			}
		}
	}
	l.Error(v, 0)
	return 0
}

func (m *Machine) xpcall(l *lua.LState) int {
	handler := needAny(l, 2)
	l.SetTop(1)
	return m.protected(l, 0, l.NewFunction(func(l *lua.LState) int {
		if s, ok := l.Get(1).(lua.LString); ok {
			l.Replace(1, lua.LString(reworded(l, string(s), 1)))
		}
		v := l.Get(1)
		l.Push(handler)
		l.Push(v)
		l.Call(1, 1)
		return 1
	}))
}

func (m *Machine) protected(l *lua.LState, n int, handler *lua.LFunction) int {
	at := l.GetTop() - n
	err := l.PCall(n, lua.MultRet, handler)
	if err != nil {
		l.SetTop(at - 1)
		l.Push(lua.LFalse)
		v := errorObject(err)
		if v.Type() == lua.LTString && strings.HasSuffix(v.String(), "callstack overflow") {
			v = lua.LString(deepest(err) + ": stack overflow")
		}
		l.Push(v)
		return 2
	}
	l.Insert(lua.LTrue, at)
	return l.GetTop() - at + 1
}

// errorObject is what a script raised.
func errorObject(err error) lua.LValue {
	if e, ok := err.(*lua.ApiError); ok && e.Object != nil {
		return e.Object
	}
	return lua.LString(err.Error())
}

func (m *Machine) loadString(l *lua.LState) int {
	text := needString(l, 1)
	name := "[string \"" + firstLine(text) + "\"]"
	if l.GetTop() > 1 {
		name = strings.TrimLeft(needString(l, 2), "@=")
	}
	return m.loadText(l, text, name)
}

func firstLine(s string) string {
	line, rest, _ := strings.Cut(s, "\n")
	if rest != "" || len(line) > 60 {
		return line[:min(len(line), 57)] + "..."
	}
	return line
}

// load is loadstring with the text in pieces.
func (m *Machine) load(l *lua.LState) int {
	f, ok := l.Get(1).(*lua.LFunction)
	if !ok {
		wrongType(l, 1, "function")
	}
	name := "=(load)"
	if l.GetTop() > 1 {
		name = needString(l, 2)
	}
	var text strings.Builder
	for text.Len() <= maxScript {
		l.Push(f)
		l.Call(0, 1)
		piece := l.Get(-1)
		l.Pop(1)
		s, ok := piece.(lua.LString)
		if piece != lua.LNil && !ok {
			fault(l, "reader function must return a string")
		}
		if s == "" {
			break
		}
		text.WriteString(string(s))
	}
	return m.loadText(l, text.String(), strings.TrimLeft(name, "@="))
}

func (m *Machine) loadText(l *lua.LState, text, name string) int {
	code, err := Compile(text, name)
	if err != nil {
		l.Push(lua.LNil)
		l.Push(lua.LString(err.Error()))
		return 2
	}
	f := l.NewFunctionFromProto(code.proto)
	f.Env = m.env
	l.Push(f)
	return 1
}

func (m *Machine) toString(l *lua.LState) int {
	switch v := needAny(l, 1).(type) {
	case lua.LNumber:
		l.Push(lua.LString(numberText(float64(v))))
	case lua.LString:
		l.Push(v)
	default:
		l.Push(lua.LString(l.ToStringMeta(v).String()))
	}
	return 1
}

func toNumber(l *lua.LState) int {
	base := optInt(l, 2, 10)
	if base == 10 {
		switch v := needAny(l, 1).(type) {
		case lua.LNumber:
			l.Push(v)
			return 1
		case lua.LString:
			if n, ok := parseNumber(string(v)); ok {
				l.Push(lua.LNumber(n))
				return 1
			}
		}
		l.Push(lua.LNil)
		return 1
	}
	s := strings.ToLower(strings.TrimSpace(needString(l, 1)))
	if base < 2 || base > 36 {
		badArgument(l, 2, "base out of range")
	}
	if base == 16 {
		s = strings.TrimPrefix(s, "0x")
	}
	n, ok := digitsIn(s, base)
	if !ok {
		l.Push(lua.LNil)
		return 1
	}
	l.Push(lua.LNumber(n))
	return 1
}

func digitsIn(s string, base int) (n float64, ok bool) {
	for _, c := range []byte(s) {
		d := 99
		switch {
		case c >= '0' && c <= '9':
			d = int(c - '0')
		case c >= 'a' && c <= 'z':
			d = int(c-'a') + 10
		}
		if d >= base {
			return 0, false
		}
		n = n*float64(base) + float64(d)
	}
	return n, s != ""
}

func unpack(l *lua.LState) int {
	t := needTable(l, 1)
	from := optInt(l, 2, 1)
	to := optInt(l, 3, t.Len())
	if from > to {
		return 0
	}
	if to-from >= maxUnpacked {
		fault(l, "too many results to unpack")
	}
	for i := from; i <= to; i++ {
		l.Push(t.RawGetInt(i))
	}
	return to - from + 1
}

package lua

import (
	"bytes"
	"strings"

	lua "github.com/yuin/gopher-lua"
)

// The string library, in place of the machine's own: every result is counted
// before it is made, and matching can be stopped.
func (m *Machine) strings() map[string]lua.LGFunction {
	return map[string]lua.LGFunction{
		"byte":    strByte,
		"char":    strChar,
		"dump":    func(l *lua.LState) int { fault(l, "unable to dump given function"); return 0 },
		"find":    func(l *lua.LState) int { return m.find(l, true) },
		"format":  m.format,
		"gfind":   m.gmatch,
		"gmatch":  m.gmatch,
		"gsub":    m.gsub,
		"len":     func(l *lua.LState) int { l.Push(lua.LNumber(len(needString(l, 1)))); return 1 },
		"lower":   m.mapped(lowerASCII),
		"match":   func(l *lua.LState) int { return m.find(l, false) },
		"rep":     m.rep,
		"reverse": m.mapped(reversed),
		"sub":     strSub,
		"upper":   m.mapped(upperASCII),
	}
}

// room raises Lua's error unless there is room for n bytes.
func (m *Machine) room(l *lua.LState, n int) {
	if n < 0 || !m.watch.claim(n) {
		l.Error(lua.LString(outOfRoom), 0)
	}
}

func (m *Machine) mapped(f func(string) string) lua.LGFunction {
	return func(l *lua.LState) int {
		s := needString(l, 1)
		m.room(l, len(s))
		l.Push(lua.LString(f(s)))
		return 1
	}
}

func lowerASCII(s string) string { return eachByte(s, 'A', 'Z') }
func upperASCII(s string) string { return eachByte(s, 'a', 'z') }

// eachByte changes the case of the letters between from and to.
func eachByte(s string, from, to byte) string {
	b := []byte(s)
	for i, c := range b {
		if c >= from && c <= to {
			b[i] = c ^ 0x20
		}
	}
	return string(b)
}

func reversed(s string) string {
	b := make([]byte, len(s))
	for i := range len(s) {
		b[len(s)-1-i] = s[i]
	}
	return string(b)
}

// span turns Lua's first and last into Go's.
func span(i, j, n int) (int, int) {
	if i < 0 {
		i = max(n+i+1, 0)
	}
	if j < 0 {
		j = n + j + 1
	}
	i, j = max(i, 1), min(j, n)
	if i > j {
		return 0, 0
	}
	return i - 1, j
}

func strSub(l *lua.LState) int {
	s := needString(l, 1)
	from, to := span(needInt(l, 2), optInt(l, 3, -1), len(s))
	l.Push(lua.LString(s[from:to]))
	return 1
}

func strByte(l *lua.LState) int {
	s := needString(l, 1)
	i := optInt(l, 2, 1)
	from, to := span(i, optInt(l, 3, i), len(s))
	if to-from > maxUnpacked {
		fault(l, "string slice too long")
	}
	for _, c := range []byte(s[from:to]) {
		l.Push(lua.LNumber(c))
	}
	return to - from
}

func strChar(l *lua.LState) int {
	b := make([]byte, l.GetTop())
	for i := range b {
		n := needInt(l, i+1)
		if n < 0 || n > 255 {
			badArgument(l, i+1, "invalid value")
		}
		b[i] = byte(n)
	}
	l.Push(lua.LString(b))
	return 1
}

func (m *Machine) rep(l *lua.LState) int {
	s, n := needString(l, 1), needInt(l, 2)
	if n <= 0 || s == "" {
		l.Push(lua.LString(""))
		return 1
	}
	if n > m.host.Memory/len(s) {
		m.watch.why = outOfRoom
		l.Error(lua.LString(outOfRoom), 0)
	}
	m.room(l, n*len(s))
	l.Push(lua.LString(strings.Repeat(s, n)))
	return 1
}

// matching makes a matcher for the running script.
func (m *Machine) matching(src, pat string) *matcher {
	return &matcher{src: src, pat: pat, goOn: func() bool { m.watch.look(); return m.watch.why == notEnded }}
}

// try matches at one place and raises what went wrong.
func (x *matcher) try(l *lua.LState, s, p int) int {
	x.level = 0
	end := x.match(s, p)
	if x.err != "" {
		fault(l, "%s", x.err)
	}
	return end
}

// get returns the i-th capture of the match from s to end; the whole match
// when the pattern has none.
func (x *matcher) get(l *lua.LState, i, s, end int) lua.LValue {
	if i >= x.level {
		if i > 0 {
			fault(l, "invalid capture index")
		}
		return lua.LString(x.src[s:end])
	}
	c := x.capture[i]
	switch c.len {
	case posCapture:
		return lua.LNumber(c.at + 1)
	case openCapture:
		fault(l, "unfinished capture")
	}
	return lua.LString(x.src[c.at : c.at+c.len])
}

// pushAll pushes the captures, or the whole match.
func (x *matcher) pushAll(l *lua.LState, s, end int, whole bool) int {
	n := x.level
	if n == 0 && whole {
		n = 1
	}
	for i := range n {
		l.Push(x.get(l, i, s, end))
	}
	return n
}

// find is string.find, and string.match when it is not to say where.
func (m *Machine) find(l *lua.LState, where bool) int {
	s, pat := needString(l, 1), needString(l, 2)
	init := optInt(l, 3, 1)
	if init < 0 {
		init = max(len(s)+init+1, 1)
	}
	init = min(max(init, 1)-1, len(s))
	if where && (lua.LVAsBool(l.Get(4)) || !strings.ContainsAny(pat, "^$*+?.([%-")) {
		at := strings.Index(s[init:], pat)
		if at < 0 {
			l.Push(lua.LNil)
			return 1
		}
		l.Push(lua.LNumber(init + at + 1))
		l.Push(lua.LNumber(init + at + len(pat)))
		return 2
	}
	x := m.matching(s, pat)
	from, anchored := 0, strings.HasPrefix(pat, "^")
	if anchored {
		from = 1
	}
	for at := init; at <= len(s); at++ {
		if end := x.try(l, at, from); end >= 0 {
			if !where {
				return x.pushAll(l, at, end, true)
			}
			l.Push(lua.LNumber(at + 1))
			l.Push(lua.LNumber(end))
			return 2 + x.pushAll(l, at, end, false)
		}
		if anchored {
			break
		}
	}
	l.Push(lua.LNil)
	return 1
}

func (m *Machine) gmatch(l *lua.LState) int {
	x := m.matching(needString(l, 1), needString(l, 2))
	at := 0
	l.Push(l.NewFunction(func(l *lua.LState) int {
		for ; at <= len(x.src); at++ {
			end := x.try(l, at, 0)
			if end < 0 {
				continue
			}
			from := at
			if at = end; end == from {
				at++
			}
			return x.pushAll(l, from, end, true)
		}
		return 0
	}))
	return 1
}

func (m *Machine) gsub(l *lua.LState) int {
	s, pat, with := needString(l, 1), needString(l, 2), l.Get(3)
	if t := with.Type(); !isText(with) && t != lua.LTTable && t != lua.LTFunction {
		badArgument(l, 3, "string/function/table expected")
	}
	most := optInt(l, 4, len(s)+1)
	from, anchored := 0, strings.HasPrefix(pat, "^")
	if anchored {
		from = 1
	}
	x := m.matching(s, pat)
	var out bytes.Buffer
	n, at := 0, 0
	for n < most {
		end := x.try(l, at, from)
		if end >= 0 {
			n++
			m.replace(l, x, &out, with, at, end)
		}
		switch {
		case end > at:
			at = end
		case at < len(s):
			out.WriteByte(s[at])
			at++
		default:
			at = len(s) + 1
		}
		if at > len(s) || anchored {
			break
		}
	}
	if at < len(s) {
		out.WriteString(s[at:])
	}
	l.Push(lua.LString(out.String()))
	l.Push(lua.LNumber(n))
	return 2
}

// replace writes what stands for one match.
func (m *Machine) replace(l *lua.LState, x *matcher, out *bytes.Buffer, with lua.LValue, at, end int) {
	if out.Len() > m.host.Memory {
		m.room(l, out.Len())
	}
	var v lua.LValue
	switch w := with.(type) {
	case *lua.LTable:
		v = l.GetTable(w, x.get(l, 0, at, end))
	case *lua.LFunction:
		l.Push(w)
		n := x.pushAll(l, at, end, true)
		l.Call(n, 1)
		v = l.Get(-1)
		l.Pop(1)
	default:
		m.expand(l, x, out, textOf(with), at, end)
		return
	}
	switch {
	case !lua.LVAsBool(v):
		out.WriteString(x.src[at:end])
	case isText(v):
		m.room(l, len(textOf(v)))
		out.WriteString(textOf(v))
	default:
		fault(l, "invalid replacement value (a %s)", v.Type())
	}
}

// expand writes a replacement text with %0 to %9 filled in.
func (m *Machine) expand(l *lua.LState, x *matcher, out *bytes.Buffer, text string, at, end int) {
	m.room(l, len(text))
	for i := 0; i < len(text); i++ {
		c := text[i]
		if c != '%' || i+1 == len(text) {
			if c != '%' {
				out.WriteByte(c)
			} else {
				out.WriteByte(0)
			}
			continue
		}
		i++
		switch d := text[i]; {
		case d == '0':
			out.WriteString(x.src[at:end])
		case d >= '1' && d <= '9':
			v := textOf(x.get(l, int(d-'1'), at, end))
			m.room(l, len(v))
			out.WriteString(v)
		default:
			out.WriteByte(d)
		}
	}
}

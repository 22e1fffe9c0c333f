package lua

import (
	lua "github.com/yuin/gopher-lua"
)

// join is the operator "..".
func (m *Machine) join(l *lua.LState) int {
	n := l.GetTop()
	size := 0
	for i := 1; i <= n; i++ {
		switch v := l.Get(i).(type) {
		case lua.LString:
			size += len(v)
		case lua.LNumber:
			size += 24
		default:
			return m.joinObjects(l, n)
		}
	}
	if size > 4096 {
		m.room(l, size)
	}
	out := make([]byte, 0, size)
	for i := 1; i <= n; i++ {
		out = append(out, textOf(l.Get(i))...)
	}
	l.Push(lua.LString(out))
	return 1
}

func textOf(v lua.LValue) string {
	if n, ok := v.(lua.LNumber); ok {
		return numberText(float64(n))
	}
	return string(v.(lua.LString))
}

// joinObjects joins, from the right, operands that may have a metamethod.
func (m *Machine) joinObjects(l *lua.LState, n int) int {
	right := l.Get(n)
	for i := n - 1; i >= 1; i-- {
		left := l.Get(i)
		if isText(left) && isText(right) {
			a, b := textOf(left), textOf(right)
			m.room(l, len(a)+len(b))
			right = lua.LString(a + b)
			continue
		}
		f := l.GetMetaField(left, "__concat")
		if f == lua.LNil {
			f = l.GetMetaField(right, "__concat")
		}
		if f == lua.LNil {
			culprit := i
			if isText(left) {
				left, culprit = right, i+1
			}
			m.cannotJoin(l, culprit, left.Type().String())
		}
		l.Push(f)
		l.Push(left)
		l.Push(right)
		l.Call(2, 1)
		right = l.Get(-1)
		l.Pop(1)
	}
	l.Push(right)
	return 1
}

func isText(v lua.LValue) bool {
	return v.Type() == lua.LTString || v.Type() == lua.LTNumber
}

// cannotJoin raises Lua's error for the operand at a place of the chain.
func (m *Machine) cannotJoin(l *lua.LState, operand int, kind string) {
	blame := "a " + kind + " value"
	if dbg, ok := l.GetStack(1); ok {
		if p, ok := placeOf(l, dbg); ok {
			_, a, _, _, _ := p.instruction(p.pc)
			blame = p.blame(a+operand, kind)
		}
	}
	fault(l, "attempt to concatenate %s", blame)
}

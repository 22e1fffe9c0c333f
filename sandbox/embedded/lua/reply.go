package lua

import (
	"math"
	"strconv"
	"strings"

	lua "github.com/yuin/gopher-lua"

	"redis-tutor/sandbox/reply"
)

// push puts a reply onto the stack in Lua's form.
func (m *Machine) push(l *lua.LState, v reply.Value, proto int) {
	l.Push(m.fromReply(l, v, proto))
}

// fromReply gives a reply Lua's form: nil is false in RESP2, and what RESP3
// has more is a table with one field.
func (m *Machine) fromReply(l *lua.LState, v reply.Value, proto int) lua.LValue {
	field := func(name string, x lua.LValue) lua.LValue {
		t := l.CreateTable(0, 1)
		t.RawSetString(name, x)
		return t
	}
	switch v.Kind {
	case reply.Status:
		return field("ok", lua.LString(v.Text))
	case reply.Error:
		return field("err", lua.LString(v.Text))
	case reply.Integer:
		return lua.LNumber(v.Int)
	case reply.Bulk:
		return lua.LString(v.Text)
	case reply.Bool:
		return lua.LBool(v.Int != 0)
	case reply.Double:
		n, _ := strconv.ParseFloat(v.Text, 64)
		return field("double", lua.LNumber(n))
	case reply.BigNumber:
		return field("big_number", lua.LString(v.Text))
	case reply.Verbatim:
		t := l.CreateTable(0, 2)
		t.RawSetString("format", lua.LString(v.Mark))
		t.RawSetString("string", lua.LString(v.Text))
		return field("verbatim_string", t)
	case reply.Map, reply.Set:
		return m.fromMap(l, v, proto)
	case reply.Array, reply.Push:
		t := l.CreateTable(len(v.Items), 0)
		for i, item := range v.Items {
			t.RawSetInt(i+1, m.fromReply(l, item, proto))
		}
		return t
	}
	if proto > 2 {
		return lua.LNil
	}
	return lua.LFalse
}

func (m *Machine) fromMap(l *lua.LState, v reply.Value, proto int) lua.LValue {
	inner, outer := l.CreateTable(0, len(v.Items)), l.CreateTable(0, 1)
	if v.Kind == reply.Set {
		for _, item := range v.Items {
			inner.RawSet(m.fromReply(l, item, proto), lua.LTrue)
		}
		outer.RawSetString("set", inner)
		return outer
	}
	for i := 0; i+1 < len(v.Items); i += 2 {
		inner.RawSet(m.fromReply(l, v.Items[i], proto), m.fromReply(l, v.Items[i+1], proto))
	}
	outer.RawSetString("map", inner)
	return outer
}

// maxReplyNested is how deeply a script's reply may be nested.
const maxReplyNested = 200

// toReply gives what a script returned the form of a reply.
func (m *Machine) toReply(v lua.LValue, depth int) reply.Value {
	if depth > maxReplyNested {
		return reply.NewError("ERR reached lua stack limit")
	}
	switch v := v.(type) {
	case lua.LString:
		return reply.NewBulk(string(v))
	case lua.LNumber:
		return reply.NewInt(toInt64(float64(v)))
	case lua.LBool:
		switch {
		case m.proto > 2 && bool(v):
			return reply.Value{Kind: reply.Bool, Int: 1}
		case m.proto > 2:
			return reply.Value{Kind: reply.Bool}
		case bool(v):
			return reply.NewInt(1)
		}
	case *lua.LTable:
		return m.tableReply(v, depth)
	}
	return reply.Value{}
}

func (m *Machine) tableReply(t *lua.LTable, depth int) reply.Value {
	if s, ok := t.RawGetString("err").(lua.LString); ok {
		return reply.NewError(string(s))
	}
	if s, ok := t.RawGetString("ok").(lua.LString); ok {
		return reply.NewStatus(string(s))
	}
	if n, ok := t.RawGetString("double").(lua.LNumber); ok {
		return reply.Value{Kind: reply.Double, Text: doubleText(float64(n))}
	}
	if inner, ok := t.RawGetString("map").(*lua.LTable); ok {
		v := reply.Value{Kind: reply.Map}
		for k, x := inner.Next(lua.LNil); k != lua.LNil; k, x = inner.Next(k) {
			v.Items = append(v.Items, m.toReply(k, depth+1), m.toReply(x, depth+1))
		}
		return v
	}
	if inner, ok := t.RawGetString("set").(*lua.LTable); ok {
		v := reply.Value{Kind: reply.Set}
		for k, _ := inner.Next(lua.LNil); k != lua.LNil; k, _ = inner.Next(k) {
			v.Items = append(v.Items, m.toReply(k, depth+1))
		}
		return v
	}
	if s, ok := t.RawGetString("big_number").(lua.LString); ok {
		return reply.Value{Kind: reply.BigNumber, Text: strings.NewReplacer("\r", " ", "\n", " ").Replace(string(s))}
	}
	if inner, ok := t.RawGetString("verbatim_string").(*lua.LTable); ok {
		mark, ok1 := inner.RawGetString("format").(lua.LString)
		text, ok2 := inner.RawGetString("string").(lua.LString)
		if ok1 && ok2 {
			return reply.Value{Kind: reply.Verbatim, Mark: string(mark), Text: string(text)}
		}
	}
	v := reply.Value{Kind: reply.Array}
	for i := 1; ; i++ {
		item := m.l.GetTable(t, lua.LNumber(i))
		if item == lua.LNil {
			return v
		}
		v.Items = append(v.Items, m.toReply(item, depth+1))
		if m.watch.Done(); !m.watch.claim(128) {
			return v
		}
	}
}

// doubleText is a double as Redis 7.0 writes it.
func doubleText(n float64) string {
	if math.IsNaN(n) {
		return "nan"
	}
	return formatG(n, 17)
}

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
	switch v.Kind {
	case reply.Status:
		return field(l, "ok", lua.LString(v.Text))
	case reply.Error:
		return field(l, "err", lua.LString(v.Text))
	case reply.Integer:
		return lua.LNumber(v.Int)
	case reply.Bulk:
		return lua.LString(v.Text)
	case reply.Bool:
		return lua.LBool(v.Int != 0)
	case reply.Double:
		n, _ := strconv.ParseFloat(v.Text, 64)
		return field(l, "double", lua.LNumber(n))
	case reply.BigNumber:
		return field(l, "big_number", lua.LString(v.Text))
	case reply.Verbatim:
		t := field(l, "format", lua.LString(v.Mark))
		t.RawSetString("string", lua.LString(v.Text))
		return field(l, "verbatim_string", t)
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

// field makes a table with one field.
func field(l *lua.LState, name string, v lua.LValue) *lua.LTable {
	t := l.CreateTable(0, 1)
	t.RawSetString(name, v)
	return t
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
	if v, ok := markedReply(t); ok {
		return v
	}
	if inner, ok := t.RawGetString("map").(*lua.LTable); ok {
		return m.mapReply(reply.Map, inner, depth)
	}
	if inner, ok := t.RawGetString("set").(*lua.LTable); ok {
		return m.mapReply(reply.Set, inner, depth)
	}
	v := reply.Value{Kind: reply.Array}
	for i := 1; ; i++ {
		item := m.l.GetTable(t, lua.LNumber(i))
		if item == lua.LNil {
			return v
		}
		v.Items = append(v.Items, m.toReply(item, depth+1))
		if !m.mayGoOn() {
			return v
		}
	}
}

// mayGoOn is asked after each item of a reply: tables that are in each other
// many times make much of little.
func (m *Machine) mayGoOn() bool {
	m.watch.Done()
	return m.watch.claim(128)
}

// markedReply is the reply that a table stands for by its only field.
func markedReply(t *lua.LTable) (v reply.Value, ok bool) {
	if s, ok := t.RawGetString("err").(lua.LString); ok {
		return reply.NewError(string(s)), true
	}
	if s, ok := t.RawGetString("ok").(lua.LString); ok {
		return reply.NewStatus(string(s)), true
	}
	if n, ok := t.RawGetString("double").(lua.LNumber); ok {
		return reply.Value{Kind: reply.Double, Text: doubleText(float64(n))}, true
	}
	if s, ok := t.RawGetString("big_number").(lua.LString); ok {
		return reply.Value{Kind: reply.BigNumber, Text: strings.NewReplacer("\r", " ", "\n", " ").Replace(string(s))}, true
	}
	if inner, ok := t.RawGetString("verbatim_string").(*lua.LTable); ok {
		mark, ok1 := inner.RawGetString("format").(lua.LString)
		text, ok2 := inner.RawGetString("string").(lua.LString)
		return reply.Value{Kind: reply.Verbatim, Mark: string(mark), Text: string(text)}, ok1 && ok2
	}
	return v, false
}

// mapReply makes a map of a table, or a set of its keys.
func (m *Machine) mapReply(kind reply.Kind, t *lua.LTable, depth int) reply.Value {
	v := reply.Value{Kind: kind}
	for k, x := t.Next(lua.LNil); k != lua.LNil; k, x = t.Next(k) {
		v.Items = append(v.Items, m.toReply(k, depth+1))
		if kind == reply.Map {
			v.Items = append(v.Items, m.toReply(x, depth+1))
		}
		if !m.mayGoOn() {
			break
		}
	}
	return v
}

// doubleText is a double as Redis 7.0 writes it.
func doubleText(n float64) string {
	if math.IsNaN(n) {
		return "nan"
	}
	return formatG(n, 17)
}

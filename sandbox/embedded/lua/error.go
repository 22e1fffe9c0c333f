package lua

import (
	"fmt"
	"reflect"
	"strings"

	lua "github.com/yuin/gopher-lua"
)

// The Lua machine has its own words for errors. These functions find Lua's,
// which name the variable that is to blame: they look at the instruction that
// failed and at what put the value into its register.

// The instructions that say where a value came from, as the machine numbers
// them.
const (
	opMove     = lua.OP_MOVE
	opMoveN    = lua.OP_MOVEN
	opUpvalue  = lua.OP_GETUPVAL
	opGlobal   = lua.OP_GETGLOBAL
	opIndex    = lua.OP_GETTABLE
	opIndexStr = lua.OP_GETTABLEKS
	opSelf     = lua.OP_SELF
)

// place is an instruction of a function.
type place struct {
	code *lua.FunctionProto
	pc   int
}

// lastPlace finds the instruction that is being run by the innermost function
// written in Lua, looking from a level outwards.
func lastPlace(l *lua.LState, level int) (place, bool) {
	for ; ; level++ {
		dbg, ok := l.GetStack(level)
		if !ok {
			return place{}, false
		}
		if p, ok := placeOf(l, dbg); ok {
			return p, true
		}
	}
}

// placeOf reads the program counter out of a frame: the machine only tells
// the line, and a script often has just one.
func placeOf(l *lua.LState, dbg *lua.Debug) (place, bool) {
	fn, err := l.GetInfo("f", dbg, lua.LNil)
	if err != nil {
		return place{}, false
	}
	f, ok := fn.(*lua.LFunction)
	if !ok || f.IsG {
		return place{}, false
	}
	pc := int(reflect.ValueOf(dbg).Elem().FieldByName("frame").Elem().FieldByName("Pc").Int()) - 1
	return place{f.Proto, pc}, pc >= 0 && pc < len(f.Proto.Code)
}

func (p place) line() int { return p.code.DbgSourcePositions[p.pc] }

// source is the name of the text: "@" and a name, or the text itself.
func (p place) source() string {
	if text, ok := strings.CutPrefix(p.code.SourceName, "[string \""); ok {
		return strings.TrimSuffix(text, "\"]")
	}
	return "@" + p.code.SourceName
}

// deepest reads from the trace of an overflow where it happened: there was no
// room left to ask.
func deepest(err error) string {
	e, ok := err.(*lua.ApiError)
	if !ok {
		return ""
	}
	for _, line := range strings.Split(e.StackTrace, "\n") {
		parts := strings.SplitN(strings.TrimSpace(line), ":", 3)
		if len(parts) == 3 && strings.HasPrefix(parts[0], "user_") {
			return parts[0] + ":" + parts[1]
		}
	}
	return "user_script:1"
}

// where is what Lua puts before an error message.
func (p place) where() string { return fmt.Sprintf("%s:%d: ", p.code.SourceName, p.line()) }

// instruction takes the one before pc apart.
func (p place) instruction(pc int) (op, a, b, c, bx int) {
	i := p.code.Code[pc]
	return int(i >> 26), int(i>>18) & 0xff, int(i & 0x1ff), int(i>>9) & 0x1ff, int(i & 0x3ffff)
}

// constant returns the text of a constant operand.
func (p place) constant(operand int) (string, bool) {
	at := operand & 0xff
	if operand&0x100 == 0 || at >= len(p.code.Constants) {
		return "", false
	}
	s, ok := p.code.Constants[at].(lua.LString)
	return string(s), ok
}

// origin says where a register's value came from, as in `local 'x'`, and ""
// when it has no name.
func (p place) origin(reg, before int) string {
	if name := p.local(reg, before); name != "" {
		return "local '" + name + "'"
	}
	for pc := before - 1; pc >= 0; pc-- {
		op, a, b, c, bx := p.instruction(pc)
		if op == opMoveN && reg > a && reg <= a+c {
			continue // one of the moves that follow
		}
		if a != reg || !sets(op) {
			continue
		}
		switch op {
		case opMove, opMoveN:
			if b < reg {
				return p.origin(b, pc)
			}
		case opUpvalue:
			if b < len(p.code.DbgUpvalues) {
				return "upvalue '" + p.code.DbgUpvalues[b] + "'"
			}
		case opGlobal:
			return "global '" + p.code.Constants[bx].String() + "'"
		case opIndex, opIndexStr:
			if name, ok := p.constant(c); ok {
				return "field '" + name + "'"
			}
			return "field '?'"
		case opSelf:
			name, _ := p.constant(c)
			return "method '" + name + "'"
		}
		return ""
	}
	return ""
}

// sets reports whether an instruction puts a value into its first register.
func sets(op int) bool {
	switch op {
	case lua.OP_SETGLOBAL, lua.OP_SETUPVAL, lua.OP_SETTABLE, lua.OP_SETTABLEKS, lua.OP_JMP, lua.OP_EQ,
		lua.OP_LT, lua.OP_LE, lua.OP_TEST, lua.OP_RETURN, lua.OP_SETLIST, lua.OP_CLOSE, lua.OP_NOP:
		return false
	}
	return true
}

// local returns the name of the local variable in a register.
func (p place) local(reg, pc int) string {
	at := 0
	for _, v := range p.code.DbgLocals {
		if v.StartPc > pc {
			break
		}
		if pc < v.EndPc {
			if at == reg && !strings.HasPrefix(v.Name, "(") {
				return v.Name
			}
			at++
		}
	}
	return ""
}

// blame is "local 'x' (a nil value)", or "a nil value" for what has no name.
func (p place) blame(operand int, kind string) string {
	if operand >= 0 && operand&0x100 == 0 {
		if name := p.origin(operand, p.pc); name != "" {
			return name + " (a " + kind + " value)"
		}
	}
	return "a " + kind + " value"
}

// reworded turns an error message of the machine into Lua's. Level is where to
// begin to look for the function that failed.
func reworded(l *lua.LState, message string, level int) string {
	p, ok := lastPlace(l, level)
	if !ok {
		return message
	}
	where := p.where()
	what, ok := strings.CutPrefix(message, where)
	if !ok {
		return message
	}
	return where + p.reworded(l, what, level)
}

// reworded is the message without its place.
func (p place) reworded(l *lua.LState, what string, level int) string {
	op, a, b, c, _ := p.instruction(p.pc)
	var x, y string
	switch {
	case scan(what, "attempt to index a non-table object(%s with key", &x):
		x, _, _ = strings.Cut(x, ")")
		if op == lua.OP_SETTABLE || op == lua.OP_SETTABLEKS {
			b = a
		}
		what = "attempt to index " + p.blame(b, x)
	case what == "attempt to call a non-function object":
		what = "attempt to call " + p.blame(a, kindAt(l, p, level, a))
	case strings.HasPrefix(what, "cannot perform ") && scan(what[strings.Index(what, "between"):], "between %s and %s", &x, &y):
		if x == "number" {
			b, x = c, y
		}
		what = "attempt to perform arithmetic on " + p.blame(b, x)
	case what == "__unm undefined":
		what = "attempt to perform arithmetic on " + p.blame(b, kindAt(l, p, level, b))
	case what == "__len undefined":
		what = "attempt to get length of " + p.blame(b, kindAt(l, p, level, b))
	case scan(what, "attempt to compare %s with %s", &x, &y) && x == y:
		what = "attempt to compare two " + x + " values"
	case strings.HasPrefix(what, "for statement "):
		what = "'for' " + strings.Replace(what[len("for statement "):], "init", "initial value", 1)
	case strings.HasPrefix(what, "bad argument #"):
		what = p.argumentWords(what, b-1)
	case strings.HasPrefix(what, "registry overflow"):
		what = "stack overflow"
	}
	return what
}

// argumentWords mends what the machine's own libraries say of an argument:
// the function's name is quoted, and a missing argument is no nil. n is how
// many arguments the call had, -1 when that is not known.
func (p place) argumentWords(what string, n int) string {
	head, why, ok := strings.Cut(what, " (")
	var at int
	var name string
	if got, _ := fmt.Sscanf(head, "bad argument #%d to %s", &at, &name); !ok || got != 2 || strings.HasPrefix(name, "'") {
		return what
	}
	if n >= 0 && at > n {
		why = strings.Replace(why, "got nil", "got no value", 1)
	}
	return fmt.Sprintf("bad argument #%d to '%s' (%s", at, name, why)
}

// scan is Sscanf that also takes words with a closing bracket.
func scan(text, format string, into ...*string) bool {
	args := make([]any, len(into))
	for i := range into {
		args[i] = into[i]
	}
	n, _ := fmt.Sscanf(text, format, args...)
	return n == len(into)
}

// kindAt returns the type of the value in a register of the function that
// failed; constants are never to blame.
func kindAt(l *lua.LState, p place, level, reg int) string {
	for ; ; level++ {
		dbg, ok := l.GetStack(level)
		if !ok {
			return "nil"
		}
		if q, ok := placeOf(l, dbg); ok && q == p {
			_, v := l.GetLocal(dbg, reg+1)
			return v.Type().String()
		}
	}
}

// calledAs returns by which name the running function was called, and whether
// as a method.
func calledAs(l *lua.LState) (name string, method bool) {
	dbg, ok := l.GetStack(1)
	if !ok {
		return "?", false
	}
	p, ok := placeOf(l, dbg)
	if !ok {
		return "?", false
	}
	_, a, _, _, _ := p.instruction(p.pc)
	kind, quoted, _ := strings.Cut(p.origin(a, p.pc), " ")
	if quoted == "" {
		return "?", false
	}
	return strings.Trim(quoted, "'"), kind == "method"
}

// badArgument raises Lua's error for an argument.
func badArgument(l *lua.LState, n int, why string) {
	name, method := calledAs(l)
	if method {
		if n--; n == 0 {
			fault(l, "calling '%s' on bad self (%s)", name, why)
		}
	}
	fault(l, "bad argument #%d to '%s' (%s)", n, name, why)
}

// fault raises an error with the place of the caller before it.
func fault(l *lua.LState, format string, args ...any) {
	text := fmt.Sprintf(format, args...)
	if dbg, ok := l.GetStack(1); ok {
		if p, ok := placeOf(l, dbg); ok {
			text = p.where() + text
		}
	}
	l.Error(lua.LString(text), 0)
}

// argument checks.

func wrongType(l *lua.LState, n int, want string) {
	got := "no value"
	if n <= l.GetTop() {
		got = l.Get(n).Type().String()
	}
	badArgument(l, n, want+" expected, got "+got)
}

func needString(l *lua.LState, n int) string {
	switch v := l.Get(n).(type) {
	case lua.LString:
		return string(v)
	case lua.LNumber:
		return numberText(float64(v))
	}
	wrongType(l, n, "string")
	return ""
}

func needNumber(l *lua.LState, n int) float64 {
	switch v := l.Get(n).(type) {
	case lua.LNumber:
		return float64(v)
	case lua.LString:
		if f, ok := parseNumber(string(v)); ok {
			return f
		}
	}
	wrongType(l, n, "number")
	return 0
}

func needInt(l *lua.LState, n int) int { return toInt(needNumber(l, n)) }

func optInt(l *lua.LState, n, otherwise int) int {
	if l.Get(n) == lua.LNil {
		return otherwise
	}
	return needInt(l, n)
}

func needTable(l *lua.LState, n int) *lua.LTable {
	if t, ok := l.Get(n).(*lua.LTable); ok {
		return t
	}
	wrongType(l, n, "table")
	return nil
}

func needAny(l *lua.LState, n int) lua.LValue {
	if n > l.GetTop() {
		badArgument(l, n, "value expected")
	}
	return l.Get(n)
}

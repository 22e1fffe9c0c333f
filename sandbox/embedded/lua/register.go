package lua

import (
	"slices"

	lua "github.com/yuin/gopher-lua"
)

// register is redis.register_function.
func (m *Machine) register(l *lua.LState) int {
	f := &Function{}
	problem := ""
	switch {
	case m.loading == nil:
		problem = "redis.register_function can only be called on FUNCTION LOAD command"
	case l.GetTop() == 1 && l.Get(1).Type() == lua.LTTable:
		problem = f.fromTable(l.Get(1).(*lua.LTable))
	case l.GetTop() == 1:
		problem = "calling redis.register_function with a single argument is only applicable to Lua table (representing named arguments)."
	case l.GetTop() == 2:
		problem = f.fromArguments(l.Get(1), l.Get(2))
	default:
		problem = "wrong number of arguments to redis.register_function"
	}
	if problem == "" && !ValidName(f.Name) {
		problem = "Library names can only contain letters, numbers, or underscores(_) and must be at least one character long"
	}
	if problem == "" && slices.ContainsFunc(m.loading.functions, func(o *Function) bool { return o.Name == f.Name }) {
		problem = "Function already exists in the library"
	}
	if problem != "" {
		return m.raise(l, "ERR "+problem)
	}
	m.loading.functions = append(m.loading.functions, f)
	return 0
}

func (f *Function) fromArguments(name, callback lua.LValue) string {
	if !isText(name) {
		return "first argument to redis.register_function must be a string"
	}
	fn, ok := callback.(*lua.LFunction)
	if !ok {
		return "second argument to redis.register_function must be a function"
	}
	f.Name, f.callback = textOf(name), fn
	return ""
}

func (f *Function) fromTable(t *lua.LTable) (problem string) {
	t.ForEach(func(k, v lua.LValue) {
		text, isString := v.(lua.LString)
		switch k.String() {
		case "function_name":
			if f.Name = string(text); !isString {
				problem = "function_name argument given to redis.register_function must be a string"
			}
		case "description":
			if f.Description = string(text); !isString {
				problem = "description argument given to redis.register_function must be a string"
			}
		case "callback":
			fn, ok := v.(*lua.LFunction)
			if f.callback = fn; !ok {
				problem = "callback argument given to redis.register_function must be a function"
			}
		case "flags":
			list, ok := v.(*lua.LTable)
			if !ok {
				problem = "flags argument to redis.register_function must be a table representing function flags"
				return
			}
			problem = f.setFlags(list)
		default:
			problem = "unknown argument given to redis.register_function"
		}
	})
	switch {
	case problem != "":
	case f.Name == "":
		problem = "redis.register_function must get a function name argument"
	case f.callback == nil:
		problem = "redis.register_function must get a callback argument"
	}
	return problem
}

func (f *Function) setFlags(list *lua.LTable) string {
	for i := 1; i <= list.Len(); i++ {
		flag := list.RawGetInt(i).String()
		switch flag {
		case "no-writes", "allow-oom", "allow-stale", "no-cluster", "allow-cross-slot-keys":
			f.Flags = append(f.Flags, flag)
		default:
			return "unknown flag given"
		}
	}
	return ""
}

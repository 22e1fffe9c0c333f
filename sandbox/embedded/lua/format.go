package lua

import (
	"fmt"
	"strconv"
	"strings"

	lua "github.com/yuin/gopher-lua"
)

// format is string.format. Flags, width and precision are C's.
func (m *Machine) format(l *lua.LState) int {
	f := needString(l, 1)
	var out []byte
	arg := 1
	for i := 0; i < len(f); i++ {
		if f[i] != '%' {
			out = append(out, f[i])
			continue
		}
		if i++; i < len(f) && f[i] == '%' {
			out = append(out, '%')
			continue
		}
		begin := i
		for i < len(f) && strings.IndexByte("-+ #0", f[i]) >= 0 {
			i++
		}
		if i-begin > 5 {
			fault(l, "invalid format (repeated flags)")
		}
		digits := i
		for i < len(f) && (f[i] >= '0' && f[i] <= '9' || f[i] == '.') {
			i++
		}
		if tooWide(f[digits:i]) {
			fault(l, "invalid format (width or precision too long)")
		}
		verb := byte(0)
		if i < len(f) {
			verb = f[i]
		}
		arg++
		text := m.formatOne(l, arg, f[begin:i], verb)
		m.room(l, len(text))
		out = append(out, text...)
	}
	l.Push(lua.LString(out))
	return 1
}

// tooWide reports whether a width or precision has more than two digits.
func tooWide(s string) bool {
	width, precision, _ := strings.Cut(s, ".")
	return len(width) > 2 || len(precision) > 2
}

// formatOne writes one argument.
func (m *Machine) formatOne(l *lua.LState, arg int, spec string, verb byte) string {
	if arg > l.GetTop() && strings.IndexByte("cdiuoxXeEfgGqs", verb) >= 0 {
		badArgument(l, arg, "no value")
	}
	switch verb {
	case 'c':
		return fmt.Sprintf("%"+spec+"s", string([]byte{byte(needInt(l, arg))}))
	case 'd', 'i':
		return fmt.Sprintf("%"+spec+"d", toInt64(needNumber(l, arg)))
	case 'u':
		return fmt.Sprintf("%"+spec+"d", uint64(toInt64(needNumber(l, arg))))
	case 'o', 'x', 'X':
		return fmt.Sprintf("%"+spec+string(verb), uint64(toInt64(needNumber(l, arg))))
	case 'e', 'E', 'f', 'g', 'G':
		return formatFloat(spec, verb, needNumber(l, arg))
	case 'q':
		return quoted(needString(l, arg))
	case 's':
		s := needString(l, arg)
		if spec == "" {
			return s
		}
		return fmt.Sprintf("%"+spec+"s", s)
	}
	shown := "%" + spec + string(verb)
	if verb == 0 {
		shown = "%" + spec
	}
	fault(l, "invalid option '%s' to 'format'", shown)
	return ""
}

func formatFloat(spec string, verb byte, n float64) string {
	if spec == "" && verb == 'g' {
		return formatG(n, 6)
	}
	if special := formatG(n, 6); strings.Contains(special, "n") { // inf, nan
		return fmt.Sprintf("%"+strings.ReplaceAll(strings.SplitN(spec, ".", 2)[0], "0", "")+"s", special)
	}
	if verb == 'g' || verb == 'G' {
		flags := strings.TrimLeft(spec, "-+ #0")
		if width, precision, ok := strings.Cut(flags, "."); ok && spec == flags {
			digits, _ := strconv.Atoi(precision)
			return fmt.Sprintf("%"+width+"s", formatG(n, max(digits, 1)))
		}
	}
	return fmt.Sprintf("%"+spec+string(verb), n)
}

// quoted writes a string as Lua source.
func quoted(s string) string {
	var out strings.Builder
	out.WriteByte('"')
	for _, c := range []byte(s) {
		switch c {
		case '"', '\\', '\n':
			out.WriteByte('\\')
			out.WriteByte(c)
		case '\r':
			out.WriteString(`\r`)
		case 0:
			out.WriteString(`\000`)
		default:
			out.WriteByte(c)
		}
	}
	out.WriteByte('"')
	return out.String()
}

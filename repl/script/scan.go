package script

import "strings"

type kind int

const (
	symbol kind = iota // the zero token is none of all
	name
	text
	number
)

type token struct {
	kind kind
	text string
}

func (t token) is(symbols string) bool { return t.kind == symbol && t.text == symbols }
func (t token) means(word string) bool { return t.kind == name && t.text == word }

// scan takes a script apart. Comments are left out. What is no Lua gives
// tokens all the same: the server will refuse it.
func scan(s string) []token {
	var all []token
	for s != "" {
		var t token
		var size int
		switch c := s[0]; {
		case strings.HasPrefix(s, "--"):
			s = s[comment(s):]
			continue
		case c == '"', c == '\'':
			t, size = quoted(s)
		case c == '[' && long(s) > 0:
			size = long(s)
			level := strings.IndexByte(s[1:], '[') + 2
			t = token{text, unbroken(s[level:max(level, size-level)])}
		case letter(c):
			size = span(s, func(c byte) bool { return letter(c) || digit(c) })
			t = token{name, s[:size]}
		case digit(c):
			size = span(s, func(c byte) bool { return letter(c) || digit(c) || c == '.' })
			t = token{number, s[:size]}
		case strings.HasPrefix(s, ".."):
			t, size = token{symbol, ".."}, span(s, func(c byte) bool { return c == '.' })
		case c <= ' ':
			s = s[1:]
			continue
		default:
			t, size = token{symbol, s[:1]}, 1
		}
		all = append(all, t)
		s = s[size:]
	}
	return all
}

func letter(c byte) bool { return c == '_' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' }
func digit(c byte) bool  { return c >= '0' && c <= '9' }

// span returns how many bytes at the start of s fit.
func span(s string, fits func(byte) bool) int {
	n := 0
	for n < len(s) && fits(s[n]) {
		n++
	}
	return n
}

// comment returns the length of the comment at the start of s.
func comment(s string) int {
	if n := long(s[2:]); n > 0 {
		return 2 + n
	}
	if end := strings.IndexAny(s, "\r\n"); end >= 0 {
		return end
	}
	return len(s)
}

// unbroken leaves out the line end that a long string begins with.
func unbroken(s string) string {
	for _, end := range []string{"\r\n", "\n\r", "\n", "\r"} {
		if rest, found := strings.CutPrefix(s, end); found {
			return rest
		}
	}
	return s
}

// long returns the length of the [[…]] or [=[…]=] at the start of s, 0 when
// there is none. One that does not end goes on to the end.
func long(s string) int {
	if s == "" || s[0] != '[' {
		return 0
	}
	level := span(s[1:], func(c byte) bool { return c == '=' })
	if 1+level >= len(s) || s[1+level] != '[' {
		return 0
	}
	ending := "]" + strings.Repeat("=", level) + "]"
	if end := strings.Index(s[level+2:], ending); end >= 0 {
		return level + 2 + end + len(ending)
	}
	return len(s)
}

// quoted reads the string at the start of s, with its escapes resolved.
func quoted(s string) (token, int) {
	var b strings.Builder
	for i := 1; i < len(s); i++ {
		switch s[i] {
		case s[0]:
			return token{text, b.String()}, i + 1
		case '\\':
			c, size := escaped(s[i+1:])
			b.WriteString(c)
			i += size
		default:
			b.WriteByte(s[i])
		}
	}
	return token{text, b.String()}, len(s)
}

// escaped returns what stands behind a backslash, and its length.
func escaped(s string) (string, int) {
	if s == "" {
		return "", 0
	}
	if n := span(s[:min(3, len(s))], digit); n > 0 {
		code := 0
		for _, c := range []byte(s[:n]) {
			code = 10*code + int(c-'0')
		}
		return string([]byte{byte(code)}), n
	}
	if at := strings.IndexByte("abfnrtv", s[0]); at >= 0 {
		return "\a\b\f\n\r\t\v"[at : at+1], 1
	}
	return s[:1], 1
}

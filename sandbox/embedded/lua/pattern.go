package lua

import "strings"

// Lua's patterns. Matching may take for ever, so each step can be stopped.

const (
	maxCaptures = 32
	openCapture = -1
	posCapture  = -2
	maxMatching = 20000 // levels of recursion
)

// matcher matches one pattern in one text.
type matcher struct {
	src, pat string
	level    int // captures so far
	capture  [maxCaptures]struct{ at, len int }
	depth    int
	steps    uint
	goOn     func() bool // asked now and then
	err      string      // why matching ended, other than by not matching
}

// fail ends the matching with an error.
func (m *matcher) fail(why string) int {
	if m.err == "" {
		m.err = why
	}
	return -1
}

// match returns where a match of the pattern from p on that begins at s ends,
// and -1 when there is none.
func (m *matcher) match(s, p int) int {
	if m.depth++; m.depth > maxMatching {
		return m.fail("pattern too complex")
	}
	defer func() { m.depth-- }()
	for m.err == "" {
		if m.steps++; m.steps&255 == 0 && !m.goOn() {
			return m.fail("stopped")
		}
		if p == len(m.pat) {
			return s
		}
		switch m.pat[p] {
		case '(':
			if p+1 < len(m.pat) && m.pat[p+1] == ')' {
				return m.open(s, p+2, posCapture)
			}
			return m.open(s, p+1, openCapture)
		case ')':
			return m.close(s, p+1)
		case '$':
			if p+1 == len(m.pat) && s == len(m.src) {
				return s
			}
			if p+1 == len(m.pat) {
				return -1
			}
		}
		var done bool
		if s, p, done = m.step(s, p); done {
			return s
		}
	}
	return -1
}

// step matches one item of the pattern and returns where to go on, or where
// the whole match ends when it is done.
func (m *matcher) step(s, p int) (nextS, nextP int, done bool) {
	if nextS, nextP, is := m.special(s, p); is {
		return nextS, nextP, nextS < 0 || nextP < 0
	}
	end := m.classEnd(p)
	if end < 0 {
		return -1, p, true
	}
	mark := byte(0)
	if end < len(m.pat) {
		mark = m.pat[end]
	}
	fits := s < len(m.src) && m.single(m.src[s], p, end)
	switch {
	case mark == '?' && fits:
		if r := m.match(s+1, end+1); r >= 0 {
			return r, p, true
		}
		return s, end + 1, false
	case mark == '?':
		return s, end + 1, false
	case mark == '*':
		return m.most(s, p, end, 0), p, true
	case mark == '+':
		return m.most(s, p, end, 1), p, true
	case mark == '-':
		return m.least(s, p, end), p, true
	case !fits:
		return -1, p, true
	}
	return s + 1, end, false
}

// special matches %b, %f and %1 to %9; is says that one of them stands there.
// A place below 0 is no match.
func (m *matcher) special(s, p int) (nextS, nextP int, is bool) {
	if m.pat[p] != '%' || p+1 == len(m.pat) {
		return s, p, false
	}
	switch c := m.pat[p+1]; {
	case c == 'b':
		return m.balance(s, p+2), p + 4, true
	case c == 'f':
		if p = m.frontier(s, p+2); p < 0 {
			s = -1
		}
		return s, p, true
	case isDigit(c):
		return m.backReference(s, c), p + 2, true
	}
	return s, p, false
}

// most matches as many as possible of what is between p and end.
func (m *matcher) most(s, p, end, least int) int {
	n := 0
	for s+n < len(m.src) && m.single(m.src[s+n], p, end) {
		n++
	}
	for ; n >= least; n-- {
		if r := m.match(s+n, end+1); r >= 0 || m.err != "" {
			return r
		}
	}
	return -1
}

// least matches as few as possible.
func (m *matcher) least(s, p, end int) int {
	for {
		if r := m.match(s, end+1); r >= 0 || m.err != "" {
			return r
		}
		if s >= len(m.src) || !m.single(m.src[s], p, end) {
			return -1
		}
		s++
	}
}

func (m *matcher) open(s, p, what int) int {
	if m.level >= maxCaptures {
		return m.fail("too many captures")
	}
	m.capture[m.level].at, m.capture[m.level].len = s, what
	m.level++
	r := m.match(s, p)
	if r < 0 {
		m.level--
	}
	return r
}

func (m *matcher) close(s, p int) int {
	for i := m.level - 1; i >= 0; i-- {
		if m.capture[i].len == openCapture {
			m.capture[i].len = s - m.capture[i].at
			r := m.match(s, p)
			if r < 0 {
				m.capture[i].len = openCapture
			}
			return r
		}
	}
	return m.fail("invalid pattern capture")
}

// balance is %bxy.
func (m *matcher) balance(s, p int) int {
	if p+1 >= len(m.pat) {
		return m.fail("unbalanced pattern")
	}
	if s >= len(m.src) || m.src[s] != m.pat[p] {
		return -1
	}
	open, shut, depth := m.pat[p], m.pat[p+1], 1
	for s++; s < len(m.src); s++ {
		switch m.src[s] {
		case shut:
			if depth--; depth == 0 {
				return s + 1
			}
		case open:
			depth++
		}
	}
	return -1
}

// frontier is %f[set]; it returns where the pattern goes on.
func (m *matcher) frontier(s, p int) int {
	if p >= len(m.pat) || m.pat[p] != '[' {
		return m.fail("missing '[' after '%f' in pattern")
	}
	end := m.classEnd(p)
	if end < 0 {
		return -1
	}
	var before, at byte
	if s > 0 {
		before = m.src[s-1]
	}
	if s < len(m.src) {
		at = m.src[s]
	}
	if m.inSet(before, p, end-1) || !m.inSet(at, p, end-1) {
		return -1
	}
	return end
}

func (m *matcher) backReference(s int, c byte) int {
	i := int(c) - '1'
	if i < 0 || i >= m.level || m.capture[i].len == openCapture {
		return m.fail("invalid capture index")
	}
	text := m.src[m.capture[i].at : m.capture[i].at+max(m.capture[i].len, 0)]
	if !strings.HasPrefix(m.src[s:], text) {
		return -1
	}
	return s + len(text)
}

// classEnd returns where the character class that begins at p ends.
func (m *matcher) classEnd(p int) int {
	c := m.pat[p]
	p++
	switch c {
	case '%':
		if p >= len(m.pat) {
			return m.fail("malformed pattern (ends with '%')")
		}
		return p + 1
	case '[':
		if p < len(m.pat) && m.pat[p] == '^' {
			p++
		}
		for first := true; first || p >= len(m.pat) || m.pat[p] != ']'; first = false {
			if p >= len(m.pat) {
				return m.fail("malformed pattern (missing ']')")
			}
			if m.pat[p] == '%' {
				p++
			}
			p++
		}
		return p + 1
	}
	return p
}

// single reports whether a byte fits the class between p and end.
func (m *matcher) single(c byte, p, end int) bool {
	switch m.pat[p] {
	case '.':
		return true
	case '%':
		return fitsClass(c, m.pat[p+1])
	case '[':
		return m.inSet(c, p, end-1)
	}
	return m.pat[p] == c
}

// inSet reports whether a byte is in the set [...] whose ] is at end.
func (m *matcher) inSet(c byte, p, end int) bool {
	in := true
	if p++; m.pat[p] == '^' {
		in = false
		p++
	}
	for ; p < end; p++ {
		switch {
		case m.pat[p] == '%':
			p++
			if fitsClass(c, m.pat[p]) {
				return in
			}
		case p+2 < end && m.pat[p+1] == '-':
			if m.pat[p] <= c && c <= m.pat[p+2] {
				return in
			}
			p += 2
		case m.pat[p] == c:
			return in
		}
	}
	return !in
}

// fitsClass reports whether a byte is of a class such as %a.
func fitsClass(c, class byte) bool {
	var is bool
	lowered := class | 0x20
	letter := func(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }
	digit := func(c byte) bool { return c >= '0' && c <= '9' }
	switch lowered {
	case 'a':
		is = letter(c)
	case 'd':
		is = digit(c)
	case 'l':
		is = c >= 'a' && c <= 'z'
	case 'u':
		is = c >= 'A' && c <= 'Z'
	case 's':
		is = c == ' ' || c >= '\t' && c <= '\r'
	case 'c':
		is = c < ' ' || c == 0x7f
	case 'p':
		is = c > ' ' && c < 0x7f && !letter(c) && !digit(c)
	case 'w':
		is = letter(c) || digit(c)
	case 'x':
		is = digit(c) || c|0x20 >= 'a' && c|0x20 <= 'f'
	case 'z':
		is = c == 0
	default:
		return class == c
	}
	if !letter(class) {
		return class == c
	}
	return is == (class == lowered)
}

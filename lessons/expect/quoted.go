package expect

import (
	"fmt"
	"strconv"
	"strings"
)

// quoted reads a double-quoted string in redis-cli's spelling, so that what
// reply.Quote writes is read back byte for byte.
func (s *scanner) quoted() (string, error) {
	var b strings.Builder
	for i := 1; i < len(s.rest); i++ {
		switch c := s.rest[i]; c {
		case '"':
			s.rest = s.rest[i+1:]
			return b.String(), s.ended()
		case '\\':
			n, char := escape(s.rest[i+1:])
			b.WriteByte(char)
			i += n
		default:
			b.WriteByte(c)
		}
	}
	return "", fmt.Errorf("no closing quote in %q", s.rest)
}

// ended refuses text that sticks to a closing quote.
func (s *scanner) ended() error {
	if s.rest == "" || strings.ContainsRune(" \t,}=", rune(s.rest[0])) {
		return nil
	}
	return fmt.Errorf("a space is missing before %q", s.rest)
}

// escape reads what stands behind a backslash: how many bytes it takes and
// the byte it means.
func escape(rest string) (n int, char byte) {
	if rest == "" {
		return 0, '\\'
	}
	switch rest[0] {
	case 'n':
		return 1, '\n'
	case 'r':
		return 1, '\r'
	case 't':
		return 1, '\t'
	case 'a':
		return 1, '\a'
	case 'b':
		return 1, '\b'
	case 'x':
		if len(rest) >= 3 {
			if v, err := strconv.ParseUint(rest[1:3], 16, 8); err == nil {
				return 3, byte(v)
			}
		}
	}
	return 1, rest[0]
}

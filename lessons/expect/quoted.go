package expect

import (
	"fmt"
	"strings"

	"redis-tutor/sandbox/words"
)

// quoted reads a double-quoted string. What follows it must not stick to it.
func (s *scanner) quoted() (string, error) {
	text, rest, ok := words.Quoted(s.rest)
	if !ok {
		return "", fmt.Errorf("no closing \" in %q", s.rest)
	}
	s.rest = rest
	if rest != "" && !strings.Contains(" \t,}=", rest[:1]) {
		return "", fmt.Errorf("a space is missing before %q", rest)
	}
	return text, nil
}

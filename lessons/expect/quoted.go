package expect

import (
	"fmt"
	"strings"

	"redis-tutor/lessons/words"
)

// quoted reads a double-quoted string. What follows it must not stick to it.
func (s *scanner) quoted() (string, error) {
	text, rest, err := words.Quoted(s.rest)
	if err != nil {
		return "", err
	}
	s.rest = rest
	if rest != "" && !strings.Contains(" \t,}=", rest[:1]) {
		return "", fmt.Errorf("a space is missing before %q", rest)
	}
	return text, nil
}

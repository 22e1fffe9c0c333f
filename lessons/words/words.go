// Package words splits a command line of a lesson into words, in the grammar
// of redis-cli: words are parted by spaces, "double quotes" know escapes,
// 'single quotes' only \', and nothing else is special.
//
// It promises that a line it accepts means the same typed at redis-cli. It
// knows nothing of commands, comments or prompts.
package words

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
)

const space = " \t\n\r\v\f"

// Split returns the words of a line. The error says which quote is wrong.
func Split(line string) ([]string, error) {
	var out []string
	for {
		word, rest, ok, err := Next(line)
		if err != nil || !ok {
			return out, err
		}
		out = append(out, word)
		line = rest
	}
}

// Next takes the first word off a line; ok is false when none is left.
func Next(line string) (word, rest string, ok bool, err error) {
	line = strings.TrimLeft(line, space)
	if line == "" {
		return "", "", false, nil
	}
	end := strings.IndexAny(line, " \t\n\r\"'")
	if end < 0 {
		return line, "", true, nil
	}
	if line[end] != '"' && line[end] != '\'' {
		return line[:end], line[end:], true, nil
	}
	text, rest, err := Quoted(line[end:])
	if err == nil && rest != "" && !strings.Contains(space, rest[:1]) {
		err = fmt.Errorf("a space is missing behind the quote, before %q", rest)
	}
	return line[:end] + text, rest, true, err
}

// Quoted reads the quoted string that s begins with: what it means, and what
// follows its closing quote.
func Quoted(s string) (text, rest string, err error) {
	var b strings.Builder
	for i := 1; i < len(s); i++ {
		switch c := s[i]; {
		case c == s[0]:
			return b.String(), s[i+1:], nil
		case c == '\\' && s[0] == '"' && i+1 < len(s):
			n, char := escape(s[i+1:])
			b.WriteByte(char)
			i += n
		case c == '\\' && strings.HasPrefix(s[i+1:], "'"):
			b.WriteByte('\'')
			i++
		default:
			b.WriteByte(c)
		}
	}
	if s == "" {
		return "", "", errors.New("no quoted string")
	}
	return "", "", fmt.Errorf("no closing %c in %q", s[0], s)
}

// escape reads what stands behind a backslash in double quotes: how many
// bytes it takes and the byte it means. An unknown letter means itself.
func escape(s string) (n int, char byte) {
	switch s[0] {
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
		if len(s) >= 3 {
			if v, err := strconv.ParseUint(s[1:3], 16, 8); err == nil {
				return 3, byte(v)
			}
		}
	}
	return 1, s[0]
}

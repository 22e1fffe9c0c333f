package line

import (
	"strings"

	"redis-tutor/sandbox/words"
)

// Reply reports whether a line looks like a reply in redis-cli's standard form,
// or a row of one: a text in double quotes, a type in parentheses, the number
// of an item of an array, a set or a map, or a status that everybody has seen.
func Reply(s string) bool {
	s = strings.TrimSpace(s)
	switch s {
	case "OK", "PONG", "QUEUED":
		return true
	}
	switch {
	case strings.HasPrefix(s, "("):
		return strings.Contains(s, ")")
	case strings.HasPrefix(s, `"`):
		_, rest, whole := words.Quoted(s)
		return whole && rest == ""
	}
	return isItem(s) || strings.HasPrefix(s, "Reading messages")
}

// isItem reports whether s begins as an item of an aggregate does: 1), 1~ or 1#.
func isItem(s string) bool {
	mark := strings.TrimLeft(s, "0123456789")
	return mark != s && mark != "" && strings.IndexByte(")~#", mark[0]) >= 0 && (len(mark) == 1 || words.IsSpace(mark[1]))
}

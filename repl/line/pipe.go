package line

import (
	"strings"

	"redis-tutor/sandbox/words"
)

// Pipe cuts a line at the first word that is | and nothing more, outside
// quotes: in front of it stands a command for Redis, behind it one for a
// shell, whose quoting is not looked at. It is not found in a line whose
// quoting is broken before that.
func Pipe(s string) (command, shell string, found bool) {
	if strings.IndexByte(s, '|') < 0 {
		return s, "", false
	}
	for at := 0; ; {
		w, ok, err := words.Next(s, at)
		if !ok || err != nil {
			return s, "", false
		}
		if s[w.Start:w.End] == "|" {
			return strings.TrimRight(s[:w.Start], " \t"), strings.TrimSpace(s[w.End:]), true
		}
		at = w.End
	}
}

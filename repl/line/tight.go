package line

import (
	"strings"

	"redis-tutor/sandbox/words"
)

// Tight finds a bar that touches a word, so that it goes to Redis with it, in a
// line that Pipe does not cut: loose is the line as a pipe, and program the
// first word behind the bar. What is in quotes is meant as it is.
func Tight(s string) (loose, program string, found bool) {
	if strings.IndexByte(s, '|') < 0 {
		return "", "", false
	}
	if _, _, piped := Pipe(s); piped {
		return "", "", false
	}
	for at := 0; ; {
		w, ok, err := words.Next(s, at)
		if !ok || err != nil {
			return "", "", false
		}
		raw := s[w.Start:w.End]
		if i := strings.IndexAny(raw, "|\"'"); i >= 0 && raw[i] == '|' {
			return loosen(s, w.Start+i)
		}
		at = w.End
	}
}

// loosen puts spaces around the bar at a place of s.
func loosen(s string, bar int) (loose, program string, found bool) {
	before, behind := strings.TrimSpace(s[:bar]), strings.TrimSpace(s[bar+1:])
	if before == "" || behind == "" {
		return "", "", false
	}
	return before + " | " + behind, strings.Fields(behind)[0], true
}

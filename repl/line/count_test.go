package line_test

import (
	"strings"
	"testing"

	"redis-tutor/repl/line"
)

func TestCount(t *testing.T) {
	cases := []struct {
		typed   string
		times   int
		command string
		wrong   bool
	}{
		{"INCR x", 1, "INCR x", false},
		{"5 INCR x", 5, "INCR x", false},
		{"5", 1, "5", false},
		{"", 1, "", false},
		{"0 INCR x", 0, "", true},
		{"-1 INCR x", 0, "", true},
		{"99999999999 INCR x", 0, "", true},
		{"99999999999999999999999 INCR x", 0, "", true},
		{"5x INCR", 1, "5x INCR", false},
	}
	for _, c := range cases {
		times, command, err := line.Count(strings.Fields(c.typed))
		if times != c.times || strings.Join(command, " ") != c.command || (err != nil) != c.wrong {
			t.Errorf("Count(%q) = %d, %q, %v", c.typed, times, command, err)
		}
	}
}

package line_test

import (
	"strings"
	"testing"

	"redis-tutor/repl/line"
)

func TestCommand(t *testing.T) {
	for typed, before := range map[string]int{
		"INCR x":             0,
		"5 INCR x":           1,
		"0 INCR x":           1,
		"-1 INCR x":          1,
		"99999999999 INCR x": 1,
		"5":                  0,
		"as bob INCR x":      2,
		":AS bob 5 INCR x":   3,
		"5 as bob INCR x":    3,
		"as bob":             2,
		"as":                 1,
		"explain 2 SORT l":   2,
		":help GET":          1,
		"? GET":              1,
		"try GET 2":          1,
		"show explain":       0,
		"INCR as":            0,
		"":                   0,
	} {
		if at := line.Command(strings.Fields(typed)); at != before {
			t.Errorf("%q: %d, want %d", typed, at, before)
		}
	}
}

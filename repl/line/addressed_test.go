package line_test

import (
	"strings"
	"testing"

	"redis-tutor/repl/line"
)

func TestAddressed(t *testing.T) {
	for typed, want := range map[string]string{
		"as bob INCR x":    "INCR x",
		":AS bob 5 INCR x": "5 INCR x",
		"as bob":           "",
		"as":               "as",
		"5 INCR x":         "5 INCR x",
		"INCR as":          "INCR as",
		"":                 "",
	} {
		if got := strings.Join(line.Addressed(strings.Fields(typed)), " "); got != want {
			t.Errorf("%q: %q, want %q", typed, got, want)
		}
	}
}

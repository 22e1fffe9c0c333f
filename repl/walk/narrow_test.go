package walk_test

import (
	"strings"
	"testing"

	"redis-tutor/repl/screen"
	"redis-tutor/repl/walk"
)

// TestNarrow: a heading and a command that do not fit on a row go on below at a
// word.
func TestNarrow(t *testing.T) {
	var out strings.Builder
	r := newRig(t, func(c *walk.Config) {
		c.Screen = screen.New(&out, screen.Options{Width: func() int { return 21 }})
	})
	if err := r.Learn(t.Context(), "bakery/join"); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"\nBakery 1/2 · Join the\nqueue\n", "\n    > LRANGE shop 0\n        -1\n"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("no %q in\n%s", want, out.String())
		}
	}
}

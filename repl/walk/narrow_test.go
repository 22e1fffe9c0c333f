package walk_test

import (
	"strings"
	"testing"

	"redis-tutor/repl/screen"
	"redis-tutor/repl/walk"
)

// TestNarrowHeading: a heading that does not fit on a row goes on below at a
// word.
func TestNarrowHeading(t *testing.T) {
	var out strings.Builder
	r := newRig(t, func(c *walk.Config) {
		c.Screen = screen.New(&out, screen.Options{Width: func() int { return 22 }})
	})
	if err := r.Learn(t.Context(), "bakery/join"); err != nil {
		t.Fatal(err)
	}
	if want := "\nBakery 1/2 · Join the\nqueue\n"; !strings.Contains(out.String(), want) {
		t.Errorf("no %q in\n%s", want, out.String())
	}
}

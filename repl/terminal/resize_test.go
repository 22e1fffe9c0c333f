package terminal

import (
	"fmt"
	"strings"
	"testing"
)

// TestResizeLeavesNothing: after each change of the width the screen is as if
// the line had been typed at that width.
func TestResizeLeavesNothing(t *testing.T) {
	cfg := goingOn(Config{
		Paint: paintWords,
		Hint:  func(string) string { return "\x1b[2m key value [NX|XX] [EX seconds|PX milliseconds]\x1b[0m" },
		Complete: func(line string, pos int) (string, int, []string, bool) {
			return line, pos, []string{"SET\tKeep a text at a key, in place of what was there", "SETEX\tKeep a text"}, false
		},
	})
	tests := map[string]string{
		"a hint":            "SET",
		"a long line":       strings.Repeat("0123456789", 6),
		"its start":         strings.Repeat("0123456789", 6) + "\x01",
		"its middle":        strings.Repeat("0123456789", 6) + strings.Repeat("\x02", 25),
		"candidates":        "SE\t",
		"rows":              "SET \"" + strings.Repeat("one ", 9) + "\r" + strings.Repeat("two ", 9) + "\rthree",
		"the first of rows": "SET \"" + strings.Repeat("one ", 9) + "\r" + strings.Repeat("two ", 9) + "\rthree\x1b[A\x1b[A\x01",
	}
	for name, keys := range tests {
		t.Run(name, func(t *testing.T) {
			resize := make(chan struct{})
			cfg := cfg
			cfg.Resize = resize
			r := typedAt(t, 50, cfg, keys)
			for _, width := range []int{49, 30, 41, 20, 70, 25, 12, 50, 80, 10, 79, 40} {
				fresh := cfg
				fresh.Resize = nil
				want, x, y := typedAt(t, width, fresh, keys).screen.text()
				r.screen.resize(width)
				resize <- struct{}{}
				r.until(fmt.Sprintf("right screen at %d columns; want\n%s\n%d, %d", width, want, x, y), func() bool {
					got, gotX, gotY := r.screen.text()
					return got == want && gotX == x && gotY == y
				})
			}
		})
	}
}

func typedAt(t *testing.T, width int, cfg Config, keys string) *rig {
	t.Helper()
	r := newRig(t, width, 20, cfg)
	r.ask()
	r.press(keys)
	r.settle()
	return r
}

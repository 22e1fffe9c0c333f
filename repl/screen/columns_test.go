package screen

import (
	"testing"

	"github.com/mattn/go-runewidth"
)

// TestColumns: what is measured without the tables is as wide as they say.
func TestColumns(t *testing.T) {
	for r := rune(0); r < 0x3000; r++ {
		if got, want := columns(string(r)), runewidth.StringWidth(string(r)); got != want {
			t.Errorf("%U is %d columns wide, want %d", r, got, want)
		}
	}
	for _, text := range []string{"", "plain", "é → ✓ … “x”", "日本", "e\u0301", "a\u200db"} {
		if got, want := columns(text), runewidth.StringWidth(text); got != want {
			t.Errorf("%q is %d columns wide, want %d", text, got, want)
		}
	}
}

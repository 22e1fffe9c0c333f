package line_test

import (
	"testing"

	"redis-tutor/repl/line"
)

func TestIsClient(t *testing.T) {
	for word, want := range map[string]bool{
		"bob": true, "Bob-2_x": true, "0123456789abcdef": true,
		"": false, "0123456789abcdefg": false, "zoë": false, "a b": false, "a-é-b": false, "\u212a": false, "a.b": false,
	} {
		if got := line.IsClient(word); got != want {
			t.Errorf("%q: %v", word, got)
		}
	}
}

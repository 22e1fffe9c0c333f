package adapt

import (
	"testing"

	"redis-tutor/repl"
	"redis-tutor/sandbox"
	"redis-tutor/sandbox/sandboxtest"
)

// TestNothingBesideAnError: what the prompt is given beside an error is no
// pointer to nothing in an interface, which it could not tell from a feed.
func TestNothingBesideAnError(t *testing.T) {
	box, err := sandbox.NewEmbedded(sandboxtest.Commands(t, "../../content/commands.txt"))
	if err != nil {
		t.Fatal(err)
	}
	l := Box{Sandbox: box}
	bob, err := l.Another(t.Context(), "bob")
	if err != nil {
		t.Fatal(err)
	}
	box.Close()
	for _, c := range []repl.Connection{l, bob} {
		if f, err := c.Follow(t.Context(), []string{"SUBSCRIBE", "a"}, nil); f != nil || err == nil {
			t.Errorf("%T follows: %v, %v", c, f, err)
		}
	}
	if c, err := l.Another(t.Context(), "ann"); c != nil || err == nil {
		t.Errorf("another: %v, %v", c, err)
	}
}

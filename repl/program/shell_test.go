package program

import (
	"io"
	"runtime"
	"testing"
)

// TestPagerInterrupted: a pager that Ctrl-C was pressed in has shown the text,
// whatever its shell makes of that; one that fails has not.
func TestPagerInterrupted(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("there is no such signal")
	}
	for command, fails := range map[string]bool{"cat >/dev/null; kill -INT $$": false, "exit 3": true} {
		env := func(name string) string {
			if name == "PAGER" {
				return command
			}
			return ""
		}
		a := &app{House: House{Env: env}, Streams: Streams{Out: io.Discard, Err: io.Discard}}
		if err := a.pager(t.Context(), "text\n"); (err != nil) != fails {
			t.Errorf("%s: %v", command, err)
		}
	}
}

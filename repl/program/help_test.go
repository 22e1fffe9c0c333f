package program

import (
	"strings"
	"testing"

	"github.com/spf13/cobra"

	"redis-tutor/repl/cells"
	"redis-tutor/repl/screen"
)

// TestHelpFits: what --help shows of any command is as wide as the window, and
// names its flags.
func TestHelpFits(t *testing.T) {
	var all []*cobra.Command
	root := (&app{}).root()
	for pending := []*cobra.Command{root}; len(pending) > 0; pending = pending[1:] {
		all = append(all, pending[0])
		pending = append(pending, pending[0].Commands()...)
	}
	if len(all) < 9 {
		t.Fatalf("only %d commands", len(all))
	}
	for _, cmd := range all {
		for _, width := range []int{40, 80} {
			var text strings.Builder
			showHelp(screen.New(&text, screen.Options{Width: func() int { return width }}), cmd)
			for line := range strings.Lines(text.String()) {
				if cells.Width(strings.TrimSuffix(line, "\n")) > width {
					t.Errorf("%s, %d columns: %q", cmd.Name(), width, line)
				}
			}
			if !strings.Contains(text.String(), "\n  --color WHEN") || !strings.Contains(text.String(), "\n  "+cmd.CommandPath()) {
				t.Errorf("%s, %d columns:\n%s", cmd.Name(), width, text.String())
			}
		}
	}
}

package repl_test

import (
	"fmt"
	"testing"

	"redis-tutor/repl"
	"redis-tutor/repl/adapt"
	"redis-tutor/repl/settings"
	"redis-tutor/repl/terminal/terminaltest"
	"redis-tutor/sandbox/sandboxtest"
)

// BenchmarkTake is a line that writes, typed at a real server: one that others
// use, one's own, and with nothing looked at beside it.
func BenchmarkTake(b *testing.B) {
	for _, kind := range []struct {
		name string
		set  settings.Values
	}{
		{"spared", nil},
		{"own", settings.Values{"undo": "on"}},
		{"off", settings.Values{"undo": "off", "changes": "off"}},
	} {
		b.Run(kind.name, func(b *testing.B) {
			o := sandboxtest.Server(b)
			o.Commands = sandboxtest.Commands(b, "../content/commands.txt")
			c := newConfig(b, terminaltest.New(), 80)
			c.Course, c.Sandbox, c.Spare, c.Settings = nil, adapt.Box{Sandbox: another(b, o)}, true, kind.set
			s := repl.New(c)
			s.Take(b.Context(), "HSET h f 0")
			for i := 0; b.Loop(); i++ {
				s.Take(b.Context(), fmt.Sprintf("HSET h f %d", i))
			}
		})
	}
}

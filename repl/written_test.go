package repl_test

import (
	"strings"
	"testing"

	"redis-tutor/repl"
	"redis-tutor/repl/terminal/terminaltest"
)

// TestAWordIsWrittenAlike: whatever says a key or a command says it so that it
// can be typed, and all say it alike.
func TestAWordIsWrittenAlike(t *testing.T) {
	for key, want := range map[string]string{"na\u00efve": "na\u00efve", "#": `"#"`, "|": `"|"`, `a\b`: `a\b`, "two words": `"two words"`, "a`b": `"a\x60b"`} {
		term := terminaltest.New()
		c := newConfig(t, term, 200)
		c.Course = nil
		s := repl.New(c)
		for _, text := range []string{`SET "` + strings.ReplaceAll(key, `\`, `\\`) + `" 1`, "undo", "TYPE " + want, "WATCH " + want} {
			s.Take(t.Context(), text)
		}
		for _, line := range []string{
			"# new key " + want + `: "1"`,
			"# Taken back: SET " + want + " 1",
			"# gone: " + want + ` (was "1")`,
			"# There is no key `" + want + "`, so it has no type.",
			"# Watched: " + want + ".",
		} {
			if !strings.Contains(term.Screen(), line) {
				t.Errorf("%q: no %q in\n%s", key, line, term.Screen())
			}
		}
	}
}

package typing

import (
	"redis-tutor/repl/line"
	"redis-tutor/repl/screen"
)

// Keep returns text that is pasted behind before as it can stand in a line,
// and what to say of that.
func (t *Typist) Keep(before, text string) (kept, note string) {
	kept, lost := line.Keep(before, text)
	switch {
	case t.mute():
		return kept, ""
	case lost.Control:
		note = "# What cannot be shown was left out;\n# in double quotes it is kept."
	case lost.Tabs:
		note = "# A tab in single quotes is a space now;\n# in double quotes it is kept."
	default:
		return kept, ""
	}
	return kept, t.paint(screen.Quiet, note)
}

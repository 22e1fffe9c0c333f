package typing_test

import (
	"strings"
	"testing"

	"redis-tutor/repl/screen"
)

// TestKeepTells: what was pasted and could not be kept is told of, in rows
// that fit a narrow window, but not while a question is answered.
func TestKeepTells(t *testing.T) {
	typist := newTypist(t)
	muted := false
	typist.Config.Mute = func() bool { return muted }
	typist.Config.Paint = func(_ screen.Role, text string) string { return text }
	for text, want := range map[string]string{"\"a\tb\"": "", "a\tb": "", "'a\tb'": "A tab", "a\x01b": "left out"} {
		muted = false
		_, note := typist.Keep("SET k ", text)
		if !strings.Contains(note, want) || want == "" && note != "" {
			t.Errorf("%q: %q, want %q", text, note, want)
		}
		for row := range strings.SplitSeq(note, "\n") {
			if len(row) > 40 {
				t.Errorf("%q is too wide", row)
			}
		}
		muted = true
		if _, note := typist.Keep("SET k ", text); note != "" {
			t.Errorf("%q: muted, it says %q", text, note)
		}
	}
}

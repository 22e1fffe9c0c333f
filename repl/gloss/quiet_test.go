package gloss_test

import (
	"strings"
	"testing"
	"unicode"

	"redis-tutor/repl/gloss"
)

// TestQuiet says points, by their letters, and looks at which are heard. Those
// in capitals are seldom made.
func TestQuiet(t *testing.T) {
	tests := []struct{ name, said, heard string }{
		{"three times", "a a a a a", "a a a . ."},
		{"another in between", "a a a b a", "a a a b a"},
		{"replies without a remark do not count", "a . a . a . a", "a . a . a . ."},
		{"several at once", "ab ab ab ab ac", "ab ab ab . c"},
		{"seldom", "A b A b A b A bA", "A b A b A b . b"},
		{"a seldom one that is not made does not count", "A A A a a A a a", "A A A a a . a ."},
	}
	for _, tt := range tests {
		var q gloss.Quiet
		var heard []string
		for _, points := range strings.Fields(tt.said) {
			var remarks []gloss.Remark
			for _, p := range strings.Trim(points, ".") {
				remarks = append(remarks, gloss.Remark{Text: string(p), Point: string(p), Seldom: unicode.IsUpper(p)})
			}
			got := ""
			for _, r := range q.Filter(remarks) {
				got += r.Text
			}
			if got == "" {
				got = "."
			}
			heard = append(heard, got)
		}
		if got := strings.Join(heard, " "); got != tt.heard {
			t.Errorf("%s: of %q came %q, want %q", tt.name, tt.said, got, tt.heard)
		}
	}
}

package line

import (
	"strings"
	"testing"
)

func TestCaret(t *testing.T) {
	tests := []struct {
		s           string
		pos         int
		text, caret string
	}{
		{`SET k "a`, 6, `SET k "a`, `      ^`},
		{`"a"b`, 3, `"a"b`, `   ^`},
		{`SET é "a`, 7, `SET é "a`, `      ^`},
		{`SET 中文 "a`, 11, `SET 中文 "a`, `         ^`},
		{`SET 中`, 5, `SET 中`, `    ^`},
		{`SET 👩‍💻 "`, 16, `SET 👩‍💻 "`, `       ^`},
		{"SET e\u0301 'a", 8, "SET e\u0301 'a", `      ^`},
		{"SET\tk\t'a", 6, `SET k 'a`, `      ^`},
		{"a\x1b[1m'b", 5, `a\x1b[1m'b`, `        ^`},
		{"\xff\u009b\u202e'", 6, `\xff\xc2\x9b\xe2\x80\xae'`, `                        ^`},
		{"", 0, "", "^"},
		{"ab", 9, "ab", "  ^"},
		{"ab", -1, "ab", "^"},
	}
	for _, tt := range tests {
		text, column := Caret(tt.s, tt.pos)
		if caret := strings.Repeat(" ", column) + "^"; text != tt.text || caret != tt.caret {
			t.Errorf("Caret(%q, %d):\n%s\n%s\nwant:\n%s\n%s", tt.s, tt.pos, text, caret, tt.text, tt.caret)
		}
	}
}

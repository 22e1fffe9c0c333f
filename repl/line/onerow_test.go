package line_test

import (
	"slices"
	"strings"
	"testing"

	"redis-tutor/repl/line"
	"redis-tutor/sandbox/words"
)

func TestOneRow(t *testing.T) {
	for command, want := range map[string]string{
		`SET k 'as it is'`:      `SET k 'as it is'`,
		"SET k \"a\nb\" EX 10":  `SET k "a\nb" EX 10`,
		"SET  k 'a\\\n\"é\"' ":  `SET  k "a\\\n\"é\"" `,
		"SET k \"\\\n\\x00\t\"": `SET k "\n\x00\t"`,
		"SET k pre\"a\nb\"":     `SET k "prea\nb"`,
		"SET k \"a\nb":          "SET k \"a\nb",
		"GET k # it's a\"":      "GET k # it's a\"",
	} {
		got := line.OneRow(command)
		if got != want {
			t.Errorf("%q: %q, want %q", command, got, want)
		}
		was, _ := words.Split(command)
		is, _ := words.Split(got)
		if !slices.Equal(was, is) && !strings.Contains(command, "#") {
			t.Errorf("%q: another command, %q", command, is)
		}
	}
}

package screen_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"redis-tutor/lessons/prose"
	"redis-tutor/repl/screen"
)

// TestBrokenAtWords: where the window is narrow no word that fits on a line is
// cut, whatever it is part of.
func TestBrokenAtWords(t *testing.T) {
	for _, tt := range []struct {
		name string
		draw func(*screen.Screen)
		want string
	}{
		{"a command", func(s *screen.Screen) { s.Exact("  > ", screen.Code, "HSET session:1 visits 1 theme dark") }, `
  > HSET session:1
      visits 1 theme
      dark
`},
		{"it fits", func(s *screen.Screen) { s.Exact("  ", screen.Code, "SET a  b c d e f g") }, "\n  SET a  b c d e f g\n"},
		{"a space behind the edge", func(s *screen.Screen) { s.Exact("", screen.Code, "01234567890123456789 a") }, "\n01234567890123456789\n  a\n"},
		{"a word that fits nowhere", func(s *screen.Screen) { s.Exact("", screen.Code, "GET "+strings.Repeat("x", 30)) }, "\nGET xxxxxxxxxxxxxxxx\n  xxxxxxxxxxxxxx\n"},
		{"spaces in front", func(s *screen.Screen) { s.Exact("  ", screen.Code, "    indented words here") }, `
      indented words
        here
`},
		{"spaces wider than the window", func(s *screen.Screen) { s.Exact("", screen.Code, strings.Repeat(" ", 25)+"a") }, "\n" + strings.Repeat(" ", 20) + "\n" + strings.Repeat(" ", 15) + "a\n"},
		{"an aside", func(s *screen.Screen) { s.Aside("+ k: abcdefghijklmno 3") }, `
# + k:
#   abcdefghijklmno
#   3
`},
		{"verbatim", func(s *screen.Screen) {
			s.Prose(prose.Text{{Kind: prose.Verbatim, Lines: []string{"Set-Cookie: id=1; Path=/"}}})
		}, `
    Set-Cookie:
      id=1; Path=/
`},
		{"a form", func(s *screen.Screen) { s.Entry("visit [PATH] [as NAME]", "look at a page") }, `
  visit [PATH] [as
    NAME]
    look at a page
`},
		{"held together, but too wide", func(s *screen.Screen) { s.Say(screen.Plain, "SET \"one\u00a0two\u00a0three\u00a0four\u00a0five\"") }, `
SET
"one two three four
five"
`},
		{"code and the comma behind it", func(s *screen.Screen) {
			s.Error(errors.New("no"), "connect `redis://user:secret@host`, or not")
		}, "\nerror: no\nhint: connect\n      `redis://user:\n      secret@host`,\n      or not\n"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want[1:], at(20, screen.Options{}, tt.draw)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestPointed: the caret and what is around it are seen at any width.
func TestPointed(t *testing.T) {
	const line = `SET greeting "hello world"x and more words`
	for _, tt := range []struct {
		width, column int
		o             screen.Options
		want          string
	}{
		{80, 26, screen.Options{}, "# " + line + "\n# " + strings.Repeat(" ", 26) + "^\n"},
		{24, 26, screen.Options{}, "# …\"hello world\"x and m…\n# " + strings.Repeat(" ", 14) + "^\n"},
		{24, 26, screen.Options{ASCII: true}, "# ...ello world\"x and...\n# " + strings.Repeat(" ", 14) + "^\n"},
		{24, 4, screen.Options{}, "# SET greeting \"hello w…\n#     ^\n"},
		{24, 42, screen.Options{}, "# …nd more words\n# " + strings.Repeat(" ", 14) + "^\n"},
	} {
		got := at(tt.width, tt.o, func(s *screen.Screen) { s.Pointed(line, tt.column) })
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%d columns: %s", tt.width, diff)
		}
	}
}

package screen_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rivo/uniseg"

	"redis-tutor/lessons/prose"
	"redis-tutor/repl/screen"
)

func at(width int, o screen.Options, draw func(*screen.Screen)) string {
	var b strings.Builder
	o.Width = func() int { return width }
	draw(screen.New(&b, o))
	return b.String()
}

func TestWrap(t *testing.T) {
	cases := []struct {
		name  string
		width int
		text  string
		want  string
	}{
		{"short", 40, "one two", "one two\n"},
		{"exactly the width", 20, "0123456789 123456789", "0123456789 123456789\n"},
		{"one more", 20, "0123456789 1234567890", "0123456789\n1234567890\n"},
		{"a word wider than the window", 20, "a " + strings.Repeat("x", 30) + " b", "a\n" + strings.Repeat("x", 20) + "\n" + strings.Repeat("x", 10) + " b\n"},
		{"what would move the cursor", 40, "a\x1b[2Jb\u202ec\x9b", "a\\x1b[2Jb\\xe2\\x80\\xaec\\x9b\n"},
		{"no break here", 20, "0123456789 12345 1)\u00a0\"a\"", "0123456789 12345\n1) \"a\"\n"},
		{"wide characters count two", 20, "键值键值键 键值键值键", "键值键值键\n键值键值键\n"},
		{"never wider than the measure", 300, strings.Repeat("word ", 40), strings.Repeat("word word word word word word word word word word word word word word word\n", 2) + "word word word word word word word word word word\n"},
		{"spaces fold", 40, " one \n  two ", "one two\n"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got := at(c.width, screen.Options{}, func(s *screen.Screen) { s.Say(screen.Plain, "%s", c.text) })
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestNothingIsTooWide sets all there is at many widths.
func TestNothingIsTooWide(t *testing.T) {
	text := prose.Text{
		{Kind: prose.Para, Spans: []prose.Span{{Text: "A list keeps strings in order. "}, {Text: "RPUSH", Style: prose.Code}, {Text: ", which adds at the back, and "}, {Text: "LPUSH", Style: prose.Code}, {Text: "."}}},
		{Kind: prose.List, Items: []prose.Text{
			{{Kind: prose.Para, Spans: []prose.Span{{Text: "a first item that is long enough to be wrapped at most widths"}}}},
			{{Kind: prose.Para, Spans: []prose.Span{{Text: "second"}}}},
		}},
	}
	for width := 20; width <= 90; width++ {
		out := at(width, screen.Options{}, func(s *screen.Screen) {
			s.Prose(text)
			s.Led("→ ", screen.Loud, text)
			s.Note("-1: `a` is there and has no time to live; it stays until somebody removes it.")
			s.Error(errors.New("there is no command of that name"), "redis-tutor help lists the commands")
		})
		for line := range strings.Lines(out) {
			if w := uniseg.StringWidth(strings.TrimSuffix(line, "\n")); w > width {
				t.Fatalf("at width %d, %d columns: %q", width, w, line)
			}
		}
	}
}

func TestProse(t *testing.T) {
	text := prose.Text{
		{Kind: prose.Para, Spans: []prose.Span{{Text: "Type "}, {Text: "GET k", Style: prose.Code}, {Text: ", then read."}}},
		{Kind: prose.Verbatim, Lines: []string{"Set-Cookie: id=1", "  indented"}},
		{Kind: prose.List, First: 3, Items: []prose.Text{
			{{Kind: prose.Para, Spans: []prose.Span{{Text: "three"}}}},
			{{Kind: prose.Para, Spans: []prose.Span{{Text: "four, which goes on and on"}}}},
		}},
		{Kind: prose.Para, Spans: []prose.Span{{Text: "See "}, {Text: "the manual", Style: prose.Link, URL: "https://redis.io"}, {Text: "."}}},
	}
	want := "Type `GET k`, then read." + `

    Set-Cookie: id=1
      indented

  3. three
  4. four, which goes on
     and on

See the manual
(https://redis.io).
`
	got := at(24, screen.Options{}, func(s *screen.Screen) { s.Prose(text) })
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestColourBelongsToTheScreen(t *testing.T) {
	draw := func(s *screen.Screen) { s.Error(errors.New("no"), "try `GET k`") }
	if got := at(80, screen.Options{}, draw); strings.Contains(got, "\x1b") {
		t.Errorf("escapes without colour: %q", got)
	}
	got := at(80, screen.Options{Color: true}, draw)
	if !strings.HasPrefix(got, "\x1b[31merror:\x1b[") || !strings.Contains(got, "m no\n") {
		t.Errorf("no colour: %q", got)
	}
}

func TestASCII(t *testing.T) {
	got := at(80, screen.Options{ASCII: true}, func(s *screen.Screen) {
		s.Say(screen.Plain, "“quoted” … – it’s 2 → 3")
		s.Note("new key 日本")
		s.Aside(`new key k: "é"`)
		s.Row(screen.Cell{Text: "日本"})
		s.Entry("日本", "é")
		s.Error(errors.New("no 日本"), "é")
		s.Raw(s.Tick() + s.Arrow() + s.Dot() + "\n")
		s.Prose(prose.Text{{Kind: prose.List, Items: []prose.Text{screen.Marked("item")}}})
	})
	for i := range len(got) {
		if got[i] > 0x7e {
			t.Fatalf("not ASCII: %q", got)
		}
	}
	if want := "# new key \\xe6\\x97\\xa5\\xe6\\x9c\\xac\n# new key k: \"\\xc3\\xa9\"\n"; !strings.Contains(got, want) {
		t.Errorf("%q is missing in %q", want, got)
	}
}

// TestEntryInPlainLetters: what is to be typed is drawn with what there is, too.
func TestEntryInPlainLetters(t *testing.T) {
	got := at(80, screen.Options{ASCII: true}, func(s *screen.Screen) { s.Entry("visit /login name=…", "Log in") })
	if want := "  visit /login name=... Log in\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

package prose

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func parseAll(src string, line int) (text Text, faults []string) {
	text = NewParser().Parse(src, line, func(line int, msg string) {
		faults = append(faults, fmt.Sprintf("%d: %s", line, msg))
	})
	return text, faults
}

func TestParse(t *testing.T) {
	tests := []struct {
		name, src string
		want      Text
	}{
		{"nothing", "\n", nil},
		{"styles", "Some `GET  k` and **bold\n*both* `c`** _em_.", Text{{Line: 1, Spans: []Span{
			{Text: "Some "}, {Text: "GET  k", Style: Code}, {Text: " and "}, {Text: "bold ", Style: Strong},
			{Text: "both", Style: Emph}, {Text: " ", Style: Strong}, {Text: "c", Style: Code}, {Text: " "},
			{Text: "em", Style: Emph}, {Text: "."},
		}}}},
		{"links", "See [the `SET` page](https://redis.io/set) or <https://redis.io>.", Text{{Line: 1, Spans: []Span{
			{Text: "See "}, {Text: "the ", Style: Link, URL: "https://redis.io/set"},
			{Text: "SET", Style: Code, URL: "https://redis.io/set"},
			{Text: " page", Style: Link, URL: "https://redis.io/set"}, {Text: " or "},
			{Text: "https://redis.io", Style: Link, URL: "https://redis.io"}, {Text: "."},
		}}}},
		{"escapes", `a \*star\* &amp; &#65; 2 < 3`, Text{{Line: 1, Spans: []Span{{Text: "a *star* & A 2 < 3"}}}}},
		{"code over two lines", "a `b\nc` d", Text{{Line: 1, Spans: []Span{
			{Text: "a "}, {Text: "b c", Style: Code}, {Text: " d"},
		}}}},
		{"no underlined headings", "Title\n===", Text{{Line: 1, Spans: []Span{{Text: "Title ==="}}}}},
		{"heading", "\n## Two `words` {#an-id .challenge}\n", Text{{
			Kind: Heading, Line: 2, Level: 2, ID: "an-id", Classes: []string{"challenge"},
			Spans: []Span{{Text: "Two "}, {Text: "words", Style: Code}},
		}}},
		{"lists", "text\n\n- one\n  more\n- two\n\n3. three\n", Text{
			{Line: 1, Spans: []Span{{Text: "text"}}},
			{Kind: List, Line: 3, Items: []Text{{{Line: 3, Spans: []Span{{Text: "one more"}}}}, {{Line: 5, Spans: []Span{{Text: "two"}}}}}},
			{Kind: List, Line: 7, First: 3, Items: []Text{{{Line: 7, Spans: []Span{{Text: "three"}}}}}},
		}},
		{"blocks", "```redis loose\n> GET k\n\n\"v\"\n```\n\n    plain\n      code\n\n```\n```\n", Text{
			{Kind: Verbatim, Line: 1, Info: "redis loose", Lines: []string{"> GET k", "", `"v"`}},
			{Kind: Verbatim, Line: 7, Lines: []string{"plain", "  code"}},
			{Kind: Verbatim, Line: 10},
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, faults := parseAll(tt.src, 1)
			if diff := cmp.Diff(tt.want, got); diff != "" || faults != nil {
				t.Errorf("%s faults: %q", diff, faults)
			}
			later, _ := parseAll(tt.src, 101)
			for i := range later {
				if later[i].Line != got[i].Line+100 {
					t.Errorf("block %d: lines do not count from the first", i)
				}
			}
		})
	}
}

func TestFaults(t *testing.T) {
	html := "HTML (a word in <angle brackets> must be in `backquotes`)"
	tests := []struct{ name, src, want string }{
		{"image", "a\nb ![x](y.png)", "2: the tutor cannot draw an image"},
		{"html block", "a\n\n<div>\n</div>", "3: the tutor cannot draw " + html},
		{"html", "a\nb SET <key> c", "2: the tutor cannot draw " + html},
		{"quotation", "a\n\n> b", "3: the tutor cannot draw a quotation"},
		{"rule", "a\n\n***", "3: the tutor cannot draw a horizontal rule"},
		{"line break", "a  \nb", "1: a line break inside a paragraph: end it without spaces or a backslash"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if _, faults := parseAll(tt.src, 1); len(faults) != 1 || faults[0] != tt.want {
				t.Errorf("got %q, want %q", faults, tt.want)
			}
		})
	}
}

func TestWords(t *testing.T) {
	text, _ := parseAll("a `b` **c**\n\n- d [e](f)\n\n```\ng\nh\n```", 1)
	if got := text.String(); got != "a b c\nd e\ng\nh" {
		t.Errorf("String() = %q", got)
	}
	var spans []string
	for s := range text.Spans {
		if spans = append(spans, s.Text); s.Text == "e" {
			break
		}
	}
	if diff := cmp.Diff([]string{"a ", "b", " ", "c", "d ", "e"}, spans); diff != "" {
		t.Error(diff)
	}
}

func FuzzParse(f *testing.F) {
	f.Add("a `b` *c*\n\n- d\n\n```redis\n> GET k\n```\n## T {#id .x}\n")
	f.Add("1. a\n   > b\n\n<x>\n![i](u)\\\n[l]: /u")
	f.Fuzz(func(t *testing.T, src string) {
		text, _ := parseAll(src, 1)
		_ = text.String()
		check(t, text)
	})
}

func check(t *testing.T, text Text) {
	for _, b := range text {
		if b.Line < 1 {
			t.Fatalf("line %d", b.Line)
		}
		for _, item := range b.Items {
			check(t, item)
		}
	}
}

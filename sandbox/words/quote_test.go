package words

import (
	"slices"
	"strings"
	"testing"
	"unicode"
)

func TestQuote(t *testing.T) {
	for word, want := range map[string]string{
		"k":             "k",
		"user:1:name":   "user:1:name",
		"naïve":         "naïve",
		`a\b`:           `a\b`,
		"#fff":          "#fff",
		"a|b":           "a|b",
		"":              `""`,
		"#":             `"#"`,
		"|":             `"|"`,
		"a b":           `"a b"`,
		"it's":          `"it's"`,
		`a "b" \c`:      `"a \"b\" \\c"`,
		"use `GET`":     `"use \x60GET\x60"`,
		"a\tb\n":        `"a\tb\n"`,
		"\x00\x1b[1m":   `"\x00\x1b[1m"`,
		"\xff\xfe":      `"\xff\xfe"`,
		"\ufffd":        "\ufffd",
		"a\u202eb":      `"a\xe2\x80\xaeb"`,
		"no\u00a0break": `"no\xc2\xa0break"`,
	} {
		if got := Quote(word); got != want {
			t.Errorf("Quote(%q) = %s, want %s", word, got, want)
		}
	}
}

func TestJoin(t *testing.T) {
	if got := Join([]string{"SET", "a b", "", "#"}); got != `SET "a b" "" "#"` {
		t.Error(got)
	}
}

func TestInSingle(t *testing.T) {
	if got, ok := InSingle(`say "hi"`); got != `'say "hi"'` || !ok {
		t.Error(got, ok)
	}
	for _, word := range []string{"it's", `a\b`, "a\x00"} {
		if got, ok := InSingle(word); ok {
			t.Errorf("%q in single quotes is %s", word, got)
		}
	}
}

// FuzzQuoteBack wants every word back that was quoted, and nothing on the way
// that a terminal would obey.
func FuzzQuoteBack(f *testing.F) {
	for _, word := range []string{"", "k", "a b", "#", "|", "`", "\\", "\"", "'", "\xff\x00\n", "e\u0301\u202e"} {
		f.Add(word)
	}
	f.Fuzz(func(t *testing.T, word string) {
		for _, quoted := range []string{Quote(word), InDouble(word)} {
			if got, err := Split(quoted); err != nil || !slices.Equal(got, []string{word}) {
				t.Fatalf("%q was quoted %s, which is %q, %v", word, quoted, got, err)
			}
			if strings.ContainsFunc(quoted, func(r rune) bool { return !unicode.IsPrint(r) }) {
				t.Fatalf("%q is shown as %q", word, quoted)
			}
		}
		if strings.Contains(Quote(word), "`") {
			t.Fatalf("Quote(%q) = %s", word, Quote(word))
		}
		if single, ok := InSingle(word); ok {
			if got, err := Split(single); err != nil || !slices.Equal(got, []string{word}) {
				t.Fatalf("%q was quoted %s, which is %q, %v", word, single, got, err)
			}
		}
	})
}

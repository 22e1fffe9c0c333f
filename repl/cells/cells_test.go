package cells

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/rivo/uniseg"
)

// TestNarrow: what is measured without the tables is as wide as they say, and
// stands alone.
func TestNarrow(t *testing.T) {
	for r := rune(0); r < 0x3000; r++ {
		if s := string(r); narrow(r) && uniseg.StringWidth(s) != 1 {
			t.Errorf("%U is %d columns wide", r, uniseg.StringWidth(s))
		}
		if s := "a" + string(r); narrow(r) && uniseg.GraphemeClusterCount(s) != 2 {
			t.Errorf("%U does not stand alone", r)
		}
	}
}

func TestWidth(t *testing.T) {
	t.Setenv("LC_ALL", "ja_JP.UTF-8")
	for text, want := range map[string]int{
		"": 0, "plain": 5, "é → ✓ … “x”": 11, "日本": 4, "e\u0301": 1, "👩‍💻": 2, "❤": 1, "❤\ufe0f": 2,
		"\x1b[31m日\x1b[0m": 2, "\x1b[2;3Hab": 2, "─│█░": 4,
	} {
		if got := Width(text); got != want {
			t.Errorf("Width(%q) = %d, want %d", text, got, want)
		}
	}
}

func TestFit(t *testing.T) {
	for _, tt := range []struct {
		text  string
		width int
		want  string
	}{
		{"abc", 5, "abc"}, {"abc", 2, "ab"}, {"a键", 2, "a"}, {"a键", 3, "a键"}, {"abc", 0, ""}, {"abc", -1, ""}, {"", 3, ""},
		{"e\u0301e", 1, "e\u0301"}, {"👩‍💻x", 2, "👩‍💻"}, {"👩‍💻x", 1, ""},
	} {
		if got := Fit(tt.text, tt.width); got != tt.want {
			t.Errorf("Fit(%q, %d) = %q, want %q", tt.text, tt.width, got, tt.want)
		}
	}
}

func TestPad(t *testing.T) {
	if got := Pad("键", 4) + "|" + PadLeft("7", 3) + "|" + Pad("long", 2); got != "键  |  7|long" {
		t.Error(got)
	}
}

func TestPlain(t *testing.T) {
	for s, want := range map[string]string{
		"": "", "a": "a", "\x1b[31ma键\x1b[0m": "a键", "a\x1b[mb\x1bc": "ab\x1bc", "\x1b[3": "", "\x1b\x1b[m": "\x1b",
	} {
		if got := Plain(s); got != want {
			t.Errorf("Plain(%q) = %q, want %q", s, got, want)
		}
	}
}

func TestSafe(t *testing.T) {
	for text, want := range map[string]string{
		"":                         "",
		"a\tb\n":                   "a\tb\n",
		"naïve 日本 👩‍💻\u00a0\ufffd": "naïve 日本 👩‍💻\u00a0\ufffd",
		"a\x1b[2Jb\r":              `a\x1b[2Jb\x0d`,
		"\u009b\u202e\u200b":       `\xc2\x9b\xe2\x80\xae\xe2\x80\x8b`,
		"\xffx\x80":                `\xffx\x80`,
		"\x7f":                     `\x7f`,
	} {
		if got := Safe(text); got != want {
			t.Errorf("Safe(%q) = %q, want %q", text, got, want)
		}
	}
}

// FuzzCells wants the parts of any text to be the text again, nothing to be
// wider than was asked for, and nothing to be left for a terminal to obey.
func FuzzCells(f *testing.F) {
	f.Add("a键e\u0301\x1b[1m\u202e\xff", 3)
	f.Add("❤\ufe0f👩‍💻🇩🇪\r\n", 1)
	f.Fuzz(func(t *testing.T, text string, width int) {
		var parts strings.Builder
		for rest := text; rest != ""; {
			var part string
			if part, rest, _ = Next(rest); part == "" {
				t.Fatalf("%q stands still at %q", text, rest)
			}
			parts.WriteString(part)
		}
		if parts.String() != text {
			t.Fatalf("%q came back as %q", text, parts.String())
		}
		if fit := Fit(text, width); !strings.HasPrefix(text, fit) || !strings.Contains(text, "\x1b") && Width(fit) > max(width, 0) {
			t.Fatalf("Fit(%q, %d) = %q", text, width, fit)
		}
		safe := Safe(text)
		obey := func(r rune) bool {
			return unicode.IsControl(r) && r != '\n' && r != '\t' || unicode.Is(unicode.Bidi_Control, r)
		}
		if strings.ContainsFunc(safe, obey) || !utf8.ValidString(safe) || Safe(safe) != safe {
			t.Fatalf("Safe(%q) = %q", text, safe)
		}
	})
}

func BenchmarkWidth(b *testing.B) {
	for name, text := range map[string]string{"ascii": strings.Repeat("ascii ", 13), "wide": strings.Repeat("键值 ", 13), "styled": strings.Repeat("\x1b[31mred\x1b[0m", 13)} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				Width(text)
			}
		})
	}
}

func TestCrop(t *testing.T) {
	tests := []struct {
		s    string
		room int
		mark string
		want string
	}{
		{"abc", 5, "…", "abc"}, {"abc", 3, "…", "abc"}, {"abc", 2, "…", "a…"}, {"abc", 1, "…", "…"}, {"abc", 0, "…", ""}, {"abc", -1, "…", ""},
		{"abcdef", 5, "...", "ab..."}, {"abc", 2, "...", "ab"}, {"a键", 2, "…", "a…"}, {"键a", 2, "…", "…"}, {"a\tb\x07", 9, "…", "a b\\x07"},
		{"\x1b[2mabc\x1b[0m", 2, "…", "\x1b[2ma…\x1b[0m"},
	}
	for _, test := range tests {
		if got := Crop(test.s, test.room, test.mark); got != test.want {
			t.Errorf("Crop(%q, %d) = %q, want %q", test.s, test.room, got, test.want)
		}
	}
}

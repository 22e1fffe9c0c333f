package words

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"redis-tutor/sandbox/reply"
)

func TestSplit(t *testing.T) {
	tests := []struct {
		line string
		want []string
	}{
		{"", nil},
		{"  \t ", nil},
		{"SET hello world", []string{"SET", "hello", "world"}},
		{`SET  a\nb 'c d'`, []string{"SET", `a\nb`, "c d"}},
		{`x"a b"`, []string{"xa b"}},
		{`"" ''`, []string{"", ""}},
		{`"\xC3\xa9\n\q\x4z"`, []string{"é\nqx4z"}},
		{`'it\'s' 'a\n'`, []string{"it's", `a\n`}},
		{"a #b", []string{"a", "#b"}},
	}
	for _, tt := range tests {
		got, err := Split(tt.line)
		if err != nil {
			t.Errorf("Split(%q): %v", tt.line, err)
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("Split(%q): %s", tt.line, diff)
		}
	}
}

func TestSplitErrors(t *testing.T) {
	tests := []struct{ line, want string }{
		{`SET "a`, `no closing " in "\"a"`},
		{`SET 'a\'`, `no closing ' in "'a\\'"`},
		{`"a"b`, `a space is missing behind the quote, before "b"`},
	}
	for _, tt := range tests {
		if _, err := Split(tt.line); err == nil || err.Error() != tt.want {
			t.Errorf("Split(%q): got %v, want %s", tt.line, err, tt.want)
		}
	}
}

func FuzzQuote(f *testing.F) {
	f.Add("a b\n\x00é'\"\\")
	f.Fuzz(func(t *testing.T, word string) {
		got, err := Split("x " + reply.Quote(word) + " y")
		if err != nil || len(got) != 3 || got[1] != word {
			t.Fatalf("%q is read back as %q (%v)", word, got, err)
		}
		Split(word)
	})
}

package terminal

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// feedAll gives the codes of the keys in chunks that arrive wait after another.
func feedAll(wait time.Duration, chunks ...string) (codes []rune, texts []string) {
	var ps parser
	now := time.Unix(1, 0)
	for _, chunk := range chunks {
		for _, k := range ps.feed([]byte(chunk), now) {
			if k.code == keyEscape {
				continue // nothing but a search asks for it
			}
			codes = append(codes, k.code)
			if k.code == keyPaste {
				texts = append(texts, k.text)
			}
		}
		now = now.Add(wait)
	}
	return codes, texts
}

func TestParserAcceptsSequencesInPieces(t *testing.T) {
	const input = "a键\x1b[1;5Dé\x1b[200~x\r\ny\rz\x1b[201~\x1bOH\x1b[<0;1;2M\r\n\x1b[3~b"
	want := []rune{'a', '键', keyWordLeft, 'é', keyPaste, keyHome, keyEnter, keyDelete, 'b'}
	for size := 1; size < 12; size++ {
		var chunks []string
		for rest := input; rest != ""; {
			n := min(size, len(rest))
			chunks = append(chunks, rest[:n])
			rest = rest[n:]
		}
		codes, texts := feedAll(time.Millisecond, chunks...)
		if diff := cmp.Diff(want, codes); diff != "" {
			t.Errorf("in pieces of %d: %s", size, diff)
		}
		if diff := cmp.Diff([]string{"x\ny\nz"}, texts); diff != "" {
			t.Errorf("in pieces of %d: %s", size, diff)
		}
	}
}

func TestParserForgetsWhatWasBegun(t *testing.T) {
	tests := []struct {
		name   string
		chunks []string
		want   []rune
	}{
		{"the escape key", []string{"\x1b", "f"}, []rune{'f'}},
		{"alt with a bracket", []string{"\x1b]", "abc"}, []rune{'a', 'b', 'c'}},
		{"half a sequence", []string{"\x1b[1;", "5"}, []rune{'5'}},
		{"half a character", []string{"\xe9", "a"}, []rune{'a'}},
		{"enter, then ctrl-j", []string{"\r", "\n"}, []rune{keyEnter, keyEnter}},
		{"a paste is not forgotten", []string{"\x1b[200~a", "b\x1b[201~"}, []rune{keyPaste}},
	}
	for _, test := range tests {
		codes, _ := feedAll(time.Second, test.chunks...)
		if diff := cmp.Diff(test.want, codes); diff != "" {
			t.Errorf("%s: %s", test.name, diff)
		}
	}
}

func TestParserBoundsAPaste(t *testing.T) {
	text := strings.Repeat("x", maxPaste+100)
	_, texts := feedAll(0, "\x1b[200~", text, "\x1b[201~")
	if len(texts) != 1 || len(texts[0]) > maxPaste || len(texts[0]) < maxPaste-10 {
		t.Errorf("a paste of %d bytes was not cut to %d", len(text), maxPaste)
	}
}

func FuzzParser(f *testing.F) {
	for _, key := range alphabet() {
		f.Add([]byte(key))
	}
	f.Fuzz(func(t *testing.T, input []byte) {
		codes, _ := feedAll(0, string(input))
		for _, code := range codes {
			if code >= 32 && !typeable(code) && code != keyBackspace {
				t.Errorf("%q gives %U", input, code)
			}
		}
	})
}

func TestLayout(t *testing.T) {
	tests := []struct {
		styled        string
		cursor, width int
		rows          int
		row, col      int
	}{
		{"", 0, 10, 1, 0, 0},
		{"abc", 3, 10, 1, 0, 3},
		{"abcdefghij", 10, 10, 2, 1, 0},
		{"abcdefghij", 9, 10, 2, 0, 9},
		{"abcdefghijk", 10, 10, 2, 1, 0},
		{"abcdefghi键", 9, 10, 2, 1, 0},
		{"abcdefgh键", 8, 10, 2, 0, 8},
		{"abcdefgh键", 11, 10, 2, 1, 0},
		{"\x1b[31mabc\x1b[0mdef", 4, 10, 1, 0, 4},
		{"e\u0301x", 3, 10, 1, 0, 1},
		{"键", 3, 1, 3, 2, 0},
	}
	for _, test := range tests {
		l := lay(test.styled, test.cursor, test.width, "")
		if len(l.rows) != test.rows || l.row != test.row || l.col != test.col {
			t.Errorf("lay(%q, %d, %d): %d rows, cursor in row %d, column %d; want %d, %d, %d", test.styled,
				test.cursor, test.width, len(l.rows), l.row, l.col, test.rows, test.row, test.col)
		}
	}
}

// TestStylesDoNotGrow: what a row repeats is what is in force there, however
// many rows there were before, and whether what began it was ended or not.
func TestStylesDoNotGrow(t *testing.T) {
	for name, row := range map[string]string{"ended": "x' \n", "never ended": "\x1b[31;4mx\x1b[1my' \n", "without line ends": "\x1b[31;4mx\x1b[1my' "} {
		l := lay("\x1b[31;4m"+strings.Repeat(row, 400), 0, 9, "...> ")
		if drawn := l.join(nil, 0, len(l.rows)); len(drawn) > 400*50 {
			t.Errorf("%s: %d bytes for 400 rows", name, len(drawn))
		}
		for _, style := range l.styles {
			if len(style) > len("\x1b[31;4m\x1b[1m") {
				t.Fatalf("%s: a row begins with %.60q", name, style)
			}
		}
	}
}

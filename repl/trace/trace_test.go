package trace_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rivo/uniseg"

	"redis-tutor/repl/screen"
	"redis-tutor/repl/trace"
)

func draw(width int, ascii bool, wire string) string {
	var b strings.Builder
	var w trace.Wire
	w.Hear(false, []byte(wire))
	trace.Draw(screen.New(&b, screen.Options{ASCII: ascii, Width: func() int { return width }}), false, w.Received)
	return b.String()
}

func TestDraw(t *testing.T) {
	tests := []struct{ name, wire, want string }{
		{"command", "*2\r\n$3\r\nGET\r\n$2\r\n\xc3\xa4\r\n", `
# ← *2\r\n                         array of 2
# ←   $3\r\nGET\r\n                bulk string of 3 bytes
# ←   $2\r\n\xc3\xa4\r\n           bulk string of 2 bytes
`},
		{"simple", "+OK\r\n-ERR no\r\n:1\r\n,1.5\r\n#t\r\n_\r\n(12\r\n", `
# ← +OK\r\n                        simple string
# ← -ERR no\r\n                    error
# ← :1\r\n                         integer
# ← ,1.5\r\n                       double
# ← #t\r\n                         boolean
# ← _\r\n                          nil
# ← (12\r\n                        big number
`},
		{"two nils", "$-1\r\n*-1\r\n", `
# ← $-1\r\n                        nil, as a bulk string
# ← *-1\r\n                        nil, as an array
`},
		{"nested", "%1\r\n+k\r\n*2\r\n~1\r\n:1\r\n*0\r\n+next\r\n", `
# ← %1\r\n                         map of 1 pair
# ←   +k\r\n                       simple string
# ←   *2\r\n                       array of 2
# ←     ~1\r\n                     set of 1
# ←       :1\r\n                   integer
# ←     *0\r\n                     array of 0
# ← +next\r\n                      simple string
`},
		{"strings", "=6\r\ntxt:ab\r\n!3\r\nERR\r\n$4\r\n\r\n\\a\r\n", `
# ← =6\r\ntxt:ab\r\n               verbatim string of 6 bytes
# ← !3\r\nERR\r\n                  bulk error of 3 bytes
# ← $4\r\n\r\n\\a\r\n              bulk string of 4 bytes
`},
		{"cut off", "*2\r\n$3\r\nGE", `
# ← *2\r\n                         array of 2
# ←   $3\r\nGE                     bulk string of 3 bytes
`},
		{"no RESP", "HTTP/1.1 400\r\n", `
# ← HTTP/1.1 400\r\n               not RESP
`},
		{"none of its kind", "$x\r\n", `
# ← $x\r\n                         not RESP
`},
	}
	for _, tt := range tests {
		if diff := cmp.Diff(tt.want[1:], draw(62, false, tt.wire)); diff != "" {
			t.Errorf("%s (-want +got)\n%s", tt.name, diff)
		}
	}
}

func TestLong(t *testing.T) {
	out := draw(40, true, "*1000\r\n"+strings.Repeat("$1\r\nx\r\n", 1000))
	if lines := strings.Count(out, "\n"); lines != 25 || !strings.Contains(out, "and 977 parts more") {
		t.Errorf("%d lines\n%s", lines, out)
	}
	out = draw(40, true, "$100000\r\n"+strings.Repeat("x", 100000)+"\r\n")
	if !strings.HasSuffix(out, "100011 bytes in all\n") || len(out) > 200 {
		t.Errorf("%d bytes\n%.300s", len(out), out)
	}
}

// FuzzDraw draws any bytes, and stays within the window.
func FuzzDraw(f *testing.F) {
	for _, seed := range []string{"*2\r\n$3\r\nGET\r\n$1\r\nk\r\n", "$9223372036854775807\r\nx", "%9223372036854775807\r\n", "*-1\r\n\r\n", "|1\r\n+a\r\n+b\r\n:1\r\n"} {
		f.Add([]byte(seed), 40)
	}
	f.Fuzz(func(t *testing.T, wire []byte, width int) {
		width = 20 + (width%100+100)%100
		for line := range strings.Lines(draw(width, true, string(wire))) {
			if w := uniseg.StringWidth(strings.TrimSuffix(line, "\n")); w > width {
				t.Errorf("%d columns of %d: %q", w, width, line)
			}
		}
	})
}

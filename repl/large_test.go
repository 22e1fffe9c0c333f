package repl_test

import (
	"strings"
	"testing"

	"redis-tutor/repl"
	"redis-tutor/repl/terminal/terminaltest"
	"redis-tutor/sandbox/reply"
)

// TestLargeReplies prints replies piece by piece, and wants what printing them
// whole gives.
func TestLargeReplies(t *testing.T) {
	c := newConfig(t, terminaltest.New(), 80)
	every := make([]byte, 256)
	for i := range every {
		every[i] = byte(i)
	}
	long := strings.Repeat(string(every)+"plain text", 1000)
	for _, args := range [][]string{{"SET", "long", long}, {"RPUSH", "list", long, "", "a\nb"}, {"RPUSH", "short", "x"}} {
		if v, err := c.Sandbox.Do(t.Context(), args...); err != nil || v.IsError() {
			t.Fatal(v, err)
		}
	}
	for _, line := range []string{"GET long", "LRANGE list 0 -1", "LRANGE short 0 -1", "LRANGE none 0 -1", "EXISTS long"} {
		args := strings.Fields(line)
		v, err := c.Sandbox.Do(t.Context(), args...)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range []reply.Format{reply.Standard, reply.Raw, reply.CSV, reply.JSON} {
			want, err := v.Append(nil, f)
			if err != nil {
				t.Fatal(err)
			}
			var out strings.Builder
			lines := &repl.Lines{Sandbox: c.Sandbox, Output: repl.Output{Format: f, Item: "\n", End: "\n"}}
			if err := lines.Once(t.Context(), args, repl.Repeat{Times: 1}, &out); err != nil || out.String() != string(want) {
				t.Errorf("%s as %v: %d bytes, want %d, %v", line, f, out.Len(), len(want), err)
			}
		}
	}
}

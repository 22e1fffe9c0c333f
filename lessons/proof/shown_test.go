package proof

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"redis-tutor/sandbox/reply"
)

// TestParseShown reads back what redis-cli would print.
func TestParseShown(t *testing.T) {
	bulk := reply.NewBulk
	long := reply.NewArray()
	for range 12 {
		long.Items = append(long.Items, reply.NewArray(bulk("x\n\"é"), reply.NewInt(3)))
	}
	for _, v := range []reply.Value{
		{}, reply.NewInt(-5), bulk(""), bulk("1) \"a\""), reply.NewStatus("OK"), reply.NewError("ERR no"),
		reply.NewArray(),
		reply.NewArray(bulk("a"), reply.Value{}, reply.NewStatus("OK"), reply.NewError("ERR no")),
		reply.NewArray(bulk("0"), reply.NewArray(bulk("a"), bulk("b"))),
		reply.NewArray(reply.NewArray(reply.NewArray(bulk("a"), reply.NewArray()), bulk("b")), bulk("c")),
		long,
	} {
		text := v.Show(reply.Standard)
		got := parseShown(strings.Split(strings.TrimSuffix(text, "\n"), "\n"))
		if diff := cmp.Diff(v, got, cmp.Comparer(func(a, b reply.Value) bool { return reply.Equal(a, b) })); diff != "" {
			t.Errorf("%s%s", text, diff)
		}
	}
}

func FuzzParseShown(f *testing.F) {
	f.Add("1) 1) \"a\"\n   2) (nil)\n2) OK")
	f.Add(" 1) x\n10) y")
	f.Fuzz(func(t *testing.T, text string) { parseShown(strings.Split(text, "\n")) })
}

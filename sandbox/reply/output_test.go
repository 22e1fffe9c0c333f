package reply_test

import (
	"bufio"
	"strings"
	"testing"
	"time"

	"redis-tutor/sandbox/reply"
)

// TestPrint prints replies piece by piece, and wants what printing them whole
// gives.
func TestPrint(t *testing.T) {
	every := make([]byte, 256)
	for i := range every {
		every[i] = byte(i)
	}
	long := reply.NewBulk(strings.Repeat(string(every)+"plain text", 1000))
	short := reply.NewBulk("a\nb")
	replies := map[string]reply.Value{
		"a long text": long, "a short text": short, "texts": reply.NewArray(long, reply.NewBulk(""), short),
		"a text in a list": reply.NewArray(short), "none": reply.NewArray(), "mixed": reply.NewArray(short, reply.NewInt(1)), "a number": reply.NewInt(1),
	}
	for _, f := range []reply.Format{reply.Standard, reply.Raw, reply.CSV, reply.JSON, reply.QuotedJSON} {
		for _, o := range []reply.Output{reply.Plain(f), {Format: f, Item: ", ", End: ";\n"}, {Format: f}} {
			for name, v := range replies {
				for _, args := range [][]string{{"GET", "k"}, {"INFO"}} {
					want, err := o.Append(nil, args, v)
					if err != nil {
						t.Fatal(err)
					}
					var out strings.Builder
					w := bufio.NewWriter(&out)
					err = o.Print(w, args, v)
					w.Flush()
					if err != nil || out.String() != string(want) {
						t.Errorf("%s to %s as %q: %d bytes, want %d, %v", name, args, o, out.Len(), len(want), err)
					}
				}
			}
		}
	}
}

// TestOutput: what is said of raw replies holds for forced ones in any format.
func TestOutput(t *testing.T) {
	list := reply.NewArray(reply.NewBulk("a"), reply.NewBulk("b"))
	odd := func(f reply.Format) reply.Output { return reply.Output{Format: f, Item: ",", End: ";"} }
	for _, tt := range []struct {
		o    reply.Output
		line string
		want string
	}{
		{reply.Plain(reply.Standard), "LRANGE l 0 -1", "1) \"a\"\n2) \"b\"\n"},
		{reply.Plain(reply.Raw), "LRANGE l 0 -1", "a\nb\n"},
		{reply.Plain(reply.Standard), "INFO", "a\nb"},
		{odd(reply.Raw), "LRANGE l 0 -1", "a,b;"},
		{odd(reply.Standard), "LRANGE l 0 -1", "1) \"a\"\n2) \"b\"\n"},
		{odd(reply.CSV), "info", "a,b"},
	} {
		if got, err := tt.o.Append(nil, strings.Fields(tt.line), list); string(got) != tt.want || err != nil {
			t.Errorf("%s as %q: %q, want %q, %v", tt.line, tt.o, got, tt.want, err)
		}
	}
}

// TestLinesBeside are the lines that redis-cli writes beside replies.
func TestLinesBeside(t *testing.T) {
	standard, raw := reply.Plain(reply.Standard), reply.Plain(reply.Raw)
	const reading = "Reading messages... (press Ctrl-C to quit)\n"
	for _, tt := range []struct{ got, want string }{
		{standard.Took(reply.Slow), "(0.50s)\n"},
		{standard.Took(reply.Slow - time.Millisecond), ""},
		{raw.Took(time.Minute), ""},
		{standard.Reading([]string{"SUBSCRIBE", "news"}), reading},
		{reply.Plain(reply.CSV).Reading([]string{"psubscribe", "n*"}), reading},
		{standard.Reading([]string{"monitor"}), ""},
		{raw.Reading([]string{"SUBSCRIBE", "news"}), ""},
	} {
		if tt.got != tt.want {
			t.Errorf("%q, want %q", tt.got, tt.want)
		}
	}
}

package reply

import (
	"bytes"
	"errors"
	"io"
	"runtime"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"
)

func TestParse(t *testing.T) {
	long := strings.Repeat("x", 40_000) // more than the Reader's buffer
	tests := map[string]Value{
		"+OK\r\n":                    NewStatus("OK"),
		"+" + long + "\r\n":          NewStatus(long),
		"+\r\n":                      NewStatus(""),
		"-ERR x\r\n":                 NewError("ERR x"),
		":0\r\n":                     NewInt(0),
		":-12\r\n":                   NewInt(-12),
		",-1.5e3\r\n":                {Kind: Double, Text: "-1.5e3"},
		",INF\r\n":                   {Kind: Double, Text: "INF"},
		"#t\r\n":                     {Kind: Bool, Int: 1},
		"#F\r\n":                     {Kind: Bool},
		"(-12\r\n":                   {Kind: BigNumber, Text: "-12"},
		"_\r\n":                      {},
		"$-1\r\n":                    {},
		"$4\r\na\r\nb\r\n":           NewBulk("a\r\nb"),
		"$40000\r\n" + long + "\r\n": NewBulk(long),
		"=5\r\nmkd:x\r\n":            {Kind: Verbatim, Mark: "mkd", Text: "x"},
		"*0\r\n":                     NewArray(),
		"*2\r\n:1\r\n*-1\r\n":        NewArray(NewInt(1), Value{}),
		"~1\r\n:1\r\n":               {Kind: Set, Items: []Value{NewInt(1)}},
		"%1\r\n+b\r\n:1\r\n":         {Kind: Map, Items: []Value{NewStatus("b"), NewInt(1)}},
		">1\r\n+b\r\n":               {Kind: Push, Items: []Value{NewStatus("b")}},
		"%-1\r\n":                    {},
		":-9223372036854775808\r\n":  NewInt(-1 << 63),
		"*1\r\n*1\r\n$2\r\n\r\n\r\n": NewArray(NewArray(NewBulk("\r\n"))),
	}
	for wire, want := range tests {
		got, err := Parse([]byte(wire))
		if err != nil || !Equal(got, want) {
			t.Errorf("Parse(%.60q) = %v, %v", wire, cmp.Diff(want, got), err)
		}
		slow, err := NewReader(iotest.OneByteReader(strings.NewReader(wire))).Read()
		if err != nil || !Equal(slow, want) {
			t.Errorf("byte by byte, %.60q: %v", wire, err)
		}
	}
}

func TestParseErrors(t *testing.T) {
	tests := map[string]string{
		"\r\n":                                  `Protocol error, got "\r" as reply type byte`,
		"HTTP/1.1 400":                          `Protocol error, got "H" as reply type byte`,
		"\x00":                                  `Protocol error, got "\x00" as reply type byte`,
		"+a\nb\r\n":                             "Bad simple string value",
		"-a\rb\r\n":                             "Bad simple string value",
		":\r\n":                                 "Bad integer value",
		":+1\r\n":                               "Bad integer value",
		":01\r\n":                               "Bad integer value",
		":-0\r\n":                               "Bad integer value",
		":1\n":                                  "Bad integer value",
		":9223372036854775808\r\n":              "Bad integer value",
		",\r\n":                                 "Bad double value",
		",nan\r\n":                              "Bad double value",
		",infinity\r\n":                         "Bad double value",
		",1e999\r\n":                            "Bad double value",
		"," + strings.Repeat("1", 326) + "\r\n": "Double value is too large",
		"#x\r\n":                                "Bad bool value",
		"_x\r\n":                                "Bad nil value",
		"(\r\n":                                 "Bad bignum value",
		"(1.5\r\n":                              "Bad bignum value",
		"$x\r\n":                                "Bad bulk string length",
		"$-2\r\n":                               "Bulk string length out of range",
		"$536870913\r\n":                        "Bulk string length out of range",
		"=3\r\ntxt\r\n":                         "Verbatim string 4 bytes of content type are missing or incorrectly encoded.",
		"*x\r\n":                                "Bad multi-bulk length",
		"*-2\r\n":                               "Multi-bulk length out of range",
		"*1073741825\r\n":                       "Multi-bulk length out of range",
		"$1\r\nabc\r\n":                         "Protocol error, bulk string without line end",
		"+OK\r\n+OK\r\n":                        "Protocol error, bytes after the reply",
		strings.Repeat("*1\r\n", 2000):          "Protocol error, replies nested too deeply",
	}
	for wire, want := range tests {
		_, err := Parse([]byte(wire))
		var perr *ProtocolError
		if !errors.As(err, &perr) || err.Error() != want {
			t.Errorf("Parse(%.40q) = %v, want %s", wire, err, want)
		}
	}
}

// TestCutShort takes every beginning of a reply with all kinds in it.
func TestCutShort(t *testing.T) {
	wire := "*9\r\n+s\r\n-E\r\n:1\r\n,1\r\n#t\r\n$1\r\nb\r\n=5\r\ntxt:v\r\n%1\r\n_\r\n(1\r\n~1\r\n>0\r\n"
	if _, err := Parse([]byte(wire)); err != nil {
		t.Fatal(err)
	}
	for i := range wire {
		want := io.ErrUnexpectedEOF
		if i == 0 {
			want = io.EOF
		}
		if _, err := Parse([]byte(wire[:i])); err != want {
			t.Errorf("%q: got %v, want %v", wire[:i], err, want)
		}
	}
	broken := errors.New("cable pulled")
	r := NewReader(io.MultiReader(strings.NewReader("$5\r\nab"), iotest.ErrReader(broken)))
	if _, err := r.Read(); err != broken {
		t.Errorf("got %v, want the connection's own error", err)
	}
}

// TestRoomFollowsBytes sends headers that promise far more than comes.
func TestRoomFollowsBytes(t *testing.T) {
	for _, wire := range []string{
		"$536870912\r\nabc",
		"*1073741824\r\n:1\r\n",
		"%1073741824\r\n:1\r\n",
		strings.Repeat("*1073741824\r\n", maxDepth),
		"*2\r\n$536870912\r\n",
	} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		if _, err := Parse([]byte(wire)); err != io.ErrUnexpectedEOF {
			t.Errorf("%.20q: %v", wire, err)
		}
		runtime.ReadMemStats(&after)
		if got := after.TotalAlloc - before.TotalAlloc; got > 4<<20 {
			t.Errorf("%.20q took %d bytes", wire, got)
		}
	}
}

func TestReadReply(t *testing.T) {
	wire := ">2\r\n+message\r\n+hi\r\n>0\r\n*1\r\n>1\r\n:1\r\n+OK\r\n>0\r\n"
	var pushes []Value
	keep := func(v Value) { pushes = append(pushes, v) }
	r := NewReader(strings.NewReader(wire))
	first, err1 := r.ReadReply(keep)
	second, err2 := r.ReadReply(keep)
	_, err3 := r.ReadReply(keep)
	if err1 != nil || err2 != nil || err3 != io.EOF {
		t.Fatalf("errors %v, %v, %v; want none, none, EOF", err1, err2, err3)
	}
	if want := NewArray(Value{Kind: Push, Items: []Value{NewInt(1)}}); !Equal(first, want) || !second.IsOK() {
		t.Errorf("got %v and %v", first, second)
	}
	if len(pushes) != 3 || pushes[0].Items[1].Text != "hi" {
		t.Errorf("got pushes %v", pushes)
	}
	if v, err := NewReader(strings.NewReader(wire)).ReadReply(nil); err != nil || v.Kind != Array {
		t.Errorf("without a place for pushes: %v, %v", v, err)
	}
}

func TestBuffered(t *testing.T) {
	r := NewReader(bytes.NewReader([]byte("+OK\r\n:1\r\n")))
	if _, err := r.Read(); err != nil || r.Buffered() != 4 {
		t.Errorf("%d bytes buffered, %v; want the 4 of the second reply", r.Buffered(), err)
	}
}

package reply

import (
	"bytes"
	"testing"
)

func TestAppendWire(t *testing.T) {
	pair := []Value{NewBulk("f"), {Kind: Double, Text: "1.5"}}
	tests := []struct {
		v          Value
		two, three string
	}{
		{Value{}, "$-1\r\n", "_\r\n"},
		{NewStatus("OK"), "+OK\r\n", "+OK\r\n"},
		{NewStatus("a\r\nb"), "+a  b\r\n", "+a  b\r\n"},
		{NewError("ERR a\nb"), "-ERR a b\r\n", "-ERR a b\r\n"},
		{NewInt(-1234), ":-1234\r\n", ":-1234\r\n"},
		{NewBulk("a\r\nb"), "$4\r\na\r\nb\r\n", "$4\r\na\r\nb\r\n"},
		{Value{Kind: Double, Text: "1.5"}, "$3\r\n1.5\r\n", ",1.5\r\n"},
		{Value{Kind: BigNumber, Text: "12"}, "$2\r\n12\r\n", "(12\r\n"},
		{Value{Kind: Bool, Int: 1}, ":1\r\n", "#t\r\n"},
		{Value{Kind: Bool}, ":0\r\n", "#f\r\n"},
		{Value{Kind: Verbatim, Mark: "mkd", Text: "x"}, "$1\r\nx\r\n", "=5\r\nmkd:x\r\n"},
		{Value{Kind: Verbatim, Text: "x"}, "$1\r\nx\r\n", "=5\r\ntxt:x\r\n"},
		{NewArray(Value{}, NewInt(1)), "*2\r\n$-1\r\n:1\r\n", "*2\r\n_\r\n:1\r\n"},
		{Value{Kind: Set, Items: pair}, "*2\r\n$1\r\nf\r\n$3\r\n1.5\r\n", "~2\r\n$1\r\nf\r\n,1.5\r\n"},
		{Value{Kind: Push, Items: pair}, "*2\r\n$1\r\nf\r\n$3\r\n1.5\r\n", ">2\r\n$1\r\nf\r\n,1.5\r\n"},
		{Value{Kind: Map, Items: pair}, "*2\r\n$1\r\nf\r\n$3\r\n1.5\r\n", "%1\r\n$1\r\nf\r\n,1.5\r\n"},
		{Value{Kind: Map, Items: pair[:1]}, "*0\r\n", "%0\r\n"},
	}
	for _, tt := range tests {
		if got := tt.v.AppendWire(nil, 2); string(got) != tt.two {
			t.Errorf("%v in RESP2: %q, want %q", tt.v, got, tt.two)
		}
		if got := tt.v.AppendWire([]byte("!"), 3); string(got) != "!"+tt.three {
			t.Errorf("%v in RESP3: %q, want %q", tt.v, got, tt.three)
		}
	}
}

func TestAppendCommand(t *testing.T) {
	got := AppendCommand(nil, "SET", "k\r\n", "")
	if want := "*3\r\n$3\r\nSET\r\n$3\r\nk\r\n\r\n$0\r\n\r\n"; string(got) != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestQuote(t *testing.T) {
	if got, want := Quote("a'b/\"\\\n\r\t\a\b\v\x1b\x7f\xc3\xa9"), `"a'b/\"\\\n\r\t\a\b\x0b\x1b\x7f\xc3\xa9"`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// FuzzRead wants of any bytes: no panic; what is read prints in every format,
// and written in RESP3 is read back the same.
func FuzzRead(f *testing.F) {
	for _, g := range loadGolden(f) {
		f.Add([]byte(g.wire))
	}
	f.Add([]byte("%1\r\n#T\r\n~1\r\n=5\r\nmkd:x\r\n"))
	f.Fuzz(func(t *testing.T, wire []byte) {
		v, err := NewReader(bytes.NewReader(wire)).Read()
		if err != nil {
			return
		}
		for format := Standard; format <= QuotedJSON; format++ {
			out, err := v.Append(nil, format)
			if err == nil && out[len(out)-1] != '\n' {
				t.Fatalf("%v: no line end: %q", format, out)
			}
			if err != nil && !holdsBigNumber(&v) {
				t.Fatalf("%v: %v", format, err)
			}
		}
		back, err := Parse(v.AppendWire(nil, 3))
		if err != nil || !Equal(back, v) {
			t.Fatalf("read back %v, %v; want %v", back, err, v)
		}
	})
}

func BenchmarkRead(b *testing.B) {
	for name, v := range map[string]Value{"status": NewStatus("OK"), "bulk": NewBulk("hello world"), "thousand": thousand()} {
		wire := v.AppendWire(nil, 3)
		b.Run(name, func(b *testing.B) {
			src := bytes.NewReader(wire)
			r := NewReader(src)
			b.ReportAllocs()
			b.SetBytes(int64(len(wire)))
			for b.Loop() {
				src.Reset(wire)
				if _, err := r.Read(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

package reply

import (
	"strings"
	"testing"
)

func TestBigNumber(t *testing.T) {
	big := Value{Kind: BigNumber, Text: "123"}
	inside := Value{Kind: Map, Items: []Value{NewBulk("k"), NewArray(big)}}
	push := Value{Kind: Push, Items: []Value{big}}
	for _, v := range []Value{big, inside, push} {
		for f := Standard; f <= QuotedJSON; f++ {
			if out, err := v.Append([]byte("kept"), f); string(out) != "kept" || err == nil || err.Error() != "Unknown reply type: 13" {
				t.Errorf("%v: got %q, %v", f, out, err)
			}
			if got := v.Show(f); !strings.Contains(got, "123") {
				t.Errorf("%v: Show gives %q", f, got)
			}
		}
		if out, err := Plain(Standard).Append([]byte("kept"), []string{"INFO"}, v); string(out) != "kept" || err == nil {
			t.Errorf("forced: got %q, %v", out, err)
		}
		if out, err := v.AppendPush([]byte("kept"), Standard); string(out) != "kept" || err == nil {
			t.Errorf("push: got %q, %v", out, err)
		}
	}
}

// TestAppend holds what the golden file has no case for.
func TestAppend(t *testing.T) {
	wide := NewArray(NewArray(NewInt(1), NewInt(2)))
	for range 9 {
		wide.Items = append(wide.Items, Value{})
	}
	tests := []struct {
		name string
		v    Value
		f    Format
		want string
	}{
		{"numbers of two digits indent by four", wide, Standard,
			" 1) 1) (integer) 1\n    2) (integer) 2\n 2) (nil)\n 3) (nil)\n 4) (nil)\n 5) (nil)\n 6) (nil)\n 7) (nil)\n 8) (nil)\n 9) (nil)\n10) (nil)\n"},
		{"empty push", Value{Kind: Push}, Standard, "(empty push)\n"},
		{"status cut at NUL", NewStatus("a\x00b"), Standard, "a\n"},
		{"error cut at NUL", NewError("a\x00b"), JSON, "error:\"a\"\n"},
		{"raw error whole", NewError("a\x00b"), Raw, "a\x00b\n\n"},
		{"map key is an error", Value{Kind: Map, Items: []Value{NewError("e"), NewInt(1)}}, JSON, "{error:\"e\":1}\n"},
		{"map key is nil", Value{Kind: Map, Items: []Value{{}, {}}}, JSON, "{\"null\":null}\n"},
		{"half a pair is not shown", Value{Kind: Map, Items: []Value{NewInt(1)}}, Standard, "(empty hash)\n"},
		{"format unknown", NewInt(1), Format(99), "(integer) 1\n"},
	}
	for _, tt := range tests {
		got, err := tt.v.Append([]byte("> "), tt.f)
		if err != nil || string(got) != "> "+tt.want {
			t.Errorf("%s: got %q, %v; want %q", tt.name, got, err, tt.want)
		}
		if got := tt.v.Show(tt.f); got != tt.want {
			t.Errorf("%s: Show gives %q", tt.name, got)
		}
	}
}

func TestAppendAllocates(t *testing.T) {
	v := thousand()
	buf := make([]byte, 0, 1<<20)
	for f := Standard; f <= QuotedJSON; f++ {
		if n := testing.AllocsPerRun(10, func() { buf, _ = v.Append(buf[:0], f) }); n > 0 {
			t.Errorf("%v: %v allocations into a buffer with room", f, n)
		}
	}
	if n := testing.AllocsPerRun(10, func() { buf = v.AppendWire(buf[:0], 3) }); n > 0 {
		t.Errorf("wire: %v allocations into a buffer with room", n)
	}
}

// thousand returns 1,000 items of every shape a long reply has.
func thousand() Value {
	v := NewArray()
	for i := range 250 {
		v.Items = append(v.Items, NewBulk("member:\"\x01"), NewInt(int64(i)*1e6),
			Value{Kind: Double, Text: "1.5"},
			Value{Kind: Map, Items: []Value{NewBulk("field"), NewArray(NewBulk("a"), NewStatus("OK"))}})
	}
	return v
}

func TestEqual(t *testing.T) {
	all := []Value{
		{}, NewStatus("a"), NewError("a"), NewBulk("a"), NewBulk("b"), NewInt(1), NewInt(2),
		{Kind: Bool, Int: 1}, {Kind: Double, Text: "1"}, {Kind: Double, Text: "1.0"},
		{Kind: Verbatim, Mark: "txt", Text: "a"}, {Kind: Verbatim, Mark: "mkd", Text: "a"},
		NewArray(), NewArray(NewInt(1)), NewArray(NewInt(1), NewInt(2)), NewArray(NewInt(2), NewInt(1)),
		{Kind: Set, Items: []Value{NewInt(1)}},
	}
	for i, a := range all {
		for j, b := range all {
			if Equal(a, b) != (i == j) {
				t.Errorf("Equal(%v, %v) = %v", a, b, i != j)
			}
		}
	}
	if !Equal(NewArray(), Value{Kind: Array, Items: []Value{}}) {
		t.Error("no items and an empty list of items differ")
	}
}

func TestValue(t *testing.T) {
	if got := NewError("WRONGTYPE Operation").ErrorCode(); got != "WRONGTYPE" {
		t.Errorf("code %q", got)
	}
	if got := NewError("ERR").ErrorCode() + NewBulk("ERR x").ErrorCode(); got != "ERR" {
		t.Errorf("codes %q", got)
	}
	strs := map[string]Value{
		"": {}, "-5": NewInt(-5), "true": {Kind: Bool, Int: 1}, "false": {Kind: Bool},
		"1.50": {Kind: Double, Text: "1.50"}, "x": NewBulk("x"),
	}
	for want, v := range strs {
		if got := v.Str(); got != want {
			t.Errorf("Str of %v = %q, want %q", v, got, want)
		}
	}
	if !NewError("x").IsError() || NewBulk("x").IsError() || NewBulk("OK").IsOK() || NewInt(1).IsAggregate() {
		t.Error("a predicate is wrong")
	}
}

func TestField(t *testing.T) {
	pairs := []Value{
		NewBulk("name"), NewBulk("g1"), NewStatus("lag"), {}, NewInt(7), NewInt(70),
		NewBulk("pending"), NewArray(NewBulk("inner"), NewInt(1)), NewBulk("name"), NewBulk("g2"), NewBulk("half"),
	}
	for _, v := range []Value{{Kind: Map, Items: pairs}, NewArray(pairs...)} {
		for name, want := range map[string]Value{
			"name": NewBulk("g1"), "lag": {}, "7": NewInt(70), "pending": NewArray(NewBulk("inner"), NewInt(1)),
			"g1": {}, "inner": {}, "half": {}, "Name": {}, "nothing": {}, "": {},
		} {
			if got := v.Field(name); !Equal(got, want) {
				t.Errorf("behind %q in a value of kind %d: %v, want %v", name, v.Kind, got, want)
			}
		}
	}
	for _, v := range []Value{{}, NewBulk("name"), NewError("name"), NewArray()} {
		if got := v.Field("name"); !Equal(got, Value{}) {
			t.Errorf("behind a name in %v: %v", v, got)
		}
	}
	if got := NewArray(pairs...).Field("pending").Field("inner").Int; got != 1 {
		t.Errorf("a field of a field is %d, want 1", got)
	}
}

func BenchmarkAppend(b *testing.B) {
	for name, v := range map[string]Value{"bulk": NewBulk("hello world"), "thousand": thousand()} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			var buf []byte
			for b.Loop() {
				buf, _ = v.Append(buf[:0], Standard)
			}
			b.SetBytes(int64(len(buf)))
		})
	}
}

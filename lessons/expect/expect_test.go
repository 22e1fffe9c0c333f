package expect

import (
	"strings"
	"testing"

	"redis-tutor/sandbox/reply"
)

func bulks(words ...string) reply.Value {
	v := reply.Value{Kind: reply.Array}
	for _, w := range words {
		v.Items = append(v.Items, reply.NewBulk(w))
	}
	return v
}

func mapOf(words ...string) reply.Value {
	v := bulks(words...)
	v.Kind = reply.Map
	return v
}

func TestMatch(t *testing.T) {
	ok, five, name := reply.NewStatus("OK"), reply.NewInt(5), reply.NewBulk("John")
	wrongType := reply.NewError("WRONGTYPE Operation against a key")
	scores := reply.NewArray(reply.NewArray(reply.NewBulk("m"), reply.Value{Kind: reply.Double, Text: "1"}))
	scan := reply.NewArray(reply.NewBulk("0"), bulks("b", "a"))
	tests := []struct {
		pattern string
		fits    []reply.Value
		fitsNot []reply.Value
	}{
		{"*", []reply.Value{ok, five, {}, bulks()}, nil},
		{"5", []reply.Value{five, reply.NewBulk("5")}, []reply.Value{reply.NewInt(6), reply.NewBulk("5.0"), reply.NewStatus("5"), {}}},
		{"1.5", []reply.Value{reply.NewBulk("1.5"), {Kind: reply.Double, Text: "1.5"}}, []reply.Value{reply.NewInt(1)}},
		{"-1", []reply.Value{reply.NewInt(-1)}, []reply.Value{reply.NewInt(1)}},
		{"1..60", []reply.Value{reply.NewInt(1), reply.NewInt(60), reply.NewBulk("7")}, []reply.Value{reply.NewInt(0), reply.NewInt(61), name, {}}},
		{"-2..-1", []reply.Value{reply.NewInt(-2)}, []reply.Value{reply.NewInt(0)}},
		{"(integer) 5", []reply.Value{five}, []reply.Value{reply.NewBulk("5")}},
		{`"John"`, []reply.Value{name}, []reply.Value{reply.NewStatus("John"), reply.NewBulk("john"), {}}},
		{`"\xc3\xa9\n\"\\"`, []reply.Value{reply.NewBulk("é\n\"\\")}, []reply.Value{name}},
		{`""`, []reply.Value{reply.NewBulk("")}, []reply.Value{{}, bulks()}},
		{"OK", []reply.Value{ok}, []reply.Value{reply.NewBulk("OK")}},
		{"list", []reply.Value{reply.NewStatus("list")}, []reply.Value{reply.NewStatus("hash")}},
		{"(nil)", []reply.Value{{}}, []reply.Value{reply.NewBulk(""), bulks()}},
		{"(empty array)", []reply.Value{bulks(), mapOf()}, []reply.Value{{}, bulks("a")}},
		{"(error) WRONGTYPE*", []reply.Value{wrongType}, []reply.Value{reply.NewError("ERR x"), reply.NewStatus("WRONGTYPE")}},
		{"(error) *", []reply.Value{wrongType}, []reply.Value{ok}},
		{"(error) ERR no such key", []reply.Value{reply.NewError("ERR no such key")}, []reply.Value{reply.NewError("ERR no such key!")}},
		{`/^J\/?o/`, []reply.Value{name, reply.NewStatus("Jo")}, []reply.Value{reply.NewBulk("Bob"), {}, bulks("Jo")}},
		{`1) "a" 2) *`, []reply.Value{bulks("a", "b")}, []reply.Value{bulks("b", "a"), bulks("a"), name}},
		{`1) OK 2) (integer) 5`, []reply.Value{reply.NewArray(ok, five)}, []reply.Value{reply.NewArray(five, ok)}},
		{`1) OK 2) (error) WRONGTYPE*`, []reply.Value{reply.NewArray(ok, wrongType)}, []reply.Value{reply.NewArray(ok, ok)}},
		{`1) 1) "m" 2) 1`, []reply.Value{scores}, []reply.Value{bulks("m", "1")}},
		{`1) "0" 2) {"a" "b"}`, []reply.Value{scan}, nil},
		{`{"a" "b"}`, []reply.Value{bulks("a", "b"), bulks("b", "a"), {Kind: reply.Set, Items: bulks("b", "a").Items}}, []reply.Value{bulks("a"), bulks("a", "a"), bulks("a", "b", "c")}},
		{`{* "a"}`, []reply.Value{bulks("a", "b"), bulks("b", "a")}, []reply.Value{bulks("b", "c")}},
		{`{}`, []reply.Value{bulks()}, []reply.Value{bulks("a"), {}}},
		{`{"f" => "v", "g" => 1..9}`, []reply.Value{bulks("f", "v", "g", "3"), bulks("g", "3", "f", "v"), mapOf("g", "3", "f", "v")}, []reply.Value{bulks("v", "f", "g", "3"), bulks("f", "v"), bulks("f", "v", "g"), bulks("f", "v", "g", "0")}},
		{`{"m" => 1}`, []reply.Value{scores, bulks("m", "1")}, []reply.Value{bulks("m", "2")}},
	}
	for _, tt := range tests {
		t.Run(tt.pattern, func(t *testing.T) {
			p, err := Parse(tt.pattern)
			if err != nil {
				t.Fatal(err)
			}
			if got := p.String(); got != tt.pattern {
				t.Errorf("String() = %s", got)
			}
			for _, v := range tt.fits {
				if !p.Match(v) {
					t.Errorf("does not match %s", Show(v))
				}
			}
			for _, v := range tt.fitsNot {
				if p.Match(v) {
					t.Errorf("matches %s", Show(v))
				}
			}
		})
	}
}

func TestParseErrors(t *testing.T) {
	tests := []struct{ src, want string }{
		{"", "a pattern is missing"},
		{`"a`, `no closing " in "\"a"`},
		{`"a"b`, `a space is missing before "b"`},
		{`"a" "b"`, `nothing may follow the pattern, got "\"b\""`},
		{"two words", `nothing may follow the pattern, got "words"`},
		{"9..1", `a range is written 1..60, got "9..1"`},
		{"1..x", `a range is written 1..60, got "1..x"`},
		{"(integer) five", `(integer) wants a whole number, got "five"`},
		{"(null)", `(nil), (empty array), (integer) or (error) expected, got "(null)"`},
		{"(error)", "(error) wants the error's text, or * for any"},
		{"//", "an empty regular expression; * matches anything"},
		{"/a", `no closing / in "/a"`},
		{"/(/", "error parsing regexp: missing closing ): `(`"},
		{"{a b}", `inside { }: write "a" in double quotes`},
		{`{"a"`, "inside { }: a pattern is missing"},
		{`{"a" => }`, "inside { }: a value is missing behind the last =>"},
		{`{"a" => "b", "c"}`, `inside { }: no value behind "c" =>`},
		{`{"a" "b" => "c"}`, "inside { }: items and pairs do not mix"},
		{`1) "a" 3) "b"`, `nothing may follow the pattern, got "3) \"b\""`},
		{"it's", `"it's" is no pattern; put text in double quotes`},
		{strings.Repeat("{", 40), "inside { }: patterns nested more than 16 deep"},
	}
	for _, tt := range tests {
		t.Run(tt.src, func(t *testing.T) {
			_, err := Parse(tt.src)
			if err == nil || !strings.HasSuffix(err.Error(), tt.want) {
				t.Errorf("got %v, want %s", err, tt.want)
			}
		})
	}
}

func TestShow(t *testing.T) {
	tests := []struct {
		v    reply.Value
		want string
	}{
		{reply.Value{}, "(nil)"},
		{reply.NewInt(3), "(integer) 3"},
		{reply.NewStatus("OK"), "OK"},
		{reply.NewError("ERR x"), "(error) ERR x"},
		{bulks(), "(empty array)"},
		{bulks("John", "é"), `1) "John" 2) "\xc3\xa9"`},
		{mapOf("f", "v", "g", "w"), `{"f" => "v", "g" => "w"}`},
		{reply.NewArray(reply.NewBulk("0"), bulks("a")), `1) "0" 2) 1) "a"`},
	}
	for _, tt := range tests {
		got := Show(tt.v)
		if got != tt.want {
			t.Errorf("Show = %s, want %s", got, tt.want)
		}
		if p, err := Parse(got); err != nil || !p.Match(tt.v) {
			t.Errorf("%s, read back, does not match its reply (%v)", got, err)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, src := range []string{`1) "a" 2) {"b" 1..2 /x/}`, `{"f" => "v"}`, "(error) ERR*", "(nil)", "-1.5", "OK"} {
		f.Add(src)
	}
	reply := reply.NewArray(bulks("a", "b"), reply.NewInt(1), reply.NewError("ERR"))
	f.Fuzz(func(t *testing.T, src string) {
		p, err := Parse(src)
		if err != nil {
			return
		}
		p.Match(reply)
		again, err := Parse(p.String())
		if err != nil {
			t.Fatalf("%q becomes %q: %v", src, p.String(), err)
		}
		if again.String() != p.String() {
			t.Fatalf("%q becomes %q and then %q", src, p, again)
		}
	})
}

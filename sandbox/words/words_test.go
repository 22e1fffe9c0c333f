package words

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"redis-tutor/sandbox/reply"
)

// splits holds lines and the arguments redis-cli makes of them; nil stands
// for a line it refuses. TestRedisCLISplitsTheSame asks redis-cli itself.
var splits = map[string][]string{
	"":                       {},
	"   ":                    {},
	"GET k":                  {"GET", "k"},
	"  GET \t k  ":           {"GET", "k"},
	"GET k\r":                {"GET", "k"},
	"a\vb\fc":                {"a\vb\fc"},
	"\va \fb":                {"a", "b"},
	"a\v \"b\"\v'c'\fd":      {"a\v", "b", "c", "d"},
	"a\rb":                   {"a", "b"},
	`"a b"`:                  {"a b"},
	`'a b'`:                  {"a b"},
	`"" ''`:                  {"", ""},
	`foo"bar"`:               {"foobar"},
	`foo'bar'`:               {"foobar"},
	`foo"" ''`:               {"foo", ""},
	`"a"b`:                   nil,
	`"a""b"`:                 nil,
	`'a''b'`:                 nil,
	`"a"'b'`:                 nil,
	`foo"bar"baz`:            nil,
	`"a"#`:                   nil,
	`"`:                      nil,
	`'`:                      nil,
	`"abc`:                   nil,
	`abc"`:                   nil,
	`'abc`:                   nil,
	`it's`:                   nil,
	`it's fine'`:             {"its fine"},
	`"it's"`:                 {"it's"},
	`'say "hi"'`:             {`say "hi"`},
	`"say \"hi\""`:           {`say "hi"`},
	`'it\'s'`:                {"it's"},
	`'a\\'`:                  nil,
	`'a\'`:                   nil,
	`'a\\' b'`:               {`a\' b`},
	`'a\n\x41\"'`:            {`a\n\x41\"`},
	`"a\\"`:                  {`a\`},
	`"a\"`:                   nil,
	`"a\`:                    nil,
	`'a\`:                    nil,
	`"\n\r\t\a\b"`:           {"\n\r\t\a\b"},
	`"\x41\xFF\xfa\x00."`:    {"A\xff\xfa\x00."},
	`"\x4"`:                  {"x4"},
	`"\x"`:                   {"x"},
	`"\xg1\x1g"`:             {"xg1x1g"},
	`"\x411"`:                {"A1"},
	`"\X41\u00e9\q\ \'"`:     {"X41u00e9q '"},
	`"\v\f\0\e"`:             {"vf0e"},
	`a\nb a\ b \"`:           nil,
	`a\nb a\ b`:              {`a\nb`, `a\`, "b"},
	`\x41`:                   {`\x41`},
	`\`:                      {`\`},
	`\"a b"`:                 {`\a b`},
	`k "caf\xc3\xa9" é 中文 😀`: {"k", "café", "é", "中文", "😀"},
	"\xff\x80":               {"\xff\x80"},
	"\x01\x1b[0m\x7f":        {"\x01\x1b[0m\x7f"},
	"\u00a0a\u0085":          {"\u00a0a\u0085"},
	`# not a comment here`:   {"#", "not", "a", "comment", "here"},
	`a;b $x ~ * | > >> &`:    {"a;b", "$x", "~", "*", "|", ">", ">>", "&"},
	`{"a":1}`:                nil,
	`'{"a":"b c"}'`:          {`{"a":"b c"}`},
	`"{\"a\":1}"`:            {`{"a":1}`},
	"\"tab\there\"":          {"tab\there"},
	"\"a\rb\"\r":             {"a\rb"},
	strings.Repeat("x", 9e3): {strings.Repeat("x", 9e3)},
}

func TestSplit(t *testing.T) {
	for s, want := range splits {
		got, err := Split(s)
		if (err != nil) != (want == nil) {
			t.Errorf("Split(%q): %v", s, err)
		}
		if err == nil && !cmp.Equal(got, want, equateEmpty) {
			t.Errorf("Split(%q) = %q, want %q", s, got, want)
		}
	}
}

var equateEmpty = cmp.Comparer(func(a, b []string) bool {
	return len(a) == len(b) && cmp.Equal(append([]string{}, a...), append([]string{}, b...))
})

func TestSyntaxError(t *testing.T) {
	const notClosed, notEnded = "quote is not closed", "closing quote must be followed"
	tests := []struct {
		s   string
		pos int
		msg string
	}{
		{`SET k "a b`, 6, "double " + notClosed},
		{`SET k 'a b`, 6, "single " + notClosed},
		{`SET it's here`, 6, "single " + notClosed},
		{`SET k "a"b`, 9, notEnded},
		{`SET k 'a''b'`, 9, notEnded},
		{`SET "a b" "\"`, 10, "double " + notClosed},
		{`"é"x`, 4, notEnded},
	}
	for _, tt := range tests {
		_, err := Split(tt.s)
		var serr *SyntaxError
		if !errors.As(err, &serr) || err.Error() != "Invalid argument(s)" {
			t.Fatalf("Split(%q): %v", tt.s, err)
		}
		if serr.Pos != tt.pos || !strings.Contains(serr.Msg, tt.msg) {
			t.Errorf("Split(%q) broke at %d: %s; want %d: %s", tt.s, serr.Pos, serr.Msg, tt.pos, tt.msg)
		}
	}
}

func TestNext(t *testing.T) {
	const s = ` SET a"b c"  '=>' =>  x `
	var got []Word
	for at := 0; ; {
		w, ok, err := Next(s, at)
		if err != nil {
			t.Fatal(err)
		}
		if !ok {
			break
		}
		got = append(got, w)
		at = w.End
	}
	want := []Word{{"SET", 1, 4}, {"ab c", 5, 11}, {"=>", 13, 17}, {"=>", 18, 20}, {"x", 22, 23}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("words of %q (-want +got):\n%s", s, diff)
	}
}

func TestQuoted(t *testing.T) {
	tests := []struct {
		s, text, rest string
		ok            bool
	}{
		{`"a\tb", "c"`, "a\tb", `, "c"`, true},
		{`"\xC3\xa9\q\x4z"}`, "éqx4z", "}", true},
		{`'it\'s\n'x`, `it's\n`, "x", true},
		{`""`, "", "", true},
		{`"a`, "", `"a`, false},
		{`"a\"`, "", `"a\"`, false},
		{`'`, "", `'`, false},
		{"", "", "", false},
	}
	for _, tt := range tests {
		if text, rest, ok := Quoted(tt.s); text != tt.text || rest != tt.rest || ok != tt.ok {
			t.Errorf("Quoted(%q) = %q, %q, %v; want %q, %q, %v", tt.s, text, rest, ok, tt.text, tt.rest, tt.ok)
		}
	}
}

// FuzzSplit wants any line to be split or refused at a place within it, and
// the arguments to come back when each is quoted.
func FuzzSplit(f *testing.F) {
	for s := range splits {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		args, err := Split(s)
		if err != nil {
			var serr *SyntaxError
			if !errors.As(err, &serr) || serr.Pos < 0 || serr.Pos >= len(s) || serr.Msg == "" {
				t.Fatalf("Split(%q): %#v", s, err)
			}
			return
		}
		quoted := make([]string, len(args))
		for i, arg := range args {
			quoted[i] = reply.Quote(arg)
		}
		again, err := Split(strings.Join(quoted, " "))
		if err != nil || !cmp.Equal(again, args) {
			t.Fatalf("%q came back as %q, %v", args, again, err)
		}
	})
}

// FuzzQuote wants what redis-cli shows of any bytes to be input for the same
// bytes.
func FuzzQuote(f *testing.F) {
	f.Add("a\x00\xff\"'\\\n\r\t\a\b\v")
	f.Add(`\x41`)
	f.Fuzz(func(t *testing.T, s string) {
		args, err := Split("SET k " + reply.Quote(s) + " NX")
		if err != nil || !cmp.Equal(args, []string{"SET", "k", s, "NX"}) {
			t.Fatalf("%q came back as %q, %v", s, args, err)
		}
	})
}

func BenchmarkSplit(b *testing.B) {
	for name, s := range map[string]string{"plain": "SET key:000001 1234567", "quoted": `SET key:000001 "a value"`} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := Split(s); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

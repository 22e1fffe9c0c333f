package line_test

import (
	"testing"
	"unicode"
	"unicode/utf8"

	"redis-tutor/repl/line"
	"redis-tutor/sandbox/words"
)

func TestKeep(t *testing.T) {
	tests := []struct {
		before, text, kept string
		lost               line.Lost
	}{
		{"", "SET a 'b'\n", "SET a 'b'\n", line.Lost{}},
		{"", "SET\ttabs\t\"a\tb\"\tEX", "SET tabs \"a\\tb\" EX", line.Lost{}},
		{"", "SET ctl \"\x01\x02\x1b[31m\a\b\x7f\"", `SET ctl "\x01\x02\x1b[31m\a\b\x7f"`, line.Lost{}},
		{"", "SET raw \"\xff\u0085é\ufffd\"", `SET raw "\xff\xc2\x85é` + "\ufffd\"", line.Lost{}},
		{`SET k "a`, "\tb\"\tEX", `\tb" EX`, line.Lost{}},
		{"SET k 'a", "\tb'", " b'", line.Lost{Tabs: true}},
		{"", "SET k 'a\x01b'", "SET k 'ab'", line.Lost{Control: true}},
		{"", "SET k \x1b[1ma", "SET k [1ma", line.Lost{Control: true}},
		{"", "SET k \"a\\\tb\\\\\tc\\\"\td\"\t", `SET k "a\tb\\\tc\"\td" `, line.Lost{}},
		{"", "SET k 'a\\'\t\\'", "SET k 'a\\' \\'", line.Lost{Tabs: true}},
		{"", "EVAL \"x\n\ty\" 0\nGET\ta", "EVAL \"x\n\\ty\" 0\nGET a", line.Lost{}},
		{"", "GET it\"s\nSET\tk\t\"a\tb\"", "GET it\"s\nSET k \"a\\tb\"", line.Lost{}},
		{"", "GET a # the \"\nSET\tk", "GET a # the \"\nSET k", line.Lost{}},
		{"", "SORT k GET # GET \"a\tb\"", `SORT k GET # GET "a\tb"`, line.Lost{}},
		{"> as bob SORT k GET # GET ", "\"a\tb\" # \"\t", `"a\tb" # " `, line.Lost{}},
		{"", "SET k \"a\" # \"\tb\"\nGET \"\t\"", "SET k \"a\" # \" b\"\nGET \"\\t\"", line.Lost{}},
		{"", "SET k \"a\"b \"c\td\"", `SET k "a"b "c\td"`, line.Lost{}},
		{"", "GET k | tr \"\t\" 'x\ty'", `GET k | tr "\t" 'x y'`, line.Lost{Tabs: true}},
		{"", "GET k | tr \"a\nGET\tk", "GET k | tr \"a\nGET k", line.Lost{}},
		{"", "GET a# \"\tb\"", "GET a# \"\\tb\"", line.Lost{}},
	}
	for _, tt := range tests {
		if kept, lost := line.Keep(tt.before, tt.text); kept != tt.kept || lost != tt.lost {
			t.Errorf("Keep(%q, %q) = %q, %+v, want %q, %+v", tt.before, tt.text, kept, lost, tt.kept, tt.lost)
		}
	}
}

// FuzzKeep wants any value in double quotes back, and nothing left that
// cannot be shown.
func FuzzKeep(f *testing.F) {
	f.Add("a\tb", 3)
	f.Add("\x00\x1b[31m\xff\u0085", 0)
	f.Fuzz(func(t *testing.T, value string, at int) {
		quoted := `SET k "`
		for _, c := range []byte(value) {
			if c == '"' || c == '\\' {
				quoted += `\`
			}
			quoted += string([]byte{c})
		}
		quoted += `"`
		at = max(0, min(at, len(`SET k "`)))
		kept, lost := line.Keep(quoted[:at], quoted[at:])
		args, err := words.Split(quoted[:at] + kept)
		if err != nil || len(args) != 3 || args[2] != value || lost != (line.Lost{}) {
			t.Fatalf("%q is kept as %q, %q, %v, %+v", quoted, kept, args, err, lost)
		}
		for _, r := range kept {
			if unicode.IsControl(r) && r != '\n' || !utf8.ValidString(kept) {
				t.Fatalf("%q is kept as %q", quoted, kept)
			}
		}
	})
}

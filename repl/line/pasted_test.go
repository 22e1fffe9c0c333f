package line

import (
	"slices"
	"strings"
	"testing"

	"redis-tutor/sandbox/words"
)

const transcript = `Try it:

$ redis-cli
127.0.0.1:6379> select 1  # switch to db1
OK
127.0.0.1:6379[1]> rpush names "John"
(integer) 1
127.0.0.1:6379[1]> lrange names 0 -1
1) "Bob"
2) "John"
127.0.0.1:6379[1]> get nothing
(nil)
127.0.0.1:6379[1]> incr names
(error) WRONGTYPE Operation against a key holding the wrong kind of value
127.0.0.1:6379[1]>
`

func TestPasted(t *testing.T) {
	tests := []struct {
		name, text string
		commands   []string
		rest       string
	}{
		{"transcript", transcript, []string{"select 1", `rpush names "John"`, "lrange names 0 -1", "get nothing", "incr names"}, ""},
		{"replies before the first prompt", "\"world\"\n> get a\n\"b\"", []string{"get a"}, ""},
		{"a transcript that ends in a command", "> get a\n(nil)\n> get b", []string{"get a"}, "get b"},
		{"script", "# load\nSET a 1\n\n  GET a # one\nOK\n", []string{"SET a 1", "  GET a", "OK"}, ""},
		{"the last line waits", "SET a 1\nGET a # one", []string{"SET a 1"}, "GET a"},
		{"nothing", "\n \v\n# x\n", nil, ""},
		{"a comment last", "GET a\n# x", []string{"GET a"}, ""},

		{"a quote over lines", "EVAL \"return 1\n\n + 1\" 0\nGET a\n", []string{"EVAL \"return 1\n\n + 1\" 0", "GET a"}, ""},
		{"two of them", "SET a 'x\ny' \nSET b \"z\n# no comment\" EX 9 # a comment\n", []string{"SET a 'x\ny' ", "SET b \"z\n# no comment\" EX 9"}, ""},
		{"a quote that stays open", "GET a\nSET b \"z\nGET c\n", []string{"GET a"}, "SET b \"z\nGET c\n"},
		{"a quote inside a word", "SET a it's\nSET b 'x y'\n", []string{"SET a it's", "SET b 'x y'"}, ""},
		{"a quote in a comment", "GET a # it 's\nGET b # 's\n", []string{"GET a", "GET b"}, ""},
		{"a pattern of SORT", "SORT l GET # GET 'x\ny'\nGET b\n", []string{"SORT l GET # GET 'x\ny'", "GET b"}, ""},
		{"a quote behind a bar", "GET a | tr 'x\nGET b'\n", []string{"GET a | tr 'x", "GET b'"}, ""},
		{"something behind the closing quote", "SET a \"x\ny\"z\nGET a\n", []string{"SET a \"x", "y\"z", "GET a"}, ""},

		{"rows of a transcript", "127.0.0.1:6379> EVAL \"return 1\n...>   + 1\n...>\n...> \" 0\n(integer) 2\n", []string{"EVAL \"return 1\n  + 1\n\n\" 0"}, ""},
		{"a mistake in a transcript", "> GET \"a\nInvalid argument(s)\n> GET \"b\"\n", []string{"GET \"a", "GET \"b\""}, ""},
	}
	for _, tt := range tests {
		commands, rest := Pasted(tt.text)
		if !slices.Equal(commands, tt.commands) || rest != tt.rest {
			t.Errorf("%s: %q and %q, want %q and %q", tt.name, commands, rest, tt.commands, tt.rest)
		}
	}
}

func TestOpen(t *testing.T) {
	for s, want := range map[string]int{
		`GET "`: 4, `SET k 'a b`: 6, `> GET "a`: 6, "SET k \"a\nb": 6, `SET k "a\"`: 6, `SET k "a # b`: 6, `"`: 0,
		"": -1, "GET a": -1, `GET "a"`: -1, `SET k it's`: -1, `GET "a"b "`: -1, `GET a # it 's`: -1, `GET a | tr 'x`: -1,
	} {
		at, ok := Open(s)
		if !ok {
			at = -1
		}
		if at != want {
			t.Errorf("Open(%q) = %d, want %d", s, at, want)
		}
	}
}

func TestSlip(t *testing.T) {
	for s, want := range map[string]string{"SET k it's me": "it's", "a'": "a'", "GET 'a": "", "'": ""} {
		if word, ok := Slip(s, strings.IndexByte(s, '\'')); word != want || ok != (want != "") {
			t.Errorf("Slip(%q) = %q, %v", s, word, ok)
		}
	}
}

// TestPastedLong: what a paste costs grows with its length, whatever is in it.
func TestPastedLong(t *testing.T) {
	for _, s := range []string{"SET k 'x\n", "SET k x\\'\n", "GET it's\n", "SET k \"\n\n", "> GET 'x\n...> y\n"} {
		if commands, rest := Pasted(strings.Repeat(s, 100_000)); len(commands) == 0 && rest == "" {
			t.Errorf("nothing of many %q", s)
		}
	}
}

// FuzzPasted wants every command of a script back whose words are quoted,
// and nothing of it twice or not at all.
func FuzzPasted(f *testing.F) {
	f.Add("a b", "c", true)
	f.Add("it's", "x\ny", false)
	f.Fuzz(func(t *testing.T, a, b string, end bool) {
		lines := []string{words.Join([]string{"SET", a}), words.Join([]string{"GET", b})}
		text := strings.Join(lines, "\n")
		if end {
			text += "\n"
		}
		commands, rest := Pasted(text)
		if rest != "" {
			commands = append(commands, rest)
		}
		if !slices.Equal(commands, lines) || end != (rest == "") {
			t.Errorf("%q: %q and %q", text, commands, rest)
		}
	})
}

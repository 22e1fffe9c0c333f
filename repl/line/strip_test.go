package line

import (
	"slices"
	"strings"
	"testing"
)

func TestStrip(t *testing.T) {
	tests := []struct{ s, want string }{
		// prompts
		{"127.0.0.1:6379> GET a", "GET a"},
		{"127.0.0.1:6379[1]> GET a", "GET a"},
		{"127.0.0.1:6379(TX)> GET a", "GET a"},
		{"localhost:7000[2](TX)> GET a", "GET a"},
		{"redis-12.c1.example.com:12000> GET a", "GET a"},
		{"[::1]:6379> GET a", "GET a"},
		{"[fe80::1%eth0]:6379[15]> GET a", "GET a"},
		{"127.0.0.1:6379(subscribed mode)> PING", "PING"},
		{"127.0.0.1:6379(monitor mode)> PING", "PING"},
		{"127.0.0.1:6379[1](TX!)> EXEC", "EXEC"},
		{"bob@127.0.0.1:6379[3](TX)> GET a", "GET a"},
		{"bob@redis /path.sock> GET a", "GET a"},
		{"redis /path.sock> GET a", "GET a"},
		{"redis /my dir/r.sock[3](TX)> GET a", "GET a"},
		{"redis r.sock> GET a", "GET a"},
		{"redis 127.0.0.1:6379> GET a", "GET a"},
		{"bob@redis sandbox[1](TX)> GET a", "GET a"},
		{"redis> GET a", "GET a"},
		{"not connected> GET a", "GET a"},
		{"> GET a", "GET a"},
		{"  \t127.0.0.1:6379>   GET a", "GET a"},
		{"127.0.0.1:6379> 127.0.0.1:6379> GET a", "GET a"},
		{"127.0.0.1:6379>", ""},
		{"127.0.0.1:6379> ", ""},
		{">", ""},
		// no prompts
		{"a b@127.0.0.1:6379> GET a", "a b@127.0.0.1:6379> GET a"},
		{"zoë@127.0.0.1:6379> GET a", "zoë@127.0.0.1:6379> GET a"},
		{"bobbobbobbobbobbo@h:1> GET a", "bobbobbobbobbobbo@h:1> GET a"},
		{"@127.0.0.1:6379> GET a", "@127.0.0.1:6379> GET a"},
		{"127.0.0.1:6379>GET a", "127.0.0.1:6379>GET a"},
		{"127.0.0.1> GET a", "127.0.0.1> GET a"},
		{"127.0.0.1:x> GET a", "127.0.0.1:x> GET a"},
		{"a b:1> GET a", "a b:1> GET a"},
		{"[::1:6379> GET a", "[::1:6379> GET a"},
		{":6379> GET a", ":6379> GET a"},
		{"h:1[x]> GET a", "h:1[x]> GET a"},
		{"redis a b> c", "redis a b> c"},
		{`redis "/a"> c`, `redis "/a"> c`},
		{"SET a > b", "SET a > b"},
		{`SET a "127.0.0.1:6379> b"`, `SET a "127.0.0.1:6379> b"`},
		{"XADD s 1-1 f v => 11", "XADD s 1-1 f v => 11"},
		{"  GET a  ", "  GET a  "},
		// comments
		{"RPUSH names John  # push `John` to the back", "RPUSH names John"},
		{"# all of it", ""},
		{"  #", ""},
		{"SET color #fff", "SET color #fff"},
		{"SET color '#' # grey", "SET color '#'"},
		{`SET a "x # y" # it's`, `SET a "x # y"`},
		{"SET a b# c", "SET a b# c"},
		{"SET a b ## c", "SET a b ## c"},
		// a pattern of SORT
		{"SORT l BY w_* GET # GET o_*", "SORT l BY w_* GET # GET o_*"},
		{"> sort_ro l get # # all of it", "sort_ro l get #"},
		{"as bob 2 SORT l GET #", "as bob 2 SORT l GET #"},
		{"explain SORT l GET # DESC", "explain SORT l GET # DESC"},
		{"SORT GET # by itself", "SORT GET"},
		{"SORT l # GET #", "SORT l"},
		{"SET sort GET # not here", "SET sort GET"},
		{"BITFIELD b GET # not here", "BITFIELD b GET"},
		{"SET a #\tx", "SET a"},
		{`SET a 'it # open`, `SET a 'it # open`},
		{`SET a "b"c # x`, `SET a "b"c # x`},
		{"127.0.0.1:6379[1]> select 0  # back", "select 0"},
		{"127.0.0.1:6379> # nothing", ""},
	}
	for _, tt := range tests {
		if got := Strip(tt.s); got != tt.want {
			t.Errorf("Strip(%q) = %q, want %q", tt.s, got, tt.want)
		}
	}
}

func TestFilter(t *testing.T) {
	tests := []struct {
		name     string
		in, want []string
	}{
		{"script", []string{"SET a 1", "", "OK", "# x", " GET a "}, []string{"SET a 1", "", "OK", "", " GET a "}},
		{"transcript", []string{"> GET a", "OK", "$ redis-cli", "h:1> GET b # c", "(nil)"}, []string{"GET a", "", "", "GET b", ""}},
		{"shell first", []string{"$ redis-cli -n 2", "banner", "> GET a", "OK"}, []string{"", "", "GET a", ""}},
		{"prompt late", []string{"GET a", "> GET b", "GET c"}, []string{"GET a", "GET b", ""}},
	}
	for _, tt := range tests {
		var f Filter
		var got []string
		for _, s := range tt.in {
			got = append(got, f.Command(s))
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("%s: got %q, want %q", tt.name, got, tt.want)
		}
	}
}

// FuzzStrip wants stripping to be over after once, to keep the arguments of
// a line that has nothing to strip, and the caret to stay printable.
func FuzzStrip(f *testing.F) {
	f.Add("127.0.0.1:6379[1](TX)> SET a \"b # c\" # d", 7)
	f.Add("redis /a b> > # '", 3)
	f.Fuzz(func(t *testing.T, s string, pos int) {
		once := Strip(s)
		if again := Strip(once); again != once {
			t.Fatalf("Strip(%q) = %q, and then %q", s, once, again)
		}
		if commands, rest := Pasted(s + "\n"); len(commands) == 1 && commands[0] == s && rest == "" && once != s {
			t.Fatalf("%q is whole for Pasted and %q for Strip", s, once)
		}
		text, column := Caret(s, pos)
		if column < 0 {
			t.Fatalf("Caret(%q, %d) is in column %d", s, pos, column)
		}
		for _, c := range []byte(text) {
			if c < ' ' || c == 0x7f {
				t.Fatalf("Caret(%q) shows byte %#x", s, c)
			}
		}
	})
}

func TestDoubtful(t *testing.T) {
	cases := []struct {
		lines string
		n     int
		first string
	}{
		{"SET a 1\nGET a", 0, ""},
		{"127.0.0.1:6379> LRANGE q 0 -1\n1) \"a\"\n 2) (nil)\n\n127.0.0.1:6379> PING\nPONG\n(integer) 3\n1~ \"x\"\n1# \"k\" => 1", 0, ""},
		{"127.0.0.1:6379> PING\nPONG\nSET b 2\nGET b", 2, "SET b 2"},
		{"127.0.0.1:6379> PING\n5 INCR x", 1, "5 INCR x"},
	}
	for _, c := range cases {
		var f Filter
		for s := range strings.Lines(c.lines) {
			f.Command(strings.TrimSuffix(s, "\n"))
		}
		if n, first := f.Doubtful(); n != c.n || first != c.first {
			t.Errorf("%q: %d, %q", c.lines, n, first)
		}
	}
}

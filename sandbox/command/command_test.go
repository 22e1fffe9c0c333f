package command_test

import (
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"redis-tutor/sandbox/command"
)

func load(t testing.TB) *command.Table {
	t.Helper()
	data, err := os.ReadFile("../../content/commands.json")
	if err != nil {
		t.Fatal(err)
	}
	table, err := command.Parse(data)
	if err != nil {
		t.Fatal(err)
	}
	return table
}

func TestLookup(t *testing.T) {
	table := load(t)
	tests := []struct {
		line, want string
	}{
		{"get", "GET"},
		{"CoNfIg GeT maxmemory", "CONFIG GET"},
		{"config", "CONFIG"},
		{"config nonsense", "CONFIG"},
		{"set config get", "SET"},
		{"hexpire k 1 FIELDS 1 f", "HEXPIRE"},
	}
	for _, tt := range tests {
		c, ok := table.Lookup(strings.Fields(tt.line)...)
		if !ok || c.Name != tt.want {
			t.Errorf("Lookup(%q) = %v, %v, want %s", tt.line, c, ok, tt.want)
		}
	}
	for _, line := range []string{"", "nonsense", "CONFIG GET x"[6:8]} {
		if c, ok := table.Lookup(strings.Fields(line)...); ok {
			t.Errorf("Lookup(%q) found %s", line, c.Name)
		}
	}
}

func TestNearest(t *testing.T) {
	table := load(t)
	tests := []struct{ word, first string }{
		{"hgetal", "HGETALL"},
		{"SETT", "SET"},
		{"rpsuh", "RPUSH"},
		{"lrnage", "LRANGE"},
		{"expier", "EXPIRE"},
		{"zrangebyscor", "ZRANGEBYSCORE"},
		{"incrr", "INCR"},
		{"get", "GET"},
		{"config gte", "CONFIG GET"},
	}
	for _, tt := range tests {
		near := table.Nearest(tt.word)
		if len(near) == 0 || near[0].Name != tt.first {
			t.Errorf("Nearest(%q) = %v, want %s first", tt.word, names(near), tt.first)
		}
	}
	for _, word := range []string{"", "wombat", "selectfrom", "xyzzyxyz"} {
		if near := table.Nearest(word); len(near) != 0 {
			t.Errorf("Nearest(%q) = %v, want none", word, names(near))
		}
	}
}

func names(cs []*command.Command) []string {
	var out []string
	for _, c := range cs {
		out = append(out, c.Name)
	}
	return out
}

func TestFacts(t *testing.T) {
	table := load(t)
	get := func(line string) *command.Command {
		c, ok := table.Lookup(strings.Fields(line)...)
		if !ok {
			t.Fatalf("no %s", line)
		}
		return c
	}
	if c := get("LPUSH"); !c.Writes() || c.Blocks() || c.Types[0] != "list" || c.Complexity != "O(1)" {
		t.Errorf("LPUSH: %+v", c)
	}
	if c := get("BLPOP"); !c.Writes() || !c.Blocks() {
		t.Errorf("BLPOP: %+v", c)
	}
	if c := get("GEOADD"); c.Types[0] != "zset" {
		t.Errorf("GEOADD fits %v", c.Types)
	}
	if c := get("HMSET"); c.Deprecated != "4.0.0" {
		t.Errorf("HMSET deprecated since %q", c.Deprecated)
	}
	if c := get("ZRANGE"); c.Complexity != "O(log(N)+M)" || c.Writes() {
		t.Errorf("ZRANGE: %+v", c)
	}
	if c := get("SET"); c.ArityFits(2) || !c.ArityFits(3) || !c.ArityFits(9) {
		t.Errorf("SET takes %d words", c.Arity)
	}
	if c := get("CONFIG GET"); c.Container() != "CONFIG" || c.Arity != -3 {
		t.Errorf("CONFIG GET: %+v", c)
	}
	if subs := names(table.Subcommands("object")); !cmp.Equal(subs,
		[]string{"OBJECT ENCODING", "OBJECT FREQ", "OBJECT HELP", "OBJECT IDLETIME", "OBJECT REFCOUNT"}) {
		t.Errorf("subcommands of OBJECT: %v", subs)
	}
	for _, c := range table.All() {
		if c.Group == "" || c.Since == "" {
			t.Errorf("%s has no group or version", c.Name)
		}
	}
}

func TestParseErrors(t *testing.T) {
	tests := []struct{ data, want string }{
		{"[\n]\n", "no commands in the table"},
		{"[\n{\"name\":\"A\",\"arity\":1},\n{\"name\":\"A\",\"arity\":1}\n]", `line 3: command "A" is there twice`},
		{"[\n{\"name\":\"A\"}\n]", `line 2: command "A" without name or arity`},
		{"[\n{\"name\":\n]", "line 2: unexpected end of JSON input"},
	}
	for _, tt := range tests {
		_, err := command.Parse([]byte(tt.data))
		if err == nil || err.Error() != tt.want {
			t.Errorf("Parse(%q): %v, want %s", tt.data, err, tt.want)
		}
	}
}

func TestForm(t *testing.T) {
	table := load(t)
	for _, c := range table.All() {
		if got := command.Form(c.Arguments()); got != c.Form {
			t.Errorf("%s: the grammar gives %q, the table has %q", c.Name, got, c.Form)
		}
	}
	c, _ := table.Lookup("SET")
	want := "key value [NX|XX] [GET] [EX seconds|PX milliseconds|EXAT unix-time-seconds|PXAT unix-time-milliseconds|KEEPTTL]"
	if c.Form != want {
		t.Errorf("SET: %s", c.Form)
	}
	c, _ = table.Lookup("HGETEX")
	want = "key [EX seconds|PX milliseconds|EXAT unix-time-seconds|PXAT unix-time-milliseconds|PERSIST] FIELDS numfields field [field ...]"
	if c.Form != want {
		t.Errorf("HGETEX: %s", c.Form)
	}
}

func BenchmarkParse(b *testing.B) {
	data, err := os.ReadFile("../../content/commands.json")
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		if _, err := command.Parse(data); err != nil {
			b.Fatal(err)
		}
	}
}

package command_test

import (
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"redis-tutor/sandbox/command"
	"redis-tutor/sandbox/sandboxtest"
)

func load(t testing.TB) *command.Table {
	t.Helper()
	return sandboxtest.Commands(t, "../../content/commands.txt")()
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
	if c := get("ZUNIONSTORE"); c.Kinds() != "a sorted set or a set" {
		t.Errorf("ZUNIONSTORE fits %s", c.Kinds())
	}
	if c := get("SORT"); c.Kinds() != "a list, a set or a sorted set" {
		t.Errorf("SORT fits %s", c.Kinds())
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
	tests := []struct{ text, want string }{
		{"", "commands.txt: no commands in it"},
		{"head\n\n## A\n\n## A\n", `commands.txt:5: command "A" is there twice`},
		{"## get\n", `commands.txt:1: "get" is no command's name in upper case`},
	}
	for _, tt := range tests {
		_, err := command.Parse([]byte(tt.text))
		if err == nil || err.Error() != tt.want {
			t.Errorf("Parse(%q): %v, want %s", tt.text, err, tt.want)
		}
	}
}

// TestCheck: whoever edits the reference is told the line of a mistake.
func TestCheck(t *testing.T) {
	const facts = "    group: string\n    since: 1.0.0\n    arity: 2\n"
	tests := []struct{ text, want string }{
		{"## A\nDo it\n", "commands.txt:1: A has no group, since or arity"},
		{"head\n## A\n\nDo it\n\n> A\nAnd more\n\n" + facts, `commands.txt:7: "And more" begins with no mark of + > ! = ~ ?, and A has its summary`},
		{"## A\nDo it\n+ SET a b\n\n" + facts, `commands.txt:1: behind the setup "SET a b" comes no example`},
		{"## A\nDo it\n\n" + facts + "    colour: red\n", `commands.txt:7: "colour: red" is no fact: the name "colour" is not known`},
		{"## A\n" + facts + "    nothing\n", `commands.txt:5: "nothing" is no fact: no colon in it`},
		{"## A\n" + facts + "    args: [{]\n", "commands.txt:1: args of A: invalid character ']' looking for beginning of object key string"},
	}
	for _, tt := range tests {
		table, err := command.Parse([]byte(tt.text))
		if err != nil {
			t.Fatal(err)
		}
		if err := table.Check(); err == nil || err.Error() != tt.want {
			t.Errorf("Check of %q: %v, want %s", tt.text, err, tt.want)
		}
	}
	if err := load(t).Check(); err != nil {
		t.Error(err)
	}
}

// TestAt: the same table describes an older Redis.
func TestAt(t *testing.T) {
	old := load(t).At("7.0")
	now, _ := load(t).Lookup("ZRANK")
	then, _ := old.Lookup("ZRANK")
	if now.Arity != -3 || then.Arity != 3 || then.Form != "key member" || len(then.Arguments()) != 2 {
		t.Errorf("ZRANK takes %d words, in 7.0 %d: %s", now.Arity, then.Arity, then.Form)
	}
	if c, _ := old.Lookup("BLPOP"); !c.Has("noscript") {
		t.Errorf("BLPOP has in 7.0 the flags %v", c.Flags)
	}
	if c, _ := old.Lookup("SETEX"); c.Deprecated != "2.6.12" {
		t.Errorf("SETEX is deprecated since %q", c.Deprecated)
	}
	if c, _ := old.Lookup("QUIT"); c.Deprecated != "" {
		t.Errorf("QUIT is in 7.0 deprecated since %q", c.Deprecated)
	}
}

func TestLater(t *testing.T) {
	tests := []struct {
		version, than string
		want          bool
	}{
		{"7.2.0", "7.0", true}, {"7.0.15", "7.0", false}, {"7.0.0", "7.0.15", false},
		{"10.0.0", "9.1.0", true}, {"6.2.0", "7.0", false}, {"", "7.0", false}, {"8.4.0", "", false},
	}
	for _, tt := range tests {
		if got := command.Later(tt.version, tt.than); got != tt.want {
			t.Errorf("Later(%q, %q) = %v", tt.version, tt.than, got)
		}
	}
}

func TestForm(t *testing.T) {
	for _, version := range []string{"", "7.0"} {
		for _, c := range load(t).At(version).All() {
			if got := command.Form(c.Arguments()); got != c.Form {
				t.Errorf("%s: the grammar gives %q, the table has %q", c.Name, got, c.Form)
			}
		}
	}
	tests := []struct{ version, name, want string }{
		{"7.0", "SET", "key value [NX|XX] [GET] [EX seconds|PX milliseconds|EXAT unix-time-seconds|PXAT unix-time-milliseconds|KEEPTTL]"},
		{"6.0", "SET", "key value [NX|XX] [EX seconds|PX milliseconds|KEEPTTL]"},
		{"", "HGETEX", "key [EX seconds|PX milliseconds|EXAT unix-time-seconds|PXAT unix-time-milliseconds|PERSIST] FIELDS numfields field [field ...]"},
	}
	for _, tt := range tests {
		if c, _ := load(t).At(tt.version).Lookup(tt.name); c.Form != tt.want {
			t.Errorf("%s in %q: %s", tt.name, tt.version, c.Form)
		}
	}
}

func BenchmarkParse(b *testing.B) {
	data, err := os.ReadFile("../../content/commands.txt")
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

// BenchmarkReadAll is what the first search costs.
func BenchmarkReadAll(b *testing.B) {
	for b.Loop() {
		b.StopTimer()
		table := load(b)
		b.StartTimer()
		table.All()
	}
}

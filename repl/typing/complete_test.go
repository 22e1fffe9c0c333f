package typing_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"redis-tutor/repl/line"
	"redis-tutor/sandbox/amount"
	"redis-tutor/sandbox/reply"
	"redis-tutor/sandbox/words"
)

// press presses Tab where the bar stands, n times, and returns the line with
// a bar at the cursor, and the list.
func press(tab func(string, int) (string, int, []string, bool), typed string, n int) (string, []string) {
	head, tail, _ := strings.Cut(typed, "|")
	line, pos := head+tail, len(head)
	var list []string
	part := false
	for range n {
		line, pos, list, part = tab(line, pos)
	}
	if part {
		list = append(list, "(part)")
	}
	return line[:pos] + "|" + line[pos:], list
}

func TestComplete(t *testing.T) {
	typist := newTypist(t, "SET user:1 a", "SET user:2 b", "SET umbrella c", "HSET uhash name n nick m", "SADD uset ann anna",
		"ZADD uzset 1 zoe", "RPUSH ulist a", "XADD ustream 1-1 f v", "XGROUP CREATE ustream readers 0", "SET 键:值 x", "SET a*b x", "SET axb x")
	for _, tt := range []struct{ typed, want, list string }{
		{"hgeta|", "hgetall |", ""},
		{"HGETA|", "HGETALL |", ""},
		{"hg|", "hget|", ""},
		{"HGETD| h", "HGETDEL |h", ""},
		{"nosuch|", "nosuch|", ""},
		{"nex|", "next |", ""},
		{":nex|", ":next |", ""},
		{":se|", ":set |", ""},
		{":set g|", ":set gloss |", ""},
		{":set gloss of|", ":set gloss off |", ""},
		{":set gloss off o|", ":set gloss off o|", ""},
		{"start |", "start li|", ""},
		{"start li|", "start li|", "lists\tKeep things in order. lifts"},
		{"start lis|", "start lists |", ""},
		{"start lists |", "start lists |", ""},
		{"help @str|", "help @string |", ""},
		{"help se|", "help SET |", ""},
		{"object en|", "object encoding |", ""},
		{"CLIENT PAUSE 5 |", "CLIENT PAUSE 5 |", "WRITE ALL"},
		{"lmpop 1 l |", "lmpop 1 l |", "left right"},
		{"explain object en|", "explain object encoding |", ""},
		{"SET k v KE|", "SET k v KEEPTTL |", ""},
		{"set k v ke|", "set k v keepttl |", ""},
		{"expire k 10 |", "expire k 10 |", "nx xx gt lt"},
		{"GETEX k P|", "GETEX k P|", "PX\tmilliseconds PXAT\tunix-time-milliseconds PERSIST"},
		{"SET k v EX 10 E|", "SET k v EX 10 E|", ""},
		{"SET k v EX |", "SET k v EX |", ""},
		{"GEOSEARCH g BYRADIUS 1 k|", "GEOSEARCH g BYRADIUS 1 km |", ""},
		{"GET u|", "GET u|", "umbrella user:1 user:2"},
		{"GET us|", "GET user:|", ""},
		{"HGET |", "HGET uhash |", ""},
		{"SADD u|", "SADD uset |", ""},
		{"LPUSH |", "LPUSH ulist |", ""},
		{"ZSCORE |", "ZSCORE uzset |", ""},
		{"XLEN |", "XLEN ustream |", ""},
		{"ZUNION 2 u|", "ZUNION 2 u|", "uset uzset"},
		{"SORT ul|", "SORT ulist |", ""},
		{"DEL uz|", "DEL uzset |", ""},
		{"GET ulis|", "GET ulis|", ""},
		{"5 LPUSH |", "5 LPUSH ulist |", ""},
		{"127.0.0.1:6379> LPUSH |", "127.0.0.1:6379> LPUSH ulist |", ""},
		{"HGET uhash na|", "HGET uhash name |", ""},
		{"HGET uhash |", "HGET uhash n|", ""},
		{"HDEL uhash name ni|", "HDEL uhash name nick |", ""},
		{"SREM uset an|", "SREM uset ann|", ""},
		{"ZREM uzset |", "ZREM uzset zoe |", ""},
		{"XINFO CONSUMERS ustream |", "XINFO CONSUMERS ustream readers |", ""},
		{"SCAN 0 TYPE ze|", "SCAN 0 TYPE ze|", ""},
		{"SCAN 0 TYPE zs|", "SCAN 0 TYPE zset |", ""},
		{"BITOP A|", "BITOP AND |", ""},
		{"GET 键|", "GET 键:值 |", ""},
		{"GET a*|", "GET a*b |", ""},
		{`GET "umb|`, `GET "umbrella" |`, ""},
		{`GET 'umb|`, `GET 'umbrella' |`, ""},
		{"GET umb| x", "GET umbrella |x", ""},
		{"GET us|xx", "GET user:|xx", ""},
		{"GET u # us|", "GET u # us|", ""},
		{"GET \"a\"u|", "GET \"a\"u|", ""},
		{"SET k v NOPE x|", "SET k v NOPE x|", ""},
		{"|", "|", "next\tgo on start\tgo to a lesson or a step help as show explain :set"},
	} {
		got, list := press(typist.Complete, tt.typed, 1)
		if got != tt.want || strings.Join(list, " ") != tt.list {
			t.Errorf("%s: %s %q, want %s %q", tt.typed, got, list, tt.want, tt.list)
		}
	}
}

// TestMeanings: few candidates are listed with what they do.
func TestMeanings(t *testing.T) {
	_, list := press(newTypist(t).Complete, "OBJECT |", 1)
	if len(list) < 4 || !strings.HasPrefix(list[0], "ENCODING\t") || list[0] == "ENCODING\t" {
		t.Errorf("the subcommands of OBJECT: %q", list)
	}
	if _, list := press(newTypist(t).Complete, "CLIENT |", 1); len(list) < 12 || strings.Contains(list[0], "\t") {
		t.Errorf("the subcommands of CLIENT: %q", list)
	}
}

// TestTabAgain: the list first, then one candidate after the other.
func TestTabAgain(t *testing.T) {
	typist := newTypist(t, "SET user:1 a", "SET user:2 b")
	for n, want := range []string{"GET us| x", "GET user:| x", "GET user:| x", "GET user:1| x", "GET user:2| x", "GET user:1| x"} {
		got, list := press(typist.Complete, "GET us| x", n)
		if got != want || n > 1 && !cmp.Equal(list, []string{"user:1", "user:2"}) {
			t.Errorf("%d times: %s %q, want %s", n, got, list, want)
		}
	}
}

// TestNamesThatNeedQuotes: what Tab puts on the line means the name.
func TestNamesThatNeedQuotes(t *testing.T) {
	for _, name := range []string{"two words", `say "hi"`, "it's", "tab\there", "\xff\xfe", "#", "|", "`", "null\x00", `back\slash "`, "e\u0301 e"} {
		for _, quote := range []string{"", `"`, "'"} {
			typist := asking(t, func(context.Context, ...string) (reply.Value, error) {
				return reply.NewArray(reply.NewBulk("0"), reply.NewArray(reply.NewBulk(name))), nil
			})
			typed, _ := press(typist.Complete, "GET "+quote+"|", 1)
			command, _, piped := line.Pipe(line.Strip(strings.TrimSuffix(typed, "|")))
			args, err := words.Split(command)
			if err != nil || piped || len(args) != 2 || args[1] != name {
				t.Errorf("%q after %s: %s, which is %q", name, quote, typed, args)
			}
		}
	}
}

// endless is a server that never comes to the end of its keys. It answers at
// once, however late it is by the clock, or never.
type endless struct {
	calls int
	never bool
}

func (s *endless) ask(ctx context.Context, args ...string) (reply.Value, error) {
	s.calls++
	if s.never {
		<-ctx.Done()
		return reply.Value{}, ctx.Err()
	}
	var keys []reply.Value
	for i := range 100 {
		keys = append(keys, reply.NewBulk(fmt.Sprintf("user:%d:%d:%d", i%2, s.calls, i)))
	}
	return reply.NewArray(reply.NewBulk("17"), reply.NewArray(keys...)), nil
}

// TestHugeKeyspace: an end to the questions, a count of what was seen, and no
// claim that this is all.
func TestHugeKeyspace(t *testing.T) {
	server := &endless{}
	_, list := press(asking(t, server.ask).Complete, "GET user:|", 1)
	keys := "at least " + amount.Of(50*server.calls, "key")
	if want := []string{"user:0:\t" + keys, "user:1:\t" + keys, "(part)"}; !cmp.Equal(list, want) {
		t.Errorf("after %d questions: %q, want %q", server.calls, list, want)
	}
}

// TestFolders: names that begin alike up to a colon are one candidate where
// there are many, with a true count, and the word goes on behind one.
func TestFolders(t *testing.T) {
	lines := []string{"SET plain x", "SET zebra x", "SET lonely:one x", "SET user x", "HSET user:hash f v"}
	for i := range 12 {
		lines = append(lines, fmt.Sprintf("SET user:%d x", i+1), fmt.Sprintf("SET visits:%d:day x", i+1))
	}
	typist := newTypist(t, lines...)
	for _, tt := range []struct {
		typed string
		n     int
		want  string
		list  string
	}{
		{"GET |", 1, "GET |", "user:\t12 keys visits:\t12 keys lonely:one plain user zebra"},
		{"TYPE |", 2, "TYPE user:|", "user:\t13 keys visits:\t12 keys lonely:one plain user zebra"},
		{"DEL |", 1, "DEL |", "user:\t13 keys visits:\t12 keys lonely:one plain user zebra"},
		{"GET vi|", 1, "GET visits:|", ""},
		{"GET user:|", 1, "GET user:|", "user:1 user:2 user:3 user:4 user:5 user:6 user:7 user:8 user:9 user:10 user:11 user:12"},
		{"GET user:1|", 1, "GET user:1|", "user:1 user:10 user:11 user:12"},
		{"show vi|", 1, "show visits:|", ""},
		{"GET visits:12:|", 1, "GET visits:12:day |", ""},
		{"GET \"vi|", 1, "GET \"visits:|", ""},
	} {
		got, list := press(typist.Complete, tt.typed, tt.n)
		if got != tt.want || strings.Join(list, " ") != tt.list {
			t.Errorf("%s: %s %q, want %s %q", tt.typed, got, list, tt.want, tt.list)
		}
	}
}

// TestFolderThatNeedsQuotes: the quote stays open behind one.
func TestFolderThatNeedsQuotes(t *testing.T) {
	typist := asking(t, func(context.Context, ...string) (reply.Value, error) {
		var names []reply.Value
		for i := range 20 {
			names = append(names, reply.NewBulk(fmt.Sprintf("my keys:%d", i)))
		}
		return reply.NewArray(reply.NewBulk("0"), reply.NewArray(names...)), nil
	})
	if got, _ := press(typist.Complete, "GET |", 1); got != `GET "my keys:|` {
		t.Error(got)
	}
}

// unsure is said where nothing was found, and something may be there.
const unsure = "# none found, and not all were looked at"

// TestNotFoundYet: silence would say that there is no such key.
func TestNotFoundYet(t *testing.T) {
	server := &endless{}
	line, list := press(asking(t, server.ask).Complete, "GET zebra|", 1)
	if line != "GET zebra|" || len(list) != 1 || list[0] != unsure {
		t.Errorf("%s %q after %d questions", line, list, server.calls)
	}
}

// TestSlowServer: one question that is not answered in time is the last one
// for a while.
func TestSlowServer(t *testing.T) {
	server := &endless{never: true}
	typist := asking(t, server.ask)
	for range 3 {
		if line, list := press(typist.Complete, "GET user:|", 1); line != "GET user:|" || !cmp.Equal(list, []string{unsure}) {
			t.Errorf("completed to %s %q", line, list)
		}
	}
	if server.calls != 1 {
		t.Errorf("%d questions", server.calls)
	}
}

func TestFailingServer(t *testing.T) {
	calls := 0
	typist := asking(t, func(context.Context, ...string) (reply.Value, error) {
		calls++
		return reply.Value{}, errors.New("connection lost")
	})
	press(typist.Complete, "HGET h |", 1)
	press(typist.Complete, "GET |", 1)
	if calls != 1 {
		t.Errorf("%d questions", calls)
	}
}

// TestBrokenScan: a connection that is lost behind the first page has not shown
// that the one key on it is the only one.
func TestBrokenScan(t *testing.T) {
	calls := 0
	typist := asking(t, func(context.Context, ...string) (reply.Value, error) {
		if calls++; calls > 1 {
			return reply.Value{}, errors.New("connection lost")
		}
		return reply.NewArray(reply.NewBulk("17"), reply.NewArray(reply.NewBulk("user:1"))), nil
	})
	want := []string{"user:1", "(part)"}
	if line, list := press(typist.Complete, "GET us|", 1); line != "GET us|" || !cmp.Equal(list, want) {
		t.Errorf("completed to %s %q, want %q", line, list, want)
	}
	if line, list := press(typist.Complete, "GET use|", 1); line != "GET use|" || !cmp.Equal(list, []string{unsure}) || calls != 2 {
		t.Errorf("then to %s %q after %d questions", line, list, calls)
	}
}

// TestOrder: names that no SCAN has brought are in order too, each once.
func TestOrder(t *testing.T) {
	typist := asking(t, func(_ context.Context, args ...string) (reply.Value, error) {
		var names []reply.Value
		for _, name := range []string{"room:10", "room:9", "lobby", "room:9"} {
			one := reply.NewBulk(name)
			if args[0] == "XINFO" {
				one = reply.NewArray(reply.NewBulk("name"), one)
			}
			names = append(names, one)
		}
		return reply.NewArray(names...), nil
	})
	for _, typed := range []string{"PUBLISH |", "XINFO CONSUMERS stream |"} {
		if _, list := press(typist.Complete, typed, 1); strings.Join(list, " ") != "lobby room:9 room:10" {
			t.Errorf("%s: %q", typed, list)
		}
	}
}

// FuzzTyping wants that whatever is on the line, painting keeps it, and Tab
// keeps what stands in front of the word and behind the cursor.
func FuzzTyping(f *testing.F) {
	for _, seed := range []string{"SET k v EX 10", `GET "a b`, "hg", "GET us", "5 INCR x", "> GET # x", `"a"b`, "键 值", "client kill id", "\\", `"\`, `'\'`, "SET k \"a\nb", "EVAL \"x\n\" 0 ", "GET it's"} {
		f.Add(seed, len(seed))
	}
	typist := newTypist(f, "SET user:1 a", "HSET h f v")
	f.Fuzz(func(t *testing.T, line string, pos int) {
		if !utf8.ValidString(line) || pos < 0 || pos > len(line) || !utf8.ValidString(line[:pos]) {
			return
		}
		if got := typist.Paint(line); got != line {
			t.Errorf("%q painted as %q", line, got)
		}
		typist.Say(line)
		got, at, _, _ := typist.Complete(line, pos)
		if at < 0 || at > len(got) || !utf8.ValidString(got[:at]) {
			t.Fatalf("%q, %d: cursor at %d of %q", line, pos, at, got)
		}
		if behind := strings.TrimPrefix(line[pos:], " "); !strings.HasSuffix(got, behind) {
			t.Errorf("%q, %d: %q", line, pos, got)
		}
	})
}

func BenchmarkKey(b *testing.B) {
	typist := newTypist(b)
	typist.Config.Paint = mark
	for _, n := range []int{80, 4000} {
		line := "ZADD z " + strings.Repeat("1 member ", n/9)
		b.Run(fmt.Sprintf("%d characters", n), func(b *testing.B) {
			for i := 0; b.Loop(); i++ {
				typed := line[:len(line)-i%2] // no key finds the line of the last one
				typist.Paint(typed)
				typist.Say(typed)
			}
		})
	}
}

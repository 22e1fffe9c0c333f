package explain_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"redis-tutor/repl/explain"
	"redis-tutor/sandbox"
	"redis-tutor/sandbox/command"
	"redis-tutor/sandbox/reply"
	"redis-tutor/sandbox/sandboxtest"
	"redis-tutor/sandbox/words"
)

// laid is what stands in the keyspace before each question.
var laid = []string{
	"SET text hello", "SET timed hello EX 1000", "SET n 41", "SET max 9223372036854775807", "SET pi 3.14",
	"RPUSH names Bob John Paul", "RPUSH one x",
	"HSET cat name Tom age 3", "HSET single f 1",
	"SADD tags red green", "SADD lone x",
	"ZADD board 10 ann 25 bob", "ZADD solo 1 x",
	"XADD log 1-1 user ann", "PFADD visitors ann",
}

type rig struct {
	*testing.T
	box      *sandbox.Sandbox
	commands func() *command.Table
	asLaid   bool // for tests that lay no more often than they must
}

func newRig(t *testing.T, o sandbox.Options) *rig {
	t.Helper()
	commands := sandboxtest.Commands(t, "../../content/commands.txt")
	o.Commands = commands
	box, err := sandbox.Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { box.Close() })
	return &rig{T: t, box: box, commands: commands}
}

// lay makes the keyspace anew.
func (r *rig) lay() {
	r.Helper()
	for _, line := range append([]string{"FLUSHALL"}, laid...) {
		if v := r.run(line); v.IsError() {
			r.Fatal(line, v)
		}
	}
}

func (r *rig) run(line string) reply.Value {
	r.Helper()
	args, err := words.Split(line)
	if err != nil {
		r.Fatal(err)
	}
	v, err := r.box.Do(r.Context(), args...)
	if err != nil {
		r.Fatal(err)
	}
	return v
}

func (r *rig) explain(line string) *explain.Answer {
	r.Helper()
	args, err := words.Split(line)
	if err != nil {
		r.Fatal(err)
	}
	a, err := explain.Explain(explain.Question{
		Args: args, Commands: r.commands(),
		Look: func(commands ...[]string) ([]reply.Value, error) { return r.box.Observe(r.Context(), 0, commands...) },
	})
	if err != nil {
		r.Fatal(line, err)
	}
	return a
}

// part returns what is said under a term that begins so.
func part(a *explain.Answer, term string) string {
	for _, p := range a.Parts {
		if strings.HasPrefix(p.Term, term) {
			return p.Text + strings.TrimSuffix(" → "+p.Fate, " → ")
		}
	}
	return ""
}

// promises are commands for which explain foretells the reply and what becomes
// of the key.
var promises = []string{
	"SET text x", "SET timed x", "SET timed x KEEPTTL", "SET timed x EX 5", "SET names x", "SET fresh x",
	"SET text x NX", "SET fresh x XX", "SET fresh x NX", "SET names x GET",
	"SETNX text x", "SETNX fresh x", "SETEX names 5 x", "MSET text 1 fresh 2", "APPEND text abc", "APPEND fresh abc", "APPEND names x",
	"INCR n", "INCR fresh", "INCR text", "INCR max", "INCR pi", "INCR names", "DECR n", "INCRBY n 5", "DECRBY n 5", "INCRBY n x", "INCRBY max 0",
	"DEL text", "DEL text names fresh", "DEL fresh", "UNLINK names",
	"RENAME text fresh", "RENAME text names", "RENAME fresh text", "RENAMENX text names", "RENAMENX text fresh",
	"COPY text names", "COPY text fresh", "COPY text names REPLACE", "COPY fresh text", "RENAME text text", "RENAMENX fresh text",
	"EXPIRE text 100", "EXPIRE timed 5", "EXPIRE fresh 5", "EXPIRE text 0", "EXPIRE text -1", "EXPIRE text x", "PEXPIRE text 100000", "PERSIST timed", "PERSIST fresh",
	"LPUSH names a b", "RPUSH fresh a", "LPUSHX fresh a", "RPUSHX names a", "LPUSH text a", "LPOP names", "LPOP one", "LPOP names 3", "LPOP names 2", "RPOP fresh",
	"LRANGE names 0 -1", "LRANGE names 1 1", "LRANGE names 5 9", "LRANGE names -2 -1", "LRANGE names 2 1",
	"LTRIM names 1 1", "LTRIM names 0 -1", "LTRIM names 5 9", "LTRIM names -2 -1", "LTRIM fresh 0 1",
	"HSET cat age 4 sex m", "HSET cat age 4", "HSET fresh a 1 b 2 a 3", "HSET text a 1", "HSET cat a 1 b", "HDEL cat name", "HDEL cat name age", "HDEL cat nope", "HDEL single f f", "HDEL fresh f",
	"HINCRBY cat age 1", "HINCRBY cat name 1", "HINCRBY cat fresh 2", "HINCRBY fresh f 2", "HINCRBY cat age x",
	"SADD tags red blue", "SADD tags red", "SADD fresh a a", "SREM tags red green", "SREM tags red", "SREM lone x", "SREM tags nope", "SPOP lone", "SPOP tags 5",
	"ZADD board 1 ann 2 cyd", "ZADD fresh 1 a", "ZADD text 1 a", "ZREM board ann bob", "ZREM board nope", "ZREM solo x", "ZPOPMIN solo", "ZPOPMAX board 2",
	"ZUNION 2 board tags", "ZUNION 2 board text", "ZINTER 1 tags", "ZDIFF 2 tags board", "ZINTERCARD 2 tags board", "ZUNIONSTORE text 2 board tags",
	"ZINTERSTORE text 2 board names", "ZDIFFSTORE fresh 2 tags lone", "ZDIFFSTORE text 2 solo solo", "ZRANGESTORE text board 0 -1", "ZRANGESTORE text text 0 -1",
	"SINTERSTORE text tags tags", "SINTERSTORE text tags text", "SUNIONSTORE names fresh", "SORT names ALPHA", "SORT tags ALPHA STORE text", "SORT cat", "SORT fresh STORE text",
	"BLPOP names text 1", "BLPOP text names 1", "BLPOP fresh one 1", "LMPOP 2 names text LEFT COUNT 3", "ZMPOP 2 fresh board MIN", "BZPOPMIN solo text 1",
	"LMOVE fresh text LEFT RIGHT", "LMOVE names text LEFT RIGHT", "LMOVE one names LEFT RIGHT", "LMOVE names names LEFT RIGHT", "RPOPLPUSH one fresh",
	"SMOVE fresh text x", "SMOVE lone tags x", "SMOVE tags fresh nope", "SMOVE tags tags red", "SMOVE tags lone red", "PFADD text a", "PFMERGE fresh text", "LCS names text", "LCS text n",
	"BITOP NOT text names", "BITOP NOT text fresh", "BITOP AND n text n", "MSETNX fresh 1 text 2", "MSETNX fresh 1 other 2", "MSETNX names 1", "RENAME fresh fresh", "RENAMENX text text", "RESTORE text 0 x", "GETEX text", "GETEX timed PERSIST", "GETEX text EX 5", "GETEX fresh EX 5", "GETEX names", "PFMERGE fresh fresh",
	"DEL text text text text text text text text text", "DECRBY n -9223372036854775808", "DECRBY n -9223372036854775807", "DECRBY fresh -9223372036854775808",
	"RESTORE text 0 xxx", "MSETNX a 1 text 2", "LSET names 10 x", "LSET names -4 x", "LSET names -3 x", "LSET fresh 0 x", "RPOPLPUSH fresh names", "LMPOP 2 fresh names LEFT",
	"XADD fresh NOMKSTREAM * f v", "XADD fresh * f v", "XADD log 1-1 f v", "XADD log 0-5 f v", "XADD log 1-2 f v", "XADD log 2-* f v", "XADD log 0-* f v", "XADD log 1 f v", "XADD log 7 f v", "XADD fresh 0-0 f v", "XADD log MAXLEN 0 * f v",
	"XGROUP CREATE fresh grp $", "XGROUP CREATE fresh grp $ MKSTREAM", "XGROUP CREATE log grp $", "XGROUP DESTROY fresh grp", "XGROUP SETID fresh grp 0", "XGROUP DELCONSUMER fresh grp me", "XGROUP CREATECONSUMER fresh grp me",
	"ZADD fresh XX 5 q", "ZADD board XX 5 q", "ZADD board XX 5 ann", "ZADD board NX 5 ann", "ZADD board NX 5 q", "ZADD board GT 0 ann", "ZADD board GT 50 ann", "ZADD board LT 0 ann", "ZADD board XX CH 5 ann", "ZADD board INCR 5 ann", "ZADD board NX INCR 5 ann", "ZADD fresh XX INCR 5 q",
	"EXPIRE text 50 NX", "EXPIRE timed 50 NX", "EXPIRE text 50 XX", "EXPIRE timed 50 XX", "EXPIRE timed 50 GT", "EXPIRE timed 5000 GT", "EXPIRE text 50 GT", "EXPIRE timed 5000 LT", "EXPIRE timed 50 LT", "EXPIRE text 50 LT", "EXPIRE timed -5 GT", "EXPIRE timed 0 LT", "PEXPIRE timed 50000 XX GT", "EXPIRE fresh 50 NX",
	"PERSIST text", "PERSIST timed", "SORT cat", "LPOP names 0", "RPOP names 0", "LPOP fresh 0", "SPOP tags 0", "ZPOPMIN board 0",
	"SDIFFSTORE text tags tags", "SDIFFSTORE tags tags tags", "SDIFFSTORE fresh tags tags", "SINTERSTORE text tags lone", "SELECT 99", "SELECT 1", "SELECT 0",
	"EXPIREAT text 1", "EXPIREAT text 4000000000", "PEXPIREAT timed 1 GT", "PEXPIREAT timed 4000000000000 GT", "EXPIREAT timed 4000000000 NX", "EXPIREAT timed 1 LT", "EXPIRE text 9223372036854775807", "EXPIRE text 1 NX",
	"HSETNX cat name x", "HSETNX cat sex m", "HSETNX fresh f v", "HINCRBY cat age 0", "HINCRBY cat fresh 0", "HINCRBY fresh f 0", "INCRBY fresh 0", "INCRBYFLOAT text 1", "INCRBYFLOAT pi 1", "INCRBYFLOAT fresh 1",
	"LREM names 0 Bob", "LREM names 1 nope", "LREM one 0 x", "LREM one -1 x", "LREM fresh 0 x", "LINSERT names BEFORE Bob x", "LINSERT names AFTER nope x", "LINSERT fresh AFTER a x",
	"SETBIT text 1 1", "SETBIT text 1 0", "SETBIT text 100 0", "SETBIT fresh 1 0", "SADD tags red green",
	"XGROUP CREATE log grp 0 MKSTREAM", "XGROUP DESTROY log grp", "XGROUP SETID log grp 0", "XGROUP CREATECONSUMER log grp me", "XGROUP DELCONSUMER log grp me",
	"SUNIONSTORE text tags lone", "SUNIONSTORE text tags names", "SINTERSTORE fresh names tags", "SMEMBERS text", "GET names", "MGET names text", "SDIFF tags names",
}

// TestPromises explains each command, runs it, and wants what was foretold: on
// the embedded sandbox and on a real server.
func TestPromises(t *testing.T) {
	t.Run("embedded", func(t *testing.T) { promisesKept(newRig(t, sandbox.Options{})) })
	t.Run("server", func(t *testing.T) { promisesKept(newRig(t, sandboxtest.Server(t))) })
}

func promisesKept(r *rig) {
	for _, line := range promises {
		r.lay()
		told, v := r.try(line)
		if want := part(told, "reply"); !foretold(want, v) {
			r.Errorf("%s: foretold %q, got %s", line, want, v.Show(reply.Standard))
		}
	}
}

// try explains a command, runs it, and looks whether each key had the fate
// that was foretold.
func (r *rig) try(line string) (*explain.Answer, reply.Value) {
	r.Helper()
	a := r.explain(line)
	before := map[string]string{}
	for _, p := range a.Parts {
		if key := keyOf(p); key != "" {
			before[key] = r.contents(key)
		}
	}
	v := r.runAtOnce(line)
	for _, p := range a.Parts {
		if key := keyOf(p); key != "" {
			r.fateHolds(line, key, p.Fate, before[key], v)
		}
	}
	return a, v
}

// runAtOnce is run for commands that may wait: in a transaction they do not.
func (r *rig) runAtOnce(line string) reply.Value {
	r.Helper()
	args, err := words.Split(line)
	if err != nil {
		r.Fatal(err)
	}
	if c, known := r.commands().Lookup(args...); !known || !c.Blocks() {
		return r.run(line)
	}
	r.run("UNWATCH")
	r.run("MULTI")
	queued := r.run(line)
	v := r.run("EXEC")
	if len(v.Items) != 1 {
		return queued
	}
	return v.Items[0]
}

// keyOf returns the key that a part is about, "" when it is about none.
func keyOf(p explain.Part) string {
	if role, key, ok := strings.Cut(p.Term, " "); ok && p.Fate != "" && role != "" {
		return key
	}
	return ""
}

// image is a key's value and whether it has a time to live.
func (r *rig) image(key string) string {
	return fmt.Sprint(r.run("EXISTS "+key).Int, r.run("DUMP "+key).Text, r.run("TTL "+key).Int >= 0)
}

// contents is image without the form in which Redis keeps a value, which
// reading may change.
func (r *rig) contents(key string) string {
	kind := r.run("TYPE " + key).Text
	look := map[string]string{"string": "GET %s", "list": "LRANGE %s 0 -1", "hash": "HGETALL %s", "set": "SMEMBERS %s",
		"zset": "ZRANGE %s 0 -1 WITHSCORES", "stream": "XRANGE %s - +"}[kind]
	if look == "" {
		return kind
	}
	v := r.run(fmt.Sprintf(look, key))
	if command.IsHyperLogLog(v.Text) {
		v = r.run("PFCOUNT " + key + " " + key) // of one key it would write
	}
	return fmt.Sprint(kind, v.Show(reply.Standard), r.run("TTL "+key).Int >= 0)
}

// foretold reports whether a reply is what was said: a reply in full, in front
// of a colon, or only its kind.
func foretold(said string, v reply.Value) bool {
	head, _, _ := strings.Cut(said, ":")
	switch {
	case said == "": // it was said that Redis would refuse it
		return v.IsError()
	case strings.HasPrefix(said, "an error"), strings.HasPrefix(said, "the error"):
		return v.IsError() && strings.HasPrefix(v.Text, strings.TrimPrefix(head, "the error ")) || v.IsError() && strings.HasPrefix(said, "an error")
	case head == "nil":
		return v.Kind == reply.Nil
	case strings.Trim(head, "-0123456789") == "" && head != "":
		return v.Kind == reply.Integer && v.Str() == head
	case strings.HasPrefix(said, "an array of "):
		return strings.HasPrefix(said, fmt.Sprintf("an array of %d element", len(v.Items)))
	case said == "the old string, or nil":
		return v.Kind == reply.Bulk || v.Kind == reply.Nil
	case head == "status", head == "integer", head == "bulk string", head == "array":
		return !v.IsError()
	}
	return false
}

// fateHolds compares what was said of a key with what became of it.
func (r *rig) fateHolds(line, key, fate, before string, v reply.Value) {
	r.Helper()
	after, there := r.contents(key), r.run("EXISTS "+key).Int == 1
	nothing := strings.Contains(fate, "nothing comes out")
	switch word := strings.FieldsFunc(fate, func(c rune) bool { return strings.ContainsRune(" :;,", c) })[0]; word {
	case "removed":
		if there {
			r.Errorf("%s: %s was to be removed, and is there", line, key)
		}
	case "created", "overwritten":
		if there == (nothing && v.Int == 0) && !v.IsError() { // what is wrong with values nobody foretells
			r.Errorf("%s: %s was to be %s; that it is there is %v", line, key, fate, there)
		}
	case "left", "stays", "read", "nothing", "passed", "WRONGTYPE", "refused":
		if before != after {
			r.Errorf("%s: %s was to stay as it is (%s)\n%q\n%q", line, key, fate, before, after)
		}
	case "moves", "may", "up", "waited", "watched": // it may or may not be there
	default:
		if !there {
			r.Errorf("%s: %s is gone, and that was not foretold: %s", line, key, fate)
		}
		if before == after && !strings.Contains(fate, "new time to live") {
			r.Errorf("%s: %s is as it was, and that was not foretold: %s", line, key, fate)
		}
	}
	if strings.Contains(fate, "time to live goes") && r.run("TTL "+key).Int >= 0 {
		r.Errorf("%s: the time to live of %s is still there", line, key)
	}
}

// TestNothingIsRun explains every command there is, and finds every key as it
// was.
func TestNothingIsRun(t *testing.T) {
	r := newRig(t, sandbox.Options{})
	r.lay()
	images := func() (all []string) {
		for _, line := range laid {
			all = append(all, r.image(strings.Fields(line)[1]))
		}
		return all
	}
	before := images()
	for _, c := range r.commands().All() {
		for _, rest := range []string{"", " text", " names 1", " cat name 1", " tags board 1 x y"} {
			r.explain(c.Name + rest)
		}
	}
	if after := images(); !slices.Equal(before, after) || r.run("DBSIZE").Int != int64(len(laid)) {
		t.Errorf("(-before +after)\n%s", cmp.Diff(before, after))
	}
}

// TestSaid looks at what else is said.
func TestSaid(t *testing.T) {
	r := newRig(t, sandbox.Options{})
	r.lay()
	tests := []struct{ line, term, want string }{
		{"DEL names cat nosuch", "cost", "O(N), N = 3 keys"},
		{"SMEMBERS tags", "cost", "O(N), N = 2 members in tags"},
		{"LINDEX names 1", "cost", "O(N), N = 3 elements in names"},
		{"KEYS *", "cost", "O(N), N = 15 keys in this database"},
		{"SINTER tags lone", "cost", "O(N*M), N = 1 member in the smallest, M = 2 sets"},
		{"HDEL cat name age", "cost", "O(N), N = 2 fields"},
		{"GET names", "key names", "list of 3 elements → WRONGTYPE: GET works on a string"},
		{"SET timed x", "key timed", "string of 5 bytes, ttl"},
		{"SET timed x", "beware", "`timed` would lose its time to live"},
		{"RENAME text names", "newkey names", "list of 3 elements → overwritten: what it holds is lost"},
		{"RENAME text names", "beware", "`names` is there already and would be lost"},
		{"GET", "beware", "Redis would refuse it: GET wants 1 word behind it, and got 0."},
		{"HSET cat a", "beware", "Redis would refuse it: HSET wants 3 words behind it at least, and got 2."},
		{"CONFIG GET", "beware", "Redis would refuse it: CONFIG GET wants 1 word behind it at least, and got 0."},
		{"CONFIG", "subcommands", "CONFIG GET"},
		{"HMSET cat a 1", "beware", "deprecated since Redis 4.0.0"},
		{"BLPOP fresh 1", "beware", "There is nothing yet: it would wait."},
		{"BLMOVE fresh names LEFT LEFT 1", "beware", "There is nothing yet: it would wait."},
		{"BLMOVE fresh names LEFT LEFT 1", "or", "nil"},
		{"SORT cat", "key cat", "hash of 2 fields → WRONGTYPE: SORT works on a list, a set or a sorted set"},
		{"PFADD text a", "key text", "string of 5 bytes → WRONGTYPE: PFADD works on a HyperLogLog"},
		{"LCS text names", "key2 names", "list of 3 elements → refused: LCS works on a string"},
		{"DEL a a a a a a a a a", "…", ""},
		{"DEL a b c d e f g h i a", "…", "1 more key"},
		{"SET text \"two words\"", "value", `"two words"`},
		{"SET text \x1b[2J", "value", `"\x1b[2J"`},
		{"LPUSH names a b c", "element", "a b c"},
		{"SET text x NX EX 60", "EX seconds", "60"},
		{"SET text x NX EX 60", "option", "NX"},
		{"SET text x EX", "beware", "Redis would refuse it: it goes on with `seconds"},
		{"SET text x EX 5 PX 5", "beware", "Redis would refuse it: PX does not go with EX."},
		{"SET text x NYX", "beware", "Redis would refuse it: NYX is no option here; NX is near it."},
		{`EVAL "return redis.call('del',KEYS[1])" 1 text`, "key text", "string of 5 bytes → up to the script"},
		{"EXPIRE text soon", "beware", "Redis would refuse it:"},
	}
	for _, tt := range tests {
		a := r.explain(tt.line)
		got := part(a, tt.term)
		if tt.term == "beware" {
			got = strings.Join(a.Beware, "\n")
		}
		if !strings.Contains(got, tt.want) {
			t.Errorf("%s: %s is %q, want %q", tt.line, tt.term, got, tt.want)
		}
	}
}

func TestUnknown(t *testing.T) {
	_, err := explain.Explain(explain.Question{Args: []string{"gte", "x"}, Commands: newRig(t, sandbox.Options{}).commands()})
	var unknown *explain.Unknown
	if !errors.As(err, &unknown) || !slices.Contains(unknown.Near, "GET") {
		t.Errorf("%v", err)
	}
}

// TestInTx: inside MULTI a command is only queued.
func TestInTx(t *testing.T) {
	r := newRig(t, sandbox.Options{})
	a, err := explain.Explain(explain.Question{
		Args: []string{"INCR", "n"}, Commands: r.commands(), InTx: true,
		Look: func(commands ...[]string) ([]reply.Value, error) { return r.box.Observe(r.Context(), 0, commands...) },
	})
	if err != nil || part(a, "reply now") != "QUEUED" || part(a, "reply at EXEC") != "1: the new number" {
		t.Errorf("%v, %+v", err, a)
	}
}

// TestRefused: where the user may not look, nothing is guessed.
func TestRefused(t *testing.T) {
	r := newRig(t, sandbox.Options{})
	_, err := explain.Explain(explain.Question{
		Args: []string{"INCR", "n"}, Commands: r.commands(),
		Look: func(commands ...[]string) ([]reply.Value, error) {
			return slices.Repeat([]reply.Value{reply.NewError("NOPERM no")}, len(commands)), nil
		},
	})
	if err == nil || !strings.Contains(err.Error(), "NOPERM no") {
		t.Error(err)
	}
}

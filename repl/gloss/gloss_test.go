package gloss_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"redis-tutor/repl/gloss"
	"redis-tutor/sandbox"
	"redis-tutor/sandbox/command"
	"redis-tutor/sandbox/reply"
	"redis-tutor/sandbox/sandboxtest"
	"redis-tutor/sandbox/words"
)

// cases are commands run one after the other, and what is said after the
// last one; lines are joined by newlines.
var cases = []struct {
	name     string
	commands []string
	want     string
}{
	{"a status speaks for itself", []string{"SET cat Misty"}, ""},
	{"a value speaks for itself", []string{"SET cat Misty", "GET cat"}, ""},
	{"missing key", []string{"GET nobody"}, "There is no key `nobody`, so there is nothing to give."},
	{"missing field", []string{"HSET cat name Misty", "HGET cat age"}, "The key `cat` is there, but has no field `age`."},
	{"missing hash", []string{"HGET cat age"}, "There is no key `cat`."},
	{"missing member", []string{"ZADD board 1 ann", "ZSCORE board bob"}, "The key `board` is there, but has no member `bob`."},
	{"missing index", []string{"RPUSH queue ann", "LINDEX queue 7"}, "The key `queue` is there, but has no element at index `7`."},
	{"holes", []string{"SET a 1", "MGET a b c"}, "(nil) stands where nothing is: `b`, `c`."},
	{"holes in a hash", []string{"HSET h f v", "HMGET h f g"}, "(nil) stands where nothing is: `g`."},
	{"set if not there", []string{"SET a 1", "SET a 2 NX"}, "Nothing was stored: the condition (NX or XX) did not hold."},

	{"no time to live", []string{"SET a 1", "TTL a"}, "-1: `a` is there and has no time to live; it stays until somebody removes it."},
	{"no key to live", []string{"PTTL a"}, "-2: there is no key `a`; it was never there, was removed, or its time ran out."},
	{"some time to live", []string{"SET a 1 EX 60", "TTL a"}, ""},
	{"expire nothing", []string{"EXPIRE a 60"}, "0: there is no key `a` to put a time on."},
	{"expire at once", []string{"SET a 1", "EXPIRE a 0"}, "A time in the past or of 0 removes at once: `a` is gone."},
	{"expire on condition", []string{"SET a 1 EX 60", "EXPIRE a 90 NX"}, "0: the condition (NX, XX, GT or LT) did not hold; nothing was changed."},
	{"persist", []string{"SET a 1", "PERSIST a"}, "0: `a` has no time to live that could be taken away."},

	{"field overwritten", []string{"HSET h f v", "HSET h f w"}, "0 new fields: `h` had them already, and they hold the new values now."},
	{"member known", []string{"SADD s a", "SADD s a"}, "0 new members: a set keeps each member once, and `s` has them all."},
	{"score changed", []string{"ZADD z 1 a", "ZADD z 2 a"}, "0 new members: what was in `z` already got the score you gave."},
	{"nothing to delete", []string{"DEL a"}, "0: there is no key `a`."},
	{"none to delete", []string{"DEL a b"}, "0: none of these keys exists."},
	{"length of nothing", []string{"LLEN q"}, "There is no key `q`; Redis reads a missing key as an empty one."},
	{"empty range", []string{"LRANGE q 0 -1"}, "There is no key `q`; Redis reads a missing key as an empty one."},
	{"empty part of a list", []string{"RPUSH q a", "LRANGE q 5 9"}, ""},
	{"last element popped", []string{"RPUSH q a", "LPOP q"}, "That was the last of it: an empty key does not exist, so `q` is gone."},
	{"last field deleted", []string{"HSET h f v", "HDEL h f"}, "That was the last of it: an empty key does not exist, so `h` is gone."},
	{"not the last member", []string{"SADD s a b", "SREM s a"}, ""},
	{"member not there", []string{"SADD s a", "SISMEMBER s b"}, "The key `s` is there, but has no member `b`."},

	{"wrong type", []string{"SET user:1 ann", "LPUSH user:1 x"},
		"`user:1` holds a string; `LPUSH` works on a list. For a string there are `GET`, `SET`, `APPEND`, `STRLEN`, …"},
	{"wrong type of the second key", []string{"SADD s a", "SET t x", "SINTER s t"},
		"`t` holds a string; `SINTER` works on a set. For a string there are `GET`, `SET`, `APPEND`, `STRLEN`, …"},
	{"a set is no wrong type", []string{"SADD s a", "SET t x", "ZUNION 2 s t"},
		"`t` holds a string; `ZUNION` works on a sorted set or a set. For a string there are `GET`, `SET`, `APPEND`, `STRLEN`, …"},
	{"a destination is no wrong type", []string{"SADD s a", "SET d x", "SET t x", "SUNIONSTORE d s t"},
		"`t` holds a string; `SUNIONSTORE` works on a set. For a string there are `GET`, `SET`, `APPEND`, `STRLEN`, …"},
	{"wrong type of what is read and overwritten", []string{"SADD s a", "SET d x", "SUNIONSTORE d s d"},
		"`d` holds a string; `SUNIONSTORE` works on a set. For a string there are `GET`, `SET`, `APPEND`, `STRLEN`, …"},
	{"wrong type of what is sorted", []string{"HSET h f v", "SORT h"},
		"`h` holds a hash; `SORT` works on a list, a set or a sorted set. For a hash there are `HGETALL`, `HGET`, `HSET`, `HDEL`, …"},
	{"wrong type in other words", []string{"SADD s a", "SET t x", "LCS s t"},
		"`s` holds a set; `LCS` works on a string. For a set there are `SMEMBERS`, `SADD`, `SISMEMBER`, `SREM`, …"},
	{"wrong type in a script", []string{"SADD s a", `EVAL "return redis.call('GET', KEYS[1])" 1 s`}, "`s` holds a set. For a set there are `SMEMBERS`, `SADD`, `SISMEMBER`, `SREM`, …\n" +
		"Line 1 of the script failed. What the script wrote before that stays written."},
	{"no HyperLogLog", []string{"PFADD p a", "SET t x", "PFCOUNT p t"}, "`t` holds a string that `PFADD` has not made, and `PFCOUNT` works on no other."},
	{"arity", []string{"GET"}, "The form is: `GET key`"},
	{"a pattern for a name", []string{"SET pk:8 1", "DEL pk:*"}, "0: there is no key `pk:*`.\nA name is taken as it is and is no pattern, so `pk:*` is one key. `SCAN 0 MATCH pk:*` finds the names that fit it."},
	{"a pattern to give a time", []string{"SET pk:8 1", "EXPIRE pk:? 10"}, "0: there is no key `pk:?` to put a time on.\nA name is taken as it is and is no pattern, so `pk:?` is one key. `SCAN 0 MATCH pk:?` finds the names that fit it."},
	{"a pattern that nothing fits", []string{"SET pk:8 1", "GET px:*"}, "There is no key `px:*`, so there is nothing to give."},
	{"a name that looks like a pattern", []string{"SET pk:* 1", "SET pk:8 1", "GETDEL pk:*", "SET pk:* 1", "HSETNX pk:* f v"}, "`pk:*` holds a string; `HSETNX` works on a hash. For a string there are `GET`, `SET`, `APPEND`, `STRLEN`, …"},
	{"no subcommand", []string{"CONFIG FOO"}, "The subcommands of `CONFIG` are `GET`, `HELP`, `RESETSTAT`, `REWRITE`, `SET`."},
	{"a subcommand mistyped", []string{"CONFIG GTE maxmemory"}, "Did you mean `CONFIG GET`?"},
	{"a subcommand without a fault in the form", []string{"OBJECT FOO x"}, "The subcommands of `OBJECT` are `ENCODING`, `FREQ`, `HELP`, `IDLETIME`, `REFCOUNT`."},
	{"a container alone", []string{"OBJECT"}, "The subcommands of `OBJECT` are `ENCODING`, `FREQ`, `HELP`, `IDLETIME`, `REFCOUNT`."},
	{"a script that gives nothing", []string{`EVAL "return redis.call('GET', 'a')" 0`}, "(nil): the script returned nothing. `nil` and `false` of Lua become (nil) too."},
	{"a command in a script refused", []string{"SET t x", `EVAL "redis.call('SET','u',1)\nreturn redis.call('LPUSH','t','a')" 0`}, "Line 2 of the script failed. What the script wrote before that stays written."},
	{"a number in a script", []string{"SET t x", `EVAL "return redis.call('INCRBY','t','a')" 0`}, "Line 1 of the script failed. What the script wrote before that stays written."},
	{"an option in a script", []string{`EVAL "return redis.call('SET','t','a','QX')" 0`}, "Line 1 of the script failed. What the script wrote before that stays written."},
	{"a name of Lua", []string{`EVAL "return x" 0`}, "In Lua a name has no value until `local name = …` gives it one, and text stands in quotes.\nLine 1 of the script failed. What the script wrote before that stays written."},
	{"no Lua", []string{`EVAL "retrn 1" 0`}, "The script is no Lua, so nothing of it was run; the number behind user_script is the line."},
	{"an unknown command in a script", []string{`EVAL "return redis.call('FOO')" 0`}, "`redis.call` was given a command that this server does not have.\nLine 1 of the script failed. What the script wrote before that stays written."},
	{"a place outside of the Earth", []string{"GEOADD g 200 1 m"}, "Longitude comes first, -180 to 180, then latitude, about -85 to 85."},
	{"the ID below all", []string{"XADD st 0-0 a b"}, "The smallest ID of a stream is 0-1; `*` lets Redis choose one."},
	{"a group of no stream", []string{"XGROUP CREATE nost g $"}, "There is no stream `nost`. `MKSTREAM` behind the ID makes it."},
	{"arity of a subcommand", []string{"CONFIG GET"}, "The form is: `CONFIG GET parameter [parameter ...]`"},
	{"fields and values", []string{"HSET h f v g w", "HGETALL h"}, "Each field is followed by its value; in RESP3 (`HELLO 3`) they are pairs."},
	{"fields drawn with values", []string{"HSET h f v g w", "HRANDFIELD h 2 WITHVALUES"}, "Each field is followed by its value; in RESP3 (`HELLO 3`) they are pairs."},
	{"fields drawn alone", []string{"HSET h f v g w", "HRANDFIELD h 2"}, ""},
	{"members and scores", []string{"ZADD z 1 a 2 b", "zrange z 0 -1 withscores"}, "Each member is followed by its score; in RESP3 (`HELLO 3`) they are pairs."},
	{"members alone", []string{"ZADD z 1 a 2 b", "ZRANGE z 0 -1"}, ""},
	{"settings and values", []string{"CONFIG GET maxmemory"}, "Each setting is followed by its value; in RESP3 (`HELLO 3`) they are pairs."},
	{"pairs already", []string{"HELLO 3", "HSET h f v", "ZADD z 1 a", "HGETALL h"}, ""},
	{"scores in pairs already", []string{"HELLO 3", "ZADD z 1 a", "ZRANGE z 0 -1 WITHSCORES"}, ""},
	{"typing mistake", []string{"LRNAGE q 0 -1"}, "Did you mean `LRANGE`?"},
	{"a command of newer servers is not offered", []string{"HGETDE h"}, "Did you mean `HGET`?"},
	{"a command of a module", []string{"json.set k $ 1"}, "`JSON.SET` is for JSON documents, in Redis since 8.0 and before that in a module. This server does not have it."},
	{"a word for what commands do", []string{"DELETE k"}, "This server has no command of that name. `help delete` finds those for it."},
	{"no command at all", []string{"xyzzyplugh a"}, "This server has no command of that name, and none looks like it."},
	{"not a number stored", []string{"SET a ten", "INCR a"}, "`a` holds \"ten\", which is not a number Redis can count with."},
	{"not a number typed", []string{"SET a 1", "INCRBY a ten"}, "Where it went wrong: increment wants a number, not ten."},
	{"no whole number typed", []string{"SET a 1", "INCRBY a 1.5"}, "Where it went wrong: increment wants a whole number, not 1.5."},
	{"no whole number for a field", []string{"HSET h f 1", "HINCRBY h f 1.5"}, "Where it went wrong: increment wants a whole number, not 1.5."},
	{"no number behind an option", []string{"SET k v EX abc"}, "Where it went wrong: EX wants a number of seconds, not abc."},
	{"no number behind an option of reading", []string{"SET k v", "GETEX k EX abc"}, "Where it went wrong: EX wants a number of seconds, not abc."},
	{"no number in a text", []string{"SETRANGE k abc x"}, "Where it went wrong: offset wants a number, not abc."},
	{"no number of a bit", []string{"SETBIT k abc 1"}, "Where it went wrong: offset wants a number, not abc."},
	{"no bit", []string{"SETBIT k 1 5"}, "Where it went wrong: value wants 0 or 1, not 5."},
	{"no number of elements", []string{"LPOP l abc"}, "Where it went wrong: count wants a number, not abc."},
	{"no number of elements below 0", []string{"LPOP l -1"}, "Where it went wrong: count wants a number from 0 on, not -1."},
	{"no number of members", []string{"SPOP s abc"}, "Where it went wrong: count wants a number, not abc."},
	{"no time to wait", []string{"BLPOP l abc"}, "A time to wait is a number of seconds from 0 on, and 0 is for ever."},
	{"no number of a database", []string{"SELECT abc"}, "Where it went wrong: index wants a number, not abc."},
	{"no scores", []string{"ZRANGEBYSCORE z a b"}, "Where it went wrong: min wants a number, not a.\n" +
		"A range of scores is two numbers, as in `1 5`; `(1` leaves 1 itself out, `-inf` and `+inf` are the ends."},
	{"no weight", []string{"ZUNION 1 z WEIGHTS abc"}, "Where it went wrong: WEIGHTS wants a number, not abc.\nWEIGHTS wants one number for each key."},
	{"no sign and bits", []string{"BITFIELD k GET x8 0"}, "Where it went wrong: encoding wants a sign and bits, such as u8 or i16, not x8."},
	{"the value from before", []string{"SET a 1 GET"}, "With GET, the reply is the value from before; there was none."},
	{"another type among strings", []string{"HSET h f v", "MGET h b"}, "(nil) stands where nothing is: `b`.\nMGET reads strings only: `h` holds a hash."},
	{"a score on condition", []string{"ZADD z 9 a", "ZADD z GT 5 a"}, "0 new members in `z`. A score that changed is not counted, unless CH is among the options."},
	{"several scores changed", []string{"ZADD z 9 a 8 b", "ZADD z 5 a 4 b"}, "0 new members: what was in `z` already got the score you gave."},
	{"several members not there", []string{"SADD s a", "SREM s x y"}, "0: `s` has none of these members."},
	{"persist nothing", []string{"PERSIST a"}, "0: there is no key `a`."},
	{"an index too high", []string{"RPUSH q a b", "LSET q 5 x"}, "The list `q` has 2 elements, and they are counted from 0."},
	{"quotes of a web page", []string{"SET menu “fish pie”"}, "The form is: `SET key value [NX|XX] [GET] [EX seconds|PX milliseconds|EXAT unix-time-seconds|PXAT unix-time-milliseconds|KEEPTTL]`\n" +
		"Where it went wrong: pie” is no option here.\n" +
		"Those are quotes of a word processor. Redis knows the plain ones: \" and '."},
	{"no such option", []string{"SET a 1", "EXPIRE a 60 seconds"}, "The form is: `EXPIRE key seconds [NX|XX|GT|LT]`\nWhere it went wrong: seconds is no option here."},
	{"an option mistyped", []string{"SET a 1 EXX 10"}, "The form is: `SET key value [NX|XX] [GET] [EX seconds|PX milliseconds|EXAT unix-time-seconds|PXAT unix-time-milliseconds|KEEPTTL]`\n" +
		"Where it went wrong: EXX is no option here; EX is near it."},
	{"a command of another server", []string{"MSETEX 1 a 1"}, "`MSETEX` is a command of Redis, since 8.4.0, but this server does not have it."},
	{"not a number in a hash", []string{"HSET h f ten", "HINCRBY h f 1"}, "field `f` of `h` holds \"ten\", which is not a number Redis can count with."},
	{"not a score", []string{"ZADD z ann 5"}, "Where it went wrong: score wants a number, not ann."},
	{"syntax error", []string{"SET a b EX"}, "The form is: `SET key value [NX|XX] [GET] [EX seconds|PX milliseconds|EXAT unix-time-seconds|PXAT unix-time-milliseconds|KEEPTTL]`"},
	{"no such database", []string{"SELECT 99"}, "Databases have numbers, 0 to 15 unless the server is told otherwise."},
	{"exec without multi", []string{"EXEC"}, "There is no transaction here: `MULTI` begins one."},

	{"queued", []string{"MULTI", "SET a 1"}, ""},
	{"doomed", []string{"MULTI", "SET a"}, "The form is: `SET key value [NX|XX] [GET] [EX seconds|PX milliseconds|EXAT unix-time-seconds|PXAT unix-time-milliseconds|KEEPTTL]`\n" +
		"That command was not queued, and `EXEC` will now refuse the whole transaction. `DISCARD` drops it."},
	{"refused", []string{"MULTI", "SET a", "EXEC"}, "A command was refused while it was queued, so Redis ran none of them."},

	{"a key mistyped", []string{"SET nobody 1", "GET nobdy"}, "There is no key `nobdy`, so there is nothing to give.\nDid you mean the key `nobody`?"},
	{"a key in other case", []string{"SET Cat 1", "TTL cat"}, "-2: there is no key `cat`; it was never there, was removed, or its time ran out.\nThere is a key `Cat`: upper and lower case matter in keys."},
	{"another key of a series", []string{"SET user:1 1", "GET user:2"}, "There is no key `user:2`, so there is nothing to give."},
	{"a key to rename mistyped", []string{"SET names 1", "RENAME nmaes n"}, "There is no key `nmaes`.\nDid you mean the key `names`?"},
	{"a field mistyped", []string{"HSET user name Ada", "HGET user nme"}, "The key `user` is there, but has no field `nme`.\nDid you mean the field `name`?"},
	{"a field in other case", []string{"HSET user Name Ada", "HEXISTS user name"}, "The key `user` is there, but has no field `name`.\nThere is a field `Name`: upper and lower case matter in fields."},
	{"a field among others mistyped", []string{"HSET user name Ada", "HMGET user nme"}, "(nil) stands where nothing is: `nme`.\nDid you mean the field `name`?"},
	{"another field of a series", []string{"HSET user mail1 a", "HGET user mail2"}, "The key `user` is there, but has no field `mail2`."},
	{"a field of a mistyped key", []string{"HSET user name Ada", "HGET usre name"}, "There is no key `usre`.\nDid you mean the key `user`?"},
	{"a member mistyped", []string{"ZADD board 1 alice 2 bob", "ZSCORE board alcie"}, "The key `board` is there, but has no member `alcie`.\nDid you mean the member `alice`?"},
	{"a member of a set mistyped", []string{"SADD langs go python", "SISMEMBER langs pyhton"}, "The key `langs` is there, but has no member `pyhton`.\nDid you mean the member `python`?"},
	{"a score is no member", []string{"ZADD board 1000 alice", "ZSCORE board 1001"}, "The key `board` is there, but has no member `1001`."},
	{"the first place", []string{"ZADD z 1 a", "ZRANK z a"}, "Places are counted from 0, so this is the first one."},
	{"nobody listens", []string{"PUBLISH news hi"}, "0: nobody is subscribed to `news`, and a message is not kept for later."},
	{"no element to insert beside", []string{"RPUSH q a", "LINSERT q BEFORE b c"}, "-1: the list `q` has no element `b` to insert beside."},
	{"an encoding", []string{"SET n 12", "OBJECT ENCODING n"}, "int: a whole number of 64 bits, kept as a number."},
	{"no type", []string{"TYPE n"}, "There is no key `n`, so it has no type."},
	{"the end of a walk", []string{"SET n 12", "SCAN 0"}, "Cursor 0: that was the last of them."},
	{"no key fits", []string{"KEYS x*"}, "No key has a name that fits `x*`."},
	{"outside of a text", []string{"SET t hello", "GETRANGE t 7 9"}, "Nothing of the text is in that range. It has 5 bytes, counted from 0, and from -1 at the end."},
	{"no time at all", []string{"SET t hello EX 0"}, "A time to live is a whole number above 0. `DEL` removes at once, `PERSIST` takes a time away."},
	{"too large to count", []string{"SET n 9223372036854775807", "INCR n"}, "Redis counts in whole numbers of 64 bits, -9223372036854775808 to 9223372036854775807; this would leave them. Nothing was changed."},
	{"a range of names", []string{"ZADD z 0 a", "ZRANGE z a c BYLEX"}, "A range of names has `[` or `(` before each end, as in `[a (c`; `-` and `+` are the ends."},
	{"options that exclude each other", []string{"ZADD z NX XX 1 a"}, "NX means: only what is new. XX means: only what is there. Both at once leave nothing."},
	{"a watch too late", []string{"MULTI", "WATCH a"}, "`WATCH` comes before `MULTI`: it says which keys must stay as they are until `EXEC`."},

	{"joiners", []string{"SET who 👩‍💻", "GET who"}, "The \\x… bytes are UTF-8 text: 👩‍💻"},
	{"UTF-8", []string{"SET city Zürich", "GET city"}, `The \x… bytes are UTF-8 text: Zürich`},
	{"bytes that are no text", []string{`SET k "\xff\xfe"`, "GET k"}, ""},
	{"bytes that would move the cursor", []string{`SET k "\xc3\xa9\x1b[2J"`, "GET k"}, ""},
}

// TestExplain explains the last of some commands, and then once more where no
// key can be looked at: that says less, and nothing else.
func TestExplain(t *testing.T) {
	t.Run("embedded", func(t *testing.T) { explains(t, sandbox.Options{}) })
	t.Run("server", func(t *testing.T) { explains(t, sandboxtest.Server(t)) })
}

func explains(t *testing.T, o sandbox.Options) {
	table := sandboxtest.Commands(t, "../../content/commands.txt")()
	table = table.At("7.0") // as the embedded sandbox
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			f := factsOfLast(t, o, table, c.commands)
			if diff := cmp.Diff(c.want, strings.Join(textsOf(f), "\n")); diff != "" {
				t.Errorf("%s (-want +got):\n%s", strings.Join(c.commands, "; "), diff)
			}
			f.Look = func(...string) reply.Value { return reply.NewError("NOPERM no permission to look") }
			for _, text := range textsOf(f) {
				if !slices.Contains(strings.Split(c.want, "\n"), text) {
					t.Errorf("%s: without looking it says %q", strings.Join(c.commands, "; "), text)
				}
			}
		})
	}
}

func textsOf(f gloss.Facts) []string {
	var texts []string
	for _, r := range gloss.Explain(f) {
		texts = append(texts, r.Text)
	}
	return texts
}

// factsOfLast runs commands on an empty keyspace and returns what is known
// after the last one.
func factsOfLast(t *testing.T, o sandbox.Options, table *command.Table, commands []string) gloss.Facts {
	t.Helper()
	ctx := t.Context()
	o.Commands = func() *command.Table { return table }
	box, err := sandbox.Open(ctx, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { box.Close() })
	var f gloss.Facts
	for _, typed := range append([]string{"FLUSHALL"}, commands...) {
		args, err := words.Split(typed)
		if err != nil {
			t.Fatal(err)
		}
		v, err := box.Do(ctx, args...)
		if err != nil {
			t.Fatal(err)
		}
		f = gloss.Facts{Args: args, Reply: v, Escaped: true}
	}
	state := box.State()
	f.InTx, f.Doomed = state.InTx, state.Doomed
	f.Commands = func() *command.Table { return table }
	f.Look = func(args ...string) reply.Value {
		v, err := sandboxtest.In(box, 0)(context.WithoutCancel(ctx), args...)
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	return f
}

// TestComment: what little stands behind a # may have been meant for Redis.
func TestComment(t *testing.T) {
	table := sandboxtest.Commands(t, "../../content/commands.txt")()
	const said = "What stands behind the `#` is a comment and was not sent. To send that character, type `\"#\"`."
	for _, tt := range []struct {
		commands []string
		comment  string
		says     bool
	}{
		{[]string{"GET"}, "#", true},
		{[]string{"SET k"}, "#", true},
		{[]string{"SET k"}, "# a key alone is too little", false},
		{[]string{"RPUSH l a"}, "# b", true},
		{[]string{"RPUSH l a"}, "# b c", true},
		{[]string{"RPUSH l a"}, "# at the end", false},
		{[]string{"RPUSH l a"}, "", false},
		{[]string{"LLEN l"}, "# b", false},
		{[]string{"SET k v", "RPUSH k a"}, "# b", false},
		{[]string{"MULTI", "RPUSH l a"}, "# b", true},
		{[]string{"MULTI", "LLEN l"}, "# b", false},
	} {
		f := factsOfLast(t, sandbox.Options{}, table, tt.commands)
		f.Comment = tt.comment
		if says := slices.Contains(textsOf(f), said); says != tt.says {
			t.Errorf("%q with %q: says %q", tt.commands, tt.comment, textsOf(f))
		}
	}
}

// TestNewer: the embedded sandbox has commands that came after its version.
func TestNewer(t *testing.T) {
	table := sandboxtest.Commands(t, "../../content/commands.txt")().At("7.0.15")
	texts := textsOf(factsOfLast(t, sandbox.Options{}, table, []string{"HSET h f v", "HTTL h FIELDS 1 f"}))
	if want := "This server has `HTTL`, though it came with Redis 7.4.0: others of version 7.0.15 do not."; !slices.Contains(texts, want) {
		t.Errorf("it says %q", texts)
	}
}

// TestNoPlaceForKeys: of a command of which it is not known where its keys are,
// none is named.
func TestNoPlaceForKeys(t *testing.T) {
	f := gloss.Facts{Args: []string{"DEBUG", "OBJECT", "nokey"}, Reply: reply.NewError("ERR no such key"), Commands: sandboxtest.Commands(t, "../../content/commands.txt")}
	if texts := textsOf(f); len(texts) > 0 {
		t.Errorf("it says %q", texts)
	}
}

// TestUnseen: of a reply that went to a program there are no escapes to read.
func TestUnseen(t *testing.T) {
	f := gloss.Facts{Args: []string{"GET", "city"}, Reply: reply.NewBulk("Zürich"), Commands: func() *command.Table { return &command.Table{} }}
	if texts := textsOf(f); len(texts) > 0 {
		t.Errorf("it says %q", texts)
	}
}

// TestExplainExec puts commands beside the replies of a transaction.
func TestExplainExec(t *testing.T) {
	texts := textsOf(gloss.Facts{
		Args: []string{"EXEC"}, Commands: func() *command.Table { return &command.Table{} },
		Queued: [][]string{{"SET", "a", "\x1b[2J"}, {"LPUSH", "a", "x"}},
		Reply:  reply.NewArray(reply.NewStatus("OK"), reply.NewError("WRONGTYPE …")),
	})
	want := []string{`1) answers SET a "\x1b[2J"`, "2) answers LPUSH a x (failed; the others ran all the same)"}
	if diff := cmp.Diff(want, texts); diff != "" {
		t.Error(diff)
	}
}

package gloss

import (
	"slices"
	"strings"
	"testing"

	"redis-tutor/sandbox"
	"redis-tutor/sandbox/command"
	"redis-tutor/sandbox/reply"
	"redis-tutor/sandbox/sandboxtest"
	"redis-tutor/sandbox/words"
)

func TestRefusals(t *testing.T) {
	tests := []struct{ reply, want string }{
		{"NOAUTH Authentication required.", "AUTH password"},
		{"WRONGPASS invalid username-password pair or user is disabled.", "user name or the password is wrong"},
		{"NOPERM this user has no permissions to run the 'get' command", "ACL WHOAMI"},
		{"LOADING Redis is loading the dataset in memory", "reading its data"},
		{"MASTERDOWN Link with MASTER is down and replica-serve-stale-data is set to 'no'.", "lost its master"},
		{"READONLY You can't write against a read only replica.", "only its master takes writes"},
		{"OOM command not allowed when used memory > 'maxmemory'.", "memory is full"},
		{"MOVED 3999 127.0.0.1:6381", "node of a cluster"},
	}
	none := &command.Table{}
	for _, tt := range tests {
		lines := Explain(Facts{
			Args: []string{"GET", "k"}, Reply: reply.NewError(tt.reply),
			Look:     func(...string) reply.Value { return reply.Value{} },
			Commands: func() *command.Table { return none },
		})
		if len(lines) != 1 || !strings.Contains(lines[0].Text, tt.want) {
			t.Errorf("%s: %+v, want %q", tt.reply, lines, tt.want)
		}
	}
}

// provoked has, for each row of refusals, commands of which the last one gets
// that error from Redis 7.
var provoked = map[string][]string{
	"DB index is out of range":                         {"SELECT 99"},
	"EXEC without MULTI":                               {"EXEC"},
	"DISCARD without MULTI":                            {"DISCARD"},
	"MULTI calls can not be nested":                    {"MULTI", "MULTI"},
	"WATCH inside MULTI":                               {"MULTI", "WATCH k"},
	"invalid expire time":                              {"SET k v EX 0"},
	"would overflow":                                   {"SET n 9223372036854775807", "INCR n"},
	"NaN or Infinity":                                  {"INCRBYFLOAT n inf"},
	"min or max is not a float":                        {"ZRANGEBYSCORE z a b"},
	"min or max not valid string range":                {"ZRANGEBYLEX z a b"},
	"weight value is not a float":                      {"ZUNION 1 z WEIGHTS abc"},
	"timeout is n":                                     {"BLPOP l -1"},
	"can't be converted into double":                   {"RPUSH l a", "SORT l"},
	"source and destination objects are the same":      {"COPY k k"},
	"offset is out of range":                           {"SETRANGE k -1 x"},
	"string exceeds maximum allowed size":              {"SETRANGE k 536870911 xx"},
	"XX and NX options":                                {"ZADD z NX XX 1 a"},
	"GT, LT, and/or NX options":                        {"ZADD z NX GT 1 a"},
	"Number of keys can't be greater":                  {`EVAL "return 1" 2 k`},
	"should be greater than 0":                         {"SINTERCARD 0 s"},
	"Invalid stream ID":                                {"XADD x abc f v"},
	"equal or smaller than the target stream top item": {"XADD x 2-1 f v", "XADD x 1-1 f v"},
	"DUMP payload version or checksum":                 {"RESTORE k 0 x"},
	"No matching script":                               {"EVALSHA ffffffffffffffffffffffffffffffffffffffff 0"},
	"command not allowed. If the enable-":              {"DEBUG SLEEP 0"},
	"must be greater than 0-0":                         {"XADD x 0-0 f v"},
	"invalid longitude,latitude":                       {"GEOADD g 200 1 m"},
	"nonexistent global variable":                      {`EVAL "return x" 0`},
	"called from script":                               {`EVAL "return redis.call('FOO')" 0`},
	"No such user":                                     {"CLIENT KILL USER nobody"},
}

// reported are the texts of rows that no command provokes on the embedded
// sandbox, or that one alone provokes nowhere.
var reported = map[string]string{
	"invalid DB index":                    "ERR invalid DB index", // of Redis 6.2
	"command not allowed. If the enable-": "ERR DEBUG command not allowed. If the enable-debug-command option is set to \"local\", you can run it from a local connection.",
	"allowed in this context":             "ERR Can't execute 'get': only (P|S)SUBSCRIBE / (P|S)UNSUBSCRIBE / PING / QUIT / RESET are allowed in this context",
}

// TestEachRefusal: no row is dead, on the embedded sandbox and on a server.
func TestEachRefusal(t *testing.T) {
	commands := sandboxtest.Commands(t, "../../content/commands.txt")
	for name, o := range map[string]sandbox.Options{"embedded": {}, "server": sandboxtest.Server(t)} {
		o.Commands = commands
		t.Run(name, func(t *testing.T) {
			for _, row := range refusals {
				f := Facts{Args: []string{"GET", "k"}, Reply: reply.NewError(reported[row.part])}
				if lines := provoked[row.part]; lines != nil && (name == "server" || reported[row.part] == "") {
					f = lastOf(t, o, lines)
				}
				f.Commands = commands
				f.Look = func(...string) reply.Value { return reply.NewError("ERR none") }
				said := Explain(f)
				if !slices.ContainsFunc(said, func(r Remark) bool { return r.Text == row.why }) {
					t.Errorf("%q: after %q it says %+v", row.part, f.Reply.Text, said)
				}
			}
		})
	}
}

// lastOf runs commands on an empty keyspace and returns what is known after
// the last one.
func lastOf(t *testing.T, o sandbox.Options, lines []string) (f Facts) {
	t.Helper()
	box, err := sandbox.Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	defer box.Close()
	for _, line := range append([]string{"FLUSHALL"}, lines...) {
		if f.Args, err = words.Split(line); err != nil {
			t.Fatal(err)
		}
		if f.Reply, err = box.Do(t.Context(), f.Args...); err != nil {
			t.Fatal(err)
		}
	}
	return f
}

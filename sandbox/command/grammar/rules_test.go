package grammar_test

import (
	"slices"
	"strings"
	"testing"

	"redis-tutor/sandbox"
	"redis-tutor/sandbox/command"
	"redis-tutor/sandbox/command/grammar"
	"redis-tutor/sandbox/sandboxtest"
)

// refused are lines that Redis refuses for their options and numbers, beyond
// what COMMAND DOCS tells, and what the grammar says of them. Without a fault
// the line is merely not whole, and the text is what may still follow.
var refused = []struct{ line, says string }{
	{"ZADD z NX GT 1 a", "GT does not go with NX"},
	{"ZADD z LT NX 1 a", "NX does not go with LT"},
	{"ZADD z INCR 1 a 2 b", "with INCR there is only one, so 2 is one word too many"},
	{"ZADD z INCR CH NX 1 a 2 b", "with INCR there is only one, so 2 is one word too many"},
	{"BITOP NOT d a b", "with NOT there is only one, so b is one word too many"},
	{"ZRANGE z - + BYLEX WITHSCORES", "WITHSCORES does not go with BYLEX"},
	{"ZRANGE z - + WITHSCORES BYLEX", "BYLEX does not go with WITHSCORES"},
	{"ZRANGE z 0 -1 LIMIT 0 1", "BYSCORE|BYLEX [REV] [WITHSCORES]"},
	{"ZRANGE z 0 -1 REV LIMIT 0 1 WITHSCORES", "BYSCORE"},
	{"ZRANGESTORE d z 0 -1 LIMIT 0 1", "BYSCORE|BYLEX [REV]"},
	{"XADD s MAXLEN 5 LIMIT 1 * f v", "LIMIT goes only with ~"},
	{"XADD s NOMKSTREAM MINID = 5 LIMIT 1 * f v", "LIMIT goes only with ~"},
	{"XTRIM s MAXLEN 5 LIMIT 1", "LIMIT goes only with ~"},
	{"GEORADIUS g 1 1 1 km STORE d WITHDIST", "WITHDIST does not go with STORE"},
	{"GEORADIUS g 1 1 1 km WITHCOORD STOREDIST d", "STOREDIST does not go with WITHCOORD"},
	{"GEORADIUSBYMEMBER g m 1 km STORE d WITHHASH", "WITHHASH does not go with STORE"},
	{"GEORADIUSBYMEMBER g m 1 km STOREDIST d WITHHASH", "WITHHASH does not go with STOREDIST"},
	{"RESTORE r 0 x IDLETIME 5 FREQ 5", "FREQ does not go with IDLETIME"},
	{"LCS a b LEN IDX", "IDX does not go with LEN"},
	{"CLIENT LIST TYPE normal ID 1", "ID does not go with TYPE"},
	{"CLIENT TRACKING ON BCAST OPTIN", "OPTIN does not go with BCAST"},
	{"CLIENT TRACKING ON OPTOUT OPTIN", "OPTIN does not go with OPTOUT"},
	{"CLIENT TRACKING ON PREFIX x", "[REDIRECT client-id] [PREFIX prefix ...] BCAST [NOLOOP]"},
	{"CLIENT TRACKING ON OPTIN PREFIX x", "PREFIX does not go with OPTIN"},

	{"SET k v NX XX", "XX does not go with NX"},
	{"EXPIRE k 10 NX XX", "XX does not go with NX"},
	{"EXPIRE k 10 GT LT", "LT does not go with GT"},
	{"GEOADD g NX XX 1 1 m", "XX does not go with NX"},
	{"GETEX k EX 10 PERSIST", "PERSIST does not go with EX"},

	{"SET k v EX 0", "EX wants a number of seconds above 0, not 0"},
	{"SET k v PXAT -1", "PXAT wants a number above 0, not -1"},
	{"GETEX k PX 0", "PX wants a number of milliseconds above 0, not 0"},
	{"SETEX k 0 v", "SETEX wants a number of seconds above 0, not 0"},
	{"PSETEX k -5 v", "PSETEX wants a number of milliseconds above 0, not -5"},
	{"SCAN 0 COUNT 0", "COUNT wants a number above 0, not 0"},
	{"HSCAN h 0 COUNT 0", "COUNT wants a number above 0, not 0"},
	{"SSCAN s1 0 COUNT 0", "COUNT wants a number above 0, not 0"},
	{"ZSCAN z 0 COUNT 0", "COUNT wants a number above 0, not 0"},
	{"LMPOP 1 l LEFT COUNT 0", "COUNT wants a number above 0, not 0"},
	{"BLMPOP 1 1 l LEFT COUNT 0", "COUNT wants a number above 0, not 0"},
	{"ZMPOP 1 z MIN COUNT -1", "COUNT wants a number above 0, not -1"},
	{"BZMPOP 1 1 z MIN COUNT 0", "COUNT wants a number above 0, not 0"},
	{"XAUTOCLAIM s g c 0 0 COUNT 0", "COUNT wants a number above 0, not 0"},
	{"GEOSEARCH g FROMMEMBER m BYRADIUS 1 km COUNT 0", "COUNT wants a number above 0, not 0"},
	{"GEOSEARCHSTORE d g FROMMEMBER m BYRADIUS 1 km COUNT 0", "COUNT wants a number above 0, not 0"},
	{"LPOP l -1", "count wants a number from 0 on, not -1"},
	{"RPOP l -1", "count wants a number from 0 on, not -1"},
	{"SPOP s1 -1", "count wants a number from 0 on, not -1"},
	{"ZPOPMIN z -1", "count wants a number from 0 on, not -1"},
	{"ZPOPMAX z -1", "count wants a number from 0 on, not -1"},
	{"SINTERCARD 1 s1 LIMIT -1", "LIMIT wants a number from 0 on, not -1"},
	{"ZINTERCARD 1 z LIMIT -1", "LIMIT wants a number from 0 on, not -1"},
	{"LPOS l a RANK 0", "RANK wants a number other than 0, not 0"},
	{"LPOS l a COUNT -1", "COUNT wants a number from 0 on, not -1"},
	{"LPOS l a MAXLEN -1", "MAXLEN wants a number from 0 on, not -1"},
	{"SETRANGE k -1 v", "offset wants a number from 0 on, not -1"},
	{"SETBIT b -1 1", "offset wants a number from 0 on, not -1"},
	{"GETBIT b -1", "offset wants a number from 0 on, not -1"},
	{"SETBIT b 1 2", "value wants 0 or 1, not 2"},
	{"BITPOS b 2", "bit wants 0 or 1, not 2"},
	{"BITFIELD b GET u64 0", "encoding wants a sign and bits, such as u8 or i16, not u64"},
	{"BITFIELD_RO b GET 8 0", "encoding wants a sign and bits, such as u8 or i16, not 8"},
}

// taken are lines beside them that Redis takes.
var taken = []string{
	"ZADD z XX GT CH 1 a", "ZADD z NX CH 1 a 2 b", "ZADD z INCR 1 a", "BITOP NOT d a", "BITOP AND d a b",
	"ZRANGE z 0 1 LIMIT 0 1 BYSCORE", "ZRANGE z 0 1 BYSCORE WITHSCORES LIMIT 0 1 REV", "ZRANGE z - + LIMIT 0 1 REV BYLEX",
	"XADD s MAXLEN ~ 5 LIMIT 1 * f v", "XADD s MAXLEN = 5 * f v", "XADD s NOMKSTREAM MINID ~ 5 * f v", "XTRIM s MINID ~ 5 LIMIT 10",
	"GEORADIUS g 1 1 1 km WITHDIST WITHCOORD", "GEORADIUS g 1 1 1 km STORE d COUNT 1", "LCS a b IDX WITHMATCHLEN",
	"CLIENT TRACKING OFF", "CLIENT LIST ID 1", "CLIENT TRACKING ON BCAST PREFIX x NOLOOP", "CLIENT TRACKING OFF", "CLIENT TRACKING ON PREFIX x PREFIX y BCAST", "CLIENT TRACKING OFF",
	"SET k v EX 1", "SCAN 0 COUNT 1", "LPOP l 0", "LPOS l a RANK -1", "LPOS l a COUNT 0 MAXLEN 0", "SPOP s1 0", "SINTERCARD 1 s1 LIMIT 0",
	"SETBIT b 0 0", "BITPOS b 1", "BITFIELD b GET u63 0 GET i64 #0 SET i1 0 1",
}

// TestRefused holds the extra rules against a server, and against the embedded
// one: what it refuses is wrong, with a good reason, and its neighbours, which
// it takes, are right.
func TestRefused(t *testing.T) {
	table := load(t)
	commands := func() *command.Table { return table }
	r := grammar.NewReader(table)
	for _, tt := range refused {
		l := r.Read(strings.Fields(tt.line))
		says := l.Form()
		if l.Fault != nil {
			says = l.Fault.String()
		}
		if l.Whole() || says != tt.says {
			t.Errorf("%s: whole %v, %q; want %q", tt.line, l.Whole(), says, tt.says)
		}
	}
	for _, line := range taken {
		if l := r.Read(strings.Fields(line)); !l.Whole() {
			t.Errorf("%s: %v, and %q may follow", line, l.Fault, l.Form())
		}
	}
	real := sandboxtest.Server(t)
	real.Commands = commands
	for name, o := range map[string]sandbox.Options{"server": real, "embedded": {Commands: commands}} {
		t.Run(name, func(t *testing.T) { heldAgainst(t, o) })
	}
}

func heldAgainst(t *testing.T, o sandbox.Options) {
	box, err := sandbox.Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	defer box.Close()
	do := func(line string) (refusal string) {
		v, err := box.Do(t.Context(), strings.Fields(line)...)
		if err != nil {
			t.Fatalf("%s: %v", line, err)
		}
		if v.IsError() {
			return v.Text
		}
		return ""
	}
	setup := []string{"FLUSHALL", "SET k v", "MSET a 1 b 1", "ZADD z 1 a", "RPUSH l a", "SADD s1 a", "HSET h f v", "GEOADD g 1 1 m", "XGROUP CREATE s g 0 MKSTREAM"}
	for _, tt := range refused {
		for _, line := range setup {
			if text := do(line); text != "" {
				t.Fatalf("%s: %s", line, text)
			}
		}
		if text := do(tt.line); !strings.HasPrefix(text, "ERR") || strings.Contains(text, "unknown command") {
			t.Errorf("%s is taken: %q", tt.line, text)
		}
	}
	for _, line := range slices.Concat(setup, taken) {
		if text := do(line); text != "" && !(o.Kind == sandbox.Embedded && strings.Contains(text, "not part of the sandbox")) {
			t.Errorf("%s: %s", line, text)
		}
	}
}

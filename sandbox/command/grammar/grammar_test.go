package grammar_test

import (
	"strings"
	"testing"

	"redis-tutor/sandbox/command/grammar"
)

// letters names the roles in tests.
var letters = map[grammar.Role]string{
	grammar.Text: "text", grammar.Command: "command", grammar.Subcommand: "sub", grammar.Token: "token",
	grammar.Key: "key", grammar.Field: "field", grammar.Member: "member", grammar.Element: "element",
	grammar.Value: "value", grammar.Score: "score", grammar.Number: "number", grammar.ID: "id",
	grammar.Pattern: "pattern", grammar.Name: "name", grammar.Wrong: "wrong",
}

func TestRoles(t *testing.T) {
	r := grammar.NewReader(load(t))
	for _, tt := range []struct {
		line, roles string
		whole       bool
	}{
		{"SET k", "command key", false},
		{"SET k v EX 10 NX", "command key value token number token", true},
		{"ZADD z NX CH 1 a 2", "command key token token score member score", false},
		{"GEOSEARCH g BYBOX 1 2 km ASC FROMMEMBER m", "command key token number number token token token member", true},
		{"XADD s MAXLEN ~ 10 * f v", "command key token token text token field value", true},
		{"XREADGROUP GROUP g c STREAMS a b > 0", "command token name name token key key id id", true},
		{"XREAD STREAMS 0 0", "command token key id", true},
		{"EVAL s 2 a b c", "command text number key key text", true},
		{"EVAL s 0 c", "command text number text", true},
		{"LMPOP 2 a b LEFT COUNT 1", "command number key key token token number", true},
		{"HEXPIRE h 10 FIELDS 2 a b", "command key number token number field field", true},
		{"EXPIRE k 10 XX GT", "command key number token token", true},
		{"PEXPIREAT k 10 LT XX", "command key number token token", true},
		{"EXPIRE k 10 NX GT", "command key number token wrong", false},
		{"EXPIRE k 10 GT LT", "command key number token wrong", false},
		{"BLPOP a b 5", "command key key number", true},
		{"BLPOP a b", "command key key", false},
		{"MIGRATE h 1 k 0 10 KEYS COPY", "command text number key number number token key", true},
		{"CLIENT KILL ID 4 TYPE normal", "command sub token number token token", true},
		{"COMMAND LIST FILTERBY PATTERN x*", "command sub token token pattern", true},
		{"RESTORE k 0 x FREQ 1 REPLACE", "command key number text token number token", true},
		{"BITFIELD k OVERFLOW SAT INCRBY u2 #1 1", "command key token token token text number number", true},
		{"SORT k GET # GET w* STORE d", "command key token pattern token pattern token key", true},
		{"CONFIG", "command", false},
		{"CONFIG GTE", "command wrong", false},
		{"NOSUCH a b", "wrong wrong wrong", false},
		{"SET k v EX ten NX", "command key value token wrong wrong", false},
	} {
		l := r.Read(strings.Fields(tt.line))
		var roles []string
		for _, w := range l.Words {
			roles = append(roles, letters[w.Role])
		}
		if got := strings.Join(roles, " "); got != tt.roles || l.Whole() != tt.whole {
			t.Errorf("%s: %s, %v; want %s, %v", tt.line, got, l.Whole(), tt.roles, tt.whole)
		}
	}
}

func TestFaults(t *testing.T) {
	r := grammar.NewReader(load(t))
	for _, tt := range []struct {
		line string
		at   int
		kind grammar.Kind
		says string
	}{
		{"GETT k", 0, grammar.UnknownCommand, "no command is called GETT"},
		{"OBJECT FOO", 1, grammar.UnknownSubcommand, "no subcommand is called FOO"},
		{"SET k v NXX", 3, grammar.UnknownOption, "NXX is no option here; NX is near it"},
		{"SET k v foo", 3, grammar.UnknownOption, "foo is no option here"},
		{"SET k v nx NX", 4, grammar.Repeated, "NX stands there already"},
		{"SET k v NX EX 5 px", 6, grammar.Excluded, "PX does not go with EX"},
		{"LMPOP 1 a COUNT 1 LEFT", 3, grammar.Misplaced, "COUNT does not belong here, but LEFT or RIGHT"},
		{"INCRBY k 1.5", 2, grammar.BadWord, "increment wants a whole number, not 1.5"},
		{"EXPIRE k 1e3", 2, grammar.BadWord, "EXPIRE wants a whole number of seconds, not 1e3"},
		{"ZADD z 1.5.2 m", 2, grammar.BadWord, "score wants a number, not 1.5.2"},
		{"SET k v PX 1s", 4, grammar.BadWord, "PX wants a number of milliseconds, not 1s"},
		{"EXPIRE k ''", 2, grammar.BadWord, "EXPIRE wants a number of seconds, not ''"},
		{"LINSERT k NEAR a b", 2, grammar.BadChoice, "BEFORE or AFTER is wanted here, not NEAR"},
		{"GET a b", 2, grammar.TooMany, "nothing follows here any more, so b is one word too many"},
		{"ZUNION x a", 1, grammar.BadWord, "numkeys says how many keys follow; x does not"},
		{"XADD s 1-x f v", 2, grammar.BadWord, "id wants the ID of an entry, not 1-x"},
		{"GET a " + strings.Repeat("x", 50), 2, grammar.TooMany, "nothing follows here any more, so " + strings.Repeat("x", 24) + "... is one word too many"},
	} {
		l := r.Read(strings.Fields(tt.line))
		if f := l.Fault; f == nil || f.At != tt.at || f.Kind != tt.kind || strings.ReplaceAll(f.String(), `"''"`, "''") != tt.says {
			t.Errorf("%s: %+v %v, want %d %q", tt.line, f, f, tt.at, tt.says)
		}
	}
}

// TestWants: what is wanted next is what can be typed next.
func TestWants(t *testing.T) {
	r := grammar.NewReader(load(t))
	for line, want := range map[string]string{
		"GETEX k":            "EX PX EXAT PXAT PERSIST",
		"ZADD k CH":          "NX XX GT LT INCR score",
		"COPY a b DB":        "destination-db",
		"BLPOP a":            "key timeout",
		"CONFIG":             "GET HELP RESETSTAT REWRITE SET",
		"GEOSEARCH k":        "FROMMEMBER FROMLONLAT BYRADIUS BYBOX ASC DESC COUNT WITHCOORD WITHDIST WITHHASH",
		"HEXPIRE h 5":        "NX XX GT LT FIELDS",
		"SET k v NX EX 5 PX": "GET", // in the place of PX
		"XREAD STREAMS a":    "key id",
		"SORT k GET x":       "BY LIMIT GET ASC DESC ALPHA STORE",
		"GET k":              "",
		"FUNCTION FLUSH":     "ASYNC SYNC",
		"CLIENT UNBLOCK 4":   "TIMEOUT ERROR",
		"LINSERT k before":   "pivot",
		"ZADD k XX GT CH x":  "INCR score",
	} {
		var got []string
		for _, w := range r.Read(strings.Fields(line)).Wants() {
			if w.Role == grammar.Token || w.Role == grammar.Subcommand {
				got = append(got, w.Token)
			} else {
				got = append(got, w.Name)
			}
		}
		if text := strings.Join(got, " "); text != want {
			t.Errorf("%s: %s, want %s", line, text, want)
		}
	}
}

// FuzzRead wants a role for every word, no more, and no panic.
func FuzzRead(f *testing.F) {
	for _, line := range []string{
		"SET k v EX 10", "EVAL s 999999999999 a", "XREAD STREAMS 0 0 0 0", "LMPOP -1", "BITFIELD k GET",
		"CLIENT KILL ID", "ZUNION 3 a b", "SORT k GET # GET #", "COMMAND DOCS a", "MSET a", "\x00",
	} {
		f.Add(line)
	}
	table := load(f)
	r := grammar.NewReader(table)
	f.Fuzz(func(t *testing.T, line string) {
		args := strings.Fields(line)
		l := r.Read(args)
		if len(l.Words) != len(args) {
			t.Errorf("%q: %d roles for %d words", line, len(l.Words), len(args))
		}
		if l.Fault != nil && (l.Fault.At < 0 || l.Fault.At >= len(args) || l.Fault.String() == "") {
			t.Errorf("%q: fault at %d", line, l.Fault.At)
		}
		if l.Whole() && l.Fault != nil {
			t.Errorf("%q is whole and wrong", line)
		}
		_, _ = l.Form(), l.Wants()
	})
}

func BenchmarkReadLong(b *testing.B) {
	r := grammar.NewReader(load(b))
	args := append([]string{"ZADD", "z"}, strings.Fields(strings.Repeat("1 member ", 400))...)
	for b.Loop() {
		if r.Read(args).Fault != nil {
			b.Fatal("a fault")
		}
	}
}

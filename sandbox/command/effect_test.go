package command_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"redis-tutor/sandbox/command"
)

// TestEffect says, for a command in database 2, which keys it may change, as
// database and name, and what it may change beyond them.
func TestEffect(t *testing.T) {
	table := load(t)
	const removes, script = "removes keys", "what a script does"
	for _, test := range []struct{ line, keys, beyond string }{
		{"SET a 1", "[{2 a}]", ""},
		{"set a 1", "[{2 a}]", ""},
		{"MSET a 1 b 2 a 3", "[{2 a} {2 b}]", ""},
		{"GET a", "[]", ""},
		{"SORT a STORE b", "[{2 a} {2 b}]", ""},
		{"RENAME a b", "[{2 a} {2 b}]", ""},
		{"MOVE a 5", "[{2 a} {5 a}]", ""},
		{"MOVE a x", "[{2 a}]", ""},
		{"MOVE a", "[{2 a}]", ""},
		{"COPY a b", "[{2 a} {2 b}]", ""},
		{"COPY a b REPLACE db 5", "[{2 a} {5 b}]", ""},
		{"COPY a b DB", "[{2 a} {2 b}]", ""},
		{"COPY db db", "[{2 db}]", ""},
		{"PFCOUNT a b", "[{2 a} {2 b}]", ""},
		{"EVAL x 1 a", "[{2 a}]", script},
		{"EVAL x 0", "[]", script},
		{"EVALSHA x 1 a", "[{2 a}]", script},
		{"FCALL x 1 a", "[{2 a}]", script},
		{"EVAL_RO x 1 a", "[]", ""},
		{"FLUSHALL", "[]", removes},
		{"FLUSHDB ASYNC", "[]", removes},
		{"SWAPDB 0 1", "[]", "whole databases"},
		{"FUNCTION LOAD x", "[]", "functions"},
		{"FUNCTION FLUSH", "[]", "functions"},
		{"MIGRATE h 1 a 0 10", "[{2 a}]", "another server"},
		{"CONFIG SET a b", "[]", "other things"},
		{"CONFIG GET a", "[]", ""},
		{"SHUTDOWN", "[]", "other things"},
		{"DEBUG RELOAD", "[]", "other things"},
		{"SCRIPT LOAD x", "[]", "other things"},
		{"CLIENT KILL x", "[]", "other things"},
		{"CLIENT ID", "[]", ""},
		{"SELECT 1", "[]", ""}, {"MULTI", "[]", ""}, {"WATCH a", "[]", ""}, {"INFO", "[]", ""},
		{"PUBLISH a b", "[]", "other things"},
		{"SET", "[]", "cannot be made out"},
		{"JSON.FROB a", "[]", "not known"},
	} {
		e := table.Effect(2, strings.Fields(test.line))
		if got := fmt.Sprint(e.Keys); got != test.keys {
			t.Errorf("%s: keys %s, want %s", test.line, got, test.keys)
		}
		if !strings.Contains(e.Beyond, test.beyond) || (e.Beyond == "") != (test.beyond == "") {
			t.Errorf("%s: beyond its keys %q, want %q", test.line, e.Beyond, test.beyond)
		}
	}
}

// TestEffectWhole is about databases that change as a whole.
func TestEffectWhole(t *testing.T) {
	table := load(t)
	for _, test := range []struct {
		line, whole, swaps string
		all                bool
	}{
		{"FLUSHALL", "[]", "[]", true},
		{"FLUSHDB", "[2]", "[]", false},
		{"EVAL x 0", "[2]", "[]", false},
		{"EVAL x 1 a", "[]", "[]", false},
		{"SWAPDB 0 1", "[]", "[0 1]", false},
		{"SWAPDB 1 1", "[]", "[]", false},
		{"SWAPDB 1 x", "[]", "[]", false},
		{"SWAPDB 1", "[]", "[]", false},
	} {
		e := table.Effect(2, strings.Fields(test.line))
		if whole, swaps := fmt.Sprint(e.Whole), fmt.Sprint(e.Swaps); whole != test.whole || swaps != test.swaps || e.All != test.all {
			t.Errorf("%s: whole %s, swaps %s, all %t", test.line, whole, swaps, e.All)
		}
	}
}

func TestChangesAndReads(t *testing.T) {
	table := load(t)
	for line, want := range map[string][2]bool{
		"SET a 1": {true, false}, "EVAL x 0": {true, false}, "FLUSHALL": {true, false}, "SWAPDB 1 1": {true, false},
		"GET a": {false, true}, "EVAL_RO x 0": {false, true}, "PING": {false, true}, "INFO": {false, true},
		"PFCOUNT a": {false, false}, "CONFIG SET a b": {false, false}, "SHUTDOWN": {false, false},
		"NOSUCH": {true, false},
	} {
		e := table.Effect(0, strings.Fields(line))
		if e.Changes() != want[0] || e.Reads() != want[1] {
			t.Errorf("%s: changes %t, reads %t", line, e.Changes(), e.Reads())
		}
	}
}

func TestSelects(t *testing.T) {
	for line, want := range map[string]int{"SELECT 5": 5, "select 0": 0, "SELECT": -1, "SELECT x": -1, "SELECT -1": -1, "SELECT 1 2": -1, "GET 5": -1} {
		db, ok := command.Selects(strings.Fields(line))
		if ok != (want >= 0) || ok && db != want {
			t.Errorf("%q: %d %t", line, db, ok)
		}
	}
}

func TestDatabases(t *testing.T) {
	for info, want := range map[string][]int{
		"": nil, "# Keyspace\r\n": nil,
		"# Keyspace\r\ndb0:keys=1,expires=0,avg_ttl=0\r\ndb15:keys=2,expires=1,avg_ttl=9\r\n": {0, 15},
		"db:keys=1\r\ndbx:keys=1\r\ndbsize:2\r\n":                                             nil,
	} {
		if got := command.Databases(info); !slices.Equal(got, want) {
			t.Errorf("%q: %v", info, got)
		}
	}
}

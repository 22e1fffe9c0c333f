package danger_test

import (
	"errors"
	"strings"
	"testing"

	"redis-tutor/repl/danger"
	"redis-tutor/sandbox/words"
)

// few and many are how many keys there are; uncounted is where nobody tells.
func few() (int64, error)       { return 10_000, nil }
func many() (int64, error)      { return 10_001, nil }
func uncounted() (int64, error) { return 0, errors.New("no connection") }

func of(t *testing.T, typed string, keys func() (int64, error)) (danger.Harm, bool) {
	t.Helper()
	args, err := words.Split(typed)
	if err != nil {
		t.Fatal(err)
	}
	return danger.Of(args, danger.Look{Keys: keys, Script: keeps, Function: keeps})
}

// keeps is a server that has a few scripts and libraries. What begins with
// "hidden" cannot be looked at.
func keeps(name string) (text string, ok bool) {
	return map[string]string{
		"plain":  "return redis.call('GET', KEYS[1])",
		"flush":  "return redis.call('FLUSHALL')",
		"argv":   "return redis.call(ARGV[1])",
		"set":    "#!lua name=l\nredis.register_function('set', function(keys, args) return redis.call('SET', keys[1], args[1]) end)",
		"config": "#!lua name=l\nredis.register_function{function_name='config', callback=function(k, a) return redis.call('CONFIG', a[1]) end}",
		"later":  "#!lua name=l\nlocal c redis.register_function('now', function(k, a) c = a[1] end) redis.register_function('later', function() return redis.call(c) end)",
	}[name], !strings.HasPrefix(name, "hidden")
}

// TestHarms gives commands what they are called in the question, and what the
// answer "always" to it holds for.
func TestHarms(t *testing.T) {
	const hidden, kept = "works out which commands it calls", "kept on the server"
	for _, tt := range []struct{ typed, command, why, always string }{
		{"flushall", "FLUSHALL", "every key of every database", "FLUSHALL"},
		{"FLUSHDB async", "FLUSHDB", "every key of this database", "FLUSHDB"},
		{"config set maxmemory 0", "CONFIG SET", "settings", "CONFIG SET"},
		{"CONFIG RESETSTAT", "CONFIG RESETSTAT", "statistics", "CONFIG RESETSTAT"},
		{"SLOWLOG RESET", "SLOWLOG RESET", "records", "SLOWLOG RESET"},
		{"ACL LOG reset", "ACL LOG RESET", "records", "ACL LOG RESET"},
		{"REPLICAOF 10.0.0.1 6379", "REPLICAOF", "a copy of another one", "REPLICAOF"},
		{"replicaof no one", "REPLICAOF NO ONE", "leave its master", "REPLICAOF NO ONE"},
		{"SLAVEOF NO ONE", "SLAVEOF NO ONE", "leave its master", "SLAVEOF NO ONE"},
		{"FUNCTION LOAD replace x", "FUNCTION LOAD REPLACE", "replaces functions", "FUNCTION LOAD REPLACE"},

		{"evalsha hidden 0", "EVALSHA", kept, "evalsha hidden"},
		{"FCALL_RO hidden 0", "FCALL_RO", kept, "FCALL_RO hidden"},
		{"EVALSHA flush 0", "EVALSHA", "its script calls FLUSHALL, and it removes", "EVALSHA with FLUSHALL"},
		{"EVALSHA_RO argv 0 flushall", "EVALSHA_RO", "calls FLUSHALL", "EVALSHA_RO with FLUSHALL"},
		{"FCALL config 0 GET", "FCALL", "calls CONFIG SET", "FCALL with CONFIG SET"},
		{"FCALL later 0", "FCALL", hidden, "FCALL later"},

		{`EVAL "return redis.call('flushall')" 0`, "EVAL", "its script calls FLUSHALL, and it removes", "EVAL with FLUSHALL"},
		{`EVAL "redis.call('config', 'resetstat') redis.call('flushall') redis.call('FLUSHALL')" 0`, "EVAL",
			"calls CONFIG RESETSTAT and FLUSHALL, and it resets", "EVAL with CONFIG RESETSTAT and FLUSHALL"},
		{`eval_ro "return redis.call(ARGV[1])" 0 flushall`, "EVAL_RO", "FLUSHALL", "EVAL_RO with FLUSHALL"},
		{`EVAL "return redis.call('flush'..'all')" 0`, "EVAL", hidden, "EVAL return redis.call('flush'..'all')"},
		{`EVAL "local c = 'FLUSHALL' return redis.call(c)" 0`, "EVAL", hidden, "EVAL local c = 'FLUSHALL' return redis.call(c)"},
		{`EVAL "local r = redis return r.call('FLUSHALL')" 0`, "EVAL", hidden, "EVAL local r = redis return r.call('FLUSHALL')"},
		{`EVAL "return redis.call('config', 'set', 'maxmemory', '0')" 0`, "EVAL", "CONFIG SET", "EVAL with CONFIG SET"},
		{`EVAL "return redis.call('config', x)" 0`, "EVAL", "CONFIG SET", "EVAL with CONFIG SET"},

		// What stands behind a script is not what it finds in KEYS and ARGV.
		{`EVAL "ARGV[1]='FLUSHALL' return redis.call(ARGV[1])" 0 PING`, "EVAL", hidden, "EVAL ARGV[1]='FLUSHALL' return redis.call(ARGV[1])"},
		{`EVAL "local ARGV={'FLUSHALL'} return redis.call(ARGV[1])" 0 PING`, "EVAL", hidden, "EVAL local ARGV={'FLUSHALL'} return redis.call(ARGV[1])"},
		{`EVAL "table.insert(ARGV,1,'FLUSHALL') return redis.call(ARGV[1])" 0 PING`, "EVAL", hidden, "EVAL table.insert(ARGV,1,'FLUSHALL') return redis.call(ARGV[1])"},
		{`EVAL "for _, ARGV in ipairs({{'FLUSHALL'}}) do redis.call(ARGV[1]) end" 0 PING`, "EVAL", hidden, "EVAL for _, ARGV in ipairs({{'FLUSHALL'}}) do redis.call(ARGV[1]) end"},
		{`EVAL "ARGV[1]='SET' return redis.call('CONFIG', ARGV[1], 'save', '')" 0 GET`, "EVAL", "calls CONFIG SET", "EVAL with CONFIG SET"},
		{`EVAL "ARGV[1]='SHUTDOWN' return redis.call(ARGV[1])" 0 FLUSHALL`, "EVAL", "calls FLUSHALL", "EVAL ARGV[1]='SHUTDOWN' return redis.call(ARGV[1])"},
		{`EVAL "for name in pairs({FLUSHALL=1}) do redis.call(name) end" 0`, "EVAL", hidden, "EVAL for name in pairs({FLUSHALL=1}) do redis.call(name) end"},
		{`EVAL "return redis.call(redis.call('GET', 'name'))" 0`, "EVAL", hidden, "EVAL return redis.call(redis.call('GET', 'name'))"},
	} {
		h, harms := of(t, tt.typed, few)
		if !harms || h.Command != tt.command || !strings.Contains(h.Why, tt.why) || h.Always != tt.always {
			t.Errorf("%s: %v, %+v", tt.typed, harms, h)
		}
	}
}

func TestHarmless(t *testing.T) {
	for _, typed := range []string{
		"DEL nothing", "KEYS", "KEYS *", "CONFIG", "CONFIG GET save", "SORT key", "CLIENT ID", "SLOWLOG GET", "ACL LOG",
		"FUNCTION LOAD x", "EVAL", "EVAL return", "EVAL return 0",
		`EVAL "return redis.call(ARGV[1])" 0 ping`, `EVAL "return redis.call(ARGV[1], KEYS[1], ARGV[2])" 1 flushed SET v`,
		`EVAL "return redis.call(ARGV[1], '*')" 0 KEYS`, `EVAL "local call = redis.call local n = call('GET', KEYS[1]) return call('SET', KEYS[1], n .. ARGV[1])" 1 k v`,
		`EVAL "local c = 'PING' return redis.call(c)" 0`,
		`EVAL_RO "return redis.call('get','key')" 0`, `EVAL "return #redis.call('KEYS','*')" 0`,
		"EVALSHA", "FCALL", "FCALL hidden", "EVALSHA unknown 0", "FCALL unknown 0", "evalsha plain 1 k", "EVALSHA argv 0 PING", "FCALL set 1 k FLUSHALL",
		`EVAL "return 'saved'" 0`, `EVAL "local function f() return 1 end return f()" 0`, `EVAL "local config=1 return config" 0`,
		`EVAL "-- debug, save, client kill\nreturn 1" 0`, `EVAL "return 'flushall'" 0`, `EVAL "return redis.call('get', 'flushall')" 0`,
	} {
		if h, harms := of(t, typed, few); harms {
			t.Errorf("%s: %+v", typed, h)
		}
	}
}

// TestWalksAll: KEYS is dangerous where there are many keys, or may be.
func TestWalksAll(t *testing.T) {
	const script = `EVAL "return #redis.call('keys','*')" 0`
	for _, tt := range []struct {
		typed       string
		keys        func() (int64, error)
		why, always string
	}{
		{"keys a*", many, "it walks over all 10001 keys, and nobody is served", "KEYS"},
		{"KEYS a*", uncounted, "which cannot be counted first (no connection), and nobody", "KEYS"},
		{script, many, "its script calls KEYS, and it walks over all 10001 keys", "EVAL with KEYS"},
		{script, uncounted, "its script calls KEYS, and it walks over all keys, which cannot be counted", "EVAL with KEYS"},
	} {
		if h, harms := of(t, tt.typed, tt.keys); !harms || !strings.Contains(h.Why, tt.why) || h.Always != tt.always {
			t.Errorf("%s: %v, %+v", tt.typed, harms, h)
		}
	}
}

// TestKeysAreCountedLate: nobody counts them for what does not walk over them.
func TestKeysAreCountedLate(t *testing.T) {
	for _, typed := range []string{"FLUSHALL", "GET k", "KEYS", "KEYS a b", "SCAN 0", "EVALSHA plain 1 k", `EVAL "return redis.call('flushall')" 0`, "EVAL return 0"} {
		of(t, typed, func() (int64, error) {
			t.Errorf("%s: the keys are counted", typed)
			return 0, nil
		})
	}
}

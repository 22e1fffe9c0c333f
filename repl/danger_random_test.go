package repl_test

import (
	"math/rand/v2"
	"strings"
	"testing"

	"redis-tutor/repl/danger"
	"redis-tutor/repl/terminal/terminaltest"
	"redis-tutor/sandbox/sandboxtest"
)

// TestRandomScripts runs scripts that are put together at random, with a key
// that holds the name of a dangerous command: each that has removed it was to be
// asked about.
func TestRandomScripts(t *testing.T) {
	in := sandboxtest.In(newConfig(t, terminaltest.New(), 80).Sandbox, 0)
	r := rand.New(rand.NewPCG(1, 2))
	removed := 0
	for range 2000 {
		var lines []string
		for range 1 + r.IntN(5) {
			lines = append(lines, filled(r, statements(), r.IntN(3)))
		}
		script := []string{"EVAL", strings.Join(lines, " "), "1", "name", "PING"}
		if v, err := in(t.Context(), "SET", "name", "FLUSHALL"); err != nil || !v.IsOK() {
			t.Fatal(v, err)
		}
		in(t.Context(), script...) // most have a fault somewhere
		if v, err := in(t.Context(), "EXISTS", "name"); err != nil || v.Int > 0 {
			continue
		}
		removed++
		if _, harms := danger.Of(script, danger.Look{Keys: few}); !harms {
			t.Errorf("not asked about: %q", script[1])
		}
	}
	if removed < 50 {
		t.Errorf("only %d scripts removed the key", removed)
	}
}

func few() (int64, error) { return 1, nil }

// filled returns one of some texts, with something random for each % in it.
func filled(r *rand.Rand, texts []string, depth int) string {
	text := texts[r.IntN(len(texts))]
	for strings.Contains(text, "%") {
		with := []string{"'FLUSHALL'", "'GET'"}[r.IntN(2)]
		if depth > 0 {
			with = filled(r, expressions(), depth-1)
		}
		text = strings.Replace(text, "%", with, 1)
	}
	return text
}

func statements() []string {
	return []string{
		"redis.call(%)", "redis.call(%, %)", "redis.pcall(%)", "return redis.call(%)", "local call = redis.call", "call(%)", "return %",
		"local x = %", "local y = %", "x = %", "local t = {%}", "t[1] = %", "t.f = %", "t.f(%)", "local x, y = %, %",
		"ARGV[1] = %", "local ARGV = {%}", "KEYS = ARGV", "ARGV, KEYS = {%}, {%}", "table.insert(ARGV, 1, %)",
		"for _, ARGV in ipairs({{%}}) do redis.call(ARGV[1]) end", "for _, v in pairs({%}) do redis.call(v) end", "for k in pairs(%) do redis.call(k) end",
		"local f = %", "f(%)", "g(%, %)", "local function f(x) return % end", "local function g(x, y) return % end",
		"local function unpack(x) return % end", "local function pcall(c, y) return c(%) end", "local unpack = %",
		"if x then redis.call(%) end", "do local x = % redis.call(x) end", "-- % \r redis.call(%)",
	}
}

func expressions() []string {
	return []string{
		"'FLUSHALL'", "'flushall'", "[[\r\nFLUSHALL]]", "'GET'", "'name'", "''", "'upper'", "'FLUSH'", "% .. 'ALL'", "x.upper('flushall')", "x:upper()", "tostring(%)",
		"x", "y", "f", "f(%)", "g(%, %)", "ARGV[1]", "KEYS[1]", "unpack(ARGV)", "unpack(t)", "#ARGV", "t[1]", "t.FLUSHALL", "x[%]",
		"{%}", "{FLUSHALL = %}", "next(%)", "(%)", "% or %", "select(1, %, %)", "function(x) return % end", "function(ARGV) return % end",
		"redis", "redis.call", "redis.call('GET', 'name')", "redis.call(%)", "redis.pcall(%, %)", "redis['call'](%)", "pcall(redis.call, %)", "call(%)",
	}
}

package repl_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/fstest"

	"redis-tutor/lessons"
	"redis-tutor/repl"
	"redis-tutor/repl/adapt"
	"redis-tutor/repl/batch"
	"redis-tutor/repl/danger"
	"redis-tutor/repl/terminal/terminaltest"
	"redis-tutor/sandbox/reply"
	"redis-tutor/sandbox/sandboxtest"
)

// TestDangerous types dangerous commands on a server that is somebody's, with
// every answer to the question. "key" is there as long as FLUSHALL was not run.
func TestDangerous(t *testing.T) {
	tests := []struct {
		name  string
		typed []string
		asked int
		flown bool
	}{
		{"no", []string{"FLUSHALL", "n"}, 1, false},
		{"Enter alone", []string{"FLUSHALL", ""}, 1, false},
		{"yes", []string{"flushall", "y"}, 1, true},
		{"Ctrl-C", []string{"FLUSHALL", terminaltest.CtrlC}, 1, false},
		{"end of input", []string{"FLUSHALL"}, 1, false},
		{"always", []string{"CONFIG SET maxmemory 0", "always", "CONFIG SET maxmemory 0", "config set maxmemory 0"}, 1, false},
		{"always is for one command", []string{"CONFIG RESETSTAT", "always", "FLUSHALL", "n"}, 2, false},
		{"asked once for many", []string{"3 FLUSHALL", "y"}, 1, true},
		{"pasted with an answer", []string{"SET x 1", "FLUSHALL", terminaltest.Pasted + "y", terminaltest.Pasted + "PING", "n"}, 1, false},
		{"pasted and yes", []string{"FLUSHALL", terminaltest.Pasted + "SET key after", "y"}, 1, false},
		{"in a script", []string{`EVAL "return redis.call('flushall')" 0`, "n"}, 1, false},
		{"in a script by an argument", []string{`EVAL "return redis.call(ARGV[1])" 0 flushall`, "y"}, 1, true},
		{"always is for what the script calls", []string{
			`EVAL "return redis.call('config', 'resetstat')" 0`, "always", `EVAL "redis.call('config', 'resetstat') return 2" 0`,
			`EVAL "redis.call('config', 'resetstat') redis.call('flushall')" 0`, "n", `EVAL "redis.call('flushall')" 0`, "n",
		}, 3, false},
		{"in a transaction", []string{"MULTI", "FLUSHALL", "n", "EXEC"}, 1, false},
		{"harmless", []string{"DEL nothing", "KEYS *", "CONFIG GET save", "SORT key", "EVAL return 0", "CLIENT ID"}, 0, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			term := terminaltest.New(tt.typed...)
			c := newConfig(t, term, 80)
			c.Course, c.Careful = nil, true
			if v, err := c.Sandbox.Do(t.Context(), "SET", "key", "v"); err != nil || !v.IsOK() {
				t.Fatal(v, err)
			}
			if err := repl.New(c).Run(t.Context()); err != nil {
				t.Fatal(err)
			}
			if n := strings.Count(term.Screen(), "Run it? (y/N/always)"); n != tt.asked {
				t.Errorf("asked %d times, want %d\n%s", n, tt.asked, term.Screen())
			}
			v, err := sandboxtest.In(c.Sandbox, 0)(t.Context(), "EXISTS", "key")
			if err != nil || (v.Int == 0) != tt.flown {
				t.Errorf("the key: %v, %v\n%s", v, err, term.Screen())
			}
		})
	}
}

// TestNotAsked runs a dangerous command where nobody's data are at risk.
func TestNotAsked(t *testing.T) {
	term := terminaltest.New("FLUSHALL")
	c := newConfig(t, term, 80)
	c.Course = nil
	if err := repl.New(c).Run(t.Context()); err != nil || strings.Contains(term.Screen(), "Run it?") {
		t.Errorf("%v\n%s", err, term.Screen())
	}
}

// TestDangerousExamples asks also where Enter or a tutor word runs a command.
// Ctrl-C at the question runs none of those behind it either.
func TestDangerousExamples(t *testing.T) {
	const asked = terminaltest.Wait + "FLUSHALL is dangerous"
	const settings = terminaltest.Wait + "CONFIG SET is dangerous"
	wipe := func() (*lessons.Course, error) {
		return lessons.Load(fstest.MapFS{"01-wipe.md": {Data: []byte(wipeLesson)}})
	}
	for name, typed := range map[string][]string{
		"the example of a step": {"", asked, "n"},
		"and Ctrl-C":            {"", asked, terminaltest.CtrlC},
		"an example of help's":  {"try CONFIG SET 1", settings, "n"},
		"examples, and Ctrl-C":  {"try CONFIG SET", settings, terminaltest.CtrlC, "PING"},
	} {
		t.Run(name, func(t *testing.T) {
			term := terminaltest.New(typed...)
			c := newConfig(t, term, 80)
			c.Careful, c.Course = true, wipe
			s := repl.New(c)
			if err := s.Learn(t.Context(), "wipe"); err != nil {
				t.Fatal(err)
			}
			if v, err := c.Sandbox.Do(t.Context(), "SET", "key", "v"); err != nil || !v.IsOK() {
				t.Fatal(v, err)
			}
			if err := s.Run(t.Context()); err != nil {
				t.Fatal(err)
			}
			if n := strings.Count(term.Screen(), "Run it? (y/N/always)"); n != 1 {
				t.Errorf("asked %d times\n%s", n, term.Screen())
			}
			if v, err := sandboxtest.In(c.Sandbox, 0)(t.Context(), "EXISTS", "key"); err != nil || v.Int != 1 {
				t.Errorf("the key is gone: %v, %v\n%s", v, err, term.Screen())
			}
		})
	}
}

const wipeLesson = `---
id: wipe
title: Wipe
aim: Remove all there is.
---

## All of it {#all}

` + "```redis\n> FLUSHALL\nOK\n```\n"

// TestKeysOfMany asks before KEYS only where there are many.
func TestKeysOfMany(t *testing.T) {
	term := terminaltest.New("KEYS a*", "", `EVAL "return #redis.call('KEYS','*')" 0`, "n", "SELECT 1", "KEYS a*", `EVAL "return #redis.call('KEYS','*')" 0`)
	c := newConfig(t, term, 80)
	c.Course, c.Careful = nil, true
	var cmds [][]string
	for i := range 10_001 {
		cmds = append(cmds, []string{"SET", fmt.Sprint("k", i), "v"})
	}
	if err := c.Sandbox.(adapt.Box).Pipeline(t.Context(), cmds, func(int, reply.Value) error { return nil }); err != nil {
		t.Fatal(err)
	}
	if err := repl.New(c).Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	if text := term.Screen(); strings.Count(text, "Run it?") != 2 || strings.Count(text, "10001 keys") != 2 {
		t.Errorf("the screen is\n%s", text)
	}
}

// TestPastedBehind lets lines wait that were pasted behind a question, and
// drops them where the answer is no.
func TestPastedBehind(t *testing.T) {
	for answer, want := range map[string]string{
		"y": "two", "n": "Not run, nor are the 2 lines that were pasted behind it.",
	} {
		term := terminaltest.New("FLUSHALL", terminaltest.Pasted+"ECHO one", terminaltest.Pasted+"ECHO two", answer)
		c := newConfig(t, term, 80)
		c.Course, c.Careful = nil, true
		if err := repl.New(c).Run(t.Context()); err != nil {
			t.Fatal(err)
		}
		if text := term.Screen(); !strings.Contains(text, want) || strings.Contains(text, `"two"`) != (answer == "y") {
			t.Errorf("%s: the screen is\n%s", answer, text)
		}
	}
}

// TestLooksFirst: what EVALSHA and FCALL run is looked at where that can be done,
// and asked about where it cannot, or where it does harm.
func TestLooksFirst(t *testing.T) {
	const flush, ping = "0602318aae32acfcc8425701de027a440970423c", "9e15db9d82a8a2f2029845f70d37494af8690c35"
	const seven = "59B6AB2FBE0EE4B25733DE0F62E6CDA4899EF8E9"
	const library = `FUNCTION LOAD "#!lua name=l\nredis.register_function('get', function(k) return redis.call('GET', k[1]) end)"`
	const worse = `FUNCTION LOAD "#!lua name=w\nredis.register_function('wipe', function(k) return redis.call('FLUSHALL') end)"`
	for _, tt := range []struct {
		name  string
		typed []string
		asked int
	}{
		{"sent by EVAL", []string{`EVAL "return redis.call('PING')" 0`, "EVALSHA " + ping + " 0"}, 0},
		{"sent by SCRIPT LOAD", []string{`SCRIPT LOAD "return redis.call('PING')"`, "as bob EVALSHA_RO " + ping + " 0"}, 0},
		{"a dangerous one", []string{`SCRIPT LOAD "return redis.call('FLUSHALL')"`, "EVALSHA " + flush + " 0", "n"}, 1},
		{"one that is not there", []string{"EVALSHA " + flush + " 0"}, 0},
		{"one that is not there yet", []string{"MULTI", "EVALSHA " + flush + " 0", "n"}, 1},
		{"somebody else's", []string{"EVALSHA " + seven + " 0", "n"}, 1},
		{"a function", []string{library, "FCALL get 1 key", "FCALL_RO GET 1 key"}, 0},
		{"one that is no function", []string{"FCALL nosuch 0"}, 0},
		{"a dangerous function", []string{worse, "FCALL Wipe 0", "n"}, 1},
		{"a function that is only queued", []string{"MULTI", worse, "FCALL wipe 0", "n"}, 1},
	} {
		term := terminaltest.New(tt.typed...)
		c := newConfig(t, term, 80)
		c.Course, c.Careful = nil, true
		in := sandboxtest.In(c.Sandbox, 0)
		in(t.Context(), "SET", "key", "v")
		in(t.Context(), "SCRIPT", "LOAD", "return 7")
		if err := repl.New(c).Run(t.Context()); err != nil {
			t.Fatal(err)
		}
		if n := strings.Count(term.Screen(), "Run it? (y/N/always)"); n != tt.asked {
			t.Errorf("%s: asked %d times, want %d\n%s", tt.name, n, tt.asked, term.Screen())
		}
		var lines, out strings.Builder
		for _, line := range tt.typed {
			lines.WriteString(strings.TrimPrefix(line, "as bob ") + "\n")
		}
		c = newConfig(t, terminaltest.New(), 80)
		in = sandboxtest.In(c.Sandbox, 0)
		in(t.Context(), "SCRIPT", "LOAD", "return 7")
		var refused *danger.Refused
		if err := careful(c.Sandbox).Lines(t.Context(), strings.NewReader(lines.String()), &out); errors.As(err, &refused) != (tt.asked > 0) {
			t.Errorf("%s, piped: %v\n%s", tt.name, err, out.String())
		}
	}
}

// silent is a sandbox whose tutor's connection may not look.
type silent struct {
	adapt.Box
	err error
}

func (s silent) Observe(context.Context, int, ...[]string) ([]reply.Value, error) {
	return []reply.Value{reply.NewError("NOAUTH Authentication required.")}, s.err
}

// TestKeysUncounted asks before KEYS where nobody tells how many there are.
func TestKeysUncounted(t *testing.T) {
	for _, err := range []error{nil, errors.New("no connection")} {
		term := terminaltest.New("KEYS a*", "n")
		c := newConfig(t, term, 80)
		c.Course, c.Careful, c.Sandbox = nil, true, silent{c.Sandbox.(adapt.Box), err}
		if err := repl.New(c).Run(t.Context()); err != nil {
			t.Fatal(err)
		}
		if text := term.Screen(); !strings.Contains(text, "Run it?") || !strings.Contains(text, "Not run.") {
			t.Errorf("%v: the screen is\n%s", err, text)
		}
		run := careful(c.Sandbox)
		var refused *danger.Refused
		if err := run.Lines(t.Context(), strings.NewReader("KEYS *\n"), io.Discard); !errors.As(err, &refused) {
			t.Errorf("piped: %v", err)
		}
	}
}

// careful runs commands where nobody can be asked.
func careful(box repl.Sandbox) *batch.Runner {
	return &batch.Runner{Redis: box.(batch.Redis), Output: reply.Plain(reply.Raw), Refuse: repl.Unasked(box)}
}

// TestPipedDanger pipes dangerous commands: what stands before is run, what
// stands behind is not.
func TestPipedDanger(t *testing.T) {
	for _, dangerous := range []string{
		"FLUSHALL", "flushdb async", "SHUTDOWN NOSAVE", "CONFIG SET save ''", "DEBUG SLEEP 0", "SWAPDB 0 1",
		"REPLICAOF no one", "ACL SETUSER x", "MODULE LOAD x", "SCRIPT FLUSH", "FUNCTION FLUSH", "BGSAVE",
		"CLIENT KILL ID 1", "CLUSTER MEET x 1", "MIGRATE h 1 k 0 1", "FAILOVER", "SAVE",
	} {
		c := newConfig(t, terminaltest.New(), 80)
		run := careful(c.Sandbox)
		var out strings.Builder
		err := run.Lines(t.Context(), strings.NewReader("SET a 1\n"+dangerous+"\nSET a 2\n"), &out)
		var refused *danger.Refused
		if !errors.As(err, &refused) || !strings.HasPrefix(strings.ToUpper(dangerous), refused.Command) || refused.Why == "" {
			t.Errorf("%s: %v", dangerous, err)
		}
		if v, err := c.Sandbox.Do(t.Context(), "GET", "a"); err != nil || v.Text != "1" {
			t.Errorf("%s: a is %q, %v", dangerous, v.Text, err)
		}
		if err := run.Command(t.Context(), strings.Fields(dangerous), batch.Repeat{Times: 1}, &out); !errors.As(err, &refused) {
			t.Errorf("%s alone: %v", dangerous, err)
		}
	}
}

// TestUnaskedSettles: where the keys are to be counted, what was sent is
// answered first; what that fails with is no refusal.
func TestUnaskedSettles(t *testing.T) {
	refuse := repl.Unasked(newConfig(t, terminaltest.New(), 80).Sandbox)
	lost := errors.New("the connection is lost")
	for typed, want := range map[string]bool{
		"KEYS *": true, "EVAL redis.call('KEYS','*') 0": true,
		"EVALSHA abc 0": true, "FCALL f 0": true, "GET k": false, "FLUSHALL": false, "EVAL return 0": false,
	} {
		settled := false
		err := refuse(t.Context(), strings.Fields(typed), func() error { settled = true; return lost })
		if settled != want || errors.Is(err, lost) != want {
			t.Errorf("%s: settled %v, %v", typed, settled, err)
		}
	}
}

package embedded

import (
	"runtime"
	"strings"
	"testing"
	"time"

	"redis-tutor/sandbox/reply"
)

// limited starts a server with small limits.
func limited(t testing.TB, l Limits) *Server {
	t.Helper()
	s, err := NewLimited(l)
	if err != nil {
		t.Fatal(err)
	}
	s.Commands = start(t).Commands
	t.Cleanup(func() { s.Close() })
	return s
}

func (c *conn) script(text string) string { c.t.Helper(); return short(c.ask("EVAL", text, "0")) }

// waitFor repeats a command until its reply has a text in it.
func (c *conn) waitFor(line, want string) {
	c.t.Helper()
	for until := time.Now().Add(10 * time.Second); ; {
		got := c.do(line)
		if strings.Contains(got, want) {
			return
		}
		if time.Now().After(until) {
			c.t.Fatalf("%s gives %q, not %q", line, got, want)
		}
	}
}

// TestScriptBusy: the others hear BUSY, may end the script, and go on.
func TestScriptBusy(t *testing.T) {
	s := limited(t, Limits{ScriptBusy: 20 * time.Millisecond, ScriptTime: 20 * time.Second})
	loop, other := dial(t, s), dial(t, s)
	other.do("SET k 1")
	for _, text := range []string{
		"while true do end",
		"while true do pcall(function() while true do end end) end",
		"local function f() return f() end return f()",
		"local co=coroutine.wrap(function() while true do end end) co()",
		"return string.find(string.rep('a',30), string.rep('a*',30)..'b')",
		"while true do redis.call('GET','k') end",
		"repeat until false",
		"setmetatable({},{__index=function() while true do end end}).x=nil local x=setmetatable({},{__index=function() while true do end end}).x",
		"table.sort({3,2,1,5,4},function() while true do end end)",
		"string.gsub('x','x',function() while true do end end)",
	} {
		loop.send("PING")
		loop.read()
		if _, err := loop.Write(reply.AppendCommand(nil, "EVAL", text, "0")); err != nil {
			t.Fatal(err)
		}
		other.waitFor("GET k", "BUSY Redis is busy running a script. You can only call SCRIPT KILL or SHUTDOWN NOSAVE.")
		if got := other.do("MULTI"); got != "OK" {
			t.Errorf("MULTI beside a script: %s", got)
		}
		other.do("GET k")
		if got := other.do("DISCARD"); got != "OK" {
			t.Errorf("DISCARD beside a script: %s", got)
		}
		if got := other.do("SCRIPT KILL"); got != "OK" {
			t.Fatalf("%s: SCRIPT KILL gives %s", text, got)
		}
		if got := loop.read(); !strings.HasPrefix(got, "ERR Script killed by user with SCRIPT KILL... script: ") {
			t.Errorf("%s: %s", text, got)
		}
		if got := other.do("GET k"); got != "1" {
			t.Errorf("after %s: %s", text, got)
		}
	}
	if got := loop.script("return 5"); got != "5" {
		t.Errorf("the next script gives %s", got)
	}
}

func TestScriptThatWroteIsNotKilled(t *testing.T) {
	s := limited(t, Limits{ScriptBusy: 20 * time.Millisecond, ScriptTime: 300 * time.Millisecond})
	loop, other := dial(t, s), dial(t, s)
	if _, err := loop.Write(reply.AppendCommand(nil, "EVAL", "redis.call('SET','k','1') while true do end", "0")); err != nil {
		t.Fatal(err)
	}
	other.waitFor("SCRIPT KILL", "UNKILLABLE Sorry the script already executed write commands")
	if got := loop.read(); !strings.HasPrefix(got, "ERR Script ended: it ran for longer") {
		t.Errorf("at the limit: %s", got)
	}
	other.play("GET k => 1\nSCRIPT KILL => NOTBUSY No scripts in execution right now.")
}

// TestScriptOfAClientThatLeft: nobody waits for it, so it ends.
func TestScriptOfAClientThatLeft(t *testing.T) {
	s := limited(t, Limits{ScriptTime: time.Minute, ScriptBusy: time.Minute})
	loop, other := dial(t, s), dial(t, s)
	if _, err := loop.Write(reply.AppendCommand(nil, "EVAL", "while true do end", "0")); err != nil {
		t.Fatal(err)
	}
	for s.scripts.running.Load() == nil {
		runtime.Gosched()
	}
	loop.Close()
	if got := other.do("PING"); got != "PONG" {
		t.Error(got)
	}
}

// TestScriptMemory: each of these would take all there is.
func TestScriptMemory(t *testing.T) {
	if testing.Short() {
		t.Skip("large values, one client")
	}
	s := limited(t, Limits{ScriptMemory: 8 << 20, ScriptTime: time.Minute})
	c := dial(t, s)
	c.ask("SET", "big", strings.Repeat("x", 4<<20))
	for _, text := range []string{
		"local s='x' while true do s=s..s end",
		"local s='x' for i=1,100 do s=s:rep(100) end",
		"return string.rep('x',1e10)",
		"local t={} local i=0 while true do i=i+1 t[i]={} end",
		"local t={} local i=0 while true do i=i+1 t[i]='x'..i end",
		"local t={} local s=string.rep('x',1e6) for i=1,1e4 do t[i]=s end return table.concat(t)",
		"local s=string.rep('x',1e6) return (s:gsub('.',s))",
		"local s=string.rep('x',1e6) return (s:gsub('.','%0%0%0%0%0%0%0%0%0%0%0%0%0%0%0%0%0%0%0%0%0%0%0%0%0%0%0%0%0%0'))",
		"local t={} for i=1,40 do t={t,t} end return cjson.encode(t)",
		"local t={} for i=1,40 do t={t,t} end return t",
		"local t={} for i=1,40 do t={map={a=t,b=t}} end return t",
		"redis.setresp(3) local t={} for i=1,40 do t={map={a=t,b=t}} end return t",
		"local t={} for i=1,1000 do t[i]=redis.call('GET','big')..i end",
		"local t={} while true do t[#t+1]=coroutine.wrap(function() coroutine.yield() end) t[#t]() end",
		"local s=string.rep('[',900)..string.rep(']',900) local t={} while true do t[#t+1]=cjson.decode(s) end",
		"local s=string.rep('x',7e6) return {s..s}",
		"local t={} for i=1,1000 do t[i]={} t[i][2000000]=1 end",
		"local t={} for i=1,1e9 do t[2000000-i*7]=1 end",
	} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		got := c.script(text)
		runtime.ReadMemStats(&after)
		if !strings.HasPrefix(got, "ERR not enough memory") {
			t.Errorf("%s: %s", text, cut(got, 200))
		}
		if grown := int64(after.HeapSys) - int64(before.HeapSys); grown > 400<<20 {
			t.Errorf("%s took %d MB", text, grown>>20)
		}
	}
	if got := c.script("return 5"); got != "5" {
		t.Errorf("the next script gives %s", got)
	}
}

// TestScriptRubbish: what a script drops is not held against it.
func TestScriptRubbish(t *testing.T) {
	s := limited(t, Limits{ScriptMemory: 16 << 20})
	if got := dial(t, s).script("local n=0 for i=1,2000 do local s=string.rep('x',1e5)..i n=n+#s end return n>0"); got != "1" {
		t.Error(got)
	}
}

// TestScriptText: texts that could exhaust the compiler are refused.
func TestScriptText(t *testing.T) {
	c := dial(t, start(t))
	for _, text := range []string{
		"return " + strings.Repeat("(", 20000) + "1" + strings.Repeat(")", 20000),
		"return " + strings.Repeat("{", 20000) + strings.Repeat("}", 20000),
		"return " + strings.Repeat("-", 1) + strings.Repeat("not ", 50000) + "1",
		strings.Repeat("do ", 20000) + strings.Repeat("end ", 20000),
		strings.Repeat("x", 1<<20+1),
		"\x1bLua",
		"return '" + strings.Repeat("x'..'", 5000) + "'",
	} {
		if got := c.script(text); !strings.HasPrefix(got, "ERR Error compiling script") && got != "1" {
			t.Errorf("%.20s …: %s", text, cut(got, 200))
		}
	}
	if got := c.script("return 5"); got != "5" {
		t.Errorf("the next script gives %s", got)
	}
}

// TestScriptsShareOneBudget: the cache of scripts is bounded.
func TestScriptCache(t *testing.T) {
	s := start(t)
	c := dial(t, s)
	long := strings.Repeat("-", 100_000)
	first := short(c.ask("SCRIPT", "LOAD", "--"+long))
	for i := range 100 {
		c.ask("SCRIPT", "LOAD", "--"+itoa(i)+long)
	}
	s.mu.Lock()
	size := s.scripts.size
	s.mu.Unlock()
	if size > maxCached {
		t.Errorf("the cache has %d bytes", size)
	}
	if got := c.do("SCRIPT EXISTS " + first); got != "[0]" {
		t.Errorf("the oldest is still there: %s", got)
	}
}

func BenchmarkEval(b *testing.B) {
	s := start(b)
	c := &client{s: s, on: newSession()}
	for name, text := range map[string]string{
		"return 1": "return 1",
		"get":      "return redis.call('GET','k')",
		"loop":     "local n=0 for i=1,1000 do n=n+i end return n",
		"concat":   "local s='' for i=1,100 do s=s..i end return s",
	} {
		args := []string{"EVAL", text, "0"}
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				s.execute(c, args, nil)
			}
		})
	}
}

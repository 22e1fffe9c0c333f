package script

import (
	"fmt"
	"testing"
)

// TestRead says of scripts what they call. "?" stands before words that are not
// certain, "+" for words that are not known, "open" for calls that are not.
func TestRead(t *testing.T) {
	for _, test := range []struct{ script, want string }{
		{`return redis.call('flushall')`, "[flushall]"},
		{`return redis . pcall ( "FLUSHALL" , 'ASYNC' )`, "[FLUSHALL ASYNC]"},
		{`return redis.call 'ping'`, "[ping]"},
		{`return redis.call[[ping]]`, "[ping]"},
		{`return redis.call([==[ping]==])`, "[ping]"},
		{`return redis['call']('flushall')`, "[flushall]"},
		{`return server.call('flushall')`, "[flushall]"},
		{`return redis.call('\102lushall')`, "[flushall]"},
		{`return #redis.call('KEYS','*')`, "[KEYS *]"},
		{`return redis.call('set', 'x', 1)`, "[set x 1]"},
		{`return redis.call('incrby', KEYS[1], 10)`, "[incrby ?k ?10]"},
		{`return redis.call('set', KEYS[1], ARGV[2])`, "[set ?k ?b]"},
		{`return redis.call('set', KEYS[9], 1)`, "[set +]"},
		{`return redis.call('del', unpack(KEYS))`, "[del ?k]"},
		{`return redis.call(name, 1)`, "[+]"},
		{`return redis.call('get', redis.call('lpop', 'list'))`, "[get +] [lpop list]"},
		{`local call = redis.call; call('flushall')`, "[flushall]"},
		{`local call = redis['call'] call('flushall')`, "[flushall]"},
		{`local c = redis.call local d = c d('x')`, "[x]"},
		{`return pcall(redis.call, 'flushall')`, "[flushall]"},
		{`local function pcall(f) f('flushall') end pcall(redis.call, 'get')`, "[?get]open"},
		{`local pcall = f pcall(redis.call, 'get')`, "[?get]open"},
		{`local function f(call) call('flushall') end f(redis.call, 'get')`, "[?get]open"},

		// A name out of KEYS and ARGV, which the script may have changed.
		{`return redis.call(ARGV[1], 'x')`, "[?a ?x]"},
		{`return redis.call(unpack(ARGV))`, "[?a ?b]"},
		{`ARGV[1] = 'flushall' return redis.call(ARGV[1])`, "[?a]"},
		{`local ARGV = {'flushall'} return redis.call(ARGV[1])`, "[?a]"},
		{`table.insert(ARGV, 1, 'flushall') return redis.call(ARGV[1])`, "[?a]open"},
		{`for _, ARGV in ipairs({{'flushall'}}) do redis.call(ARGV[1]) end`, "[?a]"},
		{`local function unpack() return 'flushall' end return redis.call(unpack(ARGV))`, "[?a ?b]open"},

		// A name that is put together, or that a reply was.
		{`return redis.call('flush'..'all')`, "[+]open"},
		{`return redis.call(KEYS[1]..'x')`, "[+]open"},
		{`return redis.call(('flush'):upper())`, "[+]open"},
		{`local s = '' return redis.call(s.char(70, 76))`, "[+]open"},
		{`local s, f = '', 'char' return redis.call(s[f](70, 76))`, "[+]open"},
		{`for _, f in pairs(string) do redis.call(f(70)) end`, "[+]open"},
		{`return redis.call(redis.call('get', 'x'))`, "[+] [get x]open"},
		{`local c = redis.call('get', 'x') redis.call(c)`, "[get x] [+]open"},
		{`local function f(k) return redis.call('get', k) end redis.call(f('x'))`, "[get +] [+]open"},
		{`redis.call('set', 'x', 1) return redis.call(c)`, "[set x 1] [+]"},
		{`if x then redis.call('set', 'x', 1) end return redis.call(c)`, "[set x 1] [+]"},
		{`local x = 'a' .. 'b' return redis.call('get', x)`, "[get +]"},

		{`local x = foo(redis.call) x('flushall')`, "open"},
		{`local a, b = redis.call, redis.pcall a('flushall')`, "[+]open"},
		{`local r = redis return r.call('flushall')`, "open"},
		{`local f = {redis.call} f[1]('flushall')`, "open"},
		{`return redis[ARGV[1]]('flushall')`, "open"},
		{`return _G['redis'].call('flushall')`, "open"},
		{`return loadstring('return 1')()`, "open"},

		{`local function f() return 1 end return f()`, ""},
		{`local config = 1 return config`, ""},
		{`-- redis.call('flushall')`, ""},
		{`--[[ redis.call('flushall') ]] return 1`, ""},
		{"--[==[ \n redis.call('x') ]] ]==] return 1", ""},
		{"-- a comment\rredis.call('flushall')", "[flushall]"},
		{"redis.call([[\r\nflushall]])", "[flushall]"},
		{`return "redis.call('flushall')"`, ""},
		{`return 'flushall debug'`, ""},
		{`return redis.sha1hex('x')`, ""},
		{`return redis.status_reply('OK')`, ""},
		{`local t = {} t.redis = 1 return t.redis`, ""},
		{`return [[redis.call('flushall')]]`, ""},
		{`return "it's" .. 'a "quote"'`, ""},
		{`redis.call('`, "[+]"},
		{`redis.call(`, "[+]"},
		{`[[`, ""}, {`"\`, ""}, {`--`, ""}, {``, ""}, {`[=`, ""}, {`redis.`, "open"},
	} {
		s := Read(test.script, []string{"k"}, []string{"a", "b"})
		got := ""
		for i, c := range s.Calls {
			for i := range c.Args[c.Certain:] {
				c.Args[c.Certain+i] = "?" + c.Args[c.Certain+i]
			}
			if c.More {
				c.Args = append(c.Args, "+")
			}
			if i > 0 {
				got += " "
			}
			got += fmt.Sprint(c.Args)
		}
		if s.Open {
			got += "open"
		}
		if got != test.want {
			t.Errorf("%s\n  got  %q\n  want %q", test.script, got, test.want)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add(`return redis.call('a', "b", [[c]], [==[d]==], KEYS[1], unpack(ARGV)) --x`)
	f.Add("redis['call'")
	f.Fuzz(func(t *testing.T, text string) { Read(text, []string{"k"}, nil) })
}

package script

import (
	"fmt"
	"testing"
)

// TestRead says of scripts what they call. "+" stands for words that are not
// known, "open" for calls that are not.
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
		{`return redis.call('set', KEYS[1], ARGV[2])`, "[set k b]"},
		{`return redis.call('set', KEYS[9], 1)`, "[set +]"},
		{`return redis.call(ARGV[1], 'x')`, "[a x]"},
		{`return redis.call(unpack(ARGV))`, "[a b]"},
		{`return redis.call('del', unpack(KEYS))`, "[del k]"},
		{`return redis.call('incrby', KEYS[1], 10)`, "[incrby k 10]"},
		{`return redis.call('flush'..'all')`, "[+] builds"},
		{`return redis.call(name, 1)`, "[+]"},
		{`return redis.call(KEYS[1]..'x')`, "[+] builds"},
		{`return redis.call(('flush'):upper())`, "[+] builds"},
		{`return redis.call('get', redis.call('lpop', 'list'))`, "[get +] [lpop list]"},
		{`local call = redis.call; call('flushall')`, "[flushall]"},
		{`local call = redis['call'] call('flushall')`, "[flushall]"},
		{`local c = redis.call local d = c d('x')`, "[x]"},
		{`return pcall(redis.call, 'flushall')`, "[flushall]"},
		{`local x = foo(redis.call) x('flushall')`, "open"},
		{`local a, b = redis.call, redis.pcall a('flushall')`, "[+]open"},
		{`local r = redis return r.call('flushall')`, "open"},
		{`local f = {redis.call} f[1]('flushall')`, "open"},
		{`return redis[ARGV[1]]('flushall')`, "open"},
		{`return _G['redis'].call('flushall')`, "open builds"},
		{`return loadstring('return 1')()`, "open builds"},

		{`local function f() return 1 end return f()`, ""},
		{`local config = 1 return config`, ""},
		{`-- redis.call('flushall')`, ""},
		{`--[[ redis.call('flushall') ]] return 1`, ""},
		{"--[==[ \n redis.call('x') ]] ]==] return 1", ""},
		{`return "redis.call('flushall')"`, ""},
		{`return 'flushall debug'`, ""},
		{`return redis.sha1hex('x')`, ""},
		{`return redis.status_reply('OK')`, ""},
		{`local t = {} t.redis = 1 return t.redis`, ""},
		{`return [[redis.call('flushall')]]`, ""},
		{`return "it's" .. 'a "quote"'`, " builds"},
		{`redis.call('`, "[+]"},
		{`redis.call(`, "[+]"},
		{`[[`, ""}, {`"\`, ""}, {`--`, ""}, {``, ""}, {`[=`, ""}, {`redis.`, "open"},
	} {
		s := Read(test.script, []string{"k"}, []string{"a", "b"})
		got := ""
		for i, c := range s.Calls {
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
		if s.Builds {
			got += " builds"
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

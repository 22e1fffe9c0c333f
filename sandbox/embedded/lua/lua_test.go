package lua

import (
	"strings"
	"sync"
	"testing"
	"time"

	"redis-tutor/sandbox/reply"
)

// echo is a host whose only command returns its arguments.
func echo() Host {
	return Host{
		Call: func(args []string, protocol int, fits func(int) bool) reply.Value {
			if args[0] != "ECHO" {
				return reply.NewError("ERR unknown command")
			}
			v := reply.Value{Kind: reply.Array}
			for _, a := range args[1:] {
				if !fits(len(a)) {
					return reply.Value{}
				}
				v.Items = append(v.Items, reply.NewBulk(a))
			}
			v.Items = append(v.Items, reply.NewInt(int64(protocol)))
			return v
		},
		Knows:   func(args []string) bool { return args[0] == "ECHO" },
		Lock:    &sync.Mutex{},
		Busy:    func() time.Duration { return time.Hour },
		Time:    time.Minute,
		Memory:  8 << 20,
		Version: "7.0.15",
	}
}

// run runs a script with one key and one argument, and returns its reply, or
// its error, as it goes over the wire.
func run(t testing.TB, m *Machine, text string) string {
	t.Helper()
	code, err := Compile(text, "user_script")
	if err != nil {
		return "-" + err.Error()
	}
	m.host.Lock.Lock()
	defer m.host.Lock.Unlock()
	m.Begin()
	v, err := m.Script(code, "sha", []string{"k"}, []string{"a"})
	if err != nil {
		return "-" + err.Error()
	}
	return strings.TrimSuffix(string(v.AppendWire(nil, 3)), "\r\n")
}

func TestScripts(t *testing.T) {
	m := New(echo())
	defer m.Close()
	for _, tt := range []struct{ script, want string }{
		{"return 3.9", ":3"},
		{"return KEYS[1]..ARGV[1]", "$2\r\nka"},
		{"return redis.call('ECHO','x',1)[2]", "$1\r\n1"},
		{"return redis.call('ECHO')", "*1\r\n:2"},
		{"redis.setresp(3) return redis.call('ECHO')", "*1\r\n:3"},
		{"return redis.call('ECHO')", "*1\r\n:2"}, // what the last one set is forgotten
		{"return redis.pcall('NO')", "-ERR unknown command"},
		{"return redis.call('NO')", "-ERR unknown command script: sha, on @user_script:1."},
		{"return {ok='fine'}", "+fine"},
		{"return {double=0.5}", ",0.5"},
		{"redis.setresp(3) return {map={a=true}}", "%1\r\n$1\r\na\r\n#t"},
		{"return redis.REDIS_VERSION_NUM", ":458767"},
		{"return redis.sha1hex('')", "$40\r\nda39a3ee5e6b4b0d3255bfef95601890afd80709"},
		{"x = 1", "-ERR user_script:1: Attempt to modify a readonly table script: sha, on @user_script:1."},
		{"return x", "-ERR user_script:1: Script attempted to access nonexistent global variable 'x' script: sha, on @user_script:1."},
		{"local a\nreturn a.b", "-ERR user_script:2: attempt to index local 'a' (a nil value) script: sha, on @user_script:2."},
		{"return 1 +", "-user_script:1: unexpected symbol near '<eof>'"},
		{"return dofile('/etc/passwd')", "-ERR user_script:1: Script attempted to access nonexistent global variable 'dofile' script: sha, on @user_script:1."},
		{"return #('x'):rep(1e9)", "-ERR not enough memory script: sha, on @user_script:1."},
		{"return (string.gsub('abc','%w','%0%0'))", "$6\r\naabbcc"},
		{"return {string.find('a.b(c)d','%b()')}", "*2\r\n:4\r\n:6"},
		{"return {string.match('key=val','(%w+)=(%w*)')}", "*2\r\n$3\r\nkey\r\n$3\r\nval"},
		{"return {string.find('THE (quick) fox','%f[%a]%a+',2)}", "*2\r\n:6\r\n:10"},
		{"return string.match('aXbXc','.-X?$')", "$5\r\naXbXc"},
		{"return string.match([[\"hi\" and 'ho']],[[([\"'])(.-)%1]])", "$1\r\n\""},
		{"return cjson.encode({1,{a='b'}})", "$13\r\n[1,{\"a\":\"b\"}]"},
		{"return {struct.unpack('>Hs',struct.pack('>Hs',258,'x'))}", "*3\r\n:258\r\n$1\r\nx\r\n:5"},
		{"return {struct.unpack('Bc0',struct.pack('Bc0',2,'xyz'))}", "*2\r\n$2\r\nxy\r\n:4"},
		{"return {struct.unpack('c0','x')}", "-ERR user_script:1: format 'c0' needs a previous size script: sha, on @user_script:1."},
		{"return {struct.unpack('Bc0','\\5x')}", "-ERR user_script:1: bad argument #2 to 'unpack' (data string too short) script: sha, on @user_script:1."},
		{"return cmsgpack.unpack(cmsgpack.pack({1,2}))[2]", ":2"},
		{"return cmsgpack.unpack('\\146\\1')", "-ERR user_script:1: Missing bytes in input. script: sha, on @user_script:1."},
	} {
		if got := run(t, m, tt.script); got != tt.want {
			t.Errorf("%s\n gives %q,\n  want %q", tt.script, got, tt.want)
		}
	}
	if m.Spent() {
		t.Error("the machine is spent after a script that just ended")
	}
}

// TestEnds: a script that runs for ever is ended by its limits and from
// outside, and its machine says that it is of no more use.
func TestEnds(t *testing.T) {
	for _, text := range []string{"while true do end", "while true do pcall(error) end", "return string.find(('a'):rep(40),('a*'):rep(40)..'b')"} {
		code, err := Compile(text, "user_script")
		if err != nil {
			t.Fatal(err)
		}
		h := echo()
		h.Busy = func() time.Duration { return time.Millisecond }
		m := New(h)
		h.Lock.Lock()
		r := m.Begin()
		go func() {
			h.Lock.Lock() // it has been let go: others may hear of the script
			defer h.Lock.Unlock()
			r.End(Killed)
		}()
		v, err := m.Script(code, "sha", nil, nil)
		if err == nil && !v.IsError() || !m.Spent() {
			t.Errorf("%s: %v, %v", text, v, err)
		}
		h.Lock.Unlock()
		m.Close()
	}
	h := echo()
	h.Time = 5 * time.Millisecond
	m := New(h)
	defer m.Close()
	if got := run(t, m, "while true do end"); !strings.HasPrefix(got, "-ERR "+string(ranTooLong)) {
		t.Errorf("at the limit: %s", got)
	}
}

func TestLibraries(t *testing.T) {
	m := New(echo())
	defer m.Close()
	found, err := m.Load("redis.register_function('one',function(k,a) return {k[1],a[1]} end)\n" +
		"redis.register_function{function_name='two',callback=function() return redis.call('ECHO') end,description='d',flags={'no-writes'}}")
	if err != nil || len(found) != 2 || found[1].Description != "d" || found[1].Flags[0] != "no-writes" {
		t.Fatalf("%v, %v", found, err)
	}
	m.host.Lock.Lock()
	defer m.host.Lock.Unlock()
	m.Begin()
	if v, err := m.Function(found[0], []string{"k"}, []string{"a"}); err != nil || len(v.Items) != 2 || v.Items[1].Text != "a" {
		t.Errorf("%v, %v", v, err)
	}
	for text, want := range map[string]string{
		"return 1":    "No functions registered",
		"return 1 +":  "Error compiling function: user_function:1: unexpected symbol near '<eof>'",
		"error('no')": "Error registering functions: ERR user_function:1: Script attempted to access nonexistent global variable 'error'",
		"redis.register_function('a b',function() end)": "Error registering functions: ERR Library names can only contain letters, numbers, or underscores(_) and must be at least one character long",
	} {
		if _, err := m.Load(text); err == nil || err.Error() != want {
			t.Errorf("%s: %v, want %s", text, err, want)
		}
	}
}

// FuzzScript: no text makes the machine panic, and none outlives its limits.
func FuzzScript(f *testing.F) {
	for _, text := range []string{"return 1", "return {1,'a',{ok='b'}}", "return redis.call('ECHO','x')", "return ('x'):rep(9):gsub('%w','%0')",
		"return cjson.decode('[1]')", "return struct.unpack('<I4','abcd')", "return cmsgpack.unpack('\\1')", "local t={} t.t=t return t",
		"return string.format('%5.2f|%q',1,'a')", "for i=1,3 do local x=i..'' end", "goto x", "return --[[", "return '\\300'"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		h := echo()
		h.Time = 50 * time.Millisecond
		m := New(h)
		defer m.Close()
		run(t, m, text)
	})
}

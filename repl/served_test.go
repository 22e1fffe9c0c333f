package repl_test

import (
	"context"
	"errors"
	"strings"
	"sync/atomic"
	"testing"

	"redis-tutor/repl"
	"redis-tutor/repl/adapt"
	"redis-tutor/repl/screen"
	"redis-tutor/repl/terminal/terminaltest"
	"redis-tutor/sandbox"
	"redis-tutor/sandbox/reply"
	"redis-tutor/sandbox/sandboxtest"
)

// aged is a Redis that says it is of some version.
type aged struct {
	repl.Sandbox
	info  string
	err   error
	asked *atomic.Int32 // how often, where that is counted
}

func (a aged) Observe(ctx context.Context, db int, commands ...[]string) ([]reply.Value, error) {
	if strings.EqualFold(commands[0][0], "INFO") {
		if a.asked != nil {
			a.asked.Add(1)
		}
		return []reply.Value{reply.NewBulk(a.info)}, a.err
	}
	return a.Sandbox.Observe(ctx, db, commands...)
}

// TestServed: what is told of a command is what the server has of it.
func TestServed(t *testing.T) {
	cases := []struct {
		name, info string
		err        error
		get, ifeq  bool // are these options of SET told of?
	}{
		{"6.0", "# Server\r\nredis_version:6.0.16\r\nredis_git_sha1:0\r\n", nil, false, false},
		{"7.0", "redis_version:7.0.15\r\n", nil, true, false},
		{"8.4", "redis_version:8.4.0\r\n", nil, true, true},
		{"the development branch", "redis_version:255.255.255\r\n", nil, true, true},
		{"silent", "", nil, true, true},
		{"out of reach", "", errors.New("gone"), true, true},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			term := terminaltest.New("help SET", "exit")
			config := newConfig(t, term, 300)
			config.Sandbox = aged{Sandbox: config.Sandbox, info: c.info, err: c.err}
			if err := repl.New(config).Run(t.Context()); err != nil {
				t.Fatal(err)
			}
			for option, want := range map[string]bool{"[GET]": c.get, "IFEQ ifeq-value": c.ifeq} {
				if shown := strings.Join(strings.Fields(term.Screen()), " "); strings.Contains(shown, option) != want {
					t.Errorf("%s is told of: %v, want %v\n%s", option, !want, want, shown)
				}
			}
		})
	}
}

// refused is a Redis of which the learner may not ask INFO.
type refused struct {
	repl.Sandbox
	hello reply.Value
}

func (r refused) Observe(ctx context.Context, db int, commands ...[]string) ([]reply.Value, error) {
	switch strings.ToUpper(commands[0][0]) {
	case "INFO":
		return []reply.Value{reply.NewError("NOPERM this user has no permissions to run the 'info' command")}, nil
	case "HELLO":
		return []reply.Value{r.hello}, nil
	}
	return r.Sandbox.Observe(ctx, db, commands...)
}

// TestServedUnderACL: where INFO is refused, HELLO tells the version, or else
// the learner is told that it is not known.
func TestServedUnderACL(t *testing.T) {
	says := func(server, version string) reply.Value {
		return reply.NewArray(reply.NewBulk("server"), reply.NewBulk(server), reply.NewBulk("version"), reply.NewBulk(version),
			reply.NewBulk("proto"), reply.NewInt(2))
	}
	for name, tt := range map[string]struct {
		hello         reply.Value
		ifeq, unknown bool
	}{
		"Redis":         {says("redis", "7.0.15"), false, false},
		"a newer Redis": {says("redis", "8.4.0"), true, false},
		"Valkey":        {says("valkey", "9.0.0"), false, false},
		"another one":   {says("other", "1.2.3"), true, true},
		"no HELLO":      {reply.NewError("ERR unknown command 'HELLO'"), true, true},
	} {
		term := practise(t, func(c *repl.Config) { c.Sandbox = refused{c.Sandbox, tt.hello} }, "help SET", "SET k v EX", "quit")
		shown := strings.Join(strings.Fields(strings.ReplaceAll(term.Screen(), "\n# ", " ")), " ")
		for text, want := range map[string]bool{
			"IFEQ ifeq-value": tt.ifeq,
			"does not say which version of Redis it is":   tt.unknown,
			"This server does not say its version, and m": tt.unknown,
		} {
			if strings.Contains(shown, text) != want {
				t.Errorf("%s: %q is told: %v, want %v\n%s", name, text, !want, want, term.Screen())
			}
		}
	}
}

// TestServedToAUser asks a real server as a user who may not send INFO.
func TestServedToAUser(t *testing.T) {
	o := sandboxtest.Server(t)
	admin, err := sandbox.Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	defer admin.Close()
	if v, err := admin.Do(t.Context(), "ACL", "SETUSER", "ann", "on", ">pw", "~*", "+@all", "-info"); err != nil || !v.IsOK() {
		t.Fatal(v, err)
	}
	o.User, o.Password = "ann", "pw"
	box, err := sandbox.Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	defer box.Close()
	term := practise(t, func(c *repl.Config) { c.Sandbox = adapt.Box{Sandbox: box} }, "INFO server", "help SET", "quit")
	mustShow(t, term, "NOPERM", "SET key value")
	if strings.Contains(term.Screen(), "does not say which version") {
		t.Errorf("the version is not found\n%s", term.Screen())
	}
}

// TestAskedOnce: a server that answers without its version is not asked again.
func TestAskedOnce(t *testing.T) {
	config := newConfig(t, terminaltest.New("SET k v", "help SET", "GET k", "help @list", "exit"), 80)
	var asked atomic.Int32
	config.Sandbox = aged{Sandbox: config.Sandbox, asked: &asked}
	if err := repl.New(config).Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	if n := asked.Load(); n != 1 {
		t.Errorf("asked %d times", n)
	}
}

// TestAskedAgain: who has logged in may be told what was not told before.
func TestAskedAgain(t *testing.T) {
	var asked atomic.Int32
	practise(t, func(c *repl.Config) {
		c.Sandbox = aged{Sandbox: c.Sandbox, info: "redis_version:7.0.15\r\n", asked: &asked}
	}, "SET k v", "HELLO 9", "HELLO 2", "GET k", "exit")
	if n := asked.Load(); n != 2 {
		t.Errorf("asked %d times", n)
	}
}

// TestHelpWithoutASession answers for the server, which is asked once, and with
// the words that can be said without a course.
func TestHelpWithoutASession(t *testing.T) {
	config := newConfig(t, terminaltest.New(), 80)
	var asked atomic.Int32
	answer := repl.Help(aged{Sandbox: config.Sandbox, info: "redis_version:6.0.16\r\n", asked: &asked}, config.Commands)
	var shown strings.Builder
	for _, words := range []string{"", "SET", "HEXPIRE"} {
		answer(t.Context(), strings.Fields(words), screen.New(&shown, screen.Options{}))
	}
	for text, want := range map[string]bool{"show [KEY": true, "start LESSON": false, "[NX|XX]": true, "IFEQ": false} {
		if strings.Contains(shown.String(), text) != want {
			t.Errorf("%q is told of: %v, want %v\n%s", text, !want, want, shown.String())
		}
	}
	if n := asked.Load(); n != 1 {
		t.Errorf("asked %d times", n)
	}
}

// TestAskedAtTab: Tab does not wait for a server that hangs.
func TestAskedAtTab(t *testing.T) {
	config := newConfig(t, terminaltest.New(), 80)
	answer := make(chan struct{})
	config.Sandbox = hangs{config.Sandbox, answer}
	s := repl.New(config)
	for _, w := range s.Words() {
		if w.Name == "help" && len(w.Args()) == 0 { // never returns if it waits
			t.Error("help offers nothing")
		}
	}
	close(answer)
	if err := s.Run(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// hangs is a Redis that answers INFO only when it is allowed to.
type hangs struct {
	repl.Sandbox
	answer <-chan struct{}
}

func (h hangs) Observe(ctx context.Context, db int, commands ...[]string) ([]reply.Value, error) {
	if strings.EqualFold(commands[0][0], "INFO") {
		<-h.answer
	}
	return h.Sandbox.Observe(ctx, db, commands...)
}

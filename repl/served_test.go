package repl_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"redis-tutor/repl"
	"redis-tutor/repl/terminal/terminaltest"
	"redis-tutor/sandbox/reply"
)

// aged is a Redis that says it is of some version.
type aged struct {
	repl.Sandbox
	info string
	err  error
}

func (a aged) Observe(ctx context.Context, args ...string) (reply.Value, error) {
	if strings.EqualFold(args[0], "INFO") {
		return reply.NewBulk(a.info), a.err
	}
	return a.Sandbox.Observe(ctx, args...)
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
			config.Sandbox = aged{config.Sandbox, c.info, c.err}
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

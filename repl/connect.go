package repl

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"slices"
	"strings"

	"redis-tutor/repl/secret"
	"redis-tutor/sandbox/words"
)

// redis-cli's `connect HOST PORT` goes on at another Redis. Hardly anything of a
// session holds there: so another one begins, for the same learner at the same
// terminal, and the one before it ends.

// Address is a Redis that the learner names: a URI in the terms of redis-cli's
// -u, or else a host and a port, and the database she is in, which redis-cli
// keeps too.
type Address struct {
	Host, Port string
	DB         int
	URI        string
}

// connect answers the word connect.
func (s *Session) connect(ctx context.Context, args []string) {
	if s.Dial == nil || s.walk.Begun() {
		s.Screen.Error(errors.New("a lesson stays at the Redis it began at"), "redis-tutor practice -h HOST -p PORT is a prompt at another server")
		return
	}
	there, ok := parseAddress(args)
	if !ok {
		s.notThere(args)
		return
	}
	if there.URI == "" {
		there.DB = s.Sandbox.State().DB
	}
	c := s.Config
	c.Course, c.Owned, c.Home = nil, nil, 0 // lessons make and remove keys
	to, err := s.Dial(ctx, there)
	switch {
	case ctx.Err() != nil:
		s.Screen.Note("Stopped. You are where you were.")
		return
	case err != nil:
		s.Screen.Error(err, "is a Redis server running there?")
		return
	}
	c.Sandbox, c.Careful, c.Spare, c.Compare = to.Sandbox, to.Careful, to.Spare, to.Compare
	s.moved, s.movedTo, s.leaving = s.goingOn(c), to.Closer, true
	s.Screen.Note("You are at " + strings.TrimSuffix(promptOf(to.Sandbox.State()), "> ") + " now: what you change there stays changed. The Redis before it, and what is to be undone there, are left.")
	if s.web.Known() {
		s.Screen.Note("The app has ended, and what it made is removed: `visit` starts one over this Redis.")
	}
}

// parseAddress reads what people type behind connect: HOST PORT, HOST:PORT or a URI.
func parseAddress(args []string) (there Address, ok bool) {
	if slices.ContainsFunc(args, func(word string) bool { return strings.HasPrefix(word, "-") }) {
		return there, false
	}
	switch len(args) {
	case 1:
		if strings.Contains(args[0], "://") {
			return Address{URI: args[0]}, true
		}
		host, port, err := net.SplitHostPort(args[0])
		return Address{Host: host, Port: port}, err == nil
	case 2:
		return Address{Host: args[0], Port: args[1]}, true
	}
	return there, false
}

// notThere says how connect is told where to go. Flags may carry a password,
// which is not shown again.
func (s *Session) notThere(args []string) {
	err := fmt.Errorf("connect takes a host and a port, got %q", words.Join(args))
	if secret.In(append([]string{"connect"}, args...)) {
		err = errors.New("connect takes a host and a port, or a URI, and no flags")
	}
	s.Screen.Error(err,
		"`connect 127.0.0.1 6379`, or a URI: `connect redis://127.0.0.1:6379/0`",
		"a password: `connect redis://user:password@host:6379`, or `AUTH password` once you are there; neither is kept in the history")
}

// goingOn returns the session of the same learner at another Redis.
func (s *Session) goingOn(c Config) *Session {
	next := New(c)
	next.record = s.record
	return next
}

// Next returns the session to run once Run has returned, and the closer of its
// Place; nil when the learner has left.
func (s *Session) Next() (next *Session, closer io.Closer) { return s.moved, s.movedTo }

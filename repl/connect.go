package repl

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"redis-tutor/sandbox/words"
)

// redis-cli's `connect HOST PORT` goes on at another Redis. Hardly anything of a
// session holds there: so another one begins, for the same learner at the same
// terminal, and the one before it ends.

// connect answers the word connect.
func (s *Session) connect(ctx context.Context, args []string) {
	const how = "`connect 127.0.0.1 6379`"
	switch {
	case s.Dial == nil || s.walk.Begun():
		s.Screen.Error(errors.New("a lesson stays at the Redis it began at"), "redis-tutor practice -h HOST -p PORT is a prompt at another server")
		return
	case len(args) != 2:
		s.Screen.Error(fmt.Errorf("connect takes a host and a port, got %q", words.Join(args)), how)
		return
	}
	c := s.Config
	c.Course, c.Owned, c.Home = nil, nil, 0 // lessons make and remove keys
	to, err := s.Dial(ctx, args[0], args[1])
	switch {
	case ctx.Err() != nil:
		s.Screen.Note("Stopped. You are where you were.")
		return
	case err != nil:
		s.Screen.Error(err, advice(err, "is a Redis server running there?")...)
		return
	}
	c.Sandbox, c.Careful, c.Compare = to.Sandbox, to.Careful, to.Compare
	s.moved, s.leaving = s.goingOn(c), true
	s.Screen.Note("You are at " + strings.TrimSuffix(Prompt(to.Sandbox.State()), "> ") + " now: what you change there stays changed. The Redis before it, and what is to be undone there, are left.")
	if s.web.Known() {
		s.Screen.Note("The app has ended, and what it made is removed: `visit` starts one over this Redis.")
	}
}

// goingOn returns the session of the same learner at another Redis.
func (s *Session) goingOn(c Config) *Session {
	next := New(c)
	next.Settings, next.book, next.lines, next.forgotten = s.Settings, s.book, s.lines, s.forgotten
	return next
}

// Next returns the session to run once Run has returned, nil when the learner
// has left.
func (s *Session) Next() *Session { return s.moved }

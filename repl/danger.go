package repl

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"redis-tutor/repl/danger"
	"redis-tutor/repl/screen"
	"redis-tutor/repl/terminal"
)

// allowed reports whether a client may run a command. All that is sent for a
// learner comes by here, whether it was typed, is an example or goes to a
// program. A command that can do harm is asked about; her "always" holds for
// it to the end of the session.
func (s *Session) allowed(ctx context.Context, c *client, args []string) bool {
	if !s.Careful {
		return true
	}
	h, harms := danger.Of(args, s.beforehand(ctx, c))
	s.sent.keep(args)
	return !harms || slices.Contains(s.trusted, h.Always) || s.mayRun(h)
}

// mayRun asks the learner, and tells why. Where nobody can be asked the answer
// is no.
func (s *Session) mayRun(h danger.Harm) bool {
	if !s.Terminal.Interactive() {
		s.Screen.Error(&danger.Refused{Harm: h}, "--yes runs such commands without asking")
		return false
	}
	s.Screen.Noted(screen.Warn, fmt.Sprintf("%s is dangerous on %s: %s.", h.Command, s.Sandbox.State().Addr, h.Why))
	switch answer := s.ask("Run it? (y/N/always)> "); {
	case strings.EqualFold(strings.TrimSpace(answer), "always"):
		s.trusted = append(s.trusted, h.Always)
		return true
	case terminal.Yes(answer):
		return true
	}
	said := "Not run."
	switch n := s.Terminal.DropPasted(); {
	case n == 1:
		said = "Not run, nor is the line that was pasted behind it."
	case n > 1:
		said = fmt.Sprintf("Not run, nor are the %d lines that were pasted behind it.", n)
	}
	s.Screen.Note(said)
	return false
}

// ask returns the answer to a question, and "" for Ctrl-C and the like.
func (s *Session) ask(question string) string {
	s.asking.Store(true)
	defer s.asking.Store(false)
	text, err := s.Terminal.Ask(question)
	if err != nil && !errors.Is(err, terminal.ErrInterrupt) && !errors.Is(err, io.EOF) {
		s.Screen.Error(err)
	}
	return text
}

// countKeys returns how many keys a database holds.
func countKeys(ctx context.Context, box Sandbox, db int) (int64, error) {
	all, err := box.Observe(ctx, db, []string{"DBSIZE"})
	switch {
	case err != nil:
		return 0, err
	case all[0].IsError():
		return 0, errors.New(all[0].Text)
	}
	return all[0].Int, nil
}

// Unasked returns what refuses dangerous commands where nobody can be asked,
// with a *danger.Refused. Where that depends on what there is on the server, it
// first calls settle, which waits until all that was sent has been answered.
func Unasked(box Sandbox) func(ctx context.Context, args []string, settle func() error) error {
	sent := scripts{}
	return func(ctx context.Context, args []string, settle func() error) error {
		var unsettled error
		h, harms := danger.Of(args, lookFirst(ctx, box, sent, func() (State, error) {
			unsettled = settle()
			return box.State(), unsettled
		}))
		sent.keep(args)
		switch {
		case unsettled != nil:
			return unsettled
		case harms:
			return &danger.Refused{Harm: h}
		}
		return nil
	}
}

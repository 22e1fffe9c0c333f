package repl

import (
	"context"
	"time"

	"redis-tutor/repl/screen"
	"redis-tutor/sandbox/amount"
	"redis-tutor/sandbox/image"
	"redis-tutor/sandbox/reply"
)

// Commands that block: a clock while the learner waits, and waiting in the
// background for a second client.

// patience is the usual Config.Patience.
const patience = 1500 * time.Millisecond

// sayWaiting tells a person who waits for Redis that Ctrl-C helps: with a
// clock below the command, or once where the terminal cannot take text back.
// No limit is 0. The function it returns is to be called when the waiting is
// over.
func (s *Session) sayWaiting(limit time.Duration) (over func()) {
	if !s.Terminal.Interactive() {
		return func() {}
	}
	done, ended, shown := make(chan struct{}), make(chan struct{}), false
	began, out := time.Now(), s.Screen
	go func() {
		defer close(ended)
		for next := s.Patience; ; next += time.Second {
			select {
			case <-done:
				return
			case <-time.After(time.Until(began.Add(next))):
			}
			text := waitingFor(time.Since(began), limit)
			if shown = s.Terminal.Status(out.Paint(screen.Quiet, "# "+text)); !shown {
				out.Note("Waiting. Ctrl-C stops it.")
				<-done
				return
			}
		}
	}()
	return func() {
		close(done)
		if <-ended; shown {
			s.Terminal.Status("")
		}
	}
}

// waitingFor is the clock.
func waitingFor(took, limit time.Duration) string {
	text := "waiting " + amount.Time(took.Truncate(time.Second))
	if limit > 0 {
		text += " of " + amount.Time(limit)
	}
	return text + "; Ctrl-C stops it"
}

// wait is a command whose reply comes in the background.
type wait struct {
	args []string
	stop context.CancelFunc
}

// outcome is what became of a command.
type outcome struct {
	v   reply.Value
	err error
}

// grace is how long a blocking command may take to be answered at once.
const grace = 250 * time.Millisecond

// mayBlock reports whether a command of a client is to be waited for in the
// background. The learner's own is waited for: the clock is part of the lesson.
func (s *Session) mayBlock(c *client, args []string) bool {
	return c != s.me && s.blocks(args) && !c.State().InTx && s.Terminal.Interactive()
}

// blocks reports whether a command may wait for others before it answers.
func (s *Session) blocks(args []string) bool {
	known, ok := s.Commands().Lookup(args...)
	return ok && known.Blocks()
}

// inBackground runs a command and returns what came of it, unless that takes
// longer than a moment: then its reply is shown when it comes.
func (s *Session) inBackground(ctx context.Context, c *client, args []string) (now outcome, done bool) {
	was := c.State()
	waiting, stop := context.WithCancel(context.WithoutCancel(ctx))
	came := make(chan outcome, 1)
	s.running.Go(func() {
		v, err := c.Do(waiting, args...)
		came <- outcome{v, err}
	})
	select {
	case now = <-came:
		stop()
		return now, true
	case <-ctx.Done():
		stop()
		return <-came, true
	case <-time.After(grace):
	}
	c.wait = &wait{args, stop}
	s.noted(c.name + " waits. You go on here, and the reply is shown when it comes; `as " + c.name + " quit` gives up.")
	s.running.Go(func() {
		got := <-came
		defer stop()
		s.floor.Lock()
		defer s.floor.Unlock()
		s.arrived(waiting, c, was, got)
	})
	return outcome{}, false
}

// arrived shows the reply that a client had been waiting for, or that there is
// none: ctx is that of the waiting. It holds the floor, and no longer than the
// lesson may look.
func (s *Session) arrived(ctx context.Context, c *client, was State, got outcome) {
	args := c.wait.args
	c.wait = nil
	switch {
	case c.gone:
	case got.err != nil:
		s.neverCame(ctx, c, args, was, got.err)
	default:
		text := s.late(c, s.shown(args, got.v))
		s.jotReply(args, text)
		s.Screen.Raw(text)
		s.written(image.Write{Args: args, DB: c.State().DB}) // once more: others came in between
		s.walk.Looks(ctx, args, got.v)
	}
}

// neverCame says that a client waited in vain, and shows in the prompt where
// that has left it.
func (s *Session) neverCame(ctx context.Context, c *client, args []string, was State, err error) {
	if ctx.Err() == nil {
		_, _, err = s.withoutReply(ctx, c, args, was, err)
	}
	s.tellLate(c, func(out *screen.Screen) { s.sayGaveUp(ctx, out, c, was, err) })
	s.makeUp(ctx, c, was)
	s.Terminal.Prompt(s.prompt())
}

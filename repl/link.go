package repl

import (
	"context"
	"fmt"
	"strings"

	"redis-tutor/repl/screen"
	"redis-tutor/sandbox/amount"
	"redis-tutor/sandbox/reply"
)

// What becomes of a command where the connection is lost. One that was not sent
// waits for another connection, and one that only reads is sent again. What may
// have changed something is never sent twice, and what stood in a transaction
// that is gone is not sent without it.

// reach sees to it that a client is connected before a command is sent. That the
// server has ended the connection is noticed here.
func (s *Session) reach(ctx context.Context, c *client, args []string) error {
	was := c.State()
	defer s.sayWaiting(0)()
	anew, err := c.Reach(ctx, args...)
	if err != nil || !anew {
		return err
	}
	if c == s.me {
		s.reference.Renew() // it may be another server
	}
	switch {
	case !was.Connected: // what was lost has been told
		s.noted("Connected to " + s.whereabouts(c) + ".")
	case was.InTx || len(was.Watched) > 0:
		return &unsent{args[0]}
	default:
		s.Screen.Note("The server had ended " + s.connectionOf(c) + ". There is another one now, to " + s.whereabouts(c) + ".")
		sayLost(s.Screen, c.State().Lost)
	}
	return nil
}

func (s *Session) connectionOf(c *client) string {
	if c == s.me {
		return "the connection"
	}
	return c.name + "'s connection"
}

// whereabouts is what a new connection has of the one before.
func (s *Session) whereabouts(c *client) string {
	st := c.State()
	if st.Protocol > 2 {
		return fmt.Sprintf("database %d, RESP%d", st.DB, st.Protocol)
	}
	return fmt.Sprintf("database %d", st.DB)
}

// sayLost says what went with a connection, if anything did.
func sayLost(out *screen.Screen, lost []string) {
	if len(lost) > 0 {
		out.Noted(screen.Warn, "With the connection went: "+strings.Join(lost, ", ")+".")
	}
}

// unsent is the error of a command that stood behind what is lost.
type unsent struct{ command string }

func (u *unsent) Error() string {
	return "server closed the connection before " + strings.ToUpper(u.command) + ", which was not sent"
}

func (u *unsent) Hints() []string {
	return []string{"it belonged to what went with the connection: begin that again"}
}

// withoutReply deals with a command that was sent and whose connection was lost
// then. A server that was told to shut down has nothing else to say.
func (s *Session) withoutReply(ctx context.Context, c *client, args []string, was State, err error) (v reply.Value, now bool, _ error) {
	name := strings.ToUpper(args[0])
	_, advised := screen.Advice(err)
	switch {
	case advised, c.State().Connected:
		return v, false, err
	case s.mayRepeat(args, was):
		return s.repeat(ctx, c, args)
	case name == "SHUTDOWN":
		s.Screen.Note("The server has ended the connection, as it does when it shuts down.")
		return v, false, nil
	case was.InTx && name != "EXEC": // it was queued at most
		return v, false, err
	}
	return v, false, &inDoubt{err, name}
}

// mayRepeat reports whether a command can be sent once more: it changes nothing,
// but for its own connection, does not wait for others, and nothing that it stood
// in is lost.
func (s *Session) mayRepeat(args []string, was State) bool {
	known, ok := s.Commands().Lookup(args...)
	return ok && !known.Blocks() && !was.InTx && len(was.Watched) == 0 && s.Commands().Effect(was.DB, args).Reads()
}

// repeat sends a command once more, over another connection.
func (s *Session) repeat(ctx context.Context, c *client, args []string) (v reply.Value, now bool, err error) {
	s.Screen.Note("The connection was lost before the reply came. `" + strings.ToUpper(args[0]) + "` does no harm twice: it is sent again.")
	sayLost(s.Screen, c.State().Lost)
	if err := s.reach(ctx, c, args); err != nil {
		return v, false, err
	}
	return s.send(ctx, c, args)
}

// inDoubt is the error of a command that may have been carried out.
type inDoubt struct {
	error
	command string
}

func (d *inDoubt) Hints() []string {
	return []string{"whether " + d.command + " was carried out is not known, so it is not sent again: look first", tryAgain}
}

const tryAgain = "the next command tries to connect again"

// gaveUp deals with a command that got no reply: it is said, and what was lost
// with the connection, if that was there before the command. Ctrl-C is the
// learner's wish and no error; the connection that it cost is made anew at once.
// What was pasted behind the command may stand on it, and is not run.
func (s *Session) gaveUp(ctx context.Context, c *client, was State, err error) {
	s.sayGaveUp(ctx, s.Screen, c, was, err)
	if n := s.Terminal.DropPasted(); n > 0 {
		s.Screen.Noted(screen.Warn, "Not run: "+amount.Of(n, "line")+" pasted behind it.")
	}
	s.makeUp(ctx, c, was)
}

func (s *Session) sayGaveUp(ctx context.Context, out *screen.Screen, c *client, was State, err error) {
	interrupted := ctx.Err() != nil
	switch {
	case interrupted && !was.Connected:
		out.Note("Stopped connecting.")
	case interrupted:
		out.Note("Stopped waiting for the reply.")
	case c.State().Connected:
		out.Error(err)
	default:
		out.Error(err, tryAgain)
	}
	if was.Connected {
		sayLost(out, c.State().Lost)
	}
}

// makeUp drops what had been queued on a connection, and makes the one anew that
// Ctrl-C has cost.
func (s *Session) makeUp(ctx context.Context, c *client, was State) {
	c.queued = nil
	if ctx.Err() != nil && was.Connected {
		s.reconnect(ctx, c)
	}
}

// reconnect makes anew the connection that Ctrl-C may have cost.
func (s *Session) reconnect(ctx context.Context, c *client) {
	again, cancel := context.WithTimeout(context.WithoutCancel(ctx), reconnectWait)
	defer cancel()
	c.Reach(again) // a failure shows in the prompt
}

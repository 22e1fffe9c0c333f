package repl

import (
	"context"
	"fmt"
	"strings"
	"sync/atomic"

	"redis-tutor/repl/gloss"
	"redis-tutor/repl/screen"
	"redis-tutor/sandbox/reply"
	"redis-tutor/sandbox/words"
)

// client is somebody who sends commands: the learner, or a second client
// whose part she plays (as.go). Each has a database, a transaction, keys under
// WATCH and subscriptions of its own.
type client struct {
	name string // "me" is the learner
	Connection
	disconnect func() error // nil for the learner, whose sandbox is not hers to close

	asked  int        // the version of RESP that the form of replies has asked for
	queued [][]string // the commands inside MULTI
	home   int        // the database that MULTI was typed in
	feed   *feed      // what it listens to, nil when nothing
	wait   *wait      // the command that blocks it in the background, or nil
	gone   bool       // it was sent away
}

// newClient returns a client on a connection.
func newClient(name string, conn Connection) *client {
	return &client{name: name, Connection: conn, asked: max(2, conn.State().Protocol)}
}

// self is the name of the learner among the clients.
const self = "me"

// here says where whoever is at the prompt is.
func (s *Session) here() State { return s.at.State() }

// become makes the prompt a client's.
func (s *Session) become(c *client) {
	s.at = c
	s.asOther.Store(c != s.me)
}

// marked puts the client's name in front of each line of what it was told, so
// that it is not taken for another's. At its own prompt a client needs no
// mark.
func (s *Session) marked(c *client, text string) string {
	if c == s.at {
		return text
	}
	return s.named(c, text)
}

// late is marked for what comes at any time: while the learner types, and on
// any goroutine. What a second client is told so is marked at its prompt, too.
func (s *Session) late(c *client, text string) string {
	if s.marks(c) {
		return s.named(c, text)
	}
	return text
}

// tellLate prints what is said for a client at any time, marked as by late.
func (s *Session) tellLate(c *client, say func(out *screen.Screen)) {
	mark := 0
	if s.marks(c) {
		mark = len(c.name + "> ")
	}
	var text strings.Builder
	say(s.Screen.Narrowed(&text, mark))
	s.Screen.Raw(s.late(c, text.String()))
}

// marks reports whether what comes late for a client bears its name.
func (s *Session) marks(c *client) bool { return c != s.me || s.asOther.Load() }

func (s *Session) named(c *client, text string) string {
	mark := s.Screen.Paint(screen.Loud, c.name+">") + " "
	lines := strings.TrimSuffix(text, "\n")
	return mark + strings.ReplaceAll(lines, "\n", "\n"+mark) + "\n"
}

// stands says in a line where a client is.
func (c *client) stands() string {
	st := c.State()
	parts := []string{fmt.Sprintf("database %d", st.DB)}
	switch {
	case st.Doomed:
		parts = append(parts, "in a transaction that EXEC will refuse")
	case st.InTx:
		parts = append(parts, fmt.Sprintf("in MULTI, queued: %d", len(c.queued)))
	}
	if len(st.Watched) > 0 {
		parts = append(parts, "watches "+someWords(st.Watched))
	}
	if c.feed != nil {
		parts = append(parts, c.feed.stands())
	}
	if c.wait != nil {
		parts = append(parts, "waits for the reply to "+someWords(c.wait.args))
	}
	if !st.Connected {
		parts = append(parts, "not connected")
	}
	return strings.Join(parts, "; ")
}

// maxStanding is how many words of a command or names of keys are shown.
const maxStanding = 8

func someWords(all []string) string {
	var shown []string
	for _, word := range all[:min(len(all), maxStanding)] {
		shown = append(shown, words.Quote(word))
	}
	if len(all) > maxStanding {
		shown = append(shown, "…")
	}
	return strings.Join(shown, " ")
}

// saysWatched tells what a WATCH is good for, and MULTI that it is in force.
func (s *Session) saysWatched(c *client, args []string, v reply.Value) {
	watched := someWords(c.State().Watched)
	switch {
	case !s.explains() || v.IsError() || watched == "":
	case strings.EqualFold(args[0], "WATCH"):
		s.Screen.Note("Watched: " + watched + ". If anybody changes that before `EXEC`, `EXEC` does nothing. Be somebody else to try it: `as bob SET …`.")
	case strings.EqualFold(args[0], "MULTI"):
		s.Screen.Note("`EXEC` will run only if nobody has changed what is watched: " + watched + ".")
	}
}

// disperse sends all further clients away, and ends the app and what the
// learner listens to. Nothing of theirs is running any more when it returns.
func (s *Session) disperse() {
	s.floor.Lock()
	for _, c := range s.others {
		s.sendAway(c)
	}
	s.others = nil
	s.unfollow(s.me)
	s.leaveWeb()
	s.floor.Unlock()
	s.running.Wait()
}

// sendAway ends a client's connection and all that goes on over it.
func (s *Session) sendAway(c *client) {
	c.gone = true
	if c.wait != nil {
		c.wait.stop()
	}
	s.unfollow(c)
	_ = c.disconnect() // nobody waits for anything from it
}

// follow begins to listen: what comes is printed above the line while the
// learner types.
func (s *Session) follow(ctx context.Context, c *client, args []string) error {
	var refusal atomic.Pointer[reply.Value]
	brings, err := c.Follow(ctx, args, func(v reply.Value, err error) {
		if err != nil {
			s.Screen.Raw(s.late(c, s.failed(err)))
			return
		}
		text := s.late(c, s.shown(args, v))
		s.jotReply(args, text)
		s.Screen.Raw(text)
		if v.IsError() {
			refusal.Store(&v)
		}
	})
	if err != nil {
		return err
	}
	f := &feed{brings, args}
	if c.feed = f; !f.Listening() {
		s.unfollow(c)
		if v := refusal.Load(); v != nil && s.explains() {
			s.remark(ctx, c, gloss.Facts{Args: args, Reply: *v, Comment: s.comment, Loose: s.loose})
		}
		return nil
	}
	s.running.Go(func() { s.attend(c, f) })
	s.saysListening(c)
	return nil
}

// failed is an error as a line of text.
func (s *Session) failed(err error) string {
	return s.Screen.Paint(screen.Bad, "error:") + " " + err.Error() + "\n"
}

package repl

import (
	"context"
	"fmt"
	"strings"
	"time"

	"redis-tutor/repl/cells"
	"redis-tutor/repl/gloss"
	"redis-tutor/repl/line"
	"redis-tutor/repl/screen"
	"redis-tutor/repl/walk"
	"redis-tutor/sandbox/command"
	"redis-tutor/sandbox/reply"
)

// printer shows a reply that a client got. It reports whether bytes that are
// not ASCII were shown as escapes.
type printer func(ctx context.Context, c *client, args []string, v reply.Value) (escaped bool)

// redisCommand runs what was typed as a client, as often as a number in front
// asks for.
func (s *Session) redisCommand(ctx context.Context, c *client, args []string, out printer) {
	times, args, err := line.Count(args)
	if err != nil {
		s.Screen.Raw(err.Error() + "\n")
		return
	}
	was := c.State()
	if err := s.reach(ctx, c, args); err != nil {
		s.gaveUp(ctx, c, was, err)
		return
	}
	if !s.allowed(ctx, c, args) {
		return
	}
	s.agree(ctx, c)
	s.past.merge = false
	for i := range times {
		if i > 0 && ctx.Err() != nil { // Ctrl-C came while the last reply was shown
			s.Screen.Note("Stopped.")
			s.reconnect(ctx, c)
			return
		}
		was := c.State()
		more, err := s.once(ctx, c, args, out)
		if err != nil {
			s.gaveUp(ctx, c, was, err)
		}
		if err != nil || !more {
			return
		}
	}
}

// once runs a command and takes it all the way to the lesson. It reports
// whether running it again makes sense. The error means that no reply came.
func (s *Session) once(ctx context.Context, c *client, args []string, out printer) (more bool, err error) {
	if listened, err := s.follows(ctx, c, args); listened || err != nil {
		return false, err
	}
	was := c.State()
	shot := s.before(ctx, c, args, was)
	began := time.Now()
	wire, heard := s.overhear(c)
	v, now, err := s.send(ctx, c, args)
	if err != nil && ctx.Err() == nil {
		v, now, err = s.withoutReply(ctx, c, args, was, err)
	}
	heard()
	if err != nil || !now {
		return false, err
	}
	took := reply.Plain(s.format()).Took(time.Since(began))
	s.renewReference(c, args, v)
	change := s.after(ctx, shot, v) // before others write while a long reply is read
	s.sayPushes(c)
	escaped := out(ctx, c, args, v)
	if took != "" {
		s.Screen.Raw(s.marked(c, took))
	}
	s.traceWire(ctx, args, wire, was)
	queued := s.queue(c, args, v, was)
	s.saysWatched(c, args, v)
	if s.explains() {
		s.remark(ctx, c, gloss.Facts{Args: args, Reply: v, Queued: queued, Comment: s.comment, Loose: s.loose, Escaped: escaped})
	}
	s.sayChange(change)
	s.walk.Looks(ctx, args, v)
	return true, nil // an error too: who repeats a command gets as many replies, as in redis-cli
}

// send sends a command and waits for its reply, unless now is false: then it
// is shown when it comes.
func (s *Session) send(ctx context.Context, c *client, args []string) (v reply.Value, now bool, err error) {
	if s.mayBlock(c, args) {
		got, now := s.inBackground(ctx, c, args)
		return got.v, now, got.err
	}
	longest, _ := command.Wait(args)
	defer s.sayWaiting(longest)()
	v, err = c.Do(ctx, args...)
	return v, true, err
}

// unknown reports whether the server does not know a command at all.
func unknown(v reply.Value) bool {
	return v.IsError() && strings.Contains(v.Text, "unknown command")
}

// print shows a reply to the learner, page by page where it is long.
func (s *Session) print(ctx context.Context, c *client, args []string, v reply.Value) (escaped bool) {
	text := s.marked(c, s.shown(args, v))
	s.jotReply(args, text)
	s.page(ctx, text)
	return s.format() != reply.Raw && s.format() != reply.JSON && !reply.RawForced(args)
}

// shown is a reply in the session's format, or what to say of one that
// redis-cli cannot print either.
func (s *Session) shown(args []string, v reply.Value) string {
	text, err := s.painted(args, v)
	if err != nil {
		return s.failed(fmt.Errorf("%w: this kind of reply cannot be shown; the connection goes on", err))
	}
	return text
}

// painted is a reply in the session's format, in colour where there is any:
// that changes no character of it.
func (s *Session) painted(args []string, v reply.Value) (string, error) {
	if s.Screen.Color() && s.format() == reply.Standard && !reply.RawForced(args) {
		return v.Paint(func(p reply.Part, text string) string {
			return s.Screen.Paint(roleOf(p), s.visible(text))
		})
	}
	text, err := reply.Plain(s.format()).Append(nil, args, v)
	return s.visible(string(text)), err
}

// roleOf says what a part of a reply is to who reads it. Numbers and names look
// as they do while they are typed, and what is not data stands back.
func roleOf(p reply.Part) screen.Role {
	switch p {
	case reply.Failure:
		return screen.Bad
	case reply.Number:
		return screen.Number
	case reply.Name:
		return screen.Member
	case reply.Tag, reply.Nothing, reply.Index:
		return screen.Quiet
	}
	return screen.Plain
}

// sayPushes shows a person what came unasked before the reply.
func (s *Session) sayPushes(c *client) {
	for _, push := range c.Pushes() {
		if text, err := push.AppendPush(nil, s.format()); err == nil && s.Terminal.Interactive() {
			s.Screen.Raw(s.marked(c, s.visible(string(text))))
		}
	}
}

// visible spells out what a person's terminal would obey: redis-cli lets
// statuses and errors through as they are, and so does everything that is
// piped.
func (s *Session) visible(text string) string {
	if !s.Terminal.Interactive() {
		return text
	}
	return cells.Safe(strings.ReplaceAll(text, "\r\n", "\n")) // the lines of INFO
}

// queue keeps the commands of a transaction, so that EXEC's replies can be
// put beside them. It returns the commands that this reply ran.
func (s *Session) queue(c *client, args []string, v reply.Value, was State) [][]string {
	now := c.State()
	switch {
	case !now.InTx:
		ran := c.queued
		c.queued = nil
		return ran
	case !was.InTx:
		c.queued = nil
	case v.Kind == reply.Status && v.Text == "QUEUED":
		if c.queued = append(c.queued, args); len(c.queued) == 1 && s.explains() {
			s.Screen.Note("Queued. `EXEC` runs all that is queued, `DISCARD` drops it.")
		}
	}
	return nil
}

// reconnectWait is how long a connection may take that the learner has not asked
// for.
const reconnectWait = 1500 * time.Millisecond

// afterwards returns a context for looking at what a command did, once its
// reply is there. It is not the command's: that ends with Ctrl-C, also while a
// long reply is shown, and what a look that was ended finds is not so.
func afterwards(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithTimeout(context.WithoutCancel(ctx), walk.OwnWait)
}

// remark prints the gloss on what a client got.
func (s *Session) remark(ctx context.Context, c *client, f gloss.Facts) {
	ctx, cancel := afterwards(ctx)
	defer cancel()
	st := c.State()
	f.InTx, f.Doomed = st.InTx, st.Doomed
	f.Spare = s.Spare
	f.Look = func(args ...string) reply.Value { return s.looksFor(ctx, st.DB, args) }
	f.Commands, f.Unversioned = s.Commands, s.reference.Silent()
	f.Now = s.Sandbox.Now()
	f.Escaped = f.Escaped && !s.Screen.ASCII() // else there is nothing to draw them with
	other := ""
	if unknown(f.Reply) {
		other = s.otherThanCommand(c, f.Args)
	}
	f.Meant = other != ""
	for _, r := range s.quiet.Filter(gloss.Explain(f)) {
		s.Screen.Note(r.Text)
	}
	if other != "" {
		s.Screen.Note(other)
	}
}

// stream prints what a subscription brings until Ctrl-C.
func (s *Session) stream(ctx context.Context, args []string) error {
	if !s.Sandbox.State().InTx {
		s.Screen.Raw(reply.Plain(s.format()).Reading(args))
	}
	return s.Sandbox.Stream(ctx, args, func(v reply.Value) error {
		s.Screen.Raw(s.shown(args, v))
		return nil
	})
}

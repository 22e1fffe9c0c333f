package repl

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"redis-tutor/repl/screen"
	"redis-tutor/sandbox/command"
)

// feed is what a client listens to, after SUBSCRIBE or MONITOR.
type feed struct {
	Feed
	args []string // that began it
}

func (f *feed) monitors() bool { return strings.EqualFold(f.args[0], "MONITOR") }

// over reports whether the connection was lost.
func (f *feed) over() bool {
	select {
	case <-f.Ended():
		return true
	default:
		return false
	}
}

func (f *feed) stands() string {
	if f.monitors() {
		return "monitors"
	}
	return "subscribed to " + someWords(f.Channels())
}

// takes reports whether a command is for the connection that listens: all of
// them in RESP2, where Redis refuses those that are not about subscriptions.
// In RESP3 the others work as ever, and so they do beside MONITOR: there they
// go the usual way, and show up among the lines.
func (f *feed) takes(args []string, st State) bool {
	word := strings.ToUpper(args[0])
	switch {
	case f.monitors(), word == "RESET", word == "QUIT":
		return false
	case st.Protocol < 3, strings.HasSuffix(word, "UNSUBSCRIBE"):
		return true
	}
	return command.Streams(args) && word != "MONITOR"
}

// onFeed runs a command on the connection that listens, and stops listening
// when no channel is left.
func (s *Session) onFeed(ctx context.Context, c *client, args []string) error {
	if err := c.feed.Do(ctx, args...); err != nil {
		s.unfollow(c)
		if ctx.Err() != nil {
			s.Screen.Note("No longer subscribed.")
			return nil
		}
		return err
	}
	switch {
	case !c.feed.Listening():
		s.unfollow(c)
		s.noted("No channel is left to listen to.")
	case !whileSubscribed(args):
		s.noted("In RESP2 a client that listens may only subscribe, unsubscribe and `PING`. `as bob " + strings.ToUpper(args[0]) + " …` sends it from a second client; Ctrl-C ends listening.")
	}
	return nil
}

// whileSubscribed reports whether a client in subscribed mode may say that.
func whileSubscribed(args []string) bool {
	allowed := []string{"SUBSCRIBE", "PSUBSCRIBE", "SSUBSCRIBE", "UNSUBSCRIBE", "PUNSUBSCRIBE", "SUNSUBSCRIBE", "PING", "QUIT", "RESET"}
	return slices.Contains(allowed, strings.ToUpper(args[0]))
}

// follows begins or goes on with listening, where the command is for that.
// It reports whether it was.
func (s *Session) follows(ctx context.Context, c *client, args []string) (bool, error) {
	if c.feed != nil && c.feed.over() {
		s.unfollow(c)
	}
	switch {
	case c.feed != nil && c.feed.takes(args, c.State()):
		return true, s.onFeed(ctx, c, args)
	case c.feed != nil && command.Streams(args):
		s.Screen.Note("You listen already (" + strings.ToUpper(c.feed.args[0]) + "). Ctrl-C ends that.")
		return true, nil
	case c.feed != nil && strings.EqualFold(args[0], "RESET"):
		s.unfollow(c) // it ends subscriptions, too
		return false, nil
	case !command.Streams(args):
		return false, nil
	case !s.Terminal.Interactive() && c != s.me:
		s.Screen.Error(fmt.Errorf("%s cannot listen where nobody sits at a terminal: nothing else would be done any more", c.name),
			"your own SUBSCRIBE prints what comes until Ctrl-C")
		return true, nil
	case !s.Terminal.Interactive():
		return true, s.stream(ctx, args)
	case c.State().InTx:
		s.Screen.Error(errInTx(args), "`EXEC` or `DISCARD` ends the transaction")
		return true, nil
	}
	return true, s.follow(ctx, c, args)
}

// errInTx says why a transaction takes no SUBSCRIBE here.
type errInTx []string

func (e errInTx) Error() string {
	return strings.ToUpper(e[0]) + " would have to wait in the transaction for EXEC, and goes on for ever then"
}

// saysListening tells how to live with a feed.
func (s *Session) saysListening(c *client) {
	ends, sends := "Ctrl-C", "`as bob PUBLISH …`"
	if c != s.me {
		sends = "`PUBLISH …` at your own prompt"
	}
	if c != s.at {
		ends = "`as " + c.name + " UNSUBSCRIBE`"
		if c.feed.monitors() {
			ends = "`as " + c.name + " quit`"
		}
	}
	switch {
	case c.feed.monitors():
		s.noted("What any client sends is shown here as it comes, your own commands too: go on typing. " + ends + " ends it.")
	default:
		s.noted("Messages are shown here as they come, also while you type. " + sends + " sends one; " + ends + " ends it.")
	}
}

// lostFeed tells what went with a connection that listened. In redis-cli that is
// the client's only one; here its other one may have gone at the same time, and
// is found out now rather than at the next command. In a transaction nobody
// asks: that would be queued.
func (s *Session) lostFeed(c *client, f *feed) {
	gone := []string{strings.ToUpper(f.args[0])}
	if names := f.Channels(); len(names) > 0 {
		gone[0] += " " + someWords(names)
	}
	if was := c.State(); was.Connected && !was.InTx {
		ctx, cancel := context.WithTimeout(context.Background(), reconnectWait)
		defer cancel()
		if _, err := c.Do(ctx, "PING"); err != nil {
			gone = append(gone, c.State().Lost...)
		}
	}
	text := "With the connection went: " + strings.Join(gone, ", ") + "."
	if s.marks(c) {
		s.Screen.Raw(s.named(c, s.Screen.Paint(screen.Warn, "# "+text)+"\n"))
		return
	}
	s.Screen.Noted(screen.Warn, text)
}

// feedGone shows in the prompt, at once, that nothing is listened to any more.
func (s *Session) feedGone(c *client, f *feed) {
	s.floor.Lock()
	defer s.floor.Unlock()
	if c.feed == f {
		s.unfollow(c)
	}
	s.Terminal.Prompt(s.prompt())
}

// noted is a Note where replies are explained.
func (s *Session) noted(text string) {
	if s.explains() {
		s.Screen.Note(text)
	}
}

// unfollow ends what a client listens to.
func (s *Session) unfollow(c *client) {
	if c.feed != nil {
		_ = c.feed.Close() // nothing is expected of it any more
		c.feed = nil
	}
}

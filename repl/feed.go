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
	err := c.feed.Do(ctx, args...)
	switch {
	case ctx.Err() != nil && err != nil:
		s.unfollow(c)
		s.Screen.Note("No longer subscribed.")
	case err != nil && c.feed.over(): // the error was shown as it came
		s.lostFeed(c)
	case err != nil:
		s.unfollow(c)
		return err
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
		s.lostFeed(c)
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
		s.Screen.Error(fmt.Errorf("%s would have to wait in the transaction for EXEC, and goes on for ever then", strings.ToUpper(args[0])),
			"`EXEC` or `DISCARD` ends the transaction")
		return true, nil
	}
	return true, s.follow(ctx, c, args)
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

// attend waits for the end of a feed and, where that is a loss, tells of it and
// shows it in the prompt at once.
func (s *Session) attend(c *client, f *feed) {
	<-f.Ended()
	s.floor.Lock()
	defer s.floor.Unlock()
	if c.feed == f { // else it was ended from here, or the loss has been told
		s.lostFeed(c, s.alsoLost(c)...)
		s.Terminal.Prompt(s.prompt())
	}
}

// lostFeed ends listening where the connection for it was lost, and tells what
// went with that, and what went besides. Who calls it has the floor.
func (s *Session) lostFeed(c *client, also ...string) {
	gone := []string{strings.ToUpper(c.feed.args[0])}
	if names := c.feed.Channels(); len(names) > 0 {
		gone[0] += " " + someWords(names)
	}
	gone = append(gone, also...)
	s.unfollow(c)
	s.tellLate(c, func(out *screen.Screen) { sayLost(out, gone) })
}

// alsoLost is what else went with a feed. In redis-cli the connection that
// listens is the client's only one; here its other one may have gone at the same
// time, and is found out now rather than at the next command. Nobody asks where
// that would be queued, or stand behind a command that waits.
func (s *Session) alsoLost(c *client) []string {
	if was := c.State(); !was.Connected || was.InTx || c.wait != nil {
		return nil
	}
	ctx, cancel := context.WithTimeout(context.Background(), reconnectWait)
	defer cancel()
	if _, err := c.Do(ctx, "PING"); err != nil {
		return c.State().Lost
	}
	return nil
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

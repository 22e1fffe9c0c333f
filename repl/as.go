package repl

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"redis-tutor/repl/line"
)

// A second client. Races, WATCH and blocking pops need two, and one learner
// can play both: `as bob SET x 1` sends a command on a connection of bob's,
// `as bob` makes the prompt bob's until `as me`. A command that blocks goes on
// in the background, and its reply is shown when it comes.
//
// What such a client writes counts as the learner's own for undo, changes and
// lessons: she typed it. Only what a command did after it had waited in the
// background is not remembered, as other writes may have come in between.

// maxClients is how many there may be besides the learner.
const maxClients = 8

// as answers the word "as".
func (s *Session) as(ctx context.Context, args []string) { s.asTo(ctx, args, s.print) }

// asTo is as, with the reply to a command going to out.
func (s *Session) asTo(ctx context.Context, args []string, out printer) {
	switch {
	case len(args) == 0:
		s.listClients()
		return
	case strings.EqualFold(args[0], self) && len(args) == 1:
		s.become(s.me)
		s.Screen.Note("You are yourself again.")
		return
	case len(args) == 2 && (strings.EqualFold(args[1], "quit") || strings.EqualFold(args[1], "exit")):
		s.quitAs(args[0])
		return
	}
	c, err := s.clientNamed(ctx, args[0])
	if err != nil {
		s.Screen.Error(err, "`as bob GET x` sends a command as bob; `as` lists the clients; `as bob quit` sends one away")
		return
	}
	switch {
	case len(args) == 1:
		s.become(c)
		s.Screen.Note("You are " + c.name + " now: a client with a database, a transaction and subscriptions of its own. `as me` comes back.")
		s.saysUntraced()
	case c.wait != nil:
		s.busy(c)
	default:
		s.redisCommand(ctx, c, args[1:], out)
	}
}

// busy says that a client's connection is taken by a command that waits.
func (s *Session) busy(c *client) {
	s.Screen.Error(fmt.Errorf("%s still waits for the reply to %s", c.name, someWords(c.wait.args)),
		"another name is another client; `as "+c.name+" quit` gives up waiting")
}

// quitAs answers `as bob quit`.
func (s *Session) quitAs(name string) {
	c, ok := s.known(name)
	if !ok {
		s.Screen.Error(fmt.Errorf("there is no client %q to send away", name), "`as` lists the clients")
		return
	}
	s.leave(c)
}

// leave sends a client away. When the learner goes, that is the end.
func (s *Session) leave(c *client) {
	if c == s.me {
		s.farewell()
		return
	}
	s.sendAway(c)
	s.others = slices.DeleteFunc(s.others, func(other *client) bool { return other == c })
	if s.at == c {
		s.become(s.me)
	}
	s.Screen.Note(c.name + " is gone.")
}

// known returns the client of a name, if there is one.
func (s *Session) known(name string) (*client, bool) {
	if strings.EqualFold(name, self) {
		return s.me, true
	}
	if i := slices.IndexFunc(s.others, func(c *client) bool { return c.name == name }); i >= 0 {
		return s.others[i], true
	}
	return nil, false
}

// clientNamed returns the client of that name, which is connected when it is
// first spoken of.
func (s *Session) clientNamed(ctx context.Context, name string) (*client, error) {
	if c, ok := s.known(name); ok {
		return c, nil
	}
	if err := s.admits(name); err != nil {
		return nil, err
	}
	conn, err := s.Sandbox.Another(ctx, name)
	if err != nil {
		return nil, err
	}
	c := newClient(name, conn)
	c.disconnect = conn.Close
	c.asked = s.me.asked // it begins where she is
	s.others = append(s.others, c)
	return c, nil
}

// admits says why there can be no client of that name.
func (s *Session) admits(name string) error {
	_, isCommand := s.Commands().Lookup(name)
	switch {
	case !line.IsClient(name):
		return fmt.Errorf("%q is no name for a client: letters from a to z and digits, %d at most", name, line.MaxClient)
	case isCommand:
		return fmt.Errorf("%q is a command: as whom?", name)
	case len(s.others) >= maxClients:
		return fmt.Errorf("there are %d clients besides you already: %q would be one too many", maxClients, name)
	}
	return nil
}

// listClients says who there is.
func (s *Session) listClients() {
	for _, c := range append([]*client{s.me}, s.others...) {
		here := ""
		if c == s.at {
			here = " (at the prompt)"
		}
		s.Screen.Entry(c.name, c.stands()+here)
	}
	if len(s.others) == 0 {
		s.Screen.Note("`as bob SET x 1` sends a command as a second client, `as bob` makes the prompt bob's.")
	}
}

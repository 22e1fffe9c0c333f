package repl

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strings"

	"redis-tutor/repl/screen"
	"redis-tutor/repl/secret"
	"redis-tutor/repl/trace"
)

// saysUntraced says at the prompt of a second client that the bytes are those
// of the learner.
func (s *Session) saysUntraced() {
	if s.Settings.On("trace") && s.at != s.me {
		s.Screen.Note("It is your own wire that is traced, not " + s.at.name + "'s.")
	}
}

// overhear begins to listen to the wire where that is wanted: to the learner's
// own, not to that of a second client. Where it is not, wire is nil.
func (s *Session) overhear(c *client) (wire *trace.Wire, stop func()) {
	if !s.Settings.On("trace") || c != s.me {
		return nil, func() {}
	}
	wire = &trace.Wire{}
	s.Sandbox.Overhear(wire.Hear)
	return wire, func() { s.Sandbox.Overhear(nil) }
}

// traceWire shows what a command and its reply were on the wire, and the reply
// in the other version of RESP where it is another.
func (s *Session) traceWire(ctx context.Context, args []string, wire *trace.Wire, was State) {
	if wire == nil {
		return
	}
	if secret.In(args) {
		s.Screen.Note("The bytes are not shown: there is a password in them.")
		return
	}
	s.long(ctx, func(out *screen.Screen) error {
		trace.Draw(out, true, wire.Sent)
		trace.Draw(out, false, wire.Received)
		s.traceOther(ctx, out, args, wire.Received, was)
		return nil
	})
}

// traceOther asks for the same reply in the other version of RESP. A command
// that changes something is not run again for that; what can be said without
// running it is said.
func (s *Session) traceOther(ctx context.Context, out *screen.Screen, args []string, got trace.Bytes, was State) {
	other := 5 - max(was.Protocol, 2)
	if was.InTx || len(got.Kept) < got.All || len(got.Kept) == 0 {
		return
	}
	kind := got.Kept[0]
	nothing := bytes.HasPrefix(got.Kept, []byte("$-1")) || bytes.HasPrefix(got.Kept, []byte("*-1"))
	switch {
	case strings.IndexByte("+-:", kind) >= 0:
		out.Note(fmt.Sprintf("The same in RESP%d.", other))
	case nothing:
		out.Note(`RESP3 has one nil for both of RESP2's: _\r\n`)
	case !s.repeatable(args):
		out.Note(fmt.Sprintf("In RESP%d it may be of another type. To see that, the command would have to run again.", other))
	default:
		b, err := s.Sandbox.AnswerIn(ctx, other, args...)
		switch {
		case err != nil:
		case bytes.Equal(b, got.Kept):
			out.Note(fmt.Sprintf("The same in RESP%d.", other))
		default:
			out.Note(fmt.Sprintf("In RESP%d:", other))
			var heard trace.Wire
			heard.Hear(false, b)
			trace.Draw(out, false, heard.Received)
		}
	}
}

// repeatable reports whether a command changes nothing, never waits, and
// answers the same when asked again.
func (s *Session) repeatable(args []string) bool {
	c, ok := s.Commands().Lookup(args...)
	return ok && c.Has("readonly") && !c.Blocks() && !slices.Contains(
		[]string{"RANDOMKEY", "SRANDMEMBER", "HRANDFIELD", "ZRANDMEMBER", "PFCOUNT", "TOUCH"}, c.Name)
}

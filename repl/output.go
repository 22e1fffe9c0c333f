package repl

import (
	"context"
	"strconv"

	"redis-tutor/sandbox/reply"
)

// The form of replies is a setting. What comes in the background is printed in
// it too, on another goroutine, so that it is kept where both may look.

// FormatOf returns the format that a value of the setting output asks for;
// auto is what holds without one.
func FormatOf(output string, auto reply.Format) reply.Format {
	switch output {
	case "no-raw":
		return reply.Standard
	case "raw":
		return reply.Raw
	case "csv":
		return reply.CSV
	case "json":
		return reply.JSON
	case "quoted-json":
		return reply.QuotedJSON
	}
	return auto
}

// ProtocolFor returns the version of RESP that a format is printed from. As in
// redis-cli JSON asks for RESP3, which has objects; flags that name a version
// stand above that, and are 0 where they do not.
func ProtocolFor(f reply.Format, flags int) int {
	switch {
	case flags != 0:
		return flags
	case f == reply.JSON || f == reply.QuotedJSON:
		return 3
	}
	return 2
}

// format is the form in which replies are printed now.
func (s *Session) format() reply.Format { return reply.Format(s.form.Load()) }

// setFormat makes it what the setting says.
func (s *Session) setFormat() {
	s.form.Store(int32(FormatOf(s.Settings.Get("output"), s.Format)))
}

// saysProtocol tells of the version of RESP that comes with the form of
// replies, and when.
func (s *Session) saysProtocol() {
	c := s.at
	st, want, when := c.State(), ProtocolFor(s.format(), s.Protocol), ""
	switch {
	case st.InTx:
		when = ", once the transaction is over"
	case c.feed != nil:
		when = ", once you no longer listen"
	}
	switch {
	case want == c.asked, want == st.Protocol:
	case want == 3:
		s.Screen.Note("The connection turns to RESP3 for it" + when + ", as with the flag `--" + s.format().String() + "`: a hash is an object there.")
	default:
		s.Screen.Note("The connection turns back to RESP2" + when + ".")
	}
}

// agree has a client speak the version of RESP that the form of replies asks
// for. It is asked for once: a HELLO of the learner's own holds. In a
// transaction it would be queued, and who has not logged in is refused; both
// are asked later.
func (s *Session) agree(ctx context.Context, c *client) {
	want := ProtocolFor(s.format(), s.Protocol)
	if c.asked == want || c.State().InTx || c.feed != nil {
		return
	}
	v, err := c.Do(ctx, "HELLO", strconv.Itoa(want))
	if err != nil || v.ErrorCode() == "NOAUTH" {
		return // the command itself meets the same
	}
	if c.asked = want; v.IsError() {
		s.Screen.Note("The server keeps to the RESP it speaks: " + v.Str())
	}
}

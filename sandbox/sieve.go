package sandbox

import (
	"bytes"
	"net"
	"strconv"

	"redis-tutor/sandbox/reply"
)

// sieve is a connection from which only replies are read. Pushes, which RESP3
// servers send between replies and unasked, are taken out and handed on: who
// reads would take one for the reply to the command just sent, and every
// later reply would be one behind.
type sieve struct {
	net.Conn
	push func(reply.Value)

	frame  frame
	inside bool   // in the midst of a reply or push
	part   []byte // of the push that is coming in; nil in a reply
	rest   []byte // replies that are still to be read

	owed    int  // replies that are yet to come; not counted below 0
	surplus bool // one came that nobody had asked for
}

// owe expects replies to n commands.
func (s *sieve) owe(n int) { s.owed = max(s.owed, 0) + n }

func (s *sieve) Read(p []byte) (int, error) {
	for len(s.rest) == 0 {
		n, err := s.Conn.Read(p)
		if s.sift(p[:n]) {
			return n, err
		}
		if err != nil && len(s.rest) == 0 {
			return 0, err
		}
	}
	n := copy(p, s.rest)
	s.rest = s.rest[n:]
	return n, nil
}

// sift looks at what has come in. Where there was no push in it, it reports
// true and keeps nothing.
func (s *sieve) sift(b []byte) (clean bool) {
	clean = true
	for at := 0; at < len(b); {
		if !s.inside && b[at] == '>' {
			s.part = []byte{}
		}
		n, whole := s.frame.take(b[at:])
		switch piece := b[at : at+n]; {
		case s.part != nil:
			if clean {
				s.rest, clean = append(s.rest, b[:at]...), false
			}
			s.part = append(s.part, piece...)
		case !clean:
			s.rest = append(s.rest, piece...)
		}
		if s.inside = !whole; whole {
			s.arrived()
		}
		at += n
	}
	return clean
}

// arrived counts a whole reply, or hands on a whole push. What confirms an
// UNSUBSCRIBE is a push that is a reply; and who reads shall complain of what
// is no RESP.
func (s *sieve) arrived() {
	if s.part != nil {
		whole := s.part
		s.part = nil
		v, err := reply.Parse(whole)
		if err == nil && !confirms(v) {
			s.push(v)
			return
		}
		s.rest = append(s.rest, whole...)
	}
	if s.owed == 0 {
		s.surplus = true
	}
	s.owed = max(s.owed-1, min(s.owed, 0))
}

// confirms reports whether a push is the reply to a command.
func confirms(v reply.Value) bool {
	if len(v.Items) == 0 {
		return false
	}
	switch v.Items[0].Text {
	case "subscribe", "psubscribe", "ssubscribe", "unsubscribe", "punsubscribe", "sunsubscribe":
		return true
	}
	return false
}

// frame finds the end of a reply in bytes that come in pieces. It does not
// judge them: what is no RESP ends with its line.
type frame struct {
	open []int  // items to come on each level of an aggregate
	skip int    // bytes to come of a string, with the line end behind it
	line []byte // the beginning of a line that has not come in whole
}

// longestHeader is enough of a line to know what follows it, in bytes.
const longestHeader = 32

// take returns how many of the bytes belong to the reply, and whether it ends
// with them.
func (f *frame) take(b []byte) (n int, whole bool) {
	for n < len(b) {
		if f.skip > 0 {
			some := min(f.skip, len(b)-n)
			n += some
			if f.skip -= some; f.skip == 0 && f.item() {
				return n, true
			}
			continue
		}
		end := bytes.IndexByte(b[n:], '\n')
		if end < 0 {
			room := max(0, longestHeader-len(f.line))
			f.line = append(f.line, b[n:min(len(b), n+room)]...)
			return len(b), false
		}
		line := b[n : n+end]
		if len(f.line) > 0 {
			line = append(f.line, line[:min(end, longestHeader)]...)
			f.line = f.line[:0]
		}
		if n += end + 1; f.header(line) {
			return n, true
		}
	}
	return n, false
}

// header takes note of what a line announces, and reports whether the reply
// ends with it.
func (f *frame) header(line []byte) (whole bool) {
	if len(line) == 0 {
		return f.item()
	}
	count, err := strconv.Atoi(string(bytes.TrimSuffix(line[1:], []byte("\r"))))
	if err != nil || count < 0 {
		return f.item()
	}
	switch line[0] {
	case '$', '=', '!':
		f.skip = count + len("\r\n")
		return false
	case '*', '~', '>':
	case '%':
		count *= 2
	case '|': // attributes stand in front of the reply that they belong to
		count = 2*count + 1
	default:
		return f.item()
	}
	if count == 0 {
		return f.item()
	}
	f.open = append(f.open, count)
	return false
}

// item counts one that is complete, and what is complete with it.
func (f *frame) item() (whole bool) {
	for last := len(f.open) - 1; last >= 0; last-- {
		if f.open[last]--; f.open[last] > 0 {
			return false
		}
		f.open = f.open[:last]
	}
	return true
}

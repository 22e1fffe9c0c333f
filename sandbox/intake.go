package sandbox

import (
	"bytes"
	"errors"
	"io"

	"redis-tutor/sandbox/reply"
)

// largeReply is from how many bytes on a reply is parsed while it comes in,
// so that its bytes and its value are never in memory both.
const largeReply = 1 << 20

// intake makes replies of the bytes that go-redis takes off the wire.
type intake struct {
	feed  bytes.Buffer // a small reply
	in    *reply.Reader
	large *largeIntake // nil while the reply is small
}

type largeIntake struct {
	*io.PipeWriter
	value reply.Value
	err   error
	done  chan struct{}
}

func (t *intake) Write(p []byte) (int, error) {
	if t.large == nil {
		if t.feed.Len()+len(p) <= largeReply {
			return t.feed.Write(p)
		}
		t.turnLarge()
	}
	return t.large.Write(p)
}

// turnLarge lets a parser read what there is and what will come.
func (t *intake) turnLarge() {
	r, w := io.Pipe()
	l := &largeIntake{PipeWriter: w, done: make(chan struct{})}
	t.large = l
	in := reply.NewReader(io.MultiReader(bytes.NewReader(t.feed.Bytes()), r))
	go func() {
		defer close(l.done)
		if l.value, l.err = in.Read(); l.err == nil && in.Buffered() > 0 {
			l.err = errTwoReplies
		}
		r.CloseWithError(errTwoReplies) // to who would write more
	}()
}

var errTwoReplies = errors.New("more than one reply to one command")

// value returns the reply whose bytes have all come in.
func (t *intake) value() (reply.Value, error) {
	if l := t.large; l != nil {
		l.Close()
		<-l.done
		t.reset()
		return l.value, l.err
	}
	v, err := t.in.Read()
	if err == nil && t.in.Buffered()+t.feed.Len() > 0 {
		err = errTwoReplies
	}
	return v, err
}

// reset forgets what has come in.
func (t *intake) reset() {
	if t.large != nil {
		t.large.Close()
		<-t.large.done
		t.large = nil
	}
	t.feed = bytes.Buffer{}
	t.in = reply.NewReader(&t.feed)
}

// turn is the intake for one command of many: before its first bytes are
// taken in, the replies to those in front of it are handed on.
type turn struct {
	*intake
	begin func() error
}

func (t turn) Write(p []byte) (int, error) {
	if err := t.begin(); err != nil {
		return 0, err
	}
	return t.intake.Write(p)
}

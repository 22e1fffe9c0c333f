package sandbox

import (
	"context"
	"fmt"
	"io"
	"sync/atomic"

	"redis-tutor/sandbox/command"
	"redis-tutor/sandbox/reply"
)

// tap is who listens to a connection, if anybody. A nil tap can be heard too.
//
// What was on the wire is taken from the wire: a reply.Value would nearly do,
// but RESP2 has two ways to say nil, and attributes leave no trace in a value.
// With TLS, what is heard is what was encrypted.
type tap struct {
	heard atomic.Pointer[func(sent bool, p []byte)]
}

func (t *tap) hear(sent bool, p []byte) {
	if t == nil || len(p) == 0 {
		return
	}
	if heard := t.heard.Load(); heard != nil {
		(*heard)(sent, p)
	}
}

// Overhear hands on the bytes of the learner's connection as they are sent and
// received, until it is called with nil. They must not be kept. Logging in is
// not heard.
func (s *Sandbox) Overhear(heard func(sent bool, p []byte)) {
	if heard == nil {
		s.learner.tap.heard.Store(nil)
		return
	}
	s.learner.tap.heard.Store(&heard)
}

// AnswerIn runs a command in a version of RESP and returns the bytes of its
// reply. It has a connection of its own, as the learner's user and in her
// database, so that neither hers nor the tutor's ever changes its protocol.
func (s *Sandbox) AnswerIn(ctx context.Context, protocol int, args ...string) ([]byte, error) {
	if command.Streams(args) {
		return nil, fmt.Errorf("%q has no single reply", args[0])
	}
	st, err := s.openStream(ctx, s.target.look)
	if err != nil {
		return nil, err
	}
	defer s.closeStream(st)
	stop := context.AfterFunc(ctx, func() { st.conn.Close() })
	defer stop()
	wire := &record{from: st.conn}
	st.in = reply.NewReader(wire)
	as := s.learner.current()
	as.Protocol = protocol
	if err := st.start(as, args); err != nil {
		return nil, err
	}
	begin := len(wire.bytes) - st.in.Buffered()
	if _, err := st.in.Read(); err != nil {
		return nil, err
	}
	return wire.bytes[begin : len(wire.bytes)-st.in.Buffered()], nil
}

// record keeps what is read through it.
type record struct {
	from  io.Reader
	bytes []byte
}

func (r *record) Read(p []byte) (int, error) {
	n, err := r.from.Read(p)
	r.bytes = append(r.bytes, p[:n]...)
	return n, err
}

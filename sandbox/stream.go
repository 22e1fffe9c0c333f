package sandbox

import (
	"context"
	"errors"
	"fmt"
	"net"
	"strings"

	"redis-tutor/sandbox/command"
	"redis-tutor/sandbox/reply"
)

// stream is a connection that only listens.
type stream struct {
	conn net.Conn
	in   *reply.Reader
}

// Stream runs SUBSCRIBE, PSUBSCRIBE, SSUBSCRIBE or MONITOR on a connection of
// its own, as the learner's user and in her database and protocol, and calls
// each with every reply. It returns nil when ctx ends or the server refuses
// the command, which each then has seen; the error of each, when it gives
// one; or why the connection was lost.
func (s *Sandbox) Stream(ctx context.Context, args []string, each func(reply.Value) error) error {
	if !command.Streams(args) {
		return fmt.Errorf("%q is not a command that streams", strings.Join(args, " "))
	}
	if s.learner.State().InTx {
		return &advised{fmt.Errorf("%s would have to wait in the transaction for EXEC, and a stream cannot", strings.ToUpper(args[0])),
			[]string{"EXEC or DISCARD ends the transaction"}}
	}
	st, err := s.openStream(ctx, s.target.dial)
	if err != nil {
		return err
	}
	defer s.closeStream(st)
	stop := context.AfterFunc(ctx, func() { st.conn.Close() })
	defer stop()
	if err := st.start(s.learner.current(), args); err != nil {
		return s.streamError(ctx, err)
	}
	for {
		v, err := st.in.Read()
		if err != nil {
			return s.streamError(ctx, err)
		}
		if err := each(v); err != nil || v.IsError() {
			return err
		}
	}
}

func (s *Sandbox) openStream(ctx context.Context, dial func(context.Context) (net.Conn, error)) (*stream, error) {
	conn, err := dial(ctx)
	if err != nil {
		return nil, err
	}
	st := &stream{conn: conn, in: reply.NewReader(conn)}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		conn.Close()
		return nil, ErrClosed
	}
	s.streams[st] = struct{}{}
	return st, nil
}

func (s *Sandbox) closeStream(st *stream) {
	s.mu.Lock()
	defer s.mu.Unlock()
	st.conn.Close()
	delete(s.streams, st)
}

func (s *Sandbox) streamError(ctx context.Context, err error) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	var broken *reply.ProtocolError
	var refused *refusal
	switch {
	case ctx.Err() != nil:
		return nil
	case s.closed:
		return ErrClosed
	case errors.As(err, &broken), errors.As(err, &refused):
		return err
	}
	return errors.New("server closed the connection")
}

// current returns what a further connection of the same learner needs.
func (l *link) current() session {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.session
}

// start logs in and sends the command.
func (st *stream) start(as session, args []string) error {
	if err := st.login(as); err != nil {
		return err
	}
	_, err := st.conn.Write(reply.AppendCommand(nil, args...))
	return err
}

// login makes a new connection one of the same client. What the server refuses
// is an error: the command behind it would be run as somebody else, or in
// another database.
func (st *stream) login(as session) error {
	var out []byte
	n := 0
	send := func(words ...string) {
		out = reply.AppendCommand(out, words...)
		n++
	}
	switch {
	case as.password != "" && as.user != "":
		send("AUTH", as.user, as.password)
	case as.password != "":
		send("AUTH", as.password)
	}
	if as.Protocol > 2 {
		send("HELLO", "3")
	}
	if as.DB != 0 {
		send("SELECT", fmt.Sprint(as.DB))
	}
	if n == 0 {
		return nil
	}
	if _, err := st.conn.Write(out); err != nil {
		return err
	}
	var refused error
	for range n {
		v, err := st.in.Read()
		if err != nil {
			return err
		}
		if v.IsError() && !needless(v) && refused == nil {
			refused = &refusal{v.Text}
		}
	}
	return refused
}

// needless reports whether a server says that it wants no password: who has one
// from before is let in all the same, as HELLO does it.
func needless(v reply.Value) bool {
	return strings.Contains(v.Text, "without any password configured")
}

// refusal is what the server says against a login.
type refusal struct{ text string }

func (r *refusal) Error() string { return "the login of another connection was refused: " + r.text }

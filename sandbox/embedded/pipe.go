package embedded

import (
	"io"
	"net"
	"os"
	"sync"
	"time"
)

// pipe is one end of a connection in memory. Unlike net.Pipe it buffers, so
// that a client may write a long pipeline before it reads the first reply.
type pipe struct{ in, out *direction }

func newPipe() (client, server net.Conn) {
	a, b := newDirection(), newDirection()
	return &pipe{in: a, out: b}, &pipe{in: b, out: a}
}

func (p *pipe) Read(b []byte) (int, error)  { return p.in.read(b) }
func (p *pipe) Write(b []byte) (int, error) { return p.out.write(b) }

// Close ends both directions. What the other end has already sent is lost to
// this end; what this end has sent can still be read.
func (p *pipe) Close() error {
	p.out.close(io.EOF)
	p.in.close(net.ErrClosed)
	return nil
}

// waiting is how many bytes the other end has not read yet.
func (p *pipe) waiting() int {
	p.out.mu.Lock()
	defer p.out.mu.Unlock()
	return len(p.out.buf) - p.out.read0
}

func (p *pipe) LocalAddr() net.Addr  { return pipeAddr{} }
func (p *pipe) RemoteAddr() net.Addr { return pipeAddr{} }

func (p *pipe) SetDeadline(t time.Time) error     { return p.SetReadDeadline(t) }
func (p *pipe) SetReadDeadline(t time.Time) error { p.in.setDeadline(t); return nil }

// SetWriteDeadline has nothing to do: writing never waits.
func (p *pipe) SetWriteDeadline(time.Time) error { return nil }

type pipeAddr struct{}

func (pipeAddr) Network() string { return "memory" }
func (pipeAddr) String() string  { return "127.0.0.1:6379" }

// direction is one half of a pipe.
type direction struct {
	mu       sync.Mutex
	ready    sync.Cond
	buf      []byte
	read0    int   // where the unread bytes begin
	err      error // why there will be no more bytes
	deadline time.Time
	timer    *time.Timer
}

func newDirection() *direction {
	s := &direction{}
	s.ready.L = &s.mu
	return s
}

func (s *direction) write(b []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.err != nil {
		return 0, io.ErrClosedPipe
	}
	s.buf = append(s.buf, b...)
	s.ready.Signal()
	return len(b), nil
}

func (s *direction) read(b []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for s.read0 == len(s.buf) {
		if s.err != nil {
			return 0, s.err
		}
		if !s.deadline.IsZero() && !time.Now().Before(s.deadline) {
			return 0, os.ErrDeadlineExceeded
		}
		s.ready.Wait()
	}
	n := copy(b, s.buf[s.read0:])
	s.read0 += n
	if s.read0 == len(s.buf) {
		s.reset()
	}
	return n, nil
}

// reset empties the buffer and keeps it, unless one big value made it large.
func (s *direction) reset() {
	const keep = 1 << 20
	s.read0 = 0
	if s.buf = s.buf[:0]; cap(s.buf) > keep {
		s.buf = nil
	}
}

// close lets reads fail with err once the buffer is empty; when the reader
// itself closes, what is in the buffer is dropped.
func (s *direction) close(err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.err == nil {
		s.err = err
	}
	if err == net.ErrClosed {
		s.err = err
		s.reset()
	}
	if s.timer != nil {
		s.timer.Stop()
	}
	s.ready.Broadcast()
}

func (s *direction) setDeadline(t time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.deadline = t
	if s.timer != nil {
		s.timer.Stop()
		s.timer = nil
	}
	if !t.IsZero() && s.err == nil {
		s.timer = time.AfterFunc(time.Until(t), s.ready.Broadcast)
	}
	s.ready.Broadcast()
}

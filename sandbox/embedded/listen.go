package embedded

import (
	"errors"
	"net"
	"sync"
	"time"
)

// Serve answers the clients of a listener until it, or the server, is closed. With a password
// they have to say it first; connections that Dial made need none. The error
// is never nil; net.ErrClosed says that the listener was closed.
func (s *Server) Serve(l net.Listener, password string) error {
	s.mu.Lock()
	if s.closed {
		s.mu.Unlock()
		l.Close()
		return ErrClosed
	}
	s.listeners[l] = struct{}{}
	s.mu.Unlock()
	defer s.unlisten(l)
	for {
		conn, err := l.Accept()
		if err != nil {
			if errors.Is(err, net.ErrClosed) {
				return net.ErrClosed
			}
			var passing interface{ Temporary() bool }
			if errors.As(err, &passing) && passing.Temporary() { // out of file descriptors
				time.Sleep(50 * time.Millisecond)
				continue
			}
			return err
		}
		if err := s.attach(newOutbox(conn, s.limits.Output), password); err != nil {
			conn.Close()
		}
	}
}

func (s *Server) unlisten(l net.Listener) {
	s.mu.Lock()
	defer s.mu.Unlock()
	l.Close()
	delete(s.listeners, l)
}

// attach serves a connection from outside.
func (s *Server) attach(conn *outbox, password string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return ErrClosed
	}
	if !s.admits() {
		_ = conn.conn.SetWriteDeadline(time.Now().Add(time.Second))
		_, _ = conn.conn.Write([]byte("-ERR max number of clients reached\r\n"))
		return errors.New("max number of clients reached")
	}
	c := s.newClient(conn)
	c.password, c.outside = password, true
	c.admitted = c.secret() == ""
	c.tally = &tally{s: s}
	conn.tally = c.tally
	c.tally.add(perClient)
	s.wg.Add(2)
	go func() {
		defer s.wg.Done()
		conn.flush()
	}()
	go func() {
		defer s.wg.Done()
		c.serve()
	}()
	return nil
}

// outbox is a connection whose writes never wait: they go into a buffer, which
// a goroutine of its own empties. So a client that does not read holds up
// nobody; when too much waits for it, it is disconnected.
type outbox struct {
	conn  net.Conn
	limit int
	tally *tally
	taken int // bytes of a command that has come in part

	mu     sync.Mutex
	change sync.Cond
	buf    []byte
	closed bool
}

func newOutbox(conn net.Conn, limit int) *outbox {
	o := &outbox{conn: conn, limit: limit}
	o.change.L = &o.mu
	return o
}

// stuck is how long a client may take nothing at all of what waits for it.
const stuck = time.Minute

func (o *outbox) Read(b []byte) (int, error) {
	n, err := o.conn.Read(b)
	o.taken += n
	o.tally.add(n)
	return n, err
}

// parsed says that what has been read has become a command.
func (o *outbox) parsed() {
	o.tally.add(-o.taken)
	o.taken = 0
}

// drop closes at once; what waits is lost.
func (o *outbox) drop() {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.closed, o.buf = true, nil
	o.change.Broadcast()
	o.conn.Close()
}

func (o *outbox) Write(b []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.closed {
		return 0, net.ErrClosed
	}
	if len(o.buf)+len(b) > o.limit {
		o.closed = true
		o.buf = nil
		o.change.Broadcast()
		o.conn.Close()
		return 0, net.ErrClosed
	}
	had := cap(o.buf)
	o.buf = append(o.buf, b...)
	o.tally.add(cap(o.buf) - had)
	o.change.Broadcast()
	return len(b), nil
}

// dropped reports whether the connection has been closed: what the client has
// sent before is not run any more.
func (o *outbox) dropped() bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.closed
}

// waiting is how many bytes have not been sent.
func (o *outbox) waiting() int {
	o.mu.Lock()
	defer o.mu.Unlock()
	return len(o.buf)
}

// drain waits until no more than n bytes wait, or the connection is closed.
func (o *outbox) drain(n int) {
	o.mu.Lock()
	defer o.mu.Unlock()
	for len(o.buf) > n && !o.closed {
		o.change.Wait()
	}
}

// flush sends what is in the buffer until the connection is closed.
func (o *outbox) flush() {
	var sending []byte
	for {
		o.mu.Lock()
		for len(o.buf) == 0 && !o.closed {
			o.change.Wait()
		}
		if len(o.buf) == 0 {
			o.mu.Unlock()
			o.conn.Close()
			return
		}
		sending, o.buf = o.buf, sending[:0]
		o.mu.Unlock()
		o.change.Broadcast()
		if err := o.send(sending); err != nil {
			o.mu.Lock()
			o.closed, o.buf = true, nil
			o.mu.Unlock()
			o.change.Broadcast()
			o.conn.Close()
			return
		}
		if cap(sending) > 1<<20 {
			o.tally.add(-cap(sending))
			sending = nil
		}
	}
}

// send writes in pieces, so that a client that reads slowly but does read is
// not taken for one that is stuck.
func (o *outbox) send(b []byte) error {
	for len(b) > 0 {
		n := min(len(b), 64<<10)
		_ = o.conn.SetWriteDeadline(time.Now().Add(stuck))
		if _, err := o.conn.Write(b[:n]); err != nil {
			return err
		}
		b = b[n:]
	}
	return nil
}

// Close sends what waits and closes; it does not wait for it.
func (o *outbox) Close() error {
	o.mu.Lock()
	defer o.mu.Unlock()
	if !o.closed {
		o.closed = true
		o.change.Broadcast()
		// What is left must go within a moment: nobody waits for more.
		_ = o.conn.SetReadDeadline(time.Now())
		time.AfterFunc(time.Second, func() { o.conn.Close() })
	}
	return nil
}

func (o *outbox) LocalAddr() net.Addr                { return o.conn.LocalAddr() }
func (o *outbox) RemoteAddr() net.Addr               { return o.conn.RemoteAddr() }
func (o *outbox) SetDeadline(t time.Time) error      { return o.conn.SetReadDeadline(t) }
func (o *outbox) SetReadDeadline(t time.Time) error  { return o.conn.SetReadDeadline(t) }
func (o *outbox) SetWriteDeadline(t time.Time) error { return nil }

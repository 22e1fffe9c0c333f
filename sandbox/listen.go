package sandbox

import (
	"context"
	"errors"
	"fmt"
	"net"
	"strconv"
)

// Listen says where an embedded sandbox takes connections of other programs.
type Listen struct {
	// Addr is host:port; 127.0.0.1:6379 when empty. A port that is taken gives
	// way to the next free one unless it is given here; port 0 asks for any.
	Addr string
	// Password is what clients must say first (AUTH). An address that other
	// machines can reach needs one.
	Password string
}

// portsTried is how many ports are tried from the usual one on.
const portsTried = 100

// Listen lets other programs, such as redis-cli, use an embedded sandbox: they
// see the learner's keys. It returns the address they connect to, and a
// function that stops listening and disconnects nobody. Close stops it too.
func (s *Sandbox) Listen(ctx context.Context, o Listen) (addr string, stop func() error, err error) {
	if s.engine == nil {
		return "", nil, errors.New("only an embedded sandbox can listen: a server does already")
	}
	l, err := o.open(ctx)
	if err != nil {
		return "", nil, err
	}
	done := make(chan struct{})
	go func() {
		_ = s.engine.Serve(l, o.Password) // ends with the listener
		close(done)
	}()
	stop = func() error {
		l.Close()
		<-done
		return nil
	}
	return l.Addr().String(), stop, nil
}

// open opens the port.
func (o Listen) open(ctx context.Context) (net.Listener, error) {
	host, port, chosen := "127.0.0.1", 6379, false
	if o.Addr != "" {
		h, p, err := net.SplitHostPort(o.Addr)
		if err != nil {
			return nil, fmt.Errorf("%q is not host:port", o.Addr)
		}
		n, err := strconv.ParseUint(p, 10, 16)
		if err != nil {
			return nil, fmt.Errorf("%q is not a port", p)
		}
		host, port, chosen = h, int(n), true
	}
	if o.Password == "" && !loopback(ctx, host) {
		return nil, fmt.Errorf("other machines could use %q without a password: give one, or listen on 127.0.0.1", net.JoinHostPort(host, strconv.Itoa(port)))
	}
	var config net.ListenConfig
	for try := port; ; try++ {
		l, err := config.Listen(ctx, "tcp", net.JoinHostPort(host, strconv.Itoa(try)))
		if err == nil || chosen || ctx.Err() != nil || try == port+portsTried {
			return l, err
		}
	}
}

// loopback reports whether only this machine can reach a host. Every address
// of a name counts; an empty host is all of them.
func loopback(ctx context.Context, host string) bool {
	if ip := net.ParseIP(host); ip != nil {
		return ip.IsLoopback()
	}
	ips, err := net.DefaultResolver.LookupIPAddr(ctx, host)
	if host == "" || err != nil || len(ips) == 0 {
		return false
	}
	for _, ip := range ips {
		if !ip.IP.IsLoopback() {
			return false
		}
	}
	return true
}

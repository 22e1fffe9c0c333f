package sandbox

import (
	"context"
	"errors"
	"fmt"
	"net"
	"strconv"
	"strings"
	"syscall"
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
// see the learner's keys. It returns the addresses they can connect to, the
// best first, which is the one in State from now on; and a function that stops
// listening and disconnects nobody. Close stops it too.
func (s *Sandbox) Listen(ctx context.Context, o Listen) (addrs []string, stop func() error, err error) {
	if s.engine == nil {
		return nil, nil, s.listensAlready()
	}
	l, err := o.open(ctx)
	if err != nil {
		return nil, nil, err
	}
	done := make(chan struct{})
	go func() {
		_ = s.engine.Serve(l, o.Password) // ends with the listener
		close(done)
	}()
	addrs = thisMachine().reachable(l.Addr())
	shown := &addrs[0]
	s.listens.Store(shown)
	stop = func() error {
		l.Close()
		<-done
		s.listens.CompareAndSwap(shown, nil)
		return nil
	}
	return addrs, stop, nil
}

// listensAlready says how else other programs get at a server.
func (s *Sandbox) listensAlready() error {
	if s.local != nil {
		return &advised{errors.New("the private Redis server has no port, but a socket that only you can use"),
			[]string{"in a second window: redis-cli -s " + socketIn(s.local.dir)}}
	}
	return &advised{errors.New("only an embedded sandbox can listen: a server does already"),
		[]string{"other programs find it where you do, at " + strings.TrimPrefix(s.target.addr(), "redis ")}}
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
	network := "tcp"
	if ip := net.ParseIP(host); ip != nil && ip.To4() != nil {
		network = "tcp4" // else 0.0.0.0 would be all of IPv6 as well
	}
	var config net.ListenConfig
	for try := port; ; try++ {
		at := net.JoinHostPort(host, strconv.Itoa(try))
		l, err := config.Listen(ctx, network, at)
		switch {
		case err == nil:
			return l, nil
		case chosen || !taken(err):
			return nil, listenError(at, err)
		case try == port+portsTried-1:
			return nil, fmt.Errorf("none of the ports from %d to %d of %s is free", port, try, host)
		}
	}
}

// taken reports whether another program has the port.
func taken(err error) bool {
	const windows = syscall.Errno(10048) // WSAEADDRINUSE
	return errors.Is(err, syscall.EADDRINUSE) || errors.Is(err, windows)
}

// listenError says why a port cannot be had.
func listenError(at string, err error) error {
	host, port, _ := net.SplitHostPort(at)
	const free = "`listen` alone chooses a free port that only this machine can reach"
	switch {
	case errors.Is(err, context.Canceled):
		return err
	case taken(err):
		return &advised{fmt.Errorf("another program listens at %q already", at), []string{"name another port, or 0 for any; " + free}}
	case errors.Is(err, syscall.EACCES):
		return &advised{fmt.Errorf("this user may not listen at port %q", port), []string{"ports below 1024 are the system's; " + free}}
	case errors.Is(err, syscall.EADDRNOTAVAIL):
		return &advised{fmt.Errorf("%q is no address of this machine", host), []string{"0.0.0.0 stands for all that it has; " + free}}
	}
	return &advised{fmt.Errorf("it cannot listen at %q: %w", at, plain(err)), []string{free}}
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

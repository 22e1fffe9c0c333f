package sandbox

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/url"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
	"time"

	"redis-tutor/sandbox/embedded"
)

const (
	defaultDialTimeout  = 5 * time.Second
	defaultLoginTimeout = 10 * time.Second // a server may be busy with a slow command
)

// target is where to connect, and as whom.
type target struct {
	addr           func() string // as State shows it
	db             int
	user, password string
	protocol       int
	loginTimeout   time.Duration

	lost func() error // why the server is gone for good, nil when it is not

	dial func(ctx context.Context) (net.Conn, error)
	look func(ctx context.Context) (net.Conn, error) // dials for the tutor: unseen, where that can be
}

// tutors is the target of the tutor's own connection.
func (t target) tutors() target {
	t.db, t.protocol, t.dial = 0, 2, t.look
	return t
}

// embeddedTarget is an embedded Redis. Until it listens somewhere it has no
// address, and must not be taken for the Redis that may be at the usual one.
func embeddedTarget(engine *embedded.Server, listens *atomic.Pointer[string], o Options) target {
	return target{
		addr: func() string {
			if addr := listens.Load(); addr != nil {
				return *addr
			}
			return "redis sandbox"
		},
		db:           o.DB,
		protocol:     max(o.Protocol, 2),
		loginTimeout: defaultLoginTimeout,
		lost:         func() error { return nil },
		dial:         func(context.Context) (net.Conn, error) { return engine.Dial() },
		look:         func(context.Context) (net.Conn, error) { return engine.DialQuietly() },
	}
}

// localTarget is the server of a local sandbox. The path of its socket is too
// long for a prompt; Listen tells it.
func localTarget(l *local, o Options) (target, error) {
	t, err := serverTarget(Options{Socket: socketIn(l.dir), DB: o.DB, Protocol: o.Protocol, LoginTimeout: o.LoginTimeout})
	t.addr = func() string { return "redis local" }
	dial := t.dial
	t.dial = func(ctx context.Context) (net.Conn, error) {
		if l.over() {
			return nil, errLocalEnded()
		}
		return dial(ctx)
	}
	t.look = t.dial
	t.lost = func() error {
		if l.over() {
			return errLocalEnded()
		}
		return nil
	}
	return t, err
}

func serverTarget(o Options) (target, error) {
	if o.URI != "" {
		if err := o.readURI(); err != nil {
			return target{}, err
		}
	}
	if o.Host == "" {
		o.Host = "127.0.0.1"
	}
	if o.Port == 0 {
		o.Port = 6379
	}
	if o.DialTimeout == 0 {
		o.DialTimeout = defaultDialTimeout
	}
	if o.LoginTimeout == 0 {
		o.LoginTimeout = defaultLoginTimeout
	}
	network, at := "tcp", net.JoinHostPort(o.Host, strconv.Itoa(o.Port))
	shown := at
	if o.Socket != "" {
		network, at, shown = "unix", o.Socket, "redis "+o.Socket
	}
	t := target{addr: func() string { return shown }, lost: func() error { return nil }, db: o.DB, user: o.User, password: o.Password, protocol: max(o.Protocol, 2), loginTimeout: o.LoginTimeout}
	var secure *tls.Config
	if o.TLS != nil {
		var err error
		if secure, err = o.TLS.config(o.Host); err != nil {
			return target{}, err
		}
	}
	t.dial = func(ctx context.Context) (net.Conn, error) {
		ctx, cancel := context.WithTimeout(ctx, o.DialTimeout)
		defer cancel()
		conn, err := new(net.Dialer).DialContext(ctx, network, at)
		if err != nil {
			return nil, &away{couldNot(at, err)}
		}
		if secure == nil {
			return conn, nil
		}
		if conn, err = encrypt(ctx, conn, secure); err != nil {
			return nil, couldNot(at, err)
		}
		return conn, nil
	}
	t.look = t.dial
	return t, nil
}

func couldNot(at string, err error) error {
	return fmt.Errorf("could not connect to Redis at %s: %w", at, plain(err))
}

// readURI takes the parts of the URI over into the options. A URI with one
// word before the @ means a password, as with redis-cli.
func (o *Options) readURI() error {
	u, err := url.Parse(o.URI)
	if err != nil {
		return errors.New("the URI is not one that Redis understands: redis://[user:]password@host:port/db")
	}
	if u.User != nil {
		if pw, ok := u.User.Password(); ok {
			o.User, o.Password = u.User.Username(), pw
		} else {
			o.User, o.Password = "", u.User.Username()
		}
	}
	switch u.Scheme {
	case "unix":
		o.Socket = u.Path
		return o.readDB(u.Query().Get("db"))
	case "rediss":
		if o.TLS == nil {
			o.TLS = &TLS{}
		}
	case "redis":
	default:
		return fmt.Errorf("a URI begins with redis://, rediss:// or unix://, not %q", u.Scheme+"://")
	}
	if u.Hostname() != "" {
		o.Host = u.Hostname()
	}
	if u.Port() != "" {
		if o.Port, err = strconv.Atoi(u.Port()); err != nil {
			return fmt.Errorf("the port in the URI is not a number: %q", u.Port())
		}
	}
	return o.readDB(strings.Trim(u.Path, "/"))
}

func (o *Options) readDB(text string) (err error) {
	if text == "" {
		return nil
	}
	if o.DB, err = strconv.Atoi(text); err != nil || o.DB < 0 {
		return fmt.Errorf("the database in the URI is not a number: %q", text)
	}
	return nil
}

// plain returns the part of a dial error that tells something: the system's
// words without the addresses that go's error repeats.
func plain(err error) error {
	var dns *net.DNSError
	var errno syscall.Errno
	var timeout net.Error
	var told *advised
	switch {
	case errors.Is(err, context.Canceled):
		return context.Canceled
	case errors.As(err, &told):
		return err
	case errors.As(err, &dns):
		return fmt.Errorf("no such host: %q", dns.Name)
	case errors.As(err, &errno):
		return errno
	case errors.As(err, &timeout) && timeout.Timeout():
		return errors.New("no answer in time")
	case errors.Is(err, context.DeadlineExceeded):
		return errors.New("no answer in time")
	}
	return err
}

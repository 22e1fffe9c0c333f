package sandbox

import (
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"syscall"
	"time"
)

// ear is a connection that remembers the first thing it was told: a server
// that takes no more clients says so unasked and hangs up, and go-redis takes
// it for the reply to its HELLO.
type ear struct {
	net.Conn
	heard []byte
	tap   *tap // nil until the login is over: passwords are nobody's to hear
}

func (e *ear) Read(p []byte) (int, error) {
	n, err := e.Conn.Read(p)
	if len(e.heard) < 64 {
		e.heard = append(e.heard, p[:min(n, 64)]...)
	}
	e.tap.hear(false, p[:max(n, 0)])
	return n, err
}

func (e *ear) Write(p []byte) (int, error) {
	e.tap.hear(true, p)
	return e.Conn.Write(p)
}

// refusal returns why the server does not talk to us, or nil. Where it had
// hung up before we could write, its words may still be unread.
func (e *ear) refusal(failed bool) error {
	if failed && len(e.heard) == 0 {
		_ = e.SetReadDeadline(time.Now().Add(100 * time.Millisecond))
		_, _ = e.Read(make([]byte, 64))
	}
	text := string(e.heard)
	for _, refusal := range []string{"-DENIED", "-ERR max number of clients", "-WRONGPASS"} {
		if strings.HasPrefix(text, refusal) {
			return errors.New(text)
		}
	}
	return nil
}

// noAnswer says that a server has taken the connection and is silent.
func noAnswer() error {
	return &advised{errors.New("no answer in time"), []string{
		"is it Redis that listens there? what has taken the connection says nothing",
		"if it speaks TLS there, say so with --tls",
		"a server that is busy with a slow command or script answers later: try again",
	}}
}

var errWrongLogin = errors.New("wrong user name or password")

// loginError names what the server refused, and what can be done.
func loginError(err error, was session) error {
	text := err.Error()
	has := func(part string) bool { return strings.Contains(text, part) }
	var alert tls.AlertError
	switch {
	case has("WRONGPASS"), has("invalid password"):
		return &advised{errWrongLogin, []string{"--user NAME goes with the password of an ACL user; without it the user is \"default\""}}
	case has("without any password configured"):
		return &advised{errors.New("a password was given, but the server has none"), []string{"leave -a and REDISCLI_AUTH out"}}
	case has("DB index is out of range"):
		db, _ := was.place()
		return &advised{fmt.Errorf("it has no database %d", db), []string{"most servers have 16, numbered from 0; CONFIG GET databases tells"}}
	case has("DENIED"), has("protected mode"):
		return &advised{errors.New("the server is in protected mode: it has no password and talks to its own machine only"),
			[]string{"run the program on that machine with -h 127.0.0.1, or give the server a password (requirepass)"}}
	case has("max number of clients"):
		return &advised{errors.New("the server has as many clients as it takes"), []string{"try again later; CONFIG GET maxclients tells the limit"}}
	case has("BUSY"):
		return &advised{errors.New("the server is busy with a script"), []string{"try again in a moment; in database 0 SCRIPT KILL can end a script that has written nothing"}}
	case has("LOADING"):
		return &advised{errors.New("the server is still loading its data"), []string{"try again in a moment"}}
	case has("MASTERDOWN"):
		return &advised{errors.New("this is a replica that has lost its master, and it does not answer from old data"), []string{"name another server"}}
	case has("NOPERM"):
		return &advised{fmt.Errorf("this user may not do that: %s", text), []string{"--user NAME logs in as another ACL user"}}
	case errors.As(err, &alert):
		return refusedHandshake(err)
	case errors.Is(err, io.EOF), errors.Is(err, net.ErrClosed), errors.Is(err, syscall.ECONNRESET), errors.Is(err, syscall.EPIPE):
		return &advised{errors.New("the server closed the connection"), []string{"if it speaks TLS there, say so with --tls"}}
	}
	return err
}

package sandbox

import (
	"context"
	"errors"
	"fmt"
	"net"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/redis/go-redis/v9/maintnotifications"
)

// How a link comes to its connection, and to another one when that is lost.

func (l *link) connect(ctx context.Context) error {
	l.busy.Lock()
	defer l.busy.Unlock()
	return l.up(ctx)
}

// up makes sure there is a connection. A new one is logged in and put back
// into the database and protocol that the last one was in.
func (l *link) up(ctx context.Context) error {
	if l.conn != nil {
		return nil
	}
	wire, err := l.target.dial(ctx)
	if err != nil {
		return err
	}
	l.mu.Lock()
	if l.closed {
		l.mu.Unlock()
		wire.Close()
		return ErrClosed
	}
	l.wire = wire
	was := l.session
	l.mu.Unlock()
	login, cancel := context.WithTimeout(ctx, l.target.loginTimeout)
	defer cancel()
	stop := context.AfterFunc(login, func() { wire.Close() })
	defer stop()
	heard := &ear{Conn: wire}
	l.sift = &sieve{Conn: heard, push: l.pushed, owed: -1}
	l.pool = redis.NewClient(clientOptions(l.sift, was))
	l.conn = l.pool.Conn()
	l.in.reset()
	if err := l.login(heard, was); err != nil {
		l.hangUp()
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case login.Err() != nil:
			err = noAnswer()
		}
		return fmt.Errorf("could not use Redis at %s: %w", l.target.addr(), err)
	}
	heard.tap = &l.tap
	return nil
}

// clientOptions make go-redis use one connection, never send a command twice,
// never give up waiting and add nothing of its own.
func clientOptions(wire net.Conn, was session) *redis.Options {
	_, protocol := was.place()
	used := false
	return &redis.Options{
		Protocol:        protocol,
		DisableIdentity: true,
		MaxRetries:      -1,
		DialerRetries:   1,
		ReadTimeout:     -1,
		WriteTimeout:    -1,
		PoolSize:        1,
		ConnMaxIdleTime: -1,
		MaintNotificationsConfig: &maintnotifications.Config{
			Mode: maintnotifications.ModeDisabled,
		},
		Username: was.user,
		Password: was.password,
		Dialer: func(context.Context, string, string) (net.Conn, error) {
			if used {
				return nil, net.ErrClosed
			}
			used = true
			return wire, nil
		},
	}
}

// login makes go-redis send HELLO and AUTH, which it does before the first
// command, and moves in. Where the server wants a password that was not given,
// the connection is nobody's: every reply but that to AUTH will say so, as it
// does in redis-cli.
func (l *link) login(heard *ear, was session) error {
	db, protocol := was.place()
	l.announceLogin(was, protocol)
	pong, err := l.conn.DoRaw(context.Background(), "PING").Result()
	if refused := heard.refusal(err != nil); refused != nil {
		err = refused
	}
	if err != nil {
		return loginError(err, was)
	}
	l.mu.Lock()
	l.session.Connected, l.session.DB, l.session.Protocol = true, 0, 2
	l.session.asked = &place{db, protocol}
	l.session.admitted = !strings.HasPrefix(string(pong), "-NOAUTH")
	if len(heard.heard) > 0 && heard.heard[0] != '-' { // HELLO was understood
		l.session.Protocol = protocol
	}
	l.mu.Unlock()
	return l.moveIn(context.Background())
}

// announceLogin tells what MONITOR will show of a login.
func (l *link) announceLogin(was session, protocol int) {
	hello := []string{"hello", strconv.Itoa(protocol)}
	if was.password != "" {
		hello = append(hello, "auth", "(redacted)", "(redacted)")
	}
	l.announce(hello, []string{"PING"})
}

// hangUp drops the connection and everything that went with it.
func (l *link) hangUp() {
	if l.conn == nil {
		return
	}
	l.conn.Close()
	l.pool.Close()
	l.conn, l.pool = nil, nil
	clear(l.been)
	l.mu.Lock()
	defer l.mu.Unlock()
	l.wire.Close()
	l.session.lost()
}

// trusted is for how long a connection may have been idle to be used as it is.
const trusted = time.Second

// probe finds out whether the server has ended an idle connection of the
// tutor's, which is then made anew. Whatever was sent instead could not be
// sent again: it may have been run.
func (l *link) probe(ctx context.Context) {
	if l.other == nil || l.conn == nil || time.Since(l.used) < trusted {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, l.target.loginTimeout)
	defer cancel()
	_, _ = l.exchange(ctx, []string{"PING"}) // hangs up where there is no answer
}

// adopts reports whether a login that the server refuses gives way to that of
// the other link, which it has accepted. What is accepted stays: the tutor
// removes what it has made, whomever the learner becomes.
func (l *link) adopts(err error) bool {
	if l.other == nil {
		return false
	}
	hers := l.other.current()
	l.mu.Lock()
	defer l.mu.Unlock()
	mine := &l.session
	refused := mine.asked != nil || errors.Is(err, errWrongLogin)
	if !refused || hers.password == "" || hers.user == mine.user && hers.password == mine.password {
		return false
	}
	mine.user, mine.password = hers.user, hers.password
	return true
}

// upAs connects with the login that the learner says now, since the server has
// refused the one there was. One that is refused too is not kept, and without one
// there is nothing to try.
func (l *link) upAs(ctx context.Context, login []string, refused error) error {
	if len(login) == 0 {
		return &advised{refused, []string{"`AUTH PASSWORD` says the one that holds now; an ACL user types `AUTH USER PASSWORD`"}}
	}
	l.mu.Lock()
	user, password := l.session.user, l.session.password
	l.session.is(login)
	l.mu.Unlock()
	err := l.up(ctx)
	if err == nil {
		return nil
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.session.user, l.session.password = user, password
	return err
}

// place is where a connection is to be once the server knows whose it is.
type place struct{ db, protocol int }

// place returns where the next connection is to be.
func (s *session) place() (db, protocol int) {
	if s.asked != nil {
		return s.asked.db, s.asked.protocol
	}
	return s.DB, s.Protocol
}

// upToLogin returns the commands that may travel together: what stands behind
// an AUTH that the server waits for is meant for the database that is asked
// for.
func (l *link) upToLogin(cmds [][]string) [][]string {
	l.mu.Lock()
	defer l.mu.Unlock()
	at := slices.IndexFunc(cmds, func(args []string) bool {
		return strings.EqualFold(args[0], "AUTH") || strings.EqualFold(args[0], "HELLO")
	})
	if l.session.asked == nil || at < 0 {
		return cmds
	}
	return cmds[:at+1]
}

// arrive moves in after the learner has said the password.
func (l *link) arrive(ctx context.Context) error {
	if err := l.moveIn(ctx); err != nil {
		return fmt.Errorf("logged in at %s, but into database 0: %w", l.target.addr(), err)
	}
	return nil
}

// moveIn goes to the database, protocol and name that were asked for, as soon
// as the server knows who asks. What a server cannot do now it is asked again
// over the next connection: a database that it has not would never be there.
func (l *link) moveIn(ctx context.Context) error {
	l.mu.Lock()
	was := l.session
	if was.asked == nil || !was.admitted {
		l.mu.Unlock()
		return nil
	}
	l.session.asked, l.session.admitted = nil, false
	l.mu.Unlock()
	var steps [][]string
	if was.asked.protocol > was.Protocol {
		steps = append(steps, []string{"HELLO", strconv.Itoa(was.asked.protocol)})
	}
	if was.asked.db != was.DB {
		steps = append(steps, []string{"SELECT", strconv.Itoa(was.asked.db)})
	}
	if was.name != "" {
		steps = append(steps, []string{"CLIENT", "SETNAME", was.name})
	}
	for _, args := range steps {
		v, err := l.exchange(ctx, args)
		if err != nil || v.ErrorCode() == "BUSY" || v.ErrorCode() == "LOADING" {
			l.mu.Lock()
			l.session.asked = was.asked
			l.mu.Unlock()
		}
		switch {
		case err != nil:
			return err
		case v.IsError() && args[0] == "SELECT":
			return loginError(errors.New(v.Text), was)
		}
	}
	return nil
}

package sandbox_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"redis-tutor/sandbox"
	"redis-tutor/sandbox/reply"
	"redis-tutor/sandbox/sandboxtest"
)

// reaches wants Reach to find the connection as it was, or to make another one.
func reaches(t *testing.T, s interface {
	Reach(context.Context, ...string) (bool, error)
}, want bool) {
	t.Helper()
	if anew, err := s.Reach(t.Context()); err != nil || anew != want {
		t.Errorf("another connection: %v, %v, want %v", anew, err, want)
	}
}

// TestReach kills the server between two commands: the loss is found out before
// the next one, and nothing but the login is sent then.
func TestReach(t *testing.T) {
	socket := sandboxtest.Socket(t)
	stop := sandboxtest.ServerAt(t, socket, "--requirepass", "secret")
	s := open(t, sandbox.Options{Kind: sandbox.Server, Socket: socket, Password: "secret"})
	bob, err := s.Another(t.Context(), "bob")
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range []string{"HELLO 3", "SELECT 2", "WATCH k", "MULTI", "INCR k"} {
		if v, err := s.Do(t.Context(), strings.Fields(line)...); err != nil || v.IsError() {
			t.Fatalf("%s: %v, %v", line, v, err)
		}
	}
	reaches(t, s, false)
	stop()
	if anew, err := s.Reach(t.Context()); err == nil || anew || s.State().Connected {
		t.Errorf("without a server: %v, %v, %+v", anew, err, s.State())
	}
	sandboxtest.ServerAt(t, socket, "--requirepass", "secret")
	reaches(t, s, true)
	st := s.State()
	if !st.Connected || st.InTx || st.DB != 2 || st.Protocol != 3 || strings.Join(st.Lost, " ") != "MULTI WATCH" {
		t.Errorf("after the loss: %+v", st)
	}
	reaches(t, s, false)
	says(t, s.Do, "INFO commandstats", "# Commandstats")
	if v, err := s.Do(t.Context(), "INFO", "commandstats"); err != nil || strings.Contains(v.Text, "cmdstat_incr:") {
		t.Errorf("more than a login was sent: %v, %v", v.Text, err)
	}
	if lost := s.State().Lost; len(lost) > 0 {
		t.Errorf("lost after the next command: %q", lost)
	}
	reaches(t, bob, true)
	says(t, bob.Do, "CLIENT GETNAME", "bob")
}

// TestReachBusy: a server that is busy with a script refuses SELECT. The
// database is not given up for that.
func TestReachBusy(t *testing.T) {
	srv := sandboxtest.Server(t, "--busy-reply-threshold", "1")
	s, err := sandbox.Open(t.Context(), sandbox.Options{Kind: sandbox.Server, Socket: srv.Socket, DB: 2})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	ctx, stop := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer stop()
	if _, err := s.Do(ctx, "EVAL", "while true do end", "0"); err == nil {
		t.Fatal("a script without end has ended")
	}
	if _, err := s.Do(t.Context(), "PING"); err == nil || !strings.Contains(err.Error(), "busy with a script") {
		t.Errorf("a busy server: %v", err)
	}
	killer, err := sandbox.Open(t.Context(), sandbox.Options{Kind: sandbox.Server, Socket: srv.Socket})
	if err != nil {
		t.Fatal(err)
	}
	defer killer.Close()
	if v, err := killer.Do(t.Context(), "SCRIPT", "KILL"); err != nil || v.IsError() {
		t.Fatalf("SCRIPT KILL: %v, %v", v, err)
	}
	if _, err := s.Do(t.Context(), "PING"); err != nil || s.State().DB != 2 {
		t.Errorf("then: %v in database %d, want 2", err, s.State().DB)
	}
}

// TestReachAnotherPassword: where the password has changed while the server was
// down, the one that is said now is used from then on, and in the place where the
// connection was. One that is wrong changes nothing.
func TestReachAnotherPassword(t *testing.T) {
	for _, login := range []string{"AUTH new", "AUTH default new", "HELLO 2 SETNAME me AUTH default new"} {
		t.Run(login, func(t *testing.T) {
			socket := sandboxtest.Socket(t)
			stop := sandboxtest.ServerAt(t, socket, "--requirepass", "old")
			s := open(t, sandbox.Options{Kind: sandbox.Server, Socket: socket, Password: "old", DB: 3})
			stop()
			stop = sandboxtest.ServerAt(t, socket, "--requirepass", "new")
			for _, line := range []string{"PING", "AUTH", "AUTH wrong", "AUTH eve wrong", "HELLO 2"} {
				_, err := s.Reach(t.Context(), strings.Fields(line)...)
				if err == nil || !strings.HasSuffix(err.Error(), "wrong user name or password") {
					t.Errorf("%s: %v", line, err)
				}
			}
			if _, err := s.Do(t.Context(), "PING"); err == nil {
				t.Error("without a login: no error")
			}
			if anew, err := s.Reach(t.Context(), strings.Fields(login)...); err != nil || !anew {
				t.Fatalf("%v, %v", anew, err)
			}
			if v, err := s.Do(t.Context(), strings.Fields(login)...); err != nil || v.IsError() || s.State().DB != 3 {
				t.Errorf("%v, %v, %+v", v, err, s.State())
			}
			says(t, sandboxtest.In(s, 3), "PING", "PONG") // the tutor's connection
			stop()
			sandboxtest.ServerAt(t, socket, "--requirepass", "new")
			reaches(t, s, true)
		})
	}
}

// TestReachEmbedded: what is inside this process is there.
func TestReachEmbedded(t *testing.T) {
	s := open(t, sandbox.Options{})
	reaches(t, s, false)
	if _, err := s.Do(t.Context(), "QUIT"); err != nil {
		t.Fatal(err)
	}
	reaches(t, s, true)
	s.Close()
	if _, err := s.Reach(t.Context()); !errors.Is(err, sandbox.ErrClosed) {
		t.Errorf("closed: %v", err)
	}
}

// TestNotYet opens a server that is started later.
func TestNotYet(t *testing.T) {
	var why []error
	o := sandbox.Options{Kind: sandbox.Server, Socket: sandboxtest.Socket(t), DB: 3, Protocol: 3, NotYet: func(err error) { why = append(why, err) }}
	s := open(t, o)
	if len(why) != 1 || !strings.HasPrefix(why[0].Error(), "could not connect to Redis at "+o.Socket) || s.State().Connected {
		t.Errorf("not there yet: %v, %+v", why, s.State())
	}
	if _, err := s.Do(t.Context(), "PING"); err == nil || err.Error() != why[0].Error() {
		t.Errorf("PING: %v", err)
	}
	sandboxtest.ServerAt(t, o.Socket)
	if v, err := s.Do(t.Context(), "CONFIG", "GET", "port"); err != nil || v.Kind != reply.Map {
		t.Errorf("not in RESP3: %v, %v", v, err)
	}
	if st := s.State(); !st.Connected || st.DB != 3 {
		t.Errorf("once it is there: %+v", st)
	}
}

// TestNeverThere: what a later try would not mend is an error, and so is a
// learner who does not wait for an answer.
func TestNeverThere(t *testing.T) {
	o := sandboxtest.Server(t, "--requirepass", "secret")
	o.Password = "guess"
	o.NotYet = func(err error) { t.Errorf("it is waited for: %v", err) }
	if _, err := sandbox.Open(t.Context(), o); err == nil {
		t.Error("a wrong password is taken")
	}
	o.Socket = sandboxtest.Socket(t)
	ctx, stop := context.WithCancel(t.Context())
	stop()
	if _, err := sandbox.Open(ctx, o); !errors.Is(err, context.Canceled) {
		t.Errorf("interrupted: %v", err)
	}
}

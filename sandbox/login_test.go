package sandbox_test

import (
	"context"
	"errors"
	"net"
	"strings"
	"testing"
	"time"

	"redis-tutor/sandbox"
	"redis-tutor/sandbox/reply"
	"redis-tutor/sandbox/sandboxtest"
)

// locked starts a server that wants a password, which is not given.
func locked(t *testing.T) sandbox.Options { return sandboxtest.Server(t, "--requirepass", "secret") }

// says runs a line and wants a reply that begins in this way.
func says(t *testing.T, do func(context.Context, ...string) (reply.Value, error), line, want string) {
	t.Helper()
	if v, err := do(context.Background(), strings.Fields(line)...); err != nil || !strings.HasPrefix(v.Str(), want) {
		t.Errorf("%s: %q, %v, want %q", line, v.Str(), err, want)
	}
}

// TestLateLogin: who says the password at the prompt gets the database and the
// protocol that were asked for at the start, in a pipeline too, and again
// after the connection was lost.
func TestLateLogin(t *testing.T) {
	o := locked(t)
	o.DB, o.Protocol = 5, 3
	for _, login := range []string{"AUTH secret", "AUTH default secret", "HELLO 3 AUTH default secret"} {
		t.Run(login, func(t *testing.T) {
			s := open(t, o)
			if st := s.State(); !st.Connected || st.DB != 0 || st.Protocol != 2 {
				t.Errorf("before: %+v", st)
			}
			says(t, s.Do, "SET k v", "NOAUTH")
			var got []string
			err := s.Pipeline(context.Background(), [][]string{{"AUTH", "wrong"}, strings.Fields(login), {"SET", "k", "v"}, {"CLIENT", "INFO"}},
				func(_ int, v reply.Value) error { got = append(got, v.Str()); return nil })
			if err != nil || len(got) != 4 || got[2] != "OK" || !strings.Contains(got[3], " db=5 ") {
				t.Fatalf("replies: %q, %v", got, err)
			}
			if st := s.State(); st.DB != 5 || st.Protocol != 3 {
				t.Errorf("after: %+v", st)
			}
			if v, err := s.Do(context.Background(), "CONFIG", "GET", "port"); err != nil || v.Kind != reply.Map {
				t.Errorf("not RESP3: %v, %v", v, err)
			}
			says(t, sandboxtest.In(s, 5), "GET k", "v")
			says(t, sandboxtest.In(s, 0), "CLIENT KILL TYPE normal", "1")
			_, _ = s.Do(context.Background(), "PING")
			says(t, s.Do, "GET k", "v")
		})
	}
}

// TestLateLoginNoDatabase: the database is found missing when the password has
// been said, and nothing is written into another one unnoticed.
func TestLateLoginNoDatabase(t *testing.T) {
	o := locked(t)
	o.DB = 99
	s := open(t, o)
	if _, err := s.Do(context.Background(), "AUTH", "secret"); err == nil || !strings.Contains(err.Error(), "no database 99") {
		t.Errorf("AUTH: %v", err)
	}
	if st := s.State(); st.DB != 0 || !st.Connected {
		t.Errorf("after: %+v", st)
	}
}

// TestTutorLogsIn: the tutor's connection is let in when the learner is, and
// stays who it is when she becomes somebody who may do less.
func TestTutorLogsIn(t *testing.T) {
	for _, login := range []string{"AUTH secret", "AUTH eve pw"} {
		t.Run(login, func(t *testing.T) {
			o := locked(t)
			owner := o
			owner.Password = "secret"
			says(t, open(t, owner).Do, "ACL SETUSER eve on >pw ~* &* +@all", "OK")
			s := open(t, o)
			says(t, sandboxtest.In(s, 0), "GET k", "NOAUTH")
			says(t, s.Do, login, "OK")
			says(t, s.Do, "SET k v", "OK")
			says(t, sandboxtest.In(s, 0), "GET k", "v")
			says(t, s.Do, "ACL SETUSER bob on >pw +@connection", "OK")
			says(t, s.Do, "AUTH bob pw", "OK")
			says(t, sandboxtest.In(s, 0), "GET k", "v")
		})
	}
}

// TestTutorComesBack: an idle connection that the server has ended is made
// anew before a look, and in the database it was in.
func TestTutorComesBack(t *testing.T) {
	s := open(t, sandboxtest.Server(t))
	says(t, sandboxtest.In(s, 3), "SET k v", "OK")
	says(t, s.Do, "CLIENT KILL TYPE normal", "1")
	time.Sleep(1100 * time.Millisecond) // from a second on it is not trusted
	says(t, sandboxtest.In(s, 3), "GET k", "v")
}

// TestTutorShutOut: a database that the tutor may not go to any more is an
// error; the one it is in goes on.
func TestTutorShutOut(t *testing.T) {
	s := open(t, sandboxtest.Server(t))
	for _, db := range []int{3, 0} {
		says(t, sandboxtest.In(s, db), "SET k v", "OK")
	}
	says(t, s.Do, "ACL SETUSER default -select", "OK")
	if all, err := s.Observe(context.Background(), 3, []string{"GET", "k"}); err == nil || !strings.Contains(err.Error(), "database 3 cannot be used: NOPERM") {
		t.Errorf("database 3: %v, %v", all, err)
	}
	says(t, sandboxtest.In(s, 0), "GET k", "v")
}

// silent is a server that takes connections and never says a word.
func silent(t *testing.T) sandbox.Options {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	return sandbox.Options{Kind: sandbox.Server, Port: l.Addr().(*net.TCPAddr).Port}
}

func TestSilentServer(t *testing.T) {
	o := silent(t)
	o.LoginTimeout = 50 * time.Millisecond
	_, err := sandbox.Open(context.Background(), o)
	if err == nil || !strings.HasSuffix(err.Error(), ": no answer in time") {
		t.Fatalf("Open: %v", err)
	}
	var h hinted
	if !errors.As(err, &h) || len(h.Hints()) == 0 {
		t.Error("nothing is said about what to do")
	}
}

// TestSilentServerInterrupted: Ctrl-C does not wait for the time limit.
func TestSilentServerInterrupted(t *testing.T) {
	o := silent(t)
	o.LoginTimeout = time.Hour
	ctx, cancel := context.WithCancel(context.Background())
	time.AfterFunc(20*time.Millisecond, cancel)
	if _, err := sandbox.Open(ctx, o); !errors.Is(err, context.Canceled) {
		t.Errorf("Open: %v", err)
	}
}

// TestStreamLogin: a stream whose login is refused says so, and does not go on
// as somebody else.
func TestStreamLogin(t *testing.T) {
	s := open(t, sandboxtest.Server(t))
	says(t, s.Do, "ACL SETUSER eve on >pw ~* &* +@all", "OK")
	says(t, s.Do, "AUTH eve pw", "OK")
	says(t, s.Do, "ACL SETUSER eve resetpass >new", "OK")
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	err := s.Stream(ctx, []string{"SUBSCRIBE", "c"}, func(v reply.Value) error {
		t.Errorf("it goes on: %v", v)
		cancel()
		return nil
	})
	if err == nil || !strings.Contains(err.Error(), "WRONGPASS") {
		t.Errorf("SUBSCRIBE: %v", err)
	}
	if _, err := s.AnswerIn(ctx, 3, "PING"); err == nil || !strings.Contains(err.Error(), "WRONGPASS") {
		t.Errorf("another protocol: %v", err)
	}
}

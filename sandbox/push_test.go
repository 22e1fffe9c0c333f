package sandbox_test

import (
	"context"
	"fmt"
	"io"
	"net"
	"path/filepath"
	"strings"
	"testing"

	"redis-tutor/sandbox"
	"redis-tutor/sandbox/reply"
	"redis-tutor/sandbox/sandboxtest"
)

// TestPushes: keys that CLIENT TRACKING invalidates are told apart from
// replies, whichever way RESP3 was chosen, one by one and in pipelines.
func TestPushes(t *testing.T) {
	sandboxtest.NeedRedis(t)
	for _, protocol := range []int{2, 3} {
		for name, o := range map[string]sandbox.Options{"server": sandboxtest.Server(t), "local": {Kind: sandbox.Local}} {
			t.Run(fmt.Sprintf("%s, RESP%d at first", name, protocol), func(t *testing.T) {
				o.Protocol = protocol
				pushed(t, open(t, o))
			})
		}
	}
}

func pushed(t *testing.T, s *sandbox.Sandbox) {
	ctx := context.Background()
	ask := func(want string, args ...string) {
		t.Helper()
		if v, err := s.Do(ctx, args...); err != nil || v.Str() != want {
			t.Fatalf("%v gives %q, %v", args, v.Str(), err)
		}
	}
	told := func(want string) {
		t.Helper()
		var shown []byte
		for _, v := range s.Pushes() {
			shown, _ = v.AppendPush(shown, reply.Standard)
		}
		if string(shown) != want {
			t.Errorf("pushes: %q, want %q", shown, want)
		}
	}
	ask("", "HELLO", "3")
	ask("OK", "CLIENT", "TRACKING", "on")
	ask("", "GET", "k")
	if _, err := sandboxtest.In(s, 0)(ctx, "SET", "k", "1"); err != nil {
		t.Fatal(err)
	}
	ask("1", "GET", "k")
	ask("PONG", "PING")
	told("-> invalidate: 'k'\n")
	const n = 5_000
	var cmds [][]string
	for i := range n {
		cmds = append(cmds, []string{"GET", "k"}, []string{"SET", "k", fmt.Sprint(i)})
	}
	err := s.Pipeline(ctx, cmds, func(i int, v reply.Value) error {
		if i > 0 && i%2 == 0 && v.Text != fmt.Sprint(i/2-1) {
			return fmt.Errorf("reply %d is %q", i, v.Text)
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
	ask("in step", "ECHO", "in step")
	if got := len(s.Pushes()); got == 0 || got > 100 {
		t.Errorf("%d pushes are kept", got)
	}
	ask("OK", "QUIT")
	if lost := s.State().Lost; strings.Join(lost, "") != "CLIENT TRACKING" {
		t.Errorf("lost: %q", lost)
	}
}

// TestStrangeServers: what is no reply is an error that says so, and the next
// command begins anew.
func TestStrangeServers(t *testing.T) {
	tests := []struct{ name, answer, want string }{
		{"two replies", "+one\r\n+two\r\n", "more than one reply to one command"},
		{"garbage", "HTTP/1.1 400 Bad Request\r\n\r\n", "does not speak Redis's protocol"},
		{"half a reply", "$100\r\nabc", "server closed the connection"},
		{"nothing", "", "server closed the connection"},
		{"only a push", ">2\r\n+invalidate\r\n*0\r\n", "server closed the connection"},
		{"a lying length", "$999999999999\r\nabc", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := open(t, sandbox.Options{Kind: sandbox.Server, Socket: strange(t, tt.answer)})
			for range 2 {
				v, err := s.Do(context.Background(), "GET", "k")
				if err == nil || !strings.Contains(err.Error(), tt.want) {
					t.Errorf("GET: %v, %v", v, err)
				}
				if v, err := s.Do(context.Background(), "ECHO", "a"); err != nil || v.Text != "OK" {
					t.Errorf("the next command: %v, %v", v, err)
				}
			}
		})
	}
}

// strange serves a server that answers GET in its own way, hangs up after
// that, and says OK to everything else.
func strange(t *testing.T, answer string) (socket string) {
	socket = filepath.Join(t.TempDir(), "s")
	l, err := net.Listen("unix", socket)
	if err != nil {
		t.Skip(err)
	}
	t.Cleanup(func() { l.Close() })
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			go strangely(conn, answer)
		}
	}()
	return socket
}

func strangely(conn net.Conn, answer string) {
	defer conn.Close()
	in := reply.NewReader(conn)
	for {
		v, err := in.Read()
		if err != nil {
			return
		}
		say := "+OK\r\n"
		switch v.Items[0].Text {
		case "GET":
			_, _ = io.WriteString(conn, answer)
			return
		case "hello":
			say = "-ERR unknown command\r\n"
		}
		_, _ = io.WriteString(conn, say)
	}
}

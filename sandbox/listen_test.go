package sandbox_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/creack/pty"

	"redis-tutor/sandbox"
	"redis-tutor/sandbox/reply"
	"redis-tutor/sandbox/sandboxtest"
)

// listening opens an embedded sandbox with a port.
func listening(t *testing.T, o sandbox.Listen) (s *sandbox.Sandbox, host, port string) {
	t.Helper()
	s = open(t, sandbox.Options{Commands: sandboxtest.Commands(t, commandsFile)})
	if o.Addr == "" {
		o.Addr = "127.0.0.1:0"
	}
	addrs, stop, err := s.Listen(context.Background(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := stop(); err != nil {
			t.Error(err)
		}
	})
	if host, port, err = net.SplitHostPort(addrs[0]); err != nil {
		t.Fatal(err)
	}
	return s, host, port
}

func tool(t *testing.T, name string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		t.Skipf("no %s on PATH", name)
	}
	return path
}

func learner(t *testing.T, s *sandbox.Sandbox, line string) string {
	t.Helper()
	v, err := s.Do(context.Background(), strings.Fields(line)...)
	if err != nil {
		t.Fatal(err)
	}
	return v.Str()
}

func TestListenRedisCLI(t *testing.T) {
	cli := tool(t, "redis-cli")
	s, _, port := listening(t, sandbox.Listen{})
	learner(t, s, "SET mine 1")
	for _, proto := range []string{"-2", "-3"} {
		out, err := exec.Command(cli, proto, "-p", port, "GET", "mine").CombinedOutput()
		if err != nil || string(out) != "1\n" {
			t.Errorf("one command, %s: %q, %v", proto, out, err)
		}
		cmd := exec.Command(cli, proto, "-p", port)
		cmd.Stdin = strings.NewReader("INCR n\nLPUSH l a b\nLRANGE l 0 -1\nhelp get\nDEL n l\n")
		out, err = cmd.CombinedOutput()
		if err != nil || !strings.HasPrefix(string(out), "1\n2\nb\na\n") || !strings.HasSuffix(string(out), "2\n") {
			t.Errorf("lines, %s: %q, %v", proto, out, err)
		}
	}
	cmd := exec.Command(cli, "-p", port, "--pipe")
	cmd.Stdin = bytes.NewReader(reply.AppendCommand(reply.AppendCommand(nil, "SET", "a", "1"), "SET", "b", "2"))
	if out, err := cmd.CombinedOutput(); err != nil || !strings.Contains(string(out), "errors: 0, replies: 2") {
		t.Errorf("--pipe: %q, %v", out, err)
	}
	if got := learner(t, s, "GET b"); got != "2" {
		t.Errorf("the learner sees %q", got)
	}
	for _, option := range []string{"--scan", "--bigkeys", "--memkeys"} {
		if out, err := exec.Command(cli, "-p", port, option).CombinedOutput(); err != nil || strings.Contains(string(out), "ERR") {
			t.Errorf("%s: %q, %v", option, out, err)
		}
	}
}

// TestListenTerminal types at redis-cli as a person does.
func TestListenTerminal(t *testing.T) {
	cli := tool(t, "redis-cli")
	s, _, port := listening(t, sandbox.Listen{})
	cmd := exec.Command(cli, "-p", port)
	cmd.Env = append(os.Environ(), "TERM=xterm", "HOME="+t.TempDir())
	term, err := pty.StartWithSize(cmd, &pty.Winsize{Rows: 24, Cols: 80})
	if err != nil {
		t.Skip(err)
	}
	defer term.Close()
	shown := make(chan string, 100)
	go func() {
		buf := make([]byte, 4096)
		for {
			n, err := term.Read(buf)
			if err != nil {
				close(shown)
				return
			}
			shown <- string(buf[:n])
		}
	}()
	seen := ""
	until := func(want string) {
		t.Helper()
		late := time.After(10 * time.Second)
		// What is typed before the prompt is there is not read as typed.
		for !strings.Contains(seen, want) || !strings.HasSuffix(seen, "> ") {
			select {
			case text, ok := <-shown:
				if seen += text; !ok {
					t.Fatalf("redis-cli ended: %q", seen)
				}
			case <-late:
				t.Fatalf("%q is not in %q", want, seen)
			}
		}
		seen = ""
	}
	until("127.0.0.1:" + port + "> ")
	for _, step := range [][2]string{
		{"SET typed here\r", "OK"}, {"GET typed\r", `"here"`}, {"help set\r", "since:"}, {"SELECT 2\r", "[2]> "},
		{"MULTI\r", "(TX)> "}, {"DISCARD\r", "OK"}, {"SELECT 0\r", "OK"}, {"COMMAND COUNT\r", "(integer)"},
	} {
		if _, err := io.WriteString(term, step[0]); err != nil {
			t.Fatal(err)
		}
		until(step[1])
	}
	if got := learner(t, s, "GET typed"); got != "here" {
		t.Errorf("the learner sees %q", got)
	}
	_, _ = io.WriteString(term, "quit\r")
	for range shown { // until it has ended
	}
	if err := cmd.Wait(); err != nil {
		t.Error(err)
	}
}

func TestListenBenchmark(t *testing.T) {
	bench := tool(t, "redis-benchmark")
	_, _, port := listening(t, sandbox.Listen{})
	out, err := exec.Command(bench, "-p", port, "-q", "-n", "2000").CombinedOutput()
	if err != nil || strings.Contains(string(out), "rror") || strings.Count(string(out), "requests per second") < 15 {
		t.Errorf("%v: %s", err, out)
	}
	t.Logf("%s", strings.ReplaceAll(string(out), "\r", "\n"))
}

func TestListenPassword(t *testing.T) {
	s, _, port := listening(t, sandbox.Listen{Password: "pw"})
	theirs, err := sandbox.Open(context.Background(), sandbox.Options{Kind: sandbox.Server, Host: "127.0.0.1", Port: atoi(port), Password: "pw"})
	if err != nil {
		t.Fatal(err)
	}
	defer theirs.Close()
	learner(t, theirs, "SET k v")
	if got := learner(t, s, "GET k"); got != "v" {
		t.Errorf("the learner sees %q", got)
	}
	conn := dialPort(t, port)
	for _, step := range [][2]string{
		{"GET k", "NOAUTH Authentication required."}, {"AUTH no", "WRONGPASS invalid username-password pair or user is disabled."},
		{"HELLO 3", "NOAUTH HELLO must be called"}, {"GET k", "NOAUTH"}, {"AUTH pw", "OK"}, {"GET k", "v"}, {"RESET", "RESET"}, {"GET k", "NOAUTH"},
		{"AUTH default pw", "OK"}, {"GET k", "v"},
	} {
		if got := conn.ask(t, step[0]); !strings.HasPrefix(got, step[1]) {
			t.Errorf("%s: %s", step[0], got)
		}
	}
}

func TestListenAddresses(t *testing.T) {
	s := open(t, sandbox.Options{})
	for _, addr := range []string{"0.0.0.0:0", ":0", "[::]:0", "192.0.2.1:0"} {
		_, _, err := s.Listen(context.Background(), sandbox.Listen{Addr: addr})
		if err == nil || !strings.Contains(err.Error(), "without a password") {
			t.Errorf("%s: %v", addr, err)
		}
	}
	for _, addr := range []string{"127.0.0.1", "127.0.0.1:x", "127.0.0.1:70000"} {
		if _, _, err := s.Listen(context.Background(), sandbox.Listen{Addr: addr}); err == nil {
			t.Errorf("%s is taken", addr)
		}
	}
	one, stop1, err := s.Listen(context.Background(), sandbox.Listen{})
	if err != nil {
		t.Skip(err)
	}
	two, stop2, err := s.Listen(context.Background(), sandbox.Listen{})
	if err != nil || one[0] == two[0] {
		t.Errorf("%s and %s, %v", one, two, err)
	}
	if stop1() != nil || stop2() != nil || stop1() != nil {
		t.Error("stopping failed")
	}
	if _, err := net.Dial("tcp", one[0]); err == nil {
		t.Error("it still listens")
	}
}

// TestListenSlowClients: clients that send without reading, and subscribers
// that do not read, hold up nobody.
func TestListenSlowClients(t *testing.T) {
	s, _, port := listening(t, sandbox.Listen{})
	learner(t, s, "SETRANGE big 1000000 x")
	slow, deaf := dialPort(t, port), dialPort(t, port)
	deaf.ask(t, "PING")
	if _, err := deaf.Write(reply.AppendCommand(nil, "SUBSCRIBE", "news")); err != nil {
		t.Fatal(err)
	}
	if _, err := slow.Write(bytes.Repeat(reply.AppendCommand(nil, "GET", "big"), 2000)); err != nil { // 2 GB of replies
		t.Fatal(err)
	}
	text := strings.Repeat("x", 1<<20)
	sandboxtest.WaitFor(t, "the subscriber", func() bool {
		v, err := s.Do(context.Background(), "PUBLISH", "news", "first")
		return err == nil && v.Int == 1
	})
	// Neither of the two reads a byte until the end of the test: who waited for
	// one would wait for ever.
	for range 60 {
		if _, err := s.Do(context.Background(), "PUBLISH", "news", text); err != nil {
			t.Fatal(err)
		}
	}
	sandboxtest.WaitFor(t, "the deaf subscriber to be disconnected", func() bool {
		v, err := s.Do(context.Background(), "PUBLISH", "news", "x")
		return err == nil && v.Int == 0
	})
	if got := learner(t, s, "GET mine"); got != "" {
		t.Error(got)
	}
}

type raw struct {
	net.Conn
	in *reply.Reader
}

func dialPort(t *testing.T, port string) *raw {
	t.Helper()
	conn, err := net.Dial("tcp", "127.0.0.1:"+port)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	return &raw{conn, reply.NewReader(conn)}
}

func (r *raw) ask(t *testing.T, line string) string {
	t.Helper()
	if _, err := r.Write(reply.AppendCommand(nil, strings.Fields(line)...)); err != nil {
		t.Fatal(err)
	}
	v, err := r.in.Read()
	if err != nil {
		t.Fatal(err)
	}
	return v.Str()
}

func atoi(s string) (n int) {
	for _, c := range s {
		n = n*10 + int(c-'0')
	}
	return n
}

// TestListenState: the prompt names the port that others find, as long as they
// do, and not one that somebody else has.
func TestListenState(t *testing.T) {
	s, host, port := listening(t, sandbox.Listen{})
	bob, err := s.Another(context.Background(), "bob")
	if err != nil {
		t.Fatal(err)
	}
	if want := net.JoinHostPort(host, port); s.State().Addr != want || bob.State().Addr != want {
		t.Errorf("the addresses are %s and %s, want %s", s.State().Addr, bob.State().Addr, want)
	}
	addrs, stop, err := s.Listen(context.Background(), sandbox.Listen{Addr: "0.0.0.0:0", Password: "pw"})
	if err != nil || strings.Contains(addrs[0], "::") || strings.HasPrefix(addrs[0], "0.") {
		t.Fatalf("everywhere is %s, %v", addrs, err)
	}
	for _, addr := range addrs {
		conn, err := net.Dial("tcp", addr)
		if err != nil {
			t.Errorf("%s: %v", addr, err)
			continue
		}
		conn.Close()
	}
	if err := stop(); err != nil {
		t.Fatal(err)
	}
	if got := s.State().Addr; got != "redis sandbox" {
		t.Errorf("nothing listens, and the address is %s", got)
	}
}

// hinted is an error with advice.
type hinted interface{ Hints() []string }

// TestListenTaken says in words for people why a port cannot be had, and tries
// only those that somebody else may have.
func TestListenTaken(t *testing.T) {
	s, host, port := listening(t, sandbox.Listen{})
	for addr, want := range map[string]string{
		net.JoinHostPort(host, port): "another program listens at \"" + net.JoinHostPort(host, port) + "\" already",
		"192.0.2.1:0":                `"192.0.2.1" is no address of this machine`,
	} {
		_, _, err := s.Listen(context.Background(), sandbox.Listen{Addr: addr, Password: "pw"})
		if err == nil || !strings.HasPrefix(err.Error(), want) || strings.Contains(err.Error(), "listen tcp") {
			t.Errorf("%s: %v, want %s", addr, err, want)
		}
		var h hinted
		if !errors.As(err, &h) || len(h.Hints()) == 0 {
			t.Errorf("%s: nothing is said about what to do", addr)
		}
	}
}

// TestListenElsewhere: servers listen already, and where is said.
func TestListenElsewhere(t *testing.T) {
	o := sandboxtest.Server(t)
	for _, tt := range []struct {
		s    *sandbox.Sandbox
		want string
	}{
		{open(t, o), o.Socket},
		{open(t, sandbox.Options{Kind: sandbox.Local}), "redis-cli -s /"},
	} {
		_, _, err := tt.s.Listen(context.Background(), sandbox.Listen{})
		var h hinted
		if !errors.As(err, &h) || !strings.Contains(strings.Join(h.Hints(), " "), tt.want) {
			t.Errorf("%v, want a hint at %s", err, tt.want)
		}
	}
}

// TestUnseen: on an embedded Redis others find no trace of the tutor's looks.
func TestUnseen(t *testing.T) {
	s, _, port := listening(t, sandbox.Listen{})
	learner(t, s, "SET k v")
	m := dialPort(t, port)
	if got := m.ask(t, "MONITOR"); got != "OK" {
		t.Fatal(got)
	}
	for _, db := range []int{0, 3} {
		if _, err := s.Observe(context.Background(), db, []string{"GET", "k"}); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := s.AnswerIn(context.Background(), 3, "GET", "k"); err != nil {
		t.Fatal(err)
	}
	if got := learner(t, s, "CLIENT LIST"); strings.Count(got, "\n") != 2 {
		t.Errorf("the clients are\n%s", got)
	}
	learner(t, s, "PING")
	if v, err := m.in.Read(); err != nil || !strings.HasSuffix(v.Text, `"PING"`) {
		t.Errorf("MONITOR shows %q, %v", v.Text, err)
	}
}

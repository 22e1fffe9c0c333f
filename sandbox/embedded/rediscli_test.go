package embedded

import (
	"io"
	"net"
	"os/exec"
	"strings"
	"testing"
)

// TestRedisCLI runs redis-cli against the server: it asks for COMMAND DOCS
// before it shows help, and ends itself when it does not like the answer.
func TestRedisCLI(t *testing.T) {
	cli, err := exec.LookPath("redis-cli")
	if err != nil {
		t.Skip("no redis-cli on PATH")
	}
	s := start(t)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	go func() {
		for {
			outside, err := l.Accept()
			if err != nil {
				return
			}
			inside, err := s.Dial()
			if err != nil {
				outside.Close()
				return
			}
			go func() { _, _ = io.Copy(inside, outside); inside.Close() }()
			go func() { _, _ = io.Copy(outside, inside); outside.Close() }()
		}
	}()
	_, port, _ := net.SplitHostPort(l.Addr().String())
	for _, args := range [][]string{{"-p", port}, {"-3", "-p", port}} {
		cmd := exec.Command(cli, args...)
		cmd.Stdin = strings.NewReader("help set\nSET k v\nGET k\nCOMMAND COUNT\nHGETALL none\nFOO\n")
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Fatalf("redis-cli %q: %v\n%s", args, err, out)
		}
		for _, want := range []string{"key value", "since:", "1.0.0", "OK\nv\n", "ERR unknown command 'FOO', with args beginning with: "} {
			if !strings.Contains(string(out), want) {
				t.Errorf("redis-cli %q does not show %q:\n%s", args, want, out)
			}
		}
	}
}

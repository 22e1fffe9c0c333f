package program_test

import (
	"net"
	"os/exec"
	"strings"
	"testing"

	"redis-tutor/sandbox/sandboxtest"
)

// TestPipedConnect: lines behind "connect HOST PORT" go there, as in redis-cli,
// and stay in the database that was turned to. What can harm is refused there.
func TestPipedConnect(t *testing.T) {
	if _, err := exec.LookPath("redis-cli"); err != nil {
		t.Skip("no redis-cli on PATH")
	}
	type place struct{ socket, port string }
	serve := func() place {
		port := freePort(t)
		return place{sandboxtest.Server(t, "--port", port).Socket, port}
	}
	a, b := serve(), serve()
	lines := strings.NewReplacer("A", a.port, "B", b.port).Replace("SELECT 5\nSET k a\nconnect 127.0.0.1 B\nGET k\nSET k b\nconnect\nCONNECT localhost A\nGET k\n2 connect 127.0.0.1 B\nGET k\n")
	flush(t, b.socket)
	theirs, theirCode := runOn(t, a.socket, []string{"redis-cli", "-p", a.port}, lines)
	flush(t, b.socket)
	ours, code := runOn(t, a.socket, []string{built(t), "practice", "-p", a.port}, lines)
	if ours != theirs || code != theirCode {
		t.Errorf("printed %q and ended with %d, redis-cli %q with %d", ours, code, theirs, theirCode)
	}
	both := "HSET h f v\nconnect 127.0.0.1 " + b.port + "\nHSET h f v\nHGETALL h\n"
	flush(t, b.socket)
	if out, _ := runOn(t, a.socket, []string{built(t), "practice", "--json", "-p", a.port}, both); !strings.HasSuffix(out, "{\"f\":\"v\"}\n") {
		t.Errorf("JSON at the second server is %q", out)
	}
	for lines, want := range map[string]string{
		"PING\nconnect 127.0.0.1 " + b.port + "\nFLUSHALL\nPING\n": "PONG\n",
		"PING\nconnect 127.0.0.1 " + freePort(t) + "\nPING\n":      "PONG\n",
		"PING\nconnect 127.0.0.1 redis\nPING\n":                    "PONG\n",
	} {
		if out, code := runOn(t, a.socket, []string{built(t), "practice"}, lines); out != want || code == 0 {
			t.Errorf("%q: printed %q and ended with %d", lines, out, code)
		}
	}
}

// freePort returns a port of this machine that nobody listens at.
func freePort(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	_, port, err := net.SplitHostPort(l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	return port
}

// Package sandboxtest is the contract that every kind of sandbox keeps, as
// tests, and a private redis-server to run them on.
package sandboxtest

import (
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"redis-tutor/sandbox"
	"redis-tutor/sandbox/command"
)

// Server starts a private redis-server without persistence on a unix socket,
// gone with the test, and returns the options to reach it; args are added to
// its command line.
func Server(t testing.TB, args ...string) sandbox.Options {
	t.Helper()
	socket := Socket(t)
	ServerAt(t, socket, args...)
	return sandbox.Options{Kind: sandbox.Server, Socket: socket}
}

// Socket returns a path where a server can listen, in a folder that is gone
// with the test.
func Socket(t testing.TB) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "redis") // t.TempDir is too long for a socket
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	return filepath.Join(dir, "s")
}

// ServerAt is Server on a socket, where another one may have been before. Stop
// kills it before the test ends.
func ServerAt(t testing.TB, socket string, args ...string) (stop func()) {
	t.Helper()
	path := NeedRedis(t)
	cmd := exec.Command(path, append([]string{"--port", "0", "--unixsocket", socket, "--save", "", "--dir", filepath.Dir(socket)}, args...)...)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	stop = sync.OnceFunc(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	})
	t.Cleanup(stop)
	WaitFor(t, "redis-server to answer", func() bool {
		conn, err := net.Dial("unix", socket)
		if err == nil {
			conn.Close()
		}
		return err == nil
	})
	return stop
}

// NeedRedis returns the path of redis-server. Without one on PATH the test is
// skipped, or fails when REQUIRE_REDIS is set.
func NeedRedis(t testing.TB) string {
	t.Helper()
	path, err := exec.LookPath("redis-server")
	if err != nil {
		if os.Getenv("REQUIRE_REDIS") != "" {
			t.Fatal(err)
		}
		t.Skip("no redis-server on PATH")
	}
	return path
}

// Commands returns a function that parses the table in file when first called.
func Commands(t testing.TB, file string) func() *command.Table {
	return sync.OnceValue(func() *command.Table {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Error(err)
			return nil
		}
		table, err := command.Parse(data)
		if err != nil {
			t.Error(err)
		}
		return table
	})
}

// WaitFor waits until ok returns true, and fails the test after ten seconds.
func WaitFor(t testing.TB, what string, ok func() bool) {
	t.Helper()
	for range 10_000 {
		if ok() {
			return
		}
		time.Sleep(time.Millisecond)
	}
	t.Fatalf("waited in vain for %s", what)
}

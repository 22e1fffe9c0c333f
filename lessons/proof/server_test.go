package proof

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"redis-tutor/lessons"
	"redis-tutor/lessons/websession/serve"
	"redis-tutor/repl/browse"
	"redis-tutor/sandbox"
	"redis-tutor/sandbox/command"
	"redis-tutor/sandbox/sandboxtest"
)

// table reads the command reference of the project.
func table(t testing.TB) *command.Table {
	t.Helper()
	return sandboxtest.Commands(t, "../../content/commands.txt")()
}

// embedded opens sandboxes inside the process.
func embedded(commands *command.Table) func() (Sandbox, func(), error) {
	return func() (Sandbox, func(), error) {
		box, err := sandbox.NewEmbedded(func() *command.Table { return commands })
		if err != nil {
			return nil, nil, err
		}
		return withWeb(box, func() { box.Close() })
	}
}

// withWeb gives a sandbox an app and browsers.
func withWeb(box *sandbox.Sandbox, done func()) (Sandbox, func(), error) {
	web := &browse.Web{Start: func(ctx context.Context, o serve.Options) (*serve.App, error) {
		return serve.Start(ctx, box, o)
	}}
	return struct {
		*sandbox.Sandbox
		*browse.Web
	}{box, web}, func() { web.Stop(); done() }, nil
}

// scratch opens the same for foreseeing mistakes.
func scratch(commands *command.Table) func() (lessons.Redis, func(), error) {
	return func() (lessons.Redis, func(), error) { return embedded(commands)() }
}

// realServer starts a redis-server of its own for every sandbox.
func realServer(t *testing.T) func() (Sandbox, func(), error) {
	t.Helper()
	program, err := exec.LookPath("redis-server")
	if err != nil {
		if os.Getenv("REQUIRE_REDIS") != "" {
			t.Fatal("REQUIRE_REDIS is set and there is no redis-server on PATH")
		}
		t.Skip("no redis-server on PATH")
	}
	return func() (Sandbox, func(), error) {
		dir, err := os.MkdirTemp("", "proof")
		if err != nil {
			return nil, nil, err
		}
		socket := filepath.Join(dir, "s")
		server := exec.Command(program, "--port", "0", "--unixsocket", socket, "--save", "", "--dir", dir)
		if err := server.Start(); err != nil {
			return nil, nil, err
		}
		stop := func() {
			server.Process.Kill()
			server.Wait()
			os.RemoveAll(dir)
		}
		box, err := dial(socket)
		if err != nil {
			stop()
			return nil, nil, err
		}
		return withWeb(box, func() { box.Close(); stop() })
	}
}

// dial tries until the server listens.
func dial(socket string) (*sandbox.Sandbox, error) {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	for {
		box, err := sandbox.Open(ctx, sandbox.Options{Kind: sandbox.Server, Socket: socket})
		if err == nil {
			if _, err = box.Do(ctx, "PING"); err == nil {
				return box, nil
			}
			box.Close()
		}
		select {
		case <-ctx.Done():
			return nil, err
		case <-time.After(2 * time.Millisecond):
		}
	}
}

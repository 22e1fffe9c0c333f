//go:build unix

package sandbox

import (
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"
)

// sleeper starts a process that ends only when somebody ends it.
func sleeper(t *testing.T) *exec.Cmd {
	t.Helper()
	cmd := exec.Command("sleep", "600")
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill() })
	return cmd
}

// guarded starts a guard of a folder that has a file in it.
func guarded(t *testing.T) (*guard, string) {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "folder")
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "log"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	g, err := startGuard(dir)
	if err != nil {
		t.Fatal(err)
	}
	return g, dir
}

// TestGuardEnds: when we are gone the guard alone ends the server and removes
// its folder. It is all there is where the kernel does not do that.
func TestGuardEnds(t *testing.T) {
	server := sleeper(t)
	g, dir := guarded(t)
	g.watch(server.Process.Pid)
	g.pipe.Close() // which our end does
	if err := g.shell.Wait(); err != nil {
		t.Errorf("the guard: %v", err)
	}
	if _, err := os.Stat(dir); !os.IsNotExist(err) {
		t.Errorf("the folder: %v", err)
	}
	ended := make(chan struct{})
	go func() {
		_ = server.Wait()
		close(ended)
	}()
	select {
	case <-ended:
	case <-time.After(10 * time.Second):
		t.Error("the server goes on")
	}
}

// TestGuardDismissed: a guard that is sent away ends nobody.
func TestGuardDismissed(t *testing.T) {
	server := sleeper(t)
	g, dir := guarded(t)
	g.watch(server.Process.Pid)
	g.dismiss()
	if err := server.Process.Signal(syscall.Signal(0)); err != nil {
		t.Errorf("the process: %v", err)
	}
	if _, err := os.Stat(dir); err != nil {
		t.Errorf("the folder: %v", err)
	}
}

// TestGuardWithoutServer: the folder goes where no server was started.
func TestGuardWithoutServer(t *testing.T) {
	g, dir := guarded(t)
	g.pipe.Close()
	if err := g.shell.Wait(); err != nil {
		t.Errorf("the guard: %v", err)
	}
	if _, err := os.Stat(dir); !os.IsNotExist(err) {
		t.Errorf("the folder: %v", err)
	}
}

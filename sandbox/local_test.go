//go:build unix

package sandbox_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"redis-tutor/sandbox"
	"redis-tutor/sandbox/sandboxtest"
)

func TestLocal(t *testing.T) {
	sandboxtest.NeedRedis(t)
	t.Parallel()
	sandboxtest.Run(t, func(t *testing.T) *sandbox.Sandbox {
		return open(t, sandbox.Options{Kind: sandbox.Local})
	}, sandboxtest.Caps{})
}

// config asks a server for one of its settings.
func config(t *testing.T, s *sandbox.Sandbox, name string) string {
	t.Helper()
	v, err := s.Do(context.Background(), "CONFIG", "GET", name)
	if err != nil || len(v.Items) != 2 {
		t.Fatalf("CONFIG GET %s: %v, %v", name, v, err)
	}
	return v.Items[1].Text
}

// pidOf returns the process id of a sandbox's server.
func pidOf(t *testing.T, s *sandbox.Sandbox) int {
	t.Helper()
	v, err := s.Do(context.Background(), "INFO", "server")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(v.Text, "process_id:")
	pid, err := strconv.Atoi(strings.TrimSpace(strings.SplitN(rest, "\n", 2)[0]))
	if err != nil {
		t.Fatal(err)
	}
	return pid
}

func TestLocalIsPrivate(t *testing.T) {
	sandboxtest.NeedRedis(t)
	s := open(t, sandbox.Options{Kind: sandbox.Local})
	for name, want := range map[string]string{
		"port": "0", "save": "", "appendonly": "no", "maxmemory": "268435456",
		"maxmemory-policy": "noeviction", "unixsocketperm": "700",
	} {
		if got := config(t, s, name); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	dir := config(t, s, "dir")
	info, err := os.Stat(dir)
	if err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("the folder's mode: %v, %v", info.Mode(), err)
	}
	pid := pidOf(t, s)
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	wantGone(t, pid, dir)
}

// TestLocalDurable: where it is told to, the server writes each change to the
// disk, and leaves nothing else behind.
func TestLocalDurable(t *testing.T) {
	sandboxtest.NeedRedis(t)
	kept := t.TempDir()
	s := open(t, sandbox.Options{Kind: sandbox.Local, Durable: kept})
	for name, want := range map[string]string{"appendonly": "yes", "appendfsync": "always", "port": "0", "dir": kept} {
		if got := config(t, s, name); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	own := filepath.Dir(config(t, s, "unixsocket"))
	if v, err := s.Do(t.Context(), "SET", "k", "written-down"); err != nil || v.IsError() {
		t.Fatal(v, err)
	}
	pid := pidOf(t, s)
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	wantGone(t, pid, own)
	found := false
	err := filepath.WalkDir(kept, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := os.ReadFile(path)
		found = found || strings.Contains(string(text), "written-down")
		return err
	})
	if err != nil || !found {
		t.Errorf("what was written is not on the disk: %v", err)
	}
}

// TestLocalServerEnds lets the server end by itself: Close has nothing to do.
func TestLocalServerEnds(t *testing.T) {
	sandboxtest.NeedRedis(t)
	s := open(t, sandbox.Options{Kind: sandbox.Local})
	dir, pid := config(t, s, "dir"), pidOf(t, s)
	if _, err := s.Do(context.Background(), "SHUTDOWN"); err == nil {
		t.Error("SHUTDOWN has a reply")
	}
	wantGone(t, pid, dir)
	if err := s.Close(); err != nil {
		t.Errorf("Close: %v", err)
	}
}

// wantGone waits until there is neither the process nor the folder.
func wantGone(t *testing.T, pid int, dir string) {
	t.Helper()
	sandboxtest.WaitFor(t, "the server to end", func() bool { return syscall.Kill(pid, 0) != nil })
	sandboxtest.WaitFor(t, "the folder to go", func() bool {
		_, err := os.Stat(dir)
		return os.IsNotExist(err)
	})
}

// victim is set in the process that the tests below end.
const victim = "REDIS_TUTOR_TEST_VICTIM"

// TestVictim is that process: it opens a sandbox, says where it is, and waits.
func TestVictim(t *testing.T) {
	if os.Getenv(victim) == "" {
		t.Skip("only run by TestLocalOutlivesNobody")
	}
	s, err := sandbox.Open(context.Background(), sandbox.Options{Kind: sandbox.Local})
	if err != nil {
		t.Fatal(err)
	}
	fmt.Printf("at %d %s\n", pidOf(t, s), config(t, s, "dir"))
	time.Sleep(time.Minute)
}

// TestLocalOutlivesNobody ends a process with a local sandbox by signals that
// leave it no last words.
func TestLocalOutlivesNobody(t *testing.T) {
	sandboxtest.NeedRedis(t)
	t.Parallel()
	for _, sig := range []syscall.Signal{syscall.SIGKILL, syscall.SIGABRT} {
		t.Run(sig.String(), func(t *testing.T) {
			t.Parallel()
			cmd := exec.Command(os.Args[0], "-test.run=^TestVictim$")
			cmd.Env = append(os.Environ(), victim+"=1", "TMPDIR="+os.TempDir())
			out, err := cmd.StdoutPipe()
			if err != nil {
				t.Fatal(err)
			}
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			line, err := bufio.NewReader(out).ReadString('\n')
			var pid int
			var dir string
			if _, scanErr := fmt.Sscanf(line, "at %d %s\n", &pid, &dir); err != nil || scanErr != nil {
				t.Fatalf("the victim says %q: %v", line, err)
			}
			if err := cmd.Process.Signal(sig); err != nil {
				t.Fatal(err)
			}
			_ = cmd.Wait()
			wantGone(t, pid, dir)
		})
	}
}

// TestLocalTouchesNobody starts a local sandbox beside a server.
func TestLocalTouchesNobody(t *testing.T) {
	other := open(t, sandboxtest.Server(t))
	if _, err := other.Do(context.Background(), "SET", "k", "theirs"); err != nil {
		t.Fatal(err)
	}
	s := open(t, sandbox.Options{Kind: sandbox.Local})
	if v, err := s.Do(context.Background(), "FLUSHALL"); err != nil || !v.IsOK() {
		t.Fatal(v, err)
	}
	s.Close()
	if v, err := other.Do(context.Background(), "GET", "k"); err != nil || v.Text != "theirs" {
		t.Errorf("the other server's key: %v, %v", v, err)
	}
}

func TestLocalWithoutServer(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	_, err := sandbox.Open(context.Background(), sandbox.Options{Kind: sandbox.Local})
	if err == nil || err.Error() != "there is no redis-server or valkey-server on PATH" {
		t.Fatalf("without a server: %v", err)
	}
	if h, ok := err.(hinted); !ok || len(h.Hints()) < 2 {
		t.Error("nothing is said about how to install one")
	}
}

// TestLocalStartFails puts a program in the server's place that ends as
// servers do, and wants its own words for the reason, and nothing left.
func TestLocalStartFails(t *testing.T) {
	tests := []struct{ name, script, want string }{
		{"warning", `echo '12:M 23 Nov 2026 10:00:00.000 # Failed listening on port 0, aborting.'; exit 1`,
			"redis-server did not start: Failed listening on port 0, aborting."},
		{"configuration", `printf '*** FATAL CONFIG FILE ERROR (Redis 5.0.0) ***\n>>> '\''save'\''\nBad directive\n' >&2; exit 1`,
			"redis-server did not start: 'save': Bad directive"},
		{"silent", `exit 1`, "redis-server did not start: it ended without a word"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			bin, tmp := t.TempDir(), shortTemp(t)
			script := "#!/bin/sh\n" + tt.script + "\n"
			if err := os.WriteFile(filepath.Join(bin, "redis-server"), []byte(script), 0o700); err != nil {
				t.Fatal(err)
			}
			t.Setenv("PATH", bin+":/usr/bin:/bin")
			t.Setenv("TMPDIR", tmp)
			_, err := sandbox.Open(context.Background(), sandbox.Options{Kind: sandbox.Local})
			if err == nil || err.Error() != tt.want {
				t.Errorf("%v, want %s", err, tt.want)
			}
			if left, _ := filepath.Glob(filepath.Join(tmp, "*")); len(left) > 0 {
				t.Errorf("left behind: %v", left)
			}
		})
	}
}

func shortTemp(t *testing.T) string {
	dir, err := os.MkdirTemp("/tmp", "t")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	return dir
}

// TestLocalLongTemp names a temporary folder that is too long for a socket.
func TestLocalLongTemp(t *testing.T) {
	sandboxtest.NeedRedis(t)
	long := filepath.Join(shortTemp(t), strings.Repeat("long", 30))
	if err := os.Mkdir(long, 0o700); err != nil {
		t.Fatal(err)
	}
	t.Setenv("TMPDIR", long)
	s := open(t, sandbox.Options{Kind: sandbox.Local})
	if dir := config(t, s, "dir"); strings.HasPrefix(dir, long) {
		t.Errorf("the folder is %s", dir)
	}
	if left, _ := filepath.Glob(filepath.Join(long, "*")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

// TestLocalInterrupted stops waiting for a server that never answers.
func TestLocalInterrupted(t *testing.T) {
	bin, tmp := t.TempDir(), shortTemp(t)
	if err := os.WriteFile(filepath.Join(bin, "redis-server"), []byte("#!/bin/sh\nexec sleep 60\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", bin+":/usr/bin:/bin")
	t.Setenv("TMPDIR", tmp)
	ctx, cancel := context.WithTimeout(context.Background(), 50*time.Millisecond)
	defer cancel()
	if _, err := sandbox.Open(ctx, sandbox.Options{Kind: sandbox.Local}); err == nil {
		t.Error("opened")
	}
	if left, _ := filepath.Glob(filepath.Join(tmp, "*")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

// TestLocalShutDown: after SHUTDOWN a private server is gone, and every
// command says so.
func TestLocalShutDown(t *testing.T) {
	sandboxtest.NeedRedis(t)
	s := open(t, sandbox.Options{Kind: sandbox.Local})
	for _, command := range []string{"SHUTDOWN", "PING"} {
		_, err := s.Do(context.Background(), command)
		var h hinted
		if err == nil || err.Error() != "the private Redis server has ended, and its keys with it" || !errors.As(err, &h) {
			t.Errorf("%s: %v", command, err)
		}
	}
}

// TestLocalSleeps: DEBUG SLEEP, the way to see a slow command, is allowed.
func TestLocalSleeps(t *testing.T) {
	sandboxtest.NeedRedis(t)
	says(t, open(t, sandbox.Options{Kind: sandbox.Local}).Do, "DEBUG SLEEP 0.001", "OK")
}

// TestLocalOld: a server that does not know the option for that starts too.
func TestLocalOld(t *testing.T) {
	path := sandboxtest.NeedRedis(t)
	bin := t.TempDir()
	script := "#!/bin/sh\ncase \"$*\" in *enable-debug-command*)\n" +
		"printf '*** FATAL CONFIG FILE ERROR ***\\n>>> '\\''enable-debug-command \"yes\"'\\''\\nBad directive\\n'; exit 1;; esac\nexec " + path + " \"$@\"\n"
	if err := os.WriteFile(filepath.Join(bin, "redis-server"), []byte(script), 0o700); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", bin+":/usr/bin:/bin")
	says(t, open(t, sandbox.Options{Kind: sandbox.Local}).Do, "PING", "PONG")
}

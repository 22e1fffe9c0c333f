package sandbox

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"time"
)

const (
	// maxSocketPath is one less than the shortest sun_path of the systems
	// that Redis runs on (104 bytes, BSD and macOS).
	maxSocketPath = 103

	startTimeout = 10 * time.Second
)

// local is a Redis server that runs for this process alone, in a folder of
// its own.
//
// It ends with us, however we end: Close ends it, and a guard (a shell that
// holds the reading end of a pipe from us) ends it and removes the folder
// when that pipe closes, which it does even on SIGKILL. On Linux the kernel
// ends the server as well, should somebody have killed the guard. Both run in
// sessions of their own: Ctrl-C and a terminal that hangs up do not reach
// them. What neither survives is a machine that loses power; then the folder
// stays, without data in it.
type local struct {
	dir    string
	server *exec.Cmd
	guard  *guard
	ended  chan struct{} // closed when the server has ended
}

// advised is an error with advice for the user.
type advised struct {
	error
	hints []string
}

func (e *advised) Unwrap() error { return e.error }

// Hints returns what the user may do about the error, one sentence each.
func (e *advised) Hints() []string { return e.hints }

// startLocal starts a server and waits until it answers. Where a folder is
// named, it writes each change to a file there before it replies.
func startLocal(ctx context.Context, durable string) (*local, error) {
	if !localPossible {
		return nil, &advised{errors.New("a private Redis server needs Linux, macOS or another Unix"),
			[]string{"in WSL it works as on Linux; without --local the built-in Redis is used"}}
	}
	path, err := findServer()
	if err != nil {
		return nil, err
	}
	if durable != "" {
		return launchLocal(ctx, path, "--dir", durable, "--appendonly", "yes", "--appendfsync", "always")
	}
	l, err := launchLocal(ctx, path, debugOption, "yes")
	if err != nil && strings.Contains(err.Error(), strings.TrimLeft(debugOption, "-")) {
		return launchLocal(ctx, path)
	}
	return l, err
}

// launchLocal starts a server with more options than it needs.
func launchLocal(ctx context.Context, path string, more ...string) (l *local, err error) {
	l = &local{ended: make(chan struct{})}
	if l.dir, err = privateFolder(); err != nil {
		return nil, err
	}
	if l.guard, err = startGuard(l.dir); err != nil {
		os.RemoveAll(l.dir)
		return nil, fmt.Errorf("the private Redis server could not be guarded: %w", err)
	}
	if err := l.start(path, more); err != nil {
		l.tidy()
		return nil, fmt.Errorf("%s could not be started: %w", path, err)
	}
	if err := l.await(ctx); err != nil {
		l.Close()
		return nil, err
	}
	return l, nil
}

// findServer looks for a server program on PATH.
func findServer() (string, error) {
	for _, name := range []string{"redis-server", "valkey-server"} {
		if path, err := exec.LookPath(name); err == nil {
			return filepath.Abs(path)
		}
	}
	return "", &advised{errors.New("there is no redis-server or valkey-server on PATH"), howToInstall(runtime.GOOS)}
}

// howToInstall says how a server gets on PATH, on a system as Go names it.
func howToInstall(system string) []string {
	hints := []string{"without --local the built-in Redis is used, which needs nothing installed"}
	switch system {
	case "darwin":
		return append([]string{"brew install redis, or: brew install valkey"}, hints...)
	case "freebsd", "openbsd", "netbsd", "dragonfly":
		return append([]string{"pkg install redis (FreeBSD), pkg_add redis (OpenBSD), pkgin install redis (NetBSD)"}, hints...)
	}
	return append([]string{
		"Debian, Ubuntu: sudo apt install redis-server",
		"Fedora: sudo dnf install valkey; Arch: sudo pacman -S valkey; Alpine: sudo apk add redis",
	}, hints...)
}

// privateFolder makes a folder that only this user may enter. A socket's path
// must be short, which temporary folders are not everywhere.
func privateFolder() (string, error) {
	var dir string
	var err error
	for _, parent := range []string{os.TempDir(), "/tmp"} {
		dir, err = os.MkdirTemp(parent, "redis-tutor-") // with mode 0700
		if err != nil {
			continue
		}
		if len(socketIn(dir)) <= maxSocketPath {
			return dir, nil
		}
		os.Remove(dir)
		err = fmt.Errorf("the path of the temporary folder %s is too long for a socket", parent)
	}
	return "", &advised{err, []string{"TMPDIR=/tmp names a shorter one"}}
}

func socketIn(dir string) string { return filepath.Join(dir, "s") }
func logIn(dir string) string    { return filepath.Join(dir, "log") }

// debugOption lets DEBUG be used, so that a learner can see a slow command
// (DEBUG SLEEP). Servers before 7.0 do not know it, and need none.
const debugOption = "--enable-debug-command"

// localArgs are the server's whole configuration: it reads no file. Of itself
// it fills neither disk nor memory; who says SAVE or CONFIG SET maxmemory 0
// there wants to.
func localArgs(dir string) []string {
	return []string{
		"--port", "0",
		"--unixsocket", socketIn(dir),
		"--unixsocketperm", "700",
		"--dir", dir,
		"--daemonize", "no",
		"--save", "",
		"--appendonly", "no",
		"--maxmemory", "256mb",
		"--maxmemory-policy", "noeviction",
		"--loglevel", "notice",
	}
}

// start runs the server. The goroutine that starts it holds its thread until
// the server has ended: where the kernel ends a child with its parent, it is
// the parent's thread that counts (prctl(2), PR_SET_PDEATHSIG).
func (l *local) start(path string, more []string) error {
	log, err := os.OpenFile(logIn(l.dir), os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o600)
	if err != nil {
		return err
	}
	defer log.Close()
	l.server = exec.Command(path, append(localArgs(l.dir), more...)...)
	l.server.Dir, l.server.Stdout, l.server.Stderr = l.dir, log, log
	l.server.SysProcAttr = apart(true)
	started := make(chan error)
	go func() {
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		err := l.server.Start()
		started <- err
		if err == nil {
			l.server.Wait() // how it ended stands in the log
			l.tidy()
		}
		close(l.ended)
	}()
	if err := <-started; err != nil {
		return err
	}
	l.guard.watch(l.server.Process.Pid)
	return nil
}

// await waits until the server answers on its socket.
func (l *local) await(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, startTimeout)
	defer cancel()
	tick := time.NewTicker(2 * time.Millisecond)
	defer tick.Stop()
	var dialer net.Dialer
	for {
		if conn, err := dialer.DialContext(ctx, "unix", socketIn(l.dir)); err == nil {
			return conn.Close()
		}
		select {
		case <-l.ended:
			return l.failure(l.guard.log)
		case <-ctx.Done():
			if errors.Is(ctx.Err(), context.Canceled) {
				return ctx.Err()
			}
			return l.failure(fmt.Sprintf("no answer within %s", startTimeout))
		case <-tick.C:
		}
	}
}

// failure says why the server did not come up.
func (l *local) failure(log string) error {
	return &advised{fmt.Errorf("%s did not start: %s", filepath.Base(l.server.Path), reason(log)),
		[]string{"without --local the built-in Redis is used"}}
}

// reason finds in a server's log why it ended: its last warning, what it says
// about its configuration, or else the last line.
func reason(log string) string {
	lines := strings.Split(strings.TrimSpace(log), "\n")
	for i := len(lines) - 1; i >= 0; i-- {
		if _, warning, found := strings.Cut(lines[i], " # "); found {
			return warning
		}
		if rest, found := strings.CutPrefix(lines[i], ">>> "); found {
			return rest + ": " + strings.Join(lines[i+1:], " ")
		}
	}
	if last := strings.TrimSpace(lines[len(lines)-1]); last != "" {
		return last
	}
	return "it ended without a word"
}

// tidy removes what a server that has ended leaves behind, and lets the guard
// go. The log's text is kept: it may have to be told.
func (l *local) tidy() {
	if text, err := os.ReadFile(logIn(l.dir)); err == nil {
		l.guard.log = string(text)
	}
	os.RemoveAll(l.dir)
	l.guard.dismiss()
}

// over reports whether the server has ended: by SHUTDOWN, or somebody killed
// it. Its socket is deaf before its process is gone.
func (l *local) over() bool {
	select {
	case <-l.ended:
		return true
	default:
	}
	conn, err := net.Dial("unix", socketIn(l.dir))
	if err == nil {
		conn.Close()
	}
	return err != nil
}

func errLocalEnded() error {
	return &advised{errors.New("the private Redis server has ended, and its keys with it"),
		[]string{"leave with quit; --local starts a new, empty one"}}
}

// Close ends the server and removes its folder. There is nothing to save, so
// it is not asked.
func (l *local) Close() error {
	err := l.server.Process.Kill()
	<-l.ended
	if errors.Is(err, os.ErrProcessDone) {
		return nil
	}
	return err
}

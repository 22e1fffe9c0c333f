package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/creack/pty"
	"github.com/rogpeppe/go-internal/testscript"
	"golang.org/x/term"

	"redis-tutor/content"
	"redis-tutor/repl/program"
	"redis-tutor/repl/terminal/terminaltest"
	"redis-tutor/sandbox/reply"
)

var update = flag.Bool("update", false, "rewrite the expected output in testdata/script")

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"redis-tutor": main, "faulty-tutor": faulty})
}

// TestScript runs the scripts of testdata/script on the built program. A
// script's name begins with what it is about.
func TestScript(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		UpdateScripts:       *update,
		Setup: func(e *testscript.Env) error {
			home := filepath.Join(e.WorkDir, "home")
			e.Setenv("HOME", home)
			e.Setenv("XDG_STATE_HOME", filepath.Join(home, "state"))
			e.Setenv("XDG_CONFIG_HOME", filepath.Join(home, "config"))
			e.Setenv("LANG", "C.UTF-8")
			e.Setenv("TERM", "xterm")
			return os.MkdirAll(home, 0o700)
		},
		Condition: condition,
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"freeport": freePort,
			"redis":    startRedis,
			"terminal": runTerminal,
			"visit":    visitApp,
		},
	})
}

// condition answers [redis]: whether a redis-server and redis-cli are on
// PATH. With REQUIRE_REDIS there is no question, and scripts fail without.
func condition(name string) (bool, error) {
	if name != "redis" {
		return false, fmt.Errorf("unknown condition %q", name)
	}
	if os.Getenv("REQUIRE_REDIS") != "" {
		return true, nil
	}
	for _, program := range []string{"redis-server", "redis-cli"} {
		if _, err := exec.LookPath(program); err != nil {
			return false, nil
		}
	}
	return true, nil
}

// startRedis is the script command "redis": it starts a private redis-server
// that ends with the script, and puts its socket into $REDIS_SOCKET.
func startRedis(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) > 0 {
		ts.Fatalf("usage: redis")
	}
	server, err := exec.LookPath("redis-server")
	ts.Check(err)
	// A unix socket's path must be short, so it cannot lie in the work folder.
	dir, err := os.MkdirTemp("", "redis")
	ts.Check(err)
	socket := filepath.Join(dir, "s")
	cmd := exec.Command(server, "--port", "0", "--unixsocket", socket, "--save", "", "--dir", dir)
	ts.Check(cmd.Start())
	ts.Defer(func() {
		cmd.Process.Kill()
		cmd.Wait()
		os.RemoveAll(dir)
	})
	for range 500 {
		if _, err := os.Stat(socket); err == nil {
			ts.Setenv("REDIS_SOCKET", socket)
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	ts.Fatalf("redis-server did not come up")
}

// freePort is the script command "freeport": it puts a port of this machine on
// which nothing listens into $PORT.
func freePort(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) > 0 {
		ts.Fatalf("usage: freeport")
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	ts.Check(err)
	defer l.Close()
	_, port, err := net.SplitHostPort(l.Addr().String())
	ts.Check(err)
	ts.Setenv("PORT", port)
}

// visitApp is the script command "visit [NAME]": a browser loads the first page
// of the app at $PORT, once it is there, logs in under a name if one is given,
// and leaves the last answer, status and page, in the file "page".
func visitApp(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) > 1 {
		ts.Fatalf("usage: visit [NAME]")
	}
	jar, err := cookiejar.New(nil)
	ts.Check(err)
	client := http.Client{Jar: jar, Timeout: 10 * time.Second}
	at := "http://127.0.0.1:" + ts.Getenv("PORT") + "/"
	res, err := client.Get(at)
	for tries := 0; err != nil && tries < 1000; tries++ {
		time.Sleep(10 * time.Millisecond)
		res, err = client.Get(at)
	}
	ts.Check(err)
	if len(args) == 1 {
		res.Body.Close()
		res, err = client.PostForm(at+"login", url.Values{"name": args})
		ts.Check(err)
	}
	defer res.Body.Close()
	page, err := io.ReadAll(res.Body)
	ts.Check(err)
	var b strings.Builder
	b.WriteString(res.Status + "\n")
	b.Write(page)
	ts.Check(os.WriteFile(ts.MkAbs("page"), []byte(b.String()), 0o600))
}

// faulty is redis-tutor with a fault: at the command PANIC it panics.
func faulty() {
	commands := sync.OnceValue(table)
	open := opener(commands)
	os.Exit(program.Main(context.Background(), os.Args[1:], program.Streams{In: os.Stdin, Out: os.Stdout, Err: os.Stderr}, program.House{
		Env: os.Getenv, State: os.Getenv("HOME"), Config: os.Getenv("HOME"), Course: content.Course(), Commands: commands,
		Open: func(ctx context.Context, t program.Target) (program.Redis, error) {
			box, err := open(ctx, t)
			return faultyRedis{box}, err
		},
	}))
}

type faultyRedis struct{ program.Redis }

func (f faultyRedis) Do(ctx context.Context, args ...string) (reply.Value, error) {
	if args[0] == "PANIC" {
		panic("on purpose")
	}
	return f.Redis.Do(ctx, args...)
}

// runTerminal is the script command "terminal FILE COMMAND...": it runs the
// command in a pseudo-terminal of 80 columns and types the lines of FILE,
// each when the prompt waits for it. Then it types Ctrl-D, unless the command has
// ended, waits for the end, and leaves what was on the screen, without escapes,
// in the file "screen". With "!" the command must fail. However it ends, the
// terminal must be as it was.
func runTerminal(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) < 2 {
		ts.Fatalf("usage: terminal FILE COMMAND...")
	}
	lines := strings.Split(strings.TrimSuffix(ts.ReadFile(args[0]), "\n"), "\n")
	tty, own := openTerminal(ts)
	found, err := term.GetState(int(own.Fd()))
	ts.Check(err)
	cmd := commandAt(ts, own, args[1:])
	ts.Check(cmd.Start())
	seen := terminaltest.Watch(tty)
	for _, line := range lines {
		if !seen.Prompt() {
			ts.Fatalf("no prompt before %q; on the screen:\n%s", line, seen.Text())
		}
		fmt.Fprintf(tty, "%s\r", line)
	}
	err = hangUp(cmd, tty, seen)
	left, stateErr := term.GetState(int(own.Fd()))
	own.Close()
	seen.Wait()
	ts.Check(os.WriteFile(ts.MkAbs("screen"), []byte(seen.Text()), 0o600))
	if neg != (err != nil) {
		ts.Fatalf("ended with %v; on the screen:\n%s", err, seen.Text())
	}
	if stateErr != nil || !reflect.DeepEqual(left, found) || len(seen.LeftOn()) > 0 {
		ts.Fatalf("the terminal is not as it was: %v, %v", stateErr, seen.LeftOn())
	}
}

// commandAt returns a command that has a terminal for its standard streams,
// and of the script's environment what the program heeds.
func commandAt(ts *testscript.TestScript, own *os.File, args []string) *exec.Cmd {
	path, err := exec.LookPath(args[0])
	ts.Check(err)
	cmd := exec.Command(path, args[1:]...)
	cmd.Dir = ts.MkAbs(".")
	for _, name := range []string{"HOME", "PATH", "XDG_STATE_HOME", "XDG_CONFIG_HOME", "REDISCLI_HISTFILE", "LANG", "TERM", "NO_COLOR", "REDIS_SOCKET"} {
		cmd.Env = append(cmd.Env, name+"="+ts.Getenv(name))
	}
	cmd.Stdin, cmd.Stdout, cmd.Stderr = own, own, own
	return cmd
}

// hangUp types Ctrl-D when the prompt waits once more, unless the command ends
// before, and returns how it ended.
func hangUp(cmd *exec.Cmd, tty io.Writer, seen *terminaltest.Transcript) error {
	ended, asked := make(chan error, 1), make(chan struct{})
	go func() { ended <- cmd.Wait() }()
	go func() { seen.Prompt(); close(asked) }()
	select {
	case <-asked:
		tty.Write([]byte{4})
		return <-ended
	case err := <-ended:
		return err
	}
}

// openTerminal opens both ends of a pseudo-terminal of 80 columns, until the
// script ends: the person's, and the program's own.
func openTerminal(ts *testscript.TestScript) (tty, own *os.File) {
	tty, own, err := pty.Open()
	ts.Check(err)
	ts.Defer(func() { tty.Close(); own.Close() })
	ts.Check(pty.Setsize(tty, &pty.Winsize{Rows: 24, Cols: 80}))
	return tty, own
}

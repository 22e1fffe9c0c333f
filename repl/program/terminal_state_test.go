//go:build linux

package program_test

import (
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/creack/pty"
	"golang.org/x/sys/unix"

	"redis-tutor/repl/terminal/terminaltest"
)

// A teletype is a terminal that outlives the programs in it.
type teletype struct {
	*testing.T
	master, slave *os.File
	home          string
	seen          *terminaltest.Transcript
}

func newTeletype(t *testing.T) *teletype {
	t.Helper()
	master, slave, err := pty.Open()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { master.Close(); slave.Close() })
	if err := pty.Setsize(master, &pty.Winsize{Rows: 24, Cols: 80}); err != nil {
		t.Fatal(err)
	}
	return &teletype{t, master, slave, t.TempDir(), terminaltest.Watch(master)}
}

// start runs the program in the terminal. What change leaves of its streams is
// the terminal.
func (tt *teletype) start(change func(*exec.Cmd), args ...string) *exec.Cmd {
	tt.Helper()
	cmd := exec.Command(built(tt), args...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = tt.slave, tt.slave, tt.slave
	cmd.Env = []string{"HOME=" + tt.home, "XDG_STATE_HOME=" + tt.home, "PATH=" + os.Getenv("PATH"), "LANG=C.UTF-8", "TERM=xterm"}
	if change != nil {
		change(cmd)
	}
	if err := cmd.Start(); err != nil {
		tt.Fatal(err)
	}
	tt.Cleanup(func() { _ = cmd.Process.Kill() })
	return cmd
}

func (tt *teletype) prompt() {
	tt.Helper()
	if !tt.seen.Prompt() {
		tt.Fatalf("no prompt on\n%s", tt.seen.Text())
	}
}

func (tt *teletype) see(text string) {
	tt.Helper()
	for range 1000 {
		if strings.Contains(tt.seen.Text(), text) {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	tt.Fatalf("%q is not on\n%s", text, tt.seen.Text())
}

func (tt *teletype) press(keys string) { io.WriteString(tt.master, keys) }

// end waits for the end of a program, and returns its exit code.
func (tt *teletype) end(cmd *exec.Cmd) int {
	tt.Helper()
	ended := make(chan struct{})
	go func() { _ = cmd.Wait(); close(ended) }()
	select {
	case <-ended:
	case <-time.After(20 * time.Second):
		tt.Fatalf("the program does not end; on the screen:\n%s", tt.seen.Text())
	}
	return cmd.ProcessState.ExitCode()
}

func (tt *teletype) modes() unix.Termios {
	tt.Helper()
	m, err := unix.IoctlGetTermios(int(tt.slave.Fd()), unix.TCGETS)
	if err != nil {
		tt.Fatal(err)
	}
	return *m
}

// clean wants the terminal as a program found it: its modes, pastes without
// brackets, the cursor to be seen.
func (tt *teletype) clean(found unix.Termios) {
	tt.Helper()
	if now := tt.modes(); now != found {
		tt.Errorf("the modes were %+v, and are %+v", found, now)
	}
	for _, what := range tt.seen.LeftOn() {
		tt.Error(what)
	}
}

// TestTerminalIsGivenBack: however the program ends, but for SIGKILL, the
// terminal is as it was before.
func TestTerminalIsGivenBack(t *testing.T) {
	send := func(s syscall.Signal) func(*teletype, *exec.Cmd) {
		return func(_ *teletype, cmd *exec.Cmd) { _ = cmd.Process.Signal(s) }
	}
	for _, way := range []struct {
		name, keys, shown string
		leave             func(*teletype, *exec.Cmd)
		code              int
	}{
		{"quit", "quit\r", "", nil, 0},
		{"Ctrl-D", "\x04", "", nil, 0},
		{"SIGTERM at the prompt", "SET k", "SET k", send(syscall.SIGTERM), 143},
		{"SIGHUP at the prompt", "SET k", "SET k", send(syscall.SIGHUP), 143},
		{"SIGQUIT at the prompt", "SET k", "SET k", send(syscall.SIGQUIT), 143},
		{"SIGTERM in the middle of a text", "SET k \"a\rb", "...> b", send(syscall.SIGTERM), 143},
		{"SIGTERM in a list of Tab's", "HGET\t", "HGETALL", send(syscall.SIGTERM), 143},
		{"SIGTERM while the history is searched", "\x12x", "search: x", send(syscall.SIGTERM), 143},
		{"SIGTERM while a command waits", "BLPOP q 0\r", "BLPOP q 0\n", send(syscall.SIGTERM), 143},
		{"SIGHUP in a script without an end", "EVAL \"while true do end\" 0\r", "0\n", send(syscall.SIGHUP), 143},
		{"SIGTERM while it listens", "SUBSCRIBE c\r", "3) (integer) 1", send(syscall.SIGTERM), 143},
		{"SIGTERM at a question", "FLUSHALL\r", "FLUSHALL\n", send(syscall.SIGTERM), 143},
	} {
		t.Run(way.name, func(t *testing.T) {
			t.Parallel()
			tt := newTeletype(t)
			found := tt.modes()
			cmd := tt.start(nil, "practice")
			tt.prompt()
			if tt.modes() == found {
				t.Error("the terminal is not raw at the prompt")
			}
			tt.press(way.keys)
			if way.leave != nil {
				tt.see(way.shown)
				way.leave(tt, cmd)
			}
			if code := tt.end(cmd); code != way.code {
				t.Errorf("ended with %d, want %d; on the screen:\n%s", code, way.code, tt.seen.Text())
			}
			tt.clean(found)
		})
	}
}

// TestAfterSIGKILL: what that leaves behind is no hindrance to the next run.
func TestAfterSIGKILL(t *testing.T) {
	tt := newTeletype(t)
	cmd := tt.start(nil, "practice")
	tt.prompt()
	tt.press("SET k")
	tt.see("SET k")
	_ = cmd.Process.Kill()
	tt.end(cmd)
	raw := tt.modes()
	cmd = tt.start(nil, "practice")
	tt.prompt()
	tt.press("ECHO ab\x1b[Dc\r")
	tt.see("\"acb\"\nredis sandbox> ")
	tt.press("quit\r")
	if code := tt.end(cmd); code != 0 {
		t.Errorf("ended with %d", code)
	}
	tt.clean(raw)
}

// TestMixedStreams: where one of the streams is no terminal, there is neither
// editing nor colour, and the terminal's modes stay as they are.
func TestMixedStreams(t *testing.T) {
	const script = "PING\nGET \"a\nb\"\n"
	const answers = "PONG\nInvalid argument(s)\nInvalid argument(s)\n"
	tt := newTeletype(t)
	found := tt.modes()
	file := func(name string) *os.File {
		f, err := os.Create(filepath.Join(t.TempDir(), name))
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { f.Close() })
		return f
	}
	read := func(f *os.File) string {
		data, err := os.ReadFile(f.Name())
		if err != nil {
			t.Fatal(err)
		}
		return string(data)
	}

	out := file("out")
	cmd := tt.start(func(c *exec.Cmd) { c.Stdout = out }, "practice")
	tt.press(script + "\x04")
	tt.end(cmd)
	if got := read(out); strings.ContainsRune(got, 27) || strings.Contains(got, "> ") || !strings.Contains(got, "PONG\nInvalid argument(s)\n") {
		t.Errorf("in the file: %q", got)
	}
	tt.clean(found)

	cmd = tt.start(func(c *exec.Cmd) { c.Stdin = strings.NewReader(script) }, "practice")
	tt.end(cmd)
	tt.see(answers)
	tt.see("# This ran in a sandbox of its own, which is gone") // the errors are on the terminal
	tt.clean(found)

	errs := file("err")
	cmd = tt.start(func(c *exec.Cmd) { c.Stderr = errs }, "practice")
	tt.prompt()
	tt.press("ECHO errs\r")
	tt.see("\"errs\"\n")
	tt.press("quit\r")
	if tt.end(cmd); read(errs) != "" {
		t.Errorf("in the file for errors: %q", read(errs))
	}
	tt.clean(found)
}

// TestNarrowError: what keeps the program from its first prompt is wrapped at
// words, too.
func TestNarrowError(t *testing.T) {
	tt := newTeletype(t)
	if err := pty.Setsize(tt.master, &pty.Winsize{Rows: 24, Cols: 40}); err != nil {
		t.Fatal(err)
	}
	cmd := tt.start(nil, "learn", "--host", "127.0.0.1", "--port", "1")
	if err := cmd.Wait(); err == nil {
		t.Fatal("it connected")
	}
	tt.see("hint:")
	for row := range strings.Lines(tt.seen.Text()) {
		if row = strings.TrimRight(row, "\r\n"); len(row) > 40 {
			t.Errorf("%q has %d columns", row, len(row))
		}
	}
}

// TestPoorTerminals: one that cannot move its cursor gets plain lines, and one
// without UTF-8 nothing beyond ASCII.
func TestPoorTerminals(t *testing.T) {
	for _, env := range []string{"TERM=dumb", "LC_ALL=C"} {
		tt := newTeletype(t)
		found := tt.modes()
		cmd := tt.start(func(c *exec.Cmd) { c.Env = append(c.Env, env) }, "practice")
		for _, line := range []string{"RPUSH queue a b", "SET k \"one", "two\"", "SUNIONSTORE", "quit"} {
			tt.prompt()
			tt.press(line + "\r")
		}
		if code := tt.end(cmd); code != 0 {
			t.Errorf("%s: ended with %d", env, code)
		}
		tt.clean(found)
		text := tt.seen.Text()
		for _, want := range []string{"(integer) 2\n", "...> two\"", "OK\n"} {
			if !strings.Contains(text, want) {
				t.Errorf("%s: %q is not on\n%s", env, want, text)
			}
		}
		if beyond := strings.IndexFunc(text, func(r rune) bool { return r > 126 }); beyond >= 0 {
			t.Errorf("%s: beyond ASCII: %q", env, fmt.Sprintf("%.40s", text[beyond:]))
		}
		if wrote := tt.seen.Wrote(); env == "TERM=dumb" && strings.ContainsRune(wrote, 27) {
			t.Errorf("%s: an escape sequence in %q", env, wrote)
		}
	}
}

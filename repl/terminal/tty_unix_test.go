//go:build unix

package terminal

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/creack/pty"
	"golang.org/x/sys/unix"
	"golang.org/x/term"
)

// demoEnv makes the test binary a program that reads lines.
const demoEnv = "TERMINAL_TEST_DEMO"

func TestMain(m *testing.M) {
	if os.Getenv(demoEnv) != "" {
		demo()
		return
	}
	os.Exit(m.Run())
}

// demo echoes the lines it reads; a few words do more.
func demo() {
	term, err := New(Config{
		In: os.Stdin, Out: os.Stdout, Paint: paintWords, History: os.Getenv("TERMINAL_TEST_HISTORY"),
		Say: func(line string) (hint, fault string) {
			if line == "SET " {
				return "\x1b[2mkey value [NX|XX] [GET] [EX seconds|PX milliseconds]\x1b[0m", ""
			}
			return "", ""
		},
		Complete: func(line string, pos int) (string, int, []string, bool) {
			return line, pos, []string{"SET", "SETEX", "SETNX", "SETRANGE"}, false
		},
	})
	if err != nil {
		panic(err)
	}
	defer term.Close()
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGINT, syscall.SIGTERM)
	go func() {
		for s := range signals {
			if s == syscall.SIGTERM {
				term.Close()
			}
			term.Interrupt()
		}
	}()
	for {
		line, err := term.ReadLine("127.0.0.1:6379> ")
		switch {
		case err == ErrInterrupt:
			continue
		case err != nil:
			fmt.Fprintln(term, "bye")
			return
		}
		term.Remember(line)
		demoWord(term, line)
	}
}

func demoWord(term Terminal, line string) {
	switch line {
	case "block":
		ctx, cancel := term.Interruptible(context.Background())
		fmt.Fprintln(term, "blocking")
		<-ctx.Done()
		cancel()
		fmt.Fprintln(term, "interrupted")
	case "news":
		go func() {
			for i := range 5 {
				time.Sleep(300 * time.Millisecond)
				fmt.Fprintln(term, "news", i)
			}
		}()
	case "lend":
		err := term.Lend(func() error {
			cmd := exec.Command("sh", "-c", `trap 'echo interrupted; exit 0' INT; echo type; while read -r x; do echo "sh read $x"; test "$x" = end && printf unfinished && exit 3; done`)
			cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
			fmt.Fprintln(term, "held back")
			return cmd.Run()
		})
		fmt.Fprintln(term, "back:", err)
	case "term":
		syscall.Kill(os.Getpid(), syscall.SIGTERM)
	case "panic":
		defer term.Close() // as a deferred call of the caller's would
		panic("on purpose")
	default:
		fmt.Fprintf(term, "got %q\n", line)
	}
}

// A session is a program in a pseudo-terminal.
type session struct {
	*testing.T
	*exec.Cmd
	pty    *os.File
	screen *vt
	exited chan error
}

// startDemo runs the demo under the words of wrap, if any.
func startDemo(t *testing.T, w, h int, wrap ...string) *session {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	return startSession(t, w, h, append(slices.Clone(wrap), self)...)
}

func startSession(t *testing.T, w, h int, argv ...string) *session {
	t.Helper()
	cmd := exec.Command(argv[0], argv[1:]...)
	cmd.Env = append(os.Environ(), demoEnv+"=1", "PS1=sh$ ", "TERM=xterm")
	f, err := pty.StartWithSize(cmd, &pty.Winsize{Cols: uint16(w), Rows: uint16(h)})
	if err != nil {
		t.Fatal(err)
	}
	s := &session{T: t, Cmd: cmd, pty: f, screen: newVT(max(w, 1), h), exited: make(chan error, 1)}
	if w == 0 {
		s.screen = newVT(80, 24)
	}
	go func() {
		io.Copy(s.screen, f)
		s.exited <- cmd.Wait()
	}()
	t.Cleanup(func() { cmd.Process.Kill(); f.Close() })
	return s
}

func (s *session) press(keys string) { io.WriteString(s.pty, keys) }

// wait waits until the screen ends with rows.
func (s *session) wait(rows ...string) {
	s.Helper()
	want := strings.Join(rows, "\n")
	var got string
	for deadline := time.Now().Add(10 * time.Second); time.Now().Before(deadline); time.Sleep(time.Millisecond) {
		if got, _, _ = s.screen.text(); strings.HasSuffix("\n"+got, "\n"+want) {
			return
		}
	}
	s.Fatalf("the screen is\n%s\nwant at its end\n%s", got, want)
}

// see waits until text is somewhere on the screen.
func (s *session) see(text string) {
	s.Helper()
	for deadline := time.Now().Add(10 * time.Second); time.Now().Before(deadline); time.Sleep(time.Millisecond) {
		if got, _, _ := s.screen.text(); strings.Contains(got, text) {
			return
		}
	}
	s.Fatalf("%q does not come", text)
}

func (s *session) waitExit() {
	s.Helper()
	select {
	case <-s.exited:
	case <-time.After(10 * time.Second):
		s.Fatal("the program does not end")
	}
}

func TestTerminalEdits(t *testing.T) {
	s := startDemo(t, 40, 10)
	const prompt = "127.0.0.1:6379> "
	s.wait(prompt[:15])
	s.press("SET ")
	s.wait(prompt + "SET key value [NX|XX] …")
	s.press(strings.Repeat("0123456789", 5) + "\x01x\x05y\r")
	line := "xSET " + strings.Repeat("0123456789", 5) + "y"
	s.wait(`got "`+line[:35], line[35:]+`"`, prompt[:15])
	s.press("\x1b[A\x17\x7f\r")
	s.wait(`got "xSET"`, prompt[:15])
	s.press("\x03")
	s.wait(prompt+"^C", prompt[:15])
	s.press("SE\t")
	s.wait(prompt+"SE", "SET       SETEX     SETNX     SETRANGE")
	s.press("\x15\x00\x1b[3~\x1a\x04") // only Ctrl-D ends it
	s.wait("bye")
	s.waitExit()
	if len(s.screen.unknown) > 0 {
		t.Errorf("unknown sequences: %q", s.screen.unknown)
	}
}

func TestTerminalInterruptsACommand(t *testing.T) {
	s := startDemo(t, 80, 10)
	for _, interrupt := range []func(){
		func() { s.press("\x03") },
		func() { s.Process.Signal(syscall.SIGINT) },
	} {
		s.press("block\r")
		s.wait("blocking")
		interrupt()
		s.wait("interrupted", "127.0.0.1:6379>")
		s.press("clear it\x03")
		s.wait("127.0.0.1:6379> clear it^C", "127.0.0.1:6379>")
	}
}

// TestTerminalIsLent runs a program that reads the terminal in between: it
// gets every key, echoed and edited by the terminal driver, and Ctrl-C.
func TestTerminalIsLent(t *testing.T) {
	s := startDemo(t, 40, 20)
	for range 3 {
		s.press("lend\r")
		s.wait("type")
		s.press("first\n")
		s.wait("first", "sh read first")
		s.press("end\n")
		s.wait("end", "sh read end", "unfinished", "held back", "back: exit status 3", "127.0.0.1:6379>")
		s.press("mine\r")
		s.wait(`got "mine"`, "127.0.0.1:6379>")
		if s.modes().Lflag&unix.ICANON != 0 {
			t.Fatal("the terminal is not raw again")
		}
	}
	s.press("lend\r")
	s.wait("type")
	s.press("\x03")
	s.wait("^Cinterrupted", "held back", "back: <nil>", "127.0.0.1:6379>") // it ends sh
	s.press("clear\x03")
	s.wait("127.0.0.1:6379> clear^C", "127.0.0.1:6379>")
}

// modes are those of the terminal now.
func (s *session) modes() unix.Termios {
	s.Helper()
	m, err := unix.IoctlGetTermios(int(s.pty.Fd()), getModes)
	if err != nil {
		s.Fatal(err)
	}
	return *m
}

func TestTerminalIsGivenBack(t *testing.T) {
	ways := map[string]func(*session){
		"ctrl-d":  func(s *session) { s.press("\x04") },
		"panic":   func(s *session) { s.press("panic\r") },
		"sigterm": func(s *session) { s.press("term\r") },
	}
	for name, leave := range ways {
		t.Run(name, func(t *testing.T) {
			s := startDemo(t, 80, 10, "sh", "-c", `"$0"; read x`) // sh holds the terminal
			s.wait("127.0.0.1:6379>")
			if s.modes().Lflag&(unix.ECHO|unix.ICANON|unix.ISIG) != 0 || s.modes().Oflag&unix.OPOST == 0 {
				t.Error("the terminal is not in raw mode with output processing")
			}
			leave(s)
			for deadline := time.Now().Add(5 * time.Second); s.modes().Lflag&unix.ICANON == 0; time.Sleep(time.Millisecond) {
				if time.Now().After(deadline) {
					t.Fatal("the terminal stays raw")
				}
			}
			if s.modes().Lflag&unix.ECHO == 0 || s.modes().Lflag&unix.ISIG == 0 {
				t.Error("the modes are not those found")
			}
		})
	}
}

func TestTerminalHangsUp(t *testing.T) {
	s := startDemo(t, 80, 10)
	s.press("news\r")
	s.see("news 0")
	s.pty.Close() // takes effect when the next news end a pending read
	s.waitExit()
}

func TestTerminalWithoutASize(t *testing.T) {
	s := startDemo(t, 0, 0)
	s.wait("127.0.0.1:6379>")
	s.press("abc\x1b[Dx\r")
	s.wait(`got "abxc"`, "127.0.0.1:6379>")
}

func TestTerminalIsResized(t *testing.T) {
	s := startDemo(t, 80, 10)
	s.press("block\r")
	s.wait("blocking")
	s.screen.mu.Lock()
	s.screen.w = 20
	s.screen.mu.Unlock()
	pty.Setsize(s.pty, &pty.Winsize{Cols: 20, Rows: 10})
	s.press("\x03")
	s.wait("interrupted", "127.0.0.1:6379>")
	s.press("0123456789")
	s.wait("127.0.0.1:6379> 0123", "456789")
}

// Ctrl-Z stops the program when a shell is there to start it again.
func TestTerminalIsSuspended(t *testing.T) {
	bash, err := exec.LookPath("bash")
	if err != nil {
		t.Skip("no bash")
	}
	self, _ := os.Executable()
	s := startSession(t, 80, 20, bash, "--norc", "--noprofile", "--noediting", "-i")
	s.wait("sh$")
	s.press(self + "\n")
	s.wait("127.0.0.1:6379>")
	s.press("SET a\x1a")
	s.wait("sh$")
	if s.modes().Lflag&unix.ICANON == 0 {
		t.Error("the shell got a raw terminal")
	}
	s.press("echo stopped: $(jobs -s | wc -l)\n")
	s.wait("stopped: 1", "sh$")
	s.press("fg\n")
	s.wait("127.0.0.1:6379> SET a")
	s.press(" 1\r")
	s.wait(`got "SET a 1"`, "127.0.0.1:6379>")
	s.press("\x04")
	s.wait("sh$")
}

func TestReadLineOnClosedTerminal(t *testing.T) {
	master, slave, err := pty.Open()
	if err != nil {
		t.Fatal(err)
	}
	defer master.Close()
	defer slave.Close()
	found, _ := term.GetState(int(slave.Fd()))
	tm, err := New(Config{In: slave, Out: io.Discard})
	if err != nil {
		t.Fatal(err)
	}
	time.AfterFunc(10*time.Millisecond, func() { tm.Close() })
	if _, err := tm.ReadLine("> "); err != io.EOF {
		t.Errorf("ReadLine gave %v", err)
	}
	tm.Close() // waits for the other one
	if now, _ := term.GetState(int(slave.Fd())); *now != *found {
		t.Error("the modes are not those found")
	}
}

// BenchmarkKey measures from a key being pressed to the line being redrawn.
func BenchmarkKey(b *testing.B) {
	for _, length := range []int{0, 60, 300} {
		b.Run(fmt.Sprint(length), func(b *testing.B) { benchmarkKey(b, length) })
	}
}

func benchmarkKey(b *testing.B, length int) {
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), demoEnv+"=1")
	f, err := pty.StartWithSize(cmd, &pty.Winsize{Cols: 80, Rows: 24})
	if err != nil {
		b.Fatal(err)
	}
	defer func() { cmd.Process.Kill(); cmd.Wait(); f.Close() }()
	buf := make([]byte, 1<<16)
	io.WriteString(f, strings.Repeat("abc ", length/4))
	time.Sleep(200 * time.Millisecond)
	f.Read(buf)
	var took []time.Duration
	wrote := 0
	for i := 0; b.Loop(); i++ {
		start := time.Now()
		f.WriteString([]string{"x", "\x7f"}[i%2])
		n, err := f.Read(buf)
		if err != nil {
			b.Fatal(err)
		}
		took, wrote = append(took, time.Since(start)), wrote+n
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)/2].Microseconds()), "p50-µs")
	b.ReportMetric(float64(took[len(took)*99/100].Microseconds()), "p99-µs")
	b.ReportMetric(float64(wrote)/float64(len(took)), "B/key")
}

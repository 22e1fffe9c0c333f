package program_test

import (
	"bytes"
	"fmt"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/creack/pty"

	"redis-tutor/sandbox/sandboxtest"
)

// The benchmarks here take turns with redis-cli on one server, so that a busy
// machine slows both, and report medians in milliseconds:
//
//	go test ./repl/program -run '^$' -bench 'Start|Pipe' -benchtime 21x

// contender is one program in such a comparison.
type contender struct {
	name string
	args []string
	took []time.Duration
}

func (c *contender) median() float64 {
	slices.Sort(c.took)
	return float64(c.took[len(c.took)/2].Microseconds()) / 1000
}

// contenders returns redis-cli first, and the program in its modes.
func contenders(b *testing.B) (socket string, all []*contender) {
	b.Helper()
	if _, err := exec.LookPath("redis-cli"); err != nil {
		b.Skip("no redis-cli on PATH")
	}
	program := built(b)
	home := b.TempDir()
	for _, name := range []string{"HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME"} {
		b.Setenv(name, home)
	}
	b.Setenv("TERM", "xterm")
	socket = sandboxtest.Server(b).Socket
	return socket, []*contender{
		{name: "redis-cli", args: []string{"redis-cli", "-s", socket}},
		{name: "server", args: []string{program, "practice", "-s", socket}},
		{name: "embedded", args: []string{program, "practice"}},
		{name: "learn", args: []string{program, "learn"}},
	}
}

// compete lets all take turns and reports the medians.
func compete(b *testing.B, all []*contender, once func(*contender) time.Duration) {
	for b.Loop() {
		for _, c := range all {
			c.took = append(c.took, once(c))
		}
	}
	base := all[0].median()
	for _, c := range all {
		b.ReportMetric(c.median(), c.name+"-ms")
		if c != all[0] {
			b.ReportMetric(base/c.median(), "x-faster-"+c.name)
		}
	}
	b.ReportMetric(0, "ns/op") // the sum of all says nothing
}

// BenchmarkStart measures from exec to the first prompt on a terminal.
func BenchmarkStart(b *testing.B) {
	_, all := contenders(b)
	compete(b, all, func(c *contender) time.Duration { return start(b, c.args) })
}

func start(b *testing.B, args []string) time.Duration {
	cmd := exec.Command(args[0], args[1:]...)
	began := time.Now()
	tty, err := pty.StartWithSize(cmd, &pty.Winsize{Rows: 24, Cols: 80})
	if err != nil {
		b.Fatal(err)
	}
	defer func() {
		cmd.Process.Kill()
		cmd.Wait()
		tty.Close()
	}()
	var seen []byte
	buf := make([]byte, 64<<10)
	for {
		n, err := tty.Read(buf)
		seen = append(seen, buf[:n]...)
		if at := bytes.LastIndexByte(seen, '\n') + 1; bytes.Contains(seen[at:], []byte("> ")) {
			return time.Since(began)
		}
		if err != nil {
			b.Fatalf("%v: no prompt: %q, %v", args, seen, err)
		}
	}
}

// BenchmarkPipe measures 100,000 piped commands, from exec to the end.
func BenchmarkPipe(b *testing.B) {
	var lines strings.Builder
	for i := range 100_000 {
		fmt.Fprintf(&lines, "SET k %d\n", i)
	}
	_, all := contenders(b)
	all = all[:3]
	var want string
	compete(b, all, func(c *contender) time.Duration {
		cmd := exec.Command(c.args[0], c.args[1:]...)
		cmd.Stdin = strings.NewReader(lines.String())
		cmd.Stderr = io.Discard
		began := time.Now()
		out, err := cmd.Output()
		took := time.Since(began)
		if err != nil {
			b.Fatal(err)
		}
		if want == "" {
			want = string(out)
		}
		if string(out) != want {
			b.Fatalf("%s prints something else", c.name)
		}
		return took
	})
}

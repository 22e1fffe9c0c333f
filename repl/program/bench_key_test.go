package program_test

import (
	"bytes"
	"os"
	"os/exec"
	"slices"
	"testing"
	"time"

	"github.com/creack/pty"
)

// open starts the program, in free practice, in a pseudo-terminal of 80
// columns.
func open(b *testing.B) (tty *os.File, end func()) {
	b.Helper()
	cmd := exec.Command(built(b), "practice")
	home := b.TempDir()
	cmd.Env = []string{"HOME=" + home, "XDG_STATE_HOME=" + home, "PATH=" + os.Getenv("PATH"), "LANG=C.UTF-8", "TERM=xterm"}
	tty, err := pty.StartWithSize(cmd, &pty.Winsize{Rows: 24, Cols: 80})
	if err != nil {
		b.Fatal(err)
	}
	return tty, func() {
		tty.Close()
		cmd.Process.Kill()
		cmd.Wait()
	}
}

// drawn reads until text has come, and behind it the sequence that ends a
// drawing and puts the cursor into its column.
func drawn(b *testing.B, tty *os.File, buf []byte, text string) {
	b.Helper()
	var seen []byte
	for !bytes.HasSuffix(seen, []byte("G")) || bytes.LastIndex(seen, []byte("\x1b[")) < len(seen)-6 || !bytes.Contains(seen, []byte(text)) {
		n, err := tty.Read(buf)
		if err != nil {
			b.Fatal(err)
		}
		seen = append(seen, buf[:n]...)
	}
}

// report gives the median and the 99th percentile.
func report(b *testing.B, took []time.Duration) {
	slices.Sort(took)
	b.ReportMetric(took[len(took)/2].Seconds()*1000, "p50-ms")
	b.ReportMetric(took[len(took)*99/100].Seconds()*1000, "p99-ms")
}

// BenchmarkKey is from a key to the line drawn anew, with hints and colours,
// on a line that fills 80 columns in the end.
func BenchmarkKey(b *testing.B) {
	const line = "ZADD board:2024 NX CH 10.5 ann 20 bob 30 cem 40 dora 5.25 eve 6"
	tty, end := open(b)
	defer end()
	buf := make([]byte, 64<<10)
	drawn(b, tty, buf, "> ")
	tty.Write([]byte("!")) // the first key loads the commands
	drawn(b, tty, buf, "!")
	tty.Write([]byte{21})
	drawn(b, tty, buf, "")
	var took []time.Duration
	for i := 0; b.Loop(); i++ {
		key := []byte{21} // Ctrl-U
		if at := i % (len(line) + 1); at < len(line) {
			key[0] = line[at]
		}
		began := time.Now()
		tty.Write(key)
		drawn(b, tty, buf, "")
		took = append(took, time.Since(began))
	}
	report(b, took)
}

// BenchmarkFirstKey is the key that loads the command table.
func BenchmarkFirstKey(b *testing.B) {
	buf := make([]byte, 64<<10)
	var took []time.Duration
	for b.Loop() {
		tty, end := open(b)
		drawn(b, tty, buf, "> ")
		began := time.Now()
		tty.Write([]byte("!"))
		drawn(b, tty, buf, "!")
		took = append(took, time.Since(began))
		end()
	}
	report(b, took)
}

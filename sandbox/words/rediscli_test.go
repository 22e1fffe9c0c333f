package words

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"redis-tutor/sandbox/reply"
)

// TestRedisCLISplitsTheSame pipes the lines of splits, and 2,000 made at
// random of the bytes that matter, into redis-cli as arguments of a script
// that returns them.
func TestRedisCLISplitsTheSame(t *testing.T) {
	sock := startRedis(t)
	lines := make([]string, 0, len(splits)+2000)
	for s := range splits {
		lines = append(lines, s)
	}
	slices.Sort(lines)
	rng := rand.New(rand.NewPCG(3, 5))
	const alphabet = "\"\"\"'''\\\\\\  \t\v\f\rabxn04fgé#>\x01\xff"
	for range 2000 {
		s := make([]byte, rng.IntN(12))
		for i := range s {
			s[i] = alphabet[rng.IntN(len(alphabet))]
		}
		lines = append(lines, string(s))
	}
	got := strings.SplitAfter(askRedisCLI(t, sock, lines), "\n")
	if len(got) != len(lines)+1 || got[len(lines)] != "" {
		t.Fatalf("%d lines printed for %d", len(got)-1, len(lines))
	}
	for i, s := range lines {
		if want := printed(s); got[i] != want {
			t.Errorf("%q: redis-cli has %q, Split gives %q", s, got[i], want)
		}
	}
}

// printed returns what redis-cli prints for the line as Split sees it.
func printed(s string) string {
	args, err := Split(s)
	if err != nil {
		return err.Error() + "\n"
	}
	v := reply.NewArray()
	for _, arg := range args {
		v.Items = append(v.Items, reply.NewBulk(arg))
	}
	return v.Show(reply.CSV)
}

func askRedisCLI(t *testing.T, sock string, lines []string) string {
	t.Helper()
	var in strings.Builder
	for _, s := range lines {
		fmt.Fprintf(&in, "EVAL 'return ARGV' 0 %s\n", s)
	}
	cmd := exec.Command(lookPath(t, "redis-cli"), "-s", sock, "--csv")
	cmd.Stdin = strings.NewReader(in.String())
	cmd.Env = append(os.Environ(), "REDISCLI_RCFILE=/dev/null")
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

// startRedis runs a server of its own for the test and returns its socket.
func startRedis(t *testing.T) string {
	t.Helper()
	bin := lookPath(t, "redis-server")
	// A unix socket's path must be short, which t.TempDir is not everywhere.
	dir, err := os.MkdirTemp("", "words")
	if err != nil {
		t.Fatal(err)
	}
	sock := filepath.Join(dir, "s")
	ctx, stop := context.WithCancel(context.Background())
	cmd := exec.CommandContext(ctx, bin, "--port", "0", "--unixsocket", sock, "--dir", dir, "--save", "")
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	exited := make(chan error, 1)
	go func() { exited <- cmd.Wait() }()
	t.Cleanup(func() {
		stop()
		<-exited
		os.RemoveAll(dir)
	})
	for deadline := time.Now().Add(10 * time.Second); time.Now().Before(deadline); {
		if conn, err := net.Dial("unix", sock); err == nil {
			conn.Close()
			return sock
		}
		time.Sleep(2 * time.Millisecond)
	}
	t.Fatal("redis-server does not listen")
	return ""
}

func lookPath(t *testing.T, name string) string {
	t.Helper()
	bin, err := exec.LookPath(name)
	if err != nil {
		if os.Getenv("REQUIRE_REDIS") != "" {
			t.Fatal(err)
		}
		t.Skip(err)
	}
	return bin
}

package embedded

import (
	"bufio"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"redis-tutor/sandbox/reply"
)

// realRedis starts a redis-server that ends with the test.
func realRedis(t *testing.T) func() net.Conn {
	t.Helper()
	path, err := exec.LookPath("redis-server")
	if err != nil {
		if os.Getenv("REQUIRE_REDIS") != "" {
			t.Fatal(err)
		}
		t.Skip("no redis-server on PATH")
	}
	dir, err := os.MkdirTemp("", "lua")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	socket := filepath.Join(dir, "s")
	cmd := exec.Command(path, "--port", "0", "--unixsocket", socket, "--save", "", "--dir", dir)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() })
	return func() net.Conn {
		for until := time.Now().Add(10 * time.Second); ; {
			c, err := net.Dial("unix", socket)
			if err == nil {
				return c
			}
			if time.Now().After(until) {
				t.Fatal(err)
			}
			time.Sleep(5 * time.Millisecond)
		}
	}
}

// ask sends words and returns the reply.
func (c *conn) ask(words ...string) reply.Value {
	c.t.Helper()
	_ = c.SetDeadline(time.Now().Add(20 * time.Second))
	if _, err := c.Write(reply.AppendCommand(nil, words...)); err != nil {
		c.t.Fatalf("%q: %v", words, err)
	}
	v, err := c.in.Read()
	if err != nil {
		c.t.Fatalf("%q: %v", words, err)
	}
	return v
}

// command splits a line of testdata/scripts.txt: Lua, or "!" and a command
// whose quoted words may have \n and \\ in them.
func commandOf(line string) []string {
	rest, ok := strings.CutPrefix(line, "!")
	if !ok {
		return []string{"EVAL", line, "0"}
	}
	args, err := splitInline(rest)
	if err != nil {
		panic(err)
	}
	return args
}

// syntaxOnly cuts the words after "user_script:1:" from an error of the
// compiler: what Lua's parser expected is not known here.
func syntaxOnly(v reply.Value) reply.Value {
	const compiler = "ERR Error compiling script (new function): user_script:1:"
	if strings.HasPrefix(v.Text, compiler) {
		v.Text = compiler
	}
	for i := range v.Items {
		if strings.HasPrefix(v.Items[i].Text, "[string") {
			v.Items[i].Text = "[string"
		}
	}
	return v
}

// TestScriptParity runs each line of testdata/scripts.txt here and on a real
// Redis, in both protocols, and wants equal replies.
func TestScriptParity(t *testing.T) {
	dialReal := realRedis(t)
	file, err := os.ReadFile("testdata/scripts.txt")
	if err != nil {
		t.Fatal(err)
	}
	lines := 0
	for _, proto := range []string{"2", "3"} {
		for _, block := range strings.Split(string(file), "\n\n") {
			ours, real := dial(t, start(t)), dialReal()
			theirs := &conn{real, t, reply.NewReader(real)}
			for _, c := range []*conn{theirs, ours} {
				c.ask("FLUSHALL")
				c.ask("FUNCTION", "FLUSH")
				c.ask("SCRIPT", "FLUSH")
				c.ask("HELLO", proto)
			}
			in := bufio.NewScanner(strings.NewReader(block))
			for in.Scan() {
				line := in.Text()
				if line == "" || line[0] == '#' {
					continue
				}
				lines++
				args := commandOf(line)
				got, want := syntaxOnly(ours.ask(args...)), syntaxOnly(theirs.ask(args...))
				if !cmp.Equal(got, want) {
					t.Errorf("RESP%s %s\n    real %q\nembedded %q", proto, line, want.AppendWire(nil, 3), got.AppendWire(nil, 3))
				}
			}
			real.Close()
		}
	}
	if lines < 240 {
		t.Errorf("only %d lines", lines)
	}
}

package command_test

import (
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"redis-tutor/sandbox/command"
	"redis-tutor/sandbox/reply"
)

// startServer starts a private redis-server and returns its socket.
func startServer(t *testing.T) string {
	t.Helper()
	path, err := exec.LookPath("redis-server")
	if err != nil {
		if os.Getenv("REQUIRE_REDIS") != "" {
			t.Fatal(err)
		}
		t.Skip("no redis-server on PATH")
	}
	dir, err := os.MkdirTemp("", "redis") // t.TempDir is too long for a socket
	if err != nil {
		t.Fatal(err)
	}
	socket := filepath.Join(dir, "s")
	cmd := exec.Command(path, "--port", "0", "--unixsocket", socket, "--save", "", "--dir", dir)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		cmd.Process.Kill()
		cmd.Wait()
		os.RemoveAll(dir)
	})
	for range 500 {
		if conn, err := net.Dial("unix", socket); err == nil {
			conn.Close()
			return socket
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatal("redis-server does not answer")
	return ""
}

// keyLines are command lines whose keys the server is asked for too.
var keyLines = []string{
	"GET k", "SET k v EX 10", "MGET a b c", "MSET a 1 b 2 c 3", "MSETNX a 1 b 2", "DEL a b", "EXISTS a a b", "UNLINK a",
	"TOUCH a b", "EXPIRE k 10 NX", "PERSIST k", "RENAME a b", "RENAMENX a b", "COPY a b DB 1 REPLACE", "MOVE k 1", "TYPE k",
	"DUMP k", "RESTORE k 0 xx", "SORT k", "SORT k BY w* GET # LIMIT 0 1 STORE d", "SORT_RO k ALPHA", "APPEND k v",
	"GETRANGE k 0 1", "LCS a b LEN", "INCRBY k 2", "BITOP AND d a b", "BITOP NOT d a", "BITFIELD k GET u4 0", "BITPOS k 1",
	"PFCOUNT a b", "PFMERGE d a b", "PFADD k a b", "LPUSH k a b", "LMOVE a b LEFT RIGHT", "RPOPLPUSH a b", "LMPOP 2 a b LEFT",
	"BLPOP a b 0", "BRPOP a 0", "BLMOVE a b LEFT LEFT 0", "BLMPOP 0 2 a b RIGHT COUNT 2", "BRPOPLPUSH a b 0", "HSET k f v",
	"HGETALL k", "HMGET k f g", "SADD k a b", "SINTER a b c", "SINTERSTORE d a b", "SINTERCARD 2 a b LIMIT 1", "SMOVE a b m",
	"SDIFFSTORE d a b", "ZADD k NX 1 a", "ZUNIONSTORE d 2 a b WEIGHTS 1 2", "ZINTERSTORE d 1 a", "ZDIFF 2 a b WITHSCORES",
	"ZRANGESTORE d s 0 -1", "ZINTERCARD 2 a b", "BZPOPMIN a b 0", "BZMPOP 0 1 a MIN", "ZMPOP 2 a b MAX", "GEOADD k 1 2 m",
	"GEORADIUS k 1 2 3 m STORE d", "GEORADIUS k 1 2 3 m STOREDIST d", "GEOSEARCHSTORE d s FROMMEMBER m BYRADIUS 1 m",
	"XADD k * f v", "XREAD COUNT 2 STREAMS a b 0 0", "XREADGROUP GROUP g c STREAMS a b > >", "XGROUP CREATE k g $",
	"XINFO STREAM k", "XRANGE k - +", "XDEL k 1-1", "EVAL return 2 a b c", "EVAL return 0", "FCALL f 1 k a", "WATCH a b",
	"OBJECT ENCODING k", "MEMORY USAGE k", "MIGRATE h 1 k 0 10", "MIGRATE h 1  0 10 KEYS a b", "DEBUG OBJECT k", "ZSCAN k 0",
	"SPUBLISH c m", "SSUBSCRIBE a b", "XCLAIM k g c 0 1-1",
}

func TestKeysAgainstServer(t *testing.T) {
	table, socket := load(t), startServer(t)
	conn, err := net.Dial("unix", socket)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	r := reply.NewReader(conn)
	for _, line := range keyLines {
		args := strings.Split(line, " ")
		if _, err := conn.Write(reply.AppendCommand(nil, append([]string{"COMMAND", "GETKEYS"}, args...)...)); err != nil {
			t.Fatal(err)
		}
		v, err := r.Read()
		if err != nil {
			t.Fatal(err)
		}
		var want []string
		for _, item := range v.Items {
			want = append(want, item.Text)
		}
		c, ok := table.Lookup(args...)
		if !ok {
			t.Errorf("no %s", line)
			continue
		}
		if got := c.Keys(args); strings.Join(got, " ") != strings.Join(want, " ") {
			t.Errorf("%s: keys %q, the server says %q %s", line, got, want, v.Text)
		}
	}
}

// TestFormAgainstRedisCLI leaves out the few forms that Redis has described
// better since.
func TestFormAgainstRedisCLI(t *testing.T) {
	table, socket := load(t).At("7.0"), startServer(t)
	cli, err := exec.LookPath("redis-cli")
	if err != nil {
		t.Skip("no redis-cli on PATH")
	}
	version, err := exec.Command(cli, "--version").Output()
	if err != nil || !strings.HasPrefix(string(version), "redis-cli 7.0.") {
		t.Skipf("the forms are those of 7.0, redis-cli says %q", version)
	}
	words := strings.Split("GET SET APPEND LPUSH LRANGE LMPOP HSET HGETALL HRANDFIELD SADD SINTERCARD ZADD ZRANGE ZUNIONSTORE "+
		"ZINTERCARD XADD XREAD XREADGROUP XAUTOCLAIM GEOSEARCH GEOADD BITFIELD BITPOS SORT EVAL HELLO SCAN SHUTDOWN "+
		"RESTORE EXPIRE COPY", " ")
	words = append(words, "CONFIG GET", "COMMAND DOCS", "COMMAND LIST", "ACL LOG")
	var lines strings.Builder
	for _, w := range words {
		lines.WriteString("help " + w + "\n")
	}
	cmd := exec.Command(cli, "-s", socket)
	cmd.Stdin = strings.NewReader(lines.String())
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	help := regexp.MustCompile("\x1b\\[[0-9;]*m").ReplaceAllString(string(out), "")
	for _, w := range words {
		c, _ := table.Lookup(strings.Fields(w)...)
		want := "\r\n  " + w + " " + c.Form + "\r\n"
		if !strings.Contains(help, want) {
			t.Errorf("%s: redis-cli does not show %q", w, c.Form)
		}
	}
}

// TestTableIsTheServers keeps the table honest: everything a 7.0 server knows
// is there, with the same arity.
func TestTableIsTheServers(t *testing.T) {
	table, socket := load(t).At("7.0"), startServer(t)
	conn, err := net.Dial("unix", socket)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if _, err := conn.Write(reply.AppendCommand(nil, "COMMAND")); err != nil {
		t.Fatal(err)
	}
	v, err := reply.NewReader(conn).Read()
	if err != nil {
		t.Fatal(err)
	}
	var compare func(info reply.Value)
	compare = func(info reply.Value) {
		name := strings.ReplaceAll(info.Items[0].Text, "|", " ")
		var c *command.Command
		if c, _ = table.Lookup(strings.Fields(name)...); c == nil || !strings.EqualFold(c.Name, name) {
			t.Errorf("the table lacks %s", name)
		} else if int64(c.Arity) != info.Items[1].Int {
			t.Errorf("%s: arity %d, the server says %d", name, c.Arity, info.Items[1].Int)
		}
		for _, sub := range info.Items[9].Items {
			compare(sub)
		}
	}
	for _, info := range v.Items {
		compare(info)
	}
}

package program_test

import (
	"context"
	"errors"
	"io"
	"net"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"
	"time"

	"redis-tutor/sandbox/sandboxtest"
)

// modes are redis-cli's flags for the form of replies.
var modes = []string{
	"", "--raw", "--no-raw", "--csv", "--json", "--quoted-json", "-3", "-3 --no-raw", "-3 --csv", "-2 --json",
	"-d , -D ;", "-3 -d + -D |", "-e --no-raw", "--show-pushes no --no-auth-warning",
}

// piped are inputs of which both programs must make the same.
var piped = map[string]string{
	"types": `SET s "a\x00b\xff\t\"q\""
GET s
RPUSH l one "two words" 'it\'s' ""
LRANGE l 0 -1
HSET h f v g ""
HGETALL h
HGETALL nothing
SADD set 3 1 2
SMEMBERS set
ZADD z 1.5 a inf b
ZSCORE z a
ZRANGE z 0 -1 WITHSCORES
XADD x 1-1 f v
XRANGE x - +
GET nothing
EVAL "return {1,{2,{'a',{}}},false,'b'}" 0
GEOADD g 13.361389 38.115556 P
GEOPOS g P Q
CONFIG GET maxmemory*
COMMAND INFO get
`,
	"errors": `SETT a b
GET
INCR
SET k v
INCR k
LPUSH k v
EVAL "return redis.error_reply('MY err')" 0
EVAL "return {redis.error_reply('A b'),1}" 0
OBJECT FREQ nokey
SET k v XX NX
EXPIRE k abc
-1 PING
0 PING
99999999999999999999 PING
3 INCR n
2 NOSUCH
5
`,
	"quotes":   "GET \"open\nGET 'open\nSET \"a\"b c\nSET foo\"bar\" 1\nGET foobar\nECHO \"\\x41\\n\\q\"\nECHO 'a\\n\\''\nECHO \"\"\n   \n\n\t\nECHO a\vb\n",
	"crlf":     "SET a 1\r\nGET a\r\n\r\nGET \"x\r\nPING\r",
	"lastline": "PING\nECHO end",
	"tx":       "MULTI\nSET a 1\nINCR a\nGET b\nINFO nosuch\nLPUSH a x\nEXEC\nMULTI\nSETT\nEXEC\nEXEC\nDISCARD\nMULTI\nDISCARD\nWATCH a\nSET a 2\nMULTI\nPING\nEXEC\n",
	"select":   "SELECT 3\nSET a 1\nDBSIZE\nSELECT 99\nSELECT 0\nDBSIZE\nRESET\n",
	"hello":    "HSET h f v\nHELLO 3 SETNAME x\nHGETALL h\nSMEMBERS none\nZADD z 1 a\nZSCORE z a\nHELLO 2\nHGETALL h\nHELLO 9\nHELLO 3\nDEBUG PROTOCOL true\nDEBUG PROTOCOL verbatim\nDEBUG PROTOCOL map\nDEBUG PROTOCOL set\nDEBUG PROTOCOL double\nDEBUG PROTOCOL null\n",
	"text":     "INFO nosuch\nCLIENT NOSUCH\nMEMORY DOCTOR\nLATENCY DOCTOR\nPING\n",
	"words":    "clear\nrestart\n:set hints\n:set foo\n:foo\nECHO after\n",
	"quit":     "PING\nquit now\nPING\n",
	"exit":     "PING\nEXIT\nPING\n",
	"refused":  "SUBSCRIBE\nPING\nPSUBSCRIBE\nPING\n",
	"long":     "SET a " + strings.Repeat("x", 1<<18) + "\nSTRLEN a\nGET a\nECHO \"" + strings.Repeat(`\x41`, 100_000) + "\"\n",
	"elements": "EVAL \"local t={} for i=1,20000 do t[i]='v'..i end return t\" 0\nEVAL \"local t={} for i=1,20000 do t[i]=i end return t\" 0\nPING\n",
	"blocking": "RPUSH q a\nBLPOP q 0\nBLPOP q 0.05\nXREAD BLOCK 20 STREAMS s $\nWAIT 0 1\nDEBUG SLEEP 0.01\nPING\n",
	"repeat":   "1000 INCR n\n3 LPUSH l x\nLLEN l\n",
	"nul":      "SET a\x00b c\x00d\nPING\n",
	"utf8":     "SET é ü\nGET é\nECHO 日本\n",
}

// once are commands given as words; "<" parts off what is on standard input.
var once = []string{
	"PING", "GET nothing", "SET k v", "NOSUCH a", "-e NOSUCH a", "-e PING", "-r 3 INCR n", "-r 0 PING", "-r 3 -i 0.01 PING",
	"-e -r 3 LPUSH k x", "-r 2 -e INCR n", "ECHO a b", `--quoted-input ECHO "a\x00b"`,
	"-x ECHO < in put", "-X tag EVAL return{ARGV[1],ARGV[2]} 0 tag b < text\x00more", "-X t ECHO b < x",
	"-x SET k < ", "INFO nosuch", "SUBSCRIBE", "--no-raw CLIENT NOSUCH", "-n 3 DBSIZE", "-3 HGETALL none", "--json HGETALL none",
	"SET k -1", "LRANGE none 0 -1", `ECHO "quoted"`, "-d , -D . LRANGE none 0 -1", "--csv ECHO a,b", "MULTI", "-d , COMMAND LIST FILTERBY PATTERN xre*",
}

// TestAsRedisCLI compares standard output and exit codes with those of the
// redis-cli that is installed.
func TestAsRedisCLI(t *testing.T) {
	if testing.Short() {
		t.Skip("hundreds of programs are started")
	}
	if _, err := exec.LookPath("redis-cli"); err != nil {
		t.Skip("no redis-cli on PATH")
	}
	program := built(t)
	same := func(t *testing.T, socket string, flags []string, stdin string) {
		t.Helper()
		theirs, theirCode := runOn(t, socket, append([]string{"redis-cli", "-s", socket}, flags...), stdin)
		ours, code := runOn(t, socket, append([]string{program, "practice", "--yes", "-s", socket}, flags...), stdin)
		if at := firstDifference(ours, theirs); at >= 0 {
			from := max(0, at-60)
			t.Errorf("%.80q differ at byte %d:\nours   %.160q\ntheirs %.160q", flags, at, ours[from:], theirs[from:])
		}
		if code != theirCode {
			t.Errorf("%q: exit code %d, theirs %d", flags, code, theirCode)
		}
	}
	for name, input := range piped {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			socket := sandboxtest.Server(t).Socket
			for _, mode := range modes {
				if strings.Contains(mode, "-e") {
					continue // errors in a pipe: TestStrictPipe
				}
				same(t, socket, strings.Fields(mode), input)
			}
		})
	}
	socket := sandboxtest.Server(t).Socket
	for _, line := range once {
		t.Run(line, func(t *testing.T) {
			words, stdin, _ := strings.Cut(line, " < ")
			same(t, socket, strings.Split(words, " "), stdin)
		})
	}
}

// runOn runs a program when the server is empty.
func runOn(t *testing.T, socket string, args []string, stdin string) (out string, code int) {
	t.Helper()
	flush(t, socket)
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second) // for what must not hang
	defer cancel()
	cmd := exec.CommandContext(ctx, args[0], args[1:]...)
	cmd.Env = append(os.Environ(), "XDG_STATE_HOME="+t.TempDir(), "XDG_CONFIG_HOME="+t.TempDir(), "HOME="+t.TempDir())
	cmd.Stdin = strings.NewReader(stdin)
	text, err := cmd.Output()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return passing.ReplaceAllString(string(text), ""), cmd.ProcessState.ExitCode()
}

// passing is what differs from run to run: how long a slow command took, and
// the number of the connection that HELLO tells.
var passing = regexp.MustCompile(`(?m)^\(\d+\.\d\ds\)\n|\bid("?[ ,:+\n]|" => \(integer\) |"\n.*\(integer\) )\d+`)

func flush(t *testing.T, socket string) {
	t.Helper()
	conn, err := net.Dial("unix", socket)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if _, err := io.WriteString(conn, "FLUSHALL\r\nQUIT\r\n"); err != nil {
		t.Fatal(err)
	}
	if said, err := io.ReadAll(conn); err != nil || string(said) != "+OK\r\n+OK\r\n" {
		t.Fatalf("FLUSHALL: %q, %v", said, err)
	}
}

func firstDifference(a, b string) int {
	if a == b {
		return -1
	}
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			return i
		}
	}
	return min(len(a), len(b))
}

// TestStrictPipe: with -e every line is run and printed, and the exit code
// says that one of them went wrong. In redis-cli it has no effect on pipes.
func TestStrictPipe(t *testing.T) {
	socket := sandboxtest.Server(t).Socket
	for stdin, want := range map[string]int{"PING\n": 0, "PING\nNOSUCH\nECHO a\n": 1} {
		plain, _ := runOn(t, socket, []string{built(t), "practice", "-s", socket}, stdin)
		strict, code := runOn(t, socket, []string{built(t), "practice", "-s", socket, "-e"}, stdin)
		if plain != strict || code != want {
			t.Errorf("%q: %q and %q, exit code %d", stdin, plain, strict, code)
		}
	}
}

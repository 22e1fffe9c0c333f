package embedded

import (
	"bufio"
	"fmt"
	"net"
	"os"
	"strings"
	"testing"
	"time"

	"redis-tutor/sandbox/command"
	"redis-tutor/sandbox/reply"
)

// conn is a client for tests: lines of words in, text out.
type conn struct {
	net.Conn
	t  testing.TB
	in *reply.Reader
}

func start(t testing.TB) *Server {
	t.Helper()
	s, err := New()
	if err != nil {
		t.Fatal(err)
	}
	s.Commands = func() *command.Table {
		data, err := os.ReadFile("../../content/commands.txt")
		if err != nil {
			t.Error(err)
		}
		table, err := command.Parse(data)
		if err != nil {
			t.Error(err)
		}
		return table
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func dial(t testing.TB, s *Server) *conn {
	t.Helper()
	c, err := s.Dial()
	if err != nil {
		t.Fatal(err)
	}
	return dialled(t, c)
}

func dialled(t testing.TB, c net.Conn) *conn {
	t.Helper()
	if err := c.SetDeadline(time.Now().Add(20 * time.Second)); err != nil {
		t.Fatal(err)
	}
	return &conn{c, t, reply.NewReader(c)}
}

func (c *conn) send(line string) {
	c.t.Helper()
	if _, err := c.Write(reply.AppendCommand(nil, strings.Fields(line)...)); err != nil {
		c.t.Fatalf("%s: %v", line, err)
	}
}

// read returns the next reply as a text in one line.
func (c *conn) read() string {
	c.t.Helper()
	v, err := c.in.Read()
	if err != nil {
		c.t.Fatal(err)
	}
	return short(v)
}

func short(v reply.Value) string {
	if v.Kind == reply.Nil {
		return "nil"
	}
	if !v.IsAggregate() {
		return v.Str()
	}
	var parts []string
	for _, item := range v.Items {
		parts = append(parts, short(item))
	}
	return "[" + strings.Join(parts, " ") + "]"
}

func (c *conn) do(line string) string {
	c.t.Helper()
	c.send(line)
	return c.read()
}

// play runs a script of lines "COMMAND => reply"; a line without an arrow is
// only run.
func (c *conn) play(script string) {
	c.t.Helper()
	for _, line := range strings.Split(strings.TrimSpace(script), "\n") {
		cmd, want, checked := strings.Cut(strings.TrimSpace(line), " => ")
		if got := c.do(cmd); checked && got != want {
			c.t.Errorf("%s: got %s, want %s", cmd, got, want)
		}
	}
}

// eventually waits until a command gives a reply.
func (c *conn) eventually(line, want string) {
	c.t.Helper()
	for range 5000 {
		if c.do(line) == want {
			return
		}
		time.Sleep(time.Millisecond)
	}
	c.t.Fatalf("%s never gave %s", line, want)
}

func TestInline(t *testing.T) {
	tests := []struct{ line, want string }{
		{"PING", "+PONG"},
		{"  echo   hi ", "$2"},
		{`ECHO "a\x41\n\"b"`, "$5"},
		{`ECHO 'it\'s'`, "$4"},
		{`ECHO ""`, "$0"},
		{`ECHO "a`, "-ERR Protocol error: unbalanced quotes in request"},
		{`ECHO "a"b`, "-ERR Protocol error: unbalanced quotes in request"},
		{"*x", "-ERR Protocol error: invalid multibulk length"},
		{"*1\r\nfoo", "-ERR Protocol error: expected '$', got 'f'"},
		{"*1\r\n$x", "-ERR Protocol error: invalid bulk length"},
		{"*0\r\nPING", "+PONG"},
		{"*-1\r\n\r\nPING", "+PONG"},
	}
	s := start(t)
	for _, tt := range tests {
		c := dial(t, s)
		fmt.Fprintf(c, "%s\r\n", tt.line)
		got, err := bufio.NewReader(c).ReadString('\n')
		if err != nil || strings.TrimSpace(got) != tt.want {
			t.Errorf("%q: %q, %v, want %s", tt.line, got, err, tt.want)
		}
		c.Close()
	}
}

func TestDeadlinesFollowKeys(t *testing.T) {
	s := start(t)
	c := dial(t, s)
	c.play(`
		SET moved v EX 100
		MOVE moved 3 => 1
		SET renamed v EX 100
		RENAME renamed other => OK
		SET copied v EX 100
		COPY copied elsewhere DB 4 => 1
		SET flushed v EX 100
		FLUSHDB => OK
		SET flushed v
		SET longer v EX 100
		EXPIRE longer 1000 => 1
		SET kept v EX 100
		PERSIST kept => 1
		SELECT 3 => OK
		TTL moved => 100
		SWAPDB 3 5 => OK
		SELECT 5 => OK
		TTL moved => 100`)
	s.Forward(200 * time.Second)
	c.play(`
		DBSIZE => 0
		SELECT 4 => OK
		DBSIZE => 0
		SELECT 0 => OK
		TTL longer => 800
		GET kept => v
		GET flushed => v
		DBSIZE => 3`)
	s.Forward(time.Hour)
	c.play("DBSIZE => 2")
}

func TestDeadlinesFromScriptsAndTransactions(t *testing.T) {
	s := start(t)
	c := dial(t, s)
	send := func(args ...string) string {
		if _, err := c.Write(reply.AppendCommand(nil, args...)); err != nil {
			t.Fatal(err)
		}
		return c.read()
	}
	if got := send("EVAL", "redis.call('SELECT', 2) redis.call('SET', 'k', 'v', 'EX', 50) return redis.call('TTL', 'k')", "0"); got != "50" {
		t.Errorf("TTL inside the script: %s", got)
	}
	c.play(`
		MULTI
		SETEX a 50 v
		SET b v PXAT 1
		GET b
		EXEC => [OK OK nil]
		EXISTS k => 0
		SELECT 2
		TTL k => 50
		SELECT 0`)
	s.Forward(time.Minute)
	c.play(`
		EXISTS a => 0
		SELECT 2
		EXISTS k => 0`)
}

func TestExpiresWhileIdle(t *testing.T) {
	s := start(t)
	c := dial(t, s)
	c.play("SET k v PX 20")
	waitFor(t, func() bool {
		s.mu.Lock()
		defer s.mu.Unlock()
		return s.stats.expired == 1
	})
}

func waitFor(t *testing.T, ok func() bool) {
	t.Helper()
	for range 5000 {
		if ok() {
			return
		}
		time.Sleep(time.Millisecond)
	}
	t.Fatal("waited in vain")
}

func TestHintsDoNotGrow(t *testing.T) {
	s := start(t)
	c := dial(t, s)
	for i := range 1000 {
		c.do(fmt.Sprintf("EXPIRE k %d", 100+i))
		c.do(fmt.Sprintf("SET k v EX %d", 100+i))
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if n := len(s.due.heap); n > 1 {
		t.Errorf("%d hints for one key", n)
	}
}

func TestFieldDeadlines(t *testing.T) {
	s := start(t)
	c := dial(t, s)
	c.play(`
		HSET h a 1 b 2 c 3
		HEXPIRE h 10 FIELDS 2 a x => [1 -2]
		HTTL h FIELDS 3 a b x => [10 -1 -2]
		HPEXPIRE h 5000 GT FIELDS 1 a => [0]
		HEXPIRE h 0 FIELDS 1 c => [2]
		HSETEX h EX 20 FIELDS 1 d 4 => 1
		HGETEX h PERSIST FIELDS 1 d => [4]
		HTTL h FIELDS 1 d => [-1]
		HGETEX h EX 30 FIELDS 2 d x => [4 nil]
		HTTL h FIELDS 1 d => [30]
		HGETALL h => [a 1 b 2 d 4]
		HEXPIRE h 10 FIELDS 1 b => [1]
		HSET h b 5
		HTTL h FIELDS 1 b => [-1]
		RENAME h g
		HTTL g FIELDS 1 a => [10]
		HEXPIRE h x FIELDS 1 a => ERR value is not an integer or out of range
		HEXPIRE h 1 FIELDS 0 a => ERR Parameter ` + "`numFields`" + ` should be greater than 0
		HEXPIRE h 1 FIELDS 2 a => ERR The ` + "`numfields`" + ` parameter must match the number of arguments
		HEXPIRE h 1 a b c => ERR Mandatory argument FIELDS is missing or not at the right position
		HEXPIRE h 1 => ERR wrong number of arguments for 'hexpire' command`)
	s.Forward(15 * time.Second)
	c.play("HKEYS g => [b d]")
	s.Forward(20 * time.Second)
	c.play(`
		HKEYS g => [b]
		HGETDEL g FIELDS 1 b => [5]
		EXISTS g => 0`)
}

func TestSurvivesPanic(t *testing.T) {
	s := start(t)
	c := dial(t, s)
	s.rules["BOOM"] = func(*call) { panic("boom") }
	c.play(`
		SELECT 2
		SET k v
		BOOM => ERR internal error: boom
		GET k => v`)
}

func TestMatch(t *testing.T) {
	tests := []struct {
		pattern, s string
		want       bool
	}{
		{"*", "", true}, {"", "", true}, {"", "a", false}, {"a*c", "abbc", true}, {"a*c", "abb", false},
		{"h?llo", "hello", true}, {"h?llo", "hllo", false}, {"h[ae]llo", "hallo", true}, {"h[^e]llo", "hello", false},
		{"h[a-c]llo", "hbllo", true}, {"h[c-a]llo", "hbllo", true}, {`h\*`, "h*", true}, {`h\*`, "hx", false},
		{"[", "a", false}, {"[a", "a", true}, {"*a*b*", "xxaxxbxx", true}, {"**", "x", true}, {`\`, `\`, true},
		{strings.Repeat("a*", 30) + "b", strings.Repeat("a", 200), false},
	}
	for _, tt := range tests {
		if got := match(tt.pattern, tt.s); got != tt.want {
			t.Errorf("match(%q, %q) = %v", tt.pattern, tt.s, got)
		}
	}
}

func TestPipeDeadline(t *testing.T) {
	a, b := newPipe()
	if err := a.SetReadDeadline(time.Now().Add(5 * time.Millisecond)); err != nil {
		t.Fatal(err)
	}
	if _, err := a.Read(make([]byte, 1)); !os.IsTimeout(err) {
		t.Errorf("a read past its deadline gave %v", err)
	}
	if _, err := b.Write([]byte("x")); err != nil {
		t.Fatal(err)
	}
	b.Close()
	if err := a.SetReadDeadline(time.Time{}); err != nil {
		t.Fatal(err)
	}
	buf := make([]byte, 2)
	if n, err := a.Read(buf); n != 1 || err != nil {
		t.Errorf("what was sent before the end: %d, %v", n, err)
	}
	if _, err := a.Write([]byte("x")); err == nil {
		t.Error("writing to a closed pipe gives no error")
	}
}

package embedded

import (
	"strings"
	"testing"
	"time"
)

// TestMemoryLimit: each of these bombs is refused as Redis refuses it, and a
// second client goes on.
func TestMemoryLimit(t *testing.T) {
	if testing.Short() {
		t.Skip("large values, one client")
	}
	big := strings.Repeat("x", 1<<20)
	tests := []struct {
		name string
		bomb func(c *conn, i int) string
		want string
	}{
		{"SETRANGE", func(c *conn, i int) string { return c.do("SETRANGE k:" + itoa(i) + " 5000000 x") }, oom},
		{"SETRANGE far", func(c *conn, i int) string { return c.do("SETRANGE k 536870911 x") }, tooLong},
		{"SETBIT", func(c *conn, i int) string { return c.do("SETBIT k:" + itoa(i) + " 50000000 1") }, oom},
		{"SETBIT far", func(c *conn, i int) string { return c.do("SETBIT k 4294967295 1") }, badOffset},
		{"BITFIELD", func(c *conn, i int) string { return c.do("BITFIELD k:" + itoa(i) + " SET u8 50000000 1") }, oom},
		{"BITFIELD far", func(c *conn, i int) string { return c.do("BITFIELD k SET u8 #536870911 1") }, badOffset},
		{"APPEND", func(c *conn, i int) string { return short(c.ask("APPEND", "k", big)) }, tooLong},
		{"SET", func(c *conn, i int) string { return short(c.ask("SET", "k:"+itoa(i), big)) }, oom},
		{"RPUSH", func(c *conn, i int) string { return short(c.ask("RPUSH", "l", big)) }, oom},
		{"HSET", func(c *conn, i int) string { return short(c.ask("HSET", "h", itoa(i), big)) }, oom},
		{"COPY", func(c *conn, i int) string {
			c.ask("SETNX", "src", big)
			return c.do("COPY src dst:" + itoa(i))
		}, oom},
		{"BITOP", func(c *conn, i int) string {
			c.ask("SETNX", "src", big)
			return c.do("BITOP NOT dst:" + itoa(i) + " src")
		}, oom},
		{"RENAME of large elements", func(c *conn, i int) string {
			got := short(c.ask("RPUSH", "l", big))
			c.do("RENAME l m:" + itoa(i))
			return got
		}, oom},
		{"LMOVE of large elements", func(c *conn, i int) string {
			got := short(c.ask("RPUSH", "l", big))
			c.do("LMOVE l m LEFT LEFT")
			return got
		}, oom},
		{"SUNIONSTORE", func(c *conn, i int) string {
			c.ask("SADD", "s", big)
			return c.do("SUNIONSTORE d:" + itoa(i) + " s")
		}, oom},
		{"many members", func(c *conn, i int) string {
			args := []string{"SADD", "s"}
			for j := range 1000 {
				args = append(args, strings.Repeat("m", 200)+itoa(i*1000+j))
			}
			return short(c.ask(args...))
		}, oom},
		{"from a script", func(c *conn, i int) string {
			return c.script("return redis.call('SET','k:'..'" + itoa(i) + "',string.rep('x',1e6))")
		}, oom},
		{"negative counts", func(c *conn, i int) string {
			c.ask("SADD", "s", "x")
			return c.do("SRANDMEMBER s -1000000000")
		}, oom},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := limited(t, Limits{Memory: 16 << 20, Value: 8 << 20})
			c, other := dial(t, s), dial(t, s)
			other.do("SET mine 1")
			for i := 0; ; i++ {
				got := tt.bomb(c, i)
				if strings.HasPrefix(got, "ERR unknown command") {
					t.Skip(got)
				}
				if strings.HasPrefix(got, tt.want) {
					break
				}
				if i > 2000 {
					t.Fatalf("never refused; the last reply is %s", cut(got, 100))
				}
			}
			if got := other.do("GET mine"); got != "1" {
				t.Errorf("the other client gets %s", got)
			}
			if got := c.do("DEL k l h s src"); strings.HasPrefix(got, "OOM") {
				t.Errorf("DEL gives %s", got)
			}
			c.do("FLUSHALL")
			if got := other.do("SET mine 2"); got != "OK" {
				t.Errorf("after FLUSHALL: %s", got)
			}
		})
	}
}

// TestMemoryIsGivenBack: what was deleted, popped or has expired makes room.
func TestMemoryIsGivenBack(t *testing.T) {
	if testing.Short() {
		t.Skip("large values, one client")
	}
	s := limited(t, Limits{Memory: 16 << 20})
	c := dial(t, s)
	big := strings.Repeat("x", 1<<20)
	for i := range 40 {
		for _, args := range [][]string{
			{"SET", "k", big}, {"SET", "e" + itoa(i), big, "PX", "100000"}, {"RPUSH", "l", big}, {"HSET", "h", itoa(i), big},
			{"SET", "n" + itoa(i), big}, {"DEL", "n" + itoa(i)}, {"LPOP", "l"}, {"HDEL", "h", itoa(i)}, {"GETDEL", "k"},
		} {
			if got := short(c.ask(args...)); strings.HasPrefix(got, "OOM") {
				t.Fatalf("round %d, %s: %s", i, args[0], got)
			}
		}
		s.Forward(101 * time.Second)
	}
}

func TestMaxMemorySetting(t *testing.T) {
	c := dial(t, start(t))
	c.play("CONFIG SET maxmemory 100\nSET k v => " + oom + "\nDEL k => 0\nLPUSH l 1 => " + oom + "\nGET k => nil\nCONFIG SET maxmemory 3mb\nSET k v => OK")
}

// TestHugeTransaction: a queue is bounded, and so is the reply to it.
func TestHugeTransaction(t *testing.T) {
	s := limited(t, Limits{Query: 4 << 20, Output: 4 << 20})
	c, other := dial(t, s), dial(t, s)
	big := strings.Repeat("x", 1<<20)
	c.do("MULTI")
	got := ""
	for range 10 {
		if got = short(c.ask("SET", "k", big)); got != "QUEUED" {
			break
		}
	}
	if got != oom {
		t.Errorf("the queue ends with %s", got)
	}
	c.play("EXEC => EXECABORT Transaction discarded because of previous errors.")
	c.ask("SET", "k", big)
	c.do("MULTI")
	for range 10 {
		c.do("GET k")
	}
	c.send("EXEC")
	if _, err := c.in.Read(); err == nil {
		t.Error("a reply above the limit was sent")
	}
	other.play("PING => PONG")
}

// TestMemoryOfOtherDatabases: what is carried there counts.
func TestMemoryOfOtherDatabases(t *testing.T) {
	s := limited(t, Limits{Memory: 8 << 20})
	c := dial(t, s)
	c.ask("SET", "first", strings.Repeat("x", 1<<20)) // from here on all is counted by key
	for _, how := range []string{"MOVE %s 1", "COPY %s %s DB 2"} {
		refused := false
		for i := range 30 {
			key := "k" + itoa(i)
			set := short(c.ask("SET", key, strings.Repeat("x", 1<<20)))
			refused = refused || set == oom || c.do(strings.ReplaceAll(how, "%s", key)) == oom
			c.do("DEL " + key)
		}
		if !refused {
			t.Errorf("30 MB were kept by %s", how)
		}
		c.do("FLUSHALL")
		c.ask("SET", "first", strings.Repeat("x", 1<<20))
	}
	agree(t, s)
}

package embedded

import (
	"fmt"
	"math/rand"
	"runtime"
	"slices"
	"strings"
	"testing"
)

// TestLists compares lists with slices, over random pushes and pops.
func TestLists(t *testing.T) {
	s := start(t)
	c := dial(t, s)
	r := rand.New(rand.NewSource(1))
	var want []string
	for i := range 3000 {
		text := itoa(i)
		switch at := len(want) / 2; r.Intn(8) {
		case 0, 1:
			c.do("LPUSH l " + text + " x" + text)
			want = slices.Insert(want, 0, "x"+text, text)
		case 2:
			c.do("RPUSH l " + text)
			want = append(want, text)
		case 3:
			if got := c.do("LPOP l"); len(want) > 0 && got != want[0] {
				t.Fatalf("LPOP gives %s, want %s", got, want[0])
			}
			want = want[min(1, len(want)):]
		case 4:
			c.do("RPOP l")
			want = want[:max(0, len(want)-1)]
		case 5:
			if len(want) > 0 {
				c.do(fmt.Sprintf("LSET l %d %s", at, text))
				want[at] = text
			}
		case 6:
			if len(want) > 0 {
				c.do("LINSERT l BEFORE " + want[at] + " " + text)
				want = slices.Insert(want, at, text)
			}
		case 7:
			if len(want) > 20 {
				c.do("LTRIM l 1 -2")
				want = want[1 : len(want)-1]
			}
		}
		if got := c.do("LRANGE l 0 -1"); got != "["+strings.Join(want, " ")+"]" {
			t.Fatalf("after %d: %s, want %q", i, got, want)
		}
	}
	c.play(`
		DEL l
		LPUSH l a b c => 3
		RPOP l => a
		LTRIM l 1 1 => OK
		LRANGE l 0 -1 => [b]
		LPUSH l d
		RENAME l m => OK
		LRANGE m 0 -1 => [d b]
		COPY m n DB 3 => 1
		SWAPDB 3 4 => OK
		LPUSH m e
		SET m v => OK
		SELECT 4
		LRANGE n 0 -1 => [d b]
		LPUSH n f
		FLUSHDB
		RPUSH n g => 1`)
	agree(t, s)
}

// TestWalkWhileScoresChange: ZSCAN shows every member that is there all the
// time, whatever its score becomes.
func TestWalkWhileScoresChange(t *testing.T) {
	s := start(t)
	c := dial(t, s)
	for i := range 500 {
		c.do(fmt.Sprintf("ZADD z %d m%d", i, i))
	}
	seen, cursor := map[string]bool{}, "0"
	for step := 0; step == 0 || cursor != "0"; step++ {
		v := c.ask("ZSCAN", "z", cursor, "COUNT", "7")
		cursor = v.Items[0].Text
		for i := 0; i < len(v.Items[1].Items); i += 2 {
			seen[v.Items[1].Items[i].Text] = true
		}
		c.do(fmt.Sprintf("ZADD z %d m%d", -step, step*3%500))
		c.do(fmt.Sprintf("ZADD z 0 new%d", step))
		c.do(fmt.Sprintf("ZREM z new%d", step))
	}
	if len(seen) < 500 {
		t.Errorf("saw %d of 500 members", len(seen))
	}
	agree(t, s)
}

// TestStreamEnds takes entries off a stream in the middle and at both ends.
func TestStreamEnds(t *testing.T) {
	c := dial(t, start(t))
	for i := range 9 {
		c.do(fmt.Sprintf("XADD s %d-0 f v", i+1))
	}
	c.play(`
		XDEL s 1-0 9-0 3-0 7-0 => 4
		XRANGE s - + COUNT 1 => [[2-0 [f v]]]
		XREVRANGE s + - COUNT 2 => [[8-0 [f v]] [6-0 [f v]]]
		XTRIM s MAXLEN 3 => 2
		XRANGE s - + => [[5-0 [f v]] [6-0 [f v]] [8-0 [f v]]]
		XADD s MAXLEN 3 10-0 f v
		XLEN s => 3
		XRANGE s - 6 => [[6-0 [f v]]]
		XGROUP CREATE s g 0
		XREADGROUP GROUP g c STREAMS s >
		XREADGROUP GROUP g c COUNT 1 STREAMS s 6-0 => [[s [[8-0 [f v]]]]]
		XACK s g 6-0 => 1
		XPENDING s g 7-0 8-0 10 nobody => []`)
	if got := c.do("XPENDING s g - + 10"); !strings.HasPrefix(got, "[[8-0 c ") || strings.Count(got, "-0") != 2 {
		t.Errorf("XPENDING: %s", got)
	}
}

// TestDraws: any number of names, each once, and no reply of any size.
func TestDraws(t *testing.T) {
	s := limited(t, Limits{Output: 1 << 16})
	c := dial(t, s)
	for i := range 1000 {
		c.do(fmt.Sprintf("SADD s m%d", i))
		c.do(fmt.Sprintf("HSET h m%d v", i))
		c.do(fmt.Sprintf("ZADD z %d m%d", i, i))
	}
	for _, command := range []string{"SRANDMEMBER s", "HRANDFIELD h", "ZRANDMEMBER z"} {
		for _, n := range []int{0, 1, 5, 400, 1000, 2000} {
			got := strings.Fields(strings.Trim(c.do(fmt.Sprintf("%s %d", command, n)), "[]"))
			slices.Sort(got)
			if len(slices.Compact(got)) != min(n, 1000) {
				t.Errorf("%s %d gives %d names", command, n, len(got))
			}
		}
		if got := len(strings.Fields(c.do(command + " -1500"))); got != 1500 {
			t.Errorf("%s -1500 gives %d names", command, got)
		}
		for _, n := range []string{"-30000", "-2000000000", "-9223372036854775807"} {
			if got := c.do(command + " " + n); got != oom && !strings.HasPrefix(got, "ERR value is out of range") {
				t.Errorf("%s %s gives %.60s", command, n, got)
			}
		}
	}
	if got := len(strings.Fields(c.do("SPOP s 10"))); got != 10 || c.do("SCARD s") != "990" {
		t.Errorf("SPOP s 10 gives %d", got)
	}
	agree(t, s)
}

// TestFlushedKeysAreForgotten: keys that are gone take no room.
func TestFlushedKeysAreForgotten(t *testing.T) {
	s := start(t)
	c := &client{s: s, on: newSession()}
	heap := func() int64 {
		var mem runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&mem)
		return int64(mem.HeapAlloc)
	}
	s.execute(c, []string{"SET", "k", "v"}, nil)
	before := heap()
	for i := range 100_000 {
		s.execute(c, []string{"SET", "key:" + itoa(i), "v"}, nil)
	}
	s.execute(c, []string{"FLUSHALL"}, nil)
	if grown := heap() - before; grown > 4<<20 {
		t.Errorf("%d KB are left of them", grown>>10)
	}
	dial(t, s).play("RPUSH l a => 1\nLPUSH l b => 2\nLRANGE l 0 -1 => [b a]\nSWAPDB 0 1\nFLUSHALL\nLPUSH l c => 1")
	agree(t, s)
}

// BenchmarkLarge is the cost of commands on values of 1,000 and of 100,000
// elements: those of the same name must not be far apart.
func BenchmarkLarge(b *testing.B) {
	for _, n := range []int{1000, 100_000} {
		s := start(b)
		c := &client{s: s, on: newSession()}
		do := func(line string) { s.execute(c, strings.Fields(line), nil) }
		for i := range n {
			do(fmt.Sprintf("ZADD z %d m%d", i, i))
			do(fmt.Sprintf("RPUSH l m%d", i))
			do(fmt.Sprintf("SADD s m%d", i))
			do(fmt.Sprintf("XADD x %d-0 f v", i+1))
		}
		do("XGROUP CREATE x g 0")
		do("XREADGROUP GROUP g c STREAMS x >")
		i := n
		for _, lines := range []string{
			"ZADD z %d m5; ZRANK z m5", "ZRANGEBYSCORE z 500 +inf LIMIT 0 10", "ZSCAN z 0 COUNT 10", "ZRANDMEMBER z 3", "ZPOPMIN z; ZADD z %d m%d",
			"LPUSH l a; RPOP l", "RPUSH l a; LPOP l", "LINDEX l 500", "LPUSH l a; LTRIM l 0 -2",
			"SRANDMEMBER s 3", "SSCAN s 0 COUNT 10",
			"XADD x MAXLEN 1000000 * f v", "XRANGE x - + COUNT 10", "XREVRANGE x + - COUNT 10", "XADD x * f v; XTRIM x MAXLEN " + itoa(n),
			"XPENDING x g - + 10", "XREADGROUP GROUP g c COUNT 10 STREAMS x 0",
		} {
			b.Run(fmt.Sprintf("%s/%d", strings.ReplaceAll(lines, " ", "_"), n), func(b *testing.B) {
				for b.Loop() {
					i++
					for _, line := range strings.Split(lines, "; ") {
						do(strings.ReplaceAll(line, "%d", itoa(i)))
					}
				}
			})
		}
	}
}

package image_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"redis-tutor/sandbox"
	"redis-tutor/sandbox/image"
)

// before are keys of every type, some with a deadline.
const before = `SET str hello
SET num 41 EX 1000
SETBIT bits 7 1
PFADD hll a b c
RPUSH list a b c d
HSET hash name Tom age 3
EXPIRE hash 500
SADD set red green blue
SADD ints 1 2 3
ZADD zset 1.5 ann 2 bob
GEOADD geo 13.361389 38.115556 Palermo
XADD stream 1-0 f v
XADD stream 2-0 f w
XGROUP CREATE stream group 0
XREADGROUP GROUP group cem COUNT 1 STREAMS stream >`

// writes are the ways to change them. A block of lines is played as one
// session before it is taken back.
var writes = map[string]string{
	"create":            "SET new v|RPUSH newlist a b|HSET newhash f v|SADD newset m|ZADD newz 1 m|PFADD newhll x|SETBIT newbits 3 1|GEOADD newgeo 1 2 m|XADD news 5-0 f v",
	"string":            "SET str world|APPEND str !|SETRANGE str 1 EY|SET str x EX 100|GETSET str y|GETDEL str",
	"numbers":           "INCR num|INCRBYFLOAT num 0.5|SET num 7 KEEPTTL|DECRBY num 3|MSET num 1 str 2|MSETNX n1 1 n2 2",
	"bits":              "SETBIT bits 9 1|BITOP NOT bits2 bits|SETBIT bits 7 0",
	"hyperloglog":       "PFADD hll d e f|PFMERGE hll2 hll",
	"list":              "RPUSH list e|LPUSH list z|LPOP list|RPOP list 2|LSET list 0 q|LINSERT list BEFORE q p|LREM list 0 q|LTRIM list 1 0|RPUSH list again",
	"list moves":        "LMOVE list other LEFT RIGHT|RPOPLPUSH list list|RPOPLPUSH other list|BLPOP list 1|BRPOP list 1",
	"hash":              "HSET hash age 4|HSET hash sex m|HDEL hash name|HINCRBY hash age 2|HDEL hash age sex|HSET hash f v|HSETNX hash g w|HINCRBYFLOAT hash h 1.5",
	"set":               "SADD set black|SREM set red|SMOVE set ints 9|SMOVE set other green|SPOP set|SINTERSTORE set ints ints|SUNIONSTORE both set ints|SREM ints 1 2 3",
	"sorted set":        "ZADD zset 5 ann|ZADD zset 3 cem|ZREM zset bob|ZINCRBY zset 0.1 ann|ZPOPMIN zset|ZUNIONSTORE zout 1 zset|ZREMRANGEBYSCORE zset -inf +inf|ZRANGESTORE zset2 zout 0 -1",
	"geo":               "GEOADD geo 15.087269 37.502669 Catania|GEOSEARCHSTORE near geo FROMMEMBER Palermo BYRADIUS 300 km ASC|ZREM geo Palermo",
	"stream":            "XADD stream 3-0 f x|XACK stream group 1-0|XDEL stream 2-0|XADD stream 4-0 f y|XTRIM stream MAXLEN 1|XADD s2 1-1 a b",
	"stream groups":     "XREADGROUP GROUP group dan COUNT 1 STREAMS stream >|XGROUP CREATE stream more $|XGROUP DESTROY stream group|XGROUP CREATE fresh g 0 MKSTREAM|DEL stream",
	"delete":            "DEL str list|UNLINK hash set|DEL zset|DEL stream|DEL hll bits geo ints num",
	"rename":            "RENAME str name|RENAME list str|RENAMENX hash gone|RENAME zset set|RENAME stream river",
	"copy":              "COPY str two|COPY str num REPLACE|COPY hash far DB 1|MOVE num 1|MOVE list 1",
	"expire":            "EXPIRE str 100|EXPIRE hash 50|PEXPIRE list 90000|EXPIRE hash 70 GT|EXPIRE zset -1|PEXPIREAT set 1|GETEX num EX 5",
	"persist":           "PERSIST hash|PERSIST num|SET num 5|GETEX str PERSIST",
	"other type":        "SET list x|DEL hash|LPUSH hash x|SET set y EX 10|SUNIONSTORE str ints|ZUNIONSTORE stream 1 zset|SETEX zset 100 v",
	"transaction":       "MULTI|SET str tx|RPUSH list tx|EXPIRE hash 5|DEL set|LPUSH str no|EXEC|MULTI|INCR num|INCR num|EXEC",
	"flush":             "FLUSHDB|SET a b|MOVE a 1|SET a c|FLUSHALL",
	"script":            `EVAL "redis.call('SET',KEYS[1],ARGV[1])" 1 str lua|EVAL "redis.call('DEL','list') redis.call('SET','made','x')" 0`,
	"sort":              "SORT ints DESC STORE sorted|SORT sorted ALPHA STORE list",
	"nothing to change": "SADD set red|DEL nothing|HSET hash age 3|SETNX str x|LPUSH str x|EXPIRE nothing 5|LREM list 0 zzz|ZADD zset XX 1 nobody",
}

// TestUndoEverything plays writes, takes each back, and does each again. Every
// state must come back, also its deadlines and dumps.
func TestUndoEverything(t *testing.T) {
	kinds(t, func(t *testing.T, b *box) {
		for name, lines := range writes {
			t.Run(name, func(t *testing.T) {
				b.t, b.ctx = t, t.Context()
				b.begin()
				b.roundTrip(b.possible(strings.Split(lines, "|")))
			})
		}
	})
}

// possible leaves out what an embedded Redis whose DUMP knows only strings
// cannot take back.
func (b *box) possible(lines []string) []string {
	b.must("SADD probe x")
	defer b.must("DEL probe")
	if !b.ask("DUMP", "probe").IsError() {
		return lines
	}
	return slices.DeleteFunc(lines, func(line string) bool {
		return strings.HasPrefix(line, "PF") || strings.HasPrefix(line, "XREADGROUP")
	})
}

// roundTrip types lines, undoes all, redoes all and undoes all again.
func (b *box) roundTrip(lines []string) {
	b.t.Helper()
	states, changes := []string{b.state()}, []*image.Change{}
	for _, line := range lines {
		was := b.state()
		c := b.typed(line)
		now := b.state()
		if (c != nil) != (was != now) {
			b.t.Errorf("%s: a change is remembered: %t, the state changed: %t\n%s\n%s", line, c != nil, was != now, was, now)
		}
		if c != nil {
			states, changes = append(states, now), append(changes, c)
		}
	}
	for range 2 {
		for i := len(changes) - 1; i >= 0; i-- {
			b.undo()
			b.expect("undo", changes[i], states[i])
		}
		for i, c := range changes {
			b.redo()
			b.expect("redo", c, states[i+1])
		}
	}
}

func (b *box) expect(what string, c *image.Change, want string) {
	b.t.Helper()
	if got := b.state(); got != want {
		b.t.Fatalf("%s of %q gives\n%s\nwant\n%s", what, c.Commands(), got, want)
	}
}

// TestConflict: what somebody else changed since is not overwritten unless
// asked twice.
func TestConflict(t *testing.T) {
	kinds(t, func(t *testing.T, b *box) {
		b.typed("SET a 1")
		b.typed("SET b 1")
		b.typed("MSET a 2 b 2")
		b.ask("SET", "a", "theirs")
		_, err := b.log.Undo(b.ctx)
		if err == nil || err.Error() != `changed by somebody else since: a` {
			t.Fatalf("the first undo: %v", err)
		}
		if got := b.ask("GET", "a").Text; got != "theirs" {
			t.Errorf("the first undo left %q", got)
		}
		b.undo()
		if got := raw(b.ask("MGET", "a", "b")); got != "1\n1\n" {
			t.Errorf("the second undo left %s", got)
		}
		b.undo()
		b.undo()
		if _, err := b.log.Undo(b.ctx); err != image.ErrNothing {
			t.Errorf("with nothing left: %v", err)
		}
	})
}

// TestNoSuchDatabase: a key of a database that there is not is not mistaken for
// the one of its name where the connection is.
func TestNoSuchDatabase(t *testing.T) {
	kinds(t, func(t *testing.T, b *box) {
		b.typed("SET b 1")
		for _, line := range []string{"MULTI", "SET b 2", "COPY b b DB 99", "EXEC"} {
			b.typed(line)
		}
		var lost *image.Lost
		if _, err := b.log.Undo(b.ctx); !errors.As(err, &lost) || !strings.Contains(lost.Why, "database 99 cannot be used") {
			t.Errorf("undo: %v", err)
		}
		if got := b.ask("GET", "b").Text; got != "2" {
			t.Errorf("undo left %q", got)
		}
		if c := b.typed("COPY b b DB 99"); c != nil {
			t.Errorf("what was refused changed %q", c.Lines(6))
		}
	})
}

// TestConflictInTheMoment lets somebody else write between the look and the
// transaction that takes a write back, at its first attempt and at the one
// without dumps: both are stopped.
func TestConflictInTheMoment(t *testing.T) {
	for _, attempt := range []int{1, 2} {
		kinds(t, func(t *testing.T, b *box) {
			b.typed("SET a 1")
			b.typed("SET a 2")
			transactions := 0
			b.meddle = func(commands [][]string) {
				if commands[0][0] != "MULTI" {
					return
				}
				if transactions++; transactions == attempt {
					if v, err := b.Do(b.ctx, "SET", "a", "theirs"); err != nil || !v.IsOK() {
						t.Error(v, err)
					}
					return
				}
				for _, args := range commands {
					if args[0] == "RESTORE" {
						args[3] = "no dump"
					}
				}
			}
			_, err := b.log.Undo(b.ctx)
			var conflict *image.Conflict
			if !errors.As(err, &conflict) || len(conflict.Keys) != 1 || transactions != attempt {
				t.Errorf("attempt %d: %v after %d transactions", attempt, err, transactions)
			}
			if v, err := b.Do(b.ctx, "GET", "a"); err != nil || v.Text != "theirs" {
				t.Errorf("attempt %d: a is %q, %v", attempt, v.Text, err)
			}
		})
	}
}

// TestConflictBetweenAttempts lets somebody else write when the first attempt
// has failed, and before the second looks.
func TestConflictBetweenAttempts(t *testing.T) {
	kinds(t, func(t *testing.T, b *box) {
		b.typed("SET a 1")
		b.typed("SET a 2")
		failed := false
		b.meddle = func(commands [][]string) {
			switch {
			case failed:
				failed = false
				if v, err := b.Do(b.ctx, "SET", "a", "theirs"); err != nil || !v.IsOK() {
					t.Error(v, err)
				}
			case commands[0][0] == "MULTI":
				for _, args := range commands {
					if args[0] == "RESTORE" {
						args[3], failed = "no dump", true
					}
				}
			}
		}
		var conflict *image.Conflict
		if _, err := b.log.Undo(b.ctx); !errors.As(err, &conflict) {
			t.Errorf("%v", err)
		}
		if v, err := b.Do(b.ctx, "GET", "a"); err != nil || v.Text != "theirs" {
			t.Errorf("a is %q, %v", v.Text, err)
		}
	})
}

// TestDeadlines: undo gives the keys that would be there had the write not
// been made.
func TestDeadlines(t *testing.T) {
	kinds(t, func(t *testing.T, b *box) {
		b.typed("SET kept v")
		b.typed("PEXPIRE kept 30")
		b.typed("SET over v PX 30")
		b.typed("DEL over")
		if err := b.Forward(b.ctx, 50*time.Millisecond); err != nil {
			t.Fatal(err)
		}
		if c := b.undo(); len(c.Expired()) != 1 || b.ask("EXISTS", "over").Int != 0 {
			t.Errorf("a key whose time is over came back")
		}
		b.undo() // SET over
		b.undo() // PEXPIRE
		if got := b.ask("GET", "kept").Text; got != "v" {
			t.Errorf("undo of PEXPIRE gives %q", got)
		}
		if left := b.ask("PTTL", "kept").Int; left != -1 {
			t.Errorf("undo of PEXPIRE leaves a time to live of %d", left)
		}
	})
}

// TestNotUndoable: what cannot be taken back is said, and the write before it
// can be.
func TestNotUndoable(t *testing.T) {
	kinds(t, func(t *testing.T, b *box) {
		b.typed("SET small v")
		big := strings.Repeat("x", 1<<20+1)
		b.typed("SET huge " + big)
		b.typed("APPEND huge x")
		b.typed("EXPIRE huge 100")
		for _, want := range []string{"huge: it is above 1 MB, more than is remembered", "huge: it is above 1 MB, more than is remembered"} {
			if _, err := b.log.Undo(b.ctx); err == nil || err.Error() != want {
				t.Errorf("undo: %v, want %s", err, want)
			}
		}
		b.undo() // SET huge
		if b.ask("EXISTS", "huge").Int != 0 {
			t.Error("undo of SET huge leaves it")
		}
		b.undo()
		if b.ask("DBSIZE").Int != 0 {
			t.Error("undo of SET small leaves it")
		}
	})
}

// TestSwapped forgets what was written before a transaction in which databases
// changed places: it would be taken back in the wrong one.
func TestSwapped(t *testing.T) {
	kinds(t, func(t *testing.T, b *box) {
		b.t, b.ctx = t, t.Context()
		b.must("SET a mine")
		b.typed("SET a changed")
		if c := b.typed("SWAPDB 0 99"); c != nil {
			t.Error("an exchange that failed is remembered")
		}
		b.typed("MULTI")
		b.typed("SWAPDB 0 1")
		b.typed("SET a more")
		b.typed("EXEC")
		var lost *image.Lost
		if _, err := b.log.Undo(b.ctx); !errors.As(err, &lost) {
			t.Errorf("the exchange is taken back with %v", err)
		}
		if _, err := b.log.Undo(b.ctx); !errors.Is(err, image.ErrNothing) {
			t.Errorf("what was before is taken back with %v", err)
		}
	})
}

// TestBounded: memory and number of writes stay within bounds.
func TestBounded(t *testing.T) {
	b := open(t, sandbox.Options{})
	for i := range 250 {
		b.typed(fmt.Sprintf("SET k%d v", i))
	}
	if n := b.undoAll(); n != 200 {
		t.Errorf("%d of 250 small writes can be undone, want 200", n)
	}
	value := strings.Repeat("x", 900<<10)
	for i := range 40 {
		b.typed(fmt.Sprintf("SET b%d %s", i, value))
	}
	// A value is held twice: as it reads, and as its dump, which compresses.
	if n := b.undoAll(); n < 8 || n > 17 {
		t.Errorf("%d of 40 writes of 900 kB can be undone", n)
	}
}

func (b *box) undoAll() int {
	for n := 0; ; n++ {
		if _, err := b.log.Undo(b.ctx); err != nil {
			return n
		}
	}
}

// TestRoundTrips: on small keys a write costs one round trip before and one
// after, and reading none.
func TestRoundTrips(t *testing.T) {
	b := open(t, sandbox.Options{})
	for _, tt := range []struct {
		line string
		want int
	}{
		{"SET s v", 2}, {"GET s", 0}, {"APPEND s w", 2}, {"RPUSH l a b c", 2}, {"LRANGE l 0 -1", 0}, {"LPOP l", 2},
		{"HSET h f v", 2}, {"EXPIRE h 10", 2}, {"DEL h", 2}, {"RENAME l m", 2}, {"ZADD z 1 a", 2}, {"ZUNIONSTORE y 1 z", 2},
		{"SADD st a", 2}, {"XADD x 1-0 f v", 2}, {"XLEN x", 0}, {"MSET a 1 b 2 c 3", 2}, {"DEL a b c", 2}, {"PING", 0},
	} {
		b.trips = 0
		b.typed(tt.line)
		if b.trips != tt.want && !(b.trips == 3 && strings.HasPrefix(tt.line, "XADD")) {
			t.Errorf("%s costs %d round trips, want %d", tt.line, b.trips, tt.want)
		}
	}
}

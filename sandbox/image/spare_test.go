package image_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"redis-tutor/sandbox"
	"redis-tutor/sandbox/image"
	"redis-tutor/sandbox/reply"
	"redis-tutor/sandbox/sandboxtest"
)

// spared is a real server on which little is read.
func spared(t testing.TB) *box {
	b := open(t, sandboxtest.Server(t))
	b.log.Spare(true)
	return b
}

// TestSpare plays the writes on a server that is spared: each is taken back and
// done again without dumps, and no value is read twice.
func TestSpare(t *testing.T) {
	b := spared(t)
	b.meddle = func(commands [][]string) {
		for _, args := range commands {
			if args[0] == "DUMP" || args[0] == "EVAL_RO" {
				b.t.Errorf("%q is sent", args)
			}
		}
	}
	for name, lines := range writes {
		t.Run(name, func(t *testing.T) {
			b.t, b.ctx = t, t.Context()
			b.begin()
			b.roundTrip(slices.DeleteFunc(strings.Split(lines, "|"), func(line string) bool { return strings.HasSuffix(line, `" 0`) }))
		})
	}
}

// TestSpareBounds: what is above the bounds is not read, and undo says why.
func TestSpareBounds(t *testing.T) {
	b := spared(t)
	big, half := strings.Repeat("x", 70_000), strings.Repeat("x", 20_000)
	many := ""
	for i := range 33 {
		many += fmt.Sprintf(" k%d v", i)
	}
	for _, tt := range []struct{ keys, line, why string }{
		{"SET k " + big, "APPEND k y", "k: it is above 32 kB, more than is read on a server that others use"},
		{"SET k " + big, "SET k y", "k: it is above 32 kB, more than is read on a server that others use"},
		{"RPUSH k " + big, "RPUSH k y", "k: it is above 32 kB, more than is read on a server that others use"},
		{"MSET a " + half + " b " + half, "DEL a b", "b: with the other keys it is above 32 kB, more than is read on a server that others use"},
		{"MSET a 1 b 2", "MSET" + many, "it may change more than 32 keys, more than is read on a server that others use"},
		{"MSET" + many, "FLUSHDB", "the database holds more than 32 keys, more than is read on a server that others use"},
		{"SET k v", `EVAL "redis.call('DEL','k')" 0`, "a script that names no keys may change any key, more than is read on a server that others use"},
	} {
		b.ask("FLUSHALL")
		b.must(tt.keys)
		read := 0
		b.retell = func(_ []string, v reply.Value) reply.Value {
			read += len(raw(v))
			return v
		}
		b.typed(tt.line)
		b.retell = nil
		if read > 50_000 {
			t.Errorf("%.20s: %d bytes are read", tt.line, read)
		}
		var lost *image.Lost
		if _, err := b.log.Undo(b.ctx); !errors.As(err, &lost) || lost.Why != tt.why || !lost.Spared() {
			t.Errorf("%.20s: undo says %v", tt.line, err)
		}
	}
}

// TestSpareFields: without a dump, INFO tells that fields of hashes expire, and
// they are not lost by undo.
func TestSpareFields(t *testing.T) {
	for _, info := range []reply.Value{
		reply.NewBulk("# Keyspace\r\ndb0:keys=1,expires=0,avg_ttl=0,subexpiry=1\r\n"),
		reply.NewBulk("# Keyspace\r\ndb0:keys=1,expires=0,avg_ttl=0,keys_with_volatile_items=1\r\n"),
		reply.NewError("NOPERM this user has no permissions to run the 'info' command"),
	} {
		b := open(t, sandbox.Options{})
		b.log.Spare(true)
		b.retell = func(args []string, v reply.Value) reply.Value {
			if args[0] == "INFO" {
				return info
			}
			return v
		}
		b.must("HSET h a 1 b 2")
		b.must("HEXPIRE h 100 FIELDS 1 a")
		b.typed("DEL h")
		b.undo()
		if got := raw(b.ask("HTTL", "h", "FIELDS", "2", "a", "b")); got != "100\n-1\n" {
			t.Errorf("%q: undo of DEL leaves %q", info.Text, got)
		}
	}
}

// TestSpareGrown: a key that others have made large since is not read.
func TestSpareGrown(t *testing.T) {
	b := spared(t)
	for small, grow := range map[string]string{"APPEND k v": "APPEND k ", "RPUSH k v": "RPUSH k ", "HSET k f v": "HSET k g ", "SADD k v": "SADD k ", "ZADD k 1 v": "ZADD k 2 "} {
		b.ask("FLUSHALL")
		b.typed(small)
		b.must(grow + strings.Repeat("x", 200_000))
		b.retell = func(args []string, v reply.Value) reply.Value {
			if n := len(raw(v)); n > 32<<10+100 {
				t.Errorf("%q brings %d bytes", args, n)
			}
			return v
		}
		b.typed(small + "2")
		b.retell = nil
	}
}

// TestSpareRefused: who may not read what she writes is told so.
func TestSpareRefused(t *testing.T) {
	o := sandboxtest.Server(t)
	open(t, o).must("ACL SETUSER ann on >pw ~* &* +@all -get -getrange -dump")
	o.User, o.Password = "ann", "pw"
	for _, spare := range []bool{true, false} {
		b := open(t, o)
		b.log.Spare(spare)
		b.must("SET k v")
		b.typed("SET k w")
		var lost *image.Lost
		if _, err := b.log.Undo(b.ctx); !errors.As(err, &lost) || !strings.HasPrefix(lost.Why, "the tutor cannot look at the key: NOPERM") {
			t.Errorf("undo: %v", err)
		}
	}
}

// TestTogether: keys that are too much together are not read on one's own Redis
// either.
func TestTogether(t *testing.T) {
	kinds(t, func(t *testing.T, b *box) {
		for i := range 12 {
			b.must(fmt.Sprintf("SETRANGE k%d 900000 x", i))
		}
		read := 0
		b.retell = func(_ []string, v reply.Value) reply.Value {
			read += len(raw(v))
			return v
		}
		b.typed(`EVAL "return 1" 0`)
		var lost *image.Lost
		if _, err := b.log.Undo(b.ctx); !errors.As(err, &lost) || lost.Why != "the keys are more than 8 MB together" || lost.Spared() || read > 10_000 {
			t.Errorf("%d bytes are read, and undo says %v", read, err)
		}
	})
}

package image_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"redis-tutor/sandbox"
	"redis-tutor/sandbox/image"
	"redis-tutor/sandbox/sandboxtest"
)

// TestWithoutDump: a user who may not DUMP can undo all the same; values are
// then made anew with the commands of their type, groups of streams included.
func TestWithoutDump(t *testing.T) {
	o := sandboxtest.Server(t)
	open(t, o).must("ACL SETUSER ann on >pw ~* &* +@all -dump -restore")
	o.User, o.Password = "ann", "pw"
	b := open(t, o)
	for name, lines := range writes {
		t.Run(name, func(t *testing.T) {
			b.t, b.ctx = t, t.Context()
			b.begin()
			b.roundTrip(strings.Split(lines, "|"))
		})
	}
}

// TestOldServer: where there is no PEXPIRETIME (before Redis 7.0), deadlines
// come from PTTL.
func TestOldServer(t *testing.T) {
	b := open(t, sandboxtest.Server(t, "--rename-command", "PEXPIRETIME", ""))
	b.typed("SET k v EX 100")
	b.typed("APPEND k w")
	b.typed("PERSIST k")
	if c := b.typed("SADD k x"); c != nil {
		t.Errorf("a failed command changed %q", c.Lines(6))
	}
	b.undo()
	if left := b.ask("PTTL", "k").Int; left < 90_000 || left > 100_000 {
		t.Errorf("undo of PERSIST leaves %d ms", left)
	}
	b.undo()
	if got, left := b.ask("GET", "k").Text, b.ask("TTL", "k").Int; got != "v" || left < 90 {
		t.Errorf("undo of APPEND gives %q with %d s", got, left)
	}
}

// TestWaited: what a blocked command took was never there to be seen before
// it, and cannot be given back.
func TestWaited(t *testing.T) {
	kinds(t, func(t *testing.T, b *box) {
		b.typed("SET first v")
		pushed := make(chan error, 1)
		go func() {
			for {
				v, err := sandboxtest.In(b, 0)(context.WithoutCancel(b.ctx), "INFO", "clients")
				if err == nil && strings.Contains(v.Text, "blocked_clients:1") {
					_, err = sandboxtest.In(b, 0)(context.WithoutCancel(b.ctx), "RPUSH", "queue", "a", "b")
					pushed <- err
					return
				}
			}
		}()
		b.typed("BLPOP queue 10")
		if err := <-pushed; err != nil {
			t.Fatal(err)
		}
		var lost *image.Lost
		if _, err := b.log.Undo(b.ctx); !errors.As(err, &lost) || !strings.HasPrefix(lost.Why, "it waited") {
			t.Errorf("undo: %v", err)
		}
		b.undo()
		if b.ask("DBSIZE").Int != 1 {
			t.Error("the write before it is still there")
		}
	})
}

// TestLargeDatabase: a command that may change any key is remembered in a
// small database only.
func TestLargeDatabase(t *testing.T) {
	b := open(t, sandbox.Options{})
	args := []string{"MSET"}
	for i := range 1001 {
		args = append(args, fmt.Sprint("k", i), "v")
	}
	b.typed(strings.Join(args, " "))
	b.typed("FLUSHDB")
	if _, err := b.log.Undo(b.ctx); err == nil || err.Error() != "the database holds more than 1000 keys" {
		t.Errorf("undo of FLUSHDB: %v", err)
	}
	if _, err := b.log.Undo(b.ctx); err == nil || !strings.HasPrefix(err.Error(), "changed by somebody else since: ") {
		t.Errorf("undo of MSET after that: %v", err)
	}
}

// TestFieldDeadlines: fields of hashes keep their deadlines, and a field
// whose time is over is not missed.
func TestFieldDeadlines(t *testing.T) {
	b := open(t, sandbox.Options{})
	b.typed("HSET h a 1 b 2")
	b.typed("HEXPIRE h 100 FIELDS 1 a")
	c := b.typed("HPERSIST h FIELDS 1 a")
	if c == nil || strings.Join(spelled(c, image.Line.String), "") != "ttl h: field a 100s -> none" {
		t.Fatalf("HPERSIST: %v", c)
	}
	ttl := func() int64 { return b.ask("HTTL", "h", "FIELDS", "1", "a").Items[0].Int }
	b.undo()
	if got := ttl(); got != 100 {
		t.Errorf("undo of HPERSIST leaves %d", got)
	}
	b.typed("DEL h")
	b.undo()
	if got := ttl(); got != 100 {
		t.Errorf("undo of DEL leaves %d", got)
	}
	b.typed("HSET h c 3")
	if err := b.Forward(b.ctx, 101*time.Second); err != nil {
		t.Fatal(err)
	}
	b.undo()
	if got := raw(b.ask("HGETALL", "h")); got != "b\n2\n" {
		t.Errorf("undo of HSET leaves %q", got)
	}
}

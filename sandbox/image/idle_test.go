package image_test

import (
	"errors"
	"strings"
	"testing"

	"redis-tutor/sandbox/image"
)

// TestIdle: a write that changed nothing is named by the first undo; the
// second takes back the write before it.
func TestIdle(t *testing.T) {
	kinds(t, func(t *testing.T, b *box) {
		for _, line := range []string{"SET k v", "SADD s a", "DEL nothing", "SETNX k w", "SWAPDB 2 2", "EXPIRE nothing 10"} {
			b.log.Clear()
			b.typed("SET before 1")
			if strings.HasPrefix(line, "S") && !strings.HasPrefix(line, "SWAPDB") && line != "SETNX k w" {
				b.typed(line)
			}
			if line == "SETNX k w" {
				b.must("SET k v")
			}
			if c := b.typed(line); c != nil {
				t.Fatalf("%s changed %q", line, c.Lines(6))
			}
			if last := b.log.Last(); !last.Nothing() || strings.Join(last.Commands()[0], " ") != line {
				t.Errorf("%s is not the last write: %q", line, last.Commands())
			}
			var idle *image.Idle
			if _, err := b.log.Undo(b.ctx); !errors.As(err, &idle) || idle.Next == nil || strings.Join(idle.Change.Commands()[0], " ") != line {
				t.Fatalf("undo of %s: %v", line, err)
			}
			if got, want := b.undo().Commands()[0][0], idle.Next.Commands()[0][0]; got != want {
				t.Errorf("after %s undo took back %s, not %s", line, got, want)
			}
			b.ask("FLUSHALL")
		}
	})
}

// TestBigConflict: a value that is too big to be remembered is not overwritten
// either when somebody else has changed it, and is when nobody has.
func TestBigConflict(t *testing.T) {
	big := strings.Repeat("x", 3<<20)
	many := strings.Fields("many" + strings.Repeat(" "+strings.Repeat("y", 1<<20), 2))
	for i := range many[1:] {
		many[i+1] += string(rune('a' + i))
	}
	writes := map[string]struct{ small, grow, theirs []string }{
		"string":     {[]string{"SET", "many", "v"}, []string{"SET", "many", big}, []string{"SETRANGE", "many", "7", "!"}},
		"list":       {[]string{"RPUSH", "many", "v"}, append([]string{"RPUSH"}, many...), []string{"LSET", "many", "0", "w"}},
		"set":        {[]string{"SADD", "many", "v"}, append([]string{"SADD"}, many...), []string{"SMOVE", "many", "other", "v"}},
		"hash":       {[]string{"HSET", "many", "f", "v"}, append([]string{"HSET"}, many...), []string{"HSET", "many", "f", "w"}},
		"sorted set": {[]string{"ZADD", "many", "1", "v"}, []string{"ZADD", "many", "2", big}, []string{"ZINCRBY", "many", "1", "v"}},
		"above 8 MB": {[]string{"SET", "many", "v"}, []string{"SETRANGE", "many", "9000000", "x"}, []string{"APPEND", "many", "!"}},
	}
	kinds(t, func(t *testing.T, b *box) {
		write := func(args []string) {
			t.Helper()
			shot := b.log.Before(b.ctx, image.Write{Args: args})
			v, err := b.Do(b.ctx, args...)
			if err != nil || v.IsError() {
				t.Fatal(v.Text, err)
			}
			if _, err := b.log.After(b.ctx, shot, v); err != nil {
				t.Fatal(err)
			}
		}
		for name, w := range writes {
			for _, others := range []bool{false, true} {
				b.log.Clear()
				b.ask("FLUSHALL")
				write(w.small)
				was := b.value("many")
				write(w.grow)
				if others {
					if v := b.ask(w.theirs...); v.IsError() {
						t.Fatal(v.Text)
					}
				}
				_, err := b.log.Undo(b.ctx)
				var conflict *image.Conflict
				if errors.As(err, &conflict) != others || !others && err != nil {
					t.Errorf("%s, changed by others %t: %v", name, others, err)
				}
				if !others && b.value("many") != was {
					t.Errorf("%s: undo left another value", name)
				}
			}
		}
	})
}

// TestSwapDB: SWAPDB of any size is taken back by another, and what was
// written before it is found again.
func TestSwapDB(t *testing.T) {
	kinds(t, func(t *testing.T, b *box) {
		args := []string{"MSET"}
		for i := range 1001 {
			args = append(args, "k"+string(rune('a'+i%26))+strings.Repeat("x", i/26), "v")
		}
		b.must(strings.Join(args, " "))
		b.typed("SET mine 1")
		b.typed("SWAPDB 0 1")
		b.typed("SET mine 2")
		if got := strings.Join(spelled(b.log.Last(), image.Line.String), ""); got != `new key mine: "2"` {
			t.Errorf("after SWAPDB: %s", got)
		}
		b.undo()
		if got := strings.Join(spelled(b.undo(), image.Line.String), ""); got != "databases 0 and 1 have changed places" {
			t.Errorf("undo of SWAPDB says %q", got)
		}
		b.redo()
		b.undo()
		b.undo()
		if got := b.state(); strings.Contains(got, "mine") {
			t.Error("the write before SWAPDB is still there")
		}
		if b.ask("DBSIZE").Int != 1001 {
			t.Errorf("database 0 holds %d keys", b.ask("DBSIZE").Int)
		}
	})
}

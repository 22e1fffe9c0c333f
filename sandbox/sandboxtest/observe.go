package sandboxtest

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"redis-tutor/sandbox/reply"
)

// Observer is what looks at a Redis on the tutor's connection.
type Observer interface {
	Observe(ctx context.Context, db int, cmds ...[]string) ([]reply.Value, error)
}

// In returns what runs single commands in a database on the tutor's
// connection.
func In(o Observer, db int) func(ctx context.Context, args ...string) (reply.Value, error) {
	return func(ctx context.Context, args ...string) (reply.Value, error) {
		all, err := o.Observe(ctx, db, args)
		if err != nil {
			return reply.Value{}, err
		}
		return all[0], nil
	}
}

// observes runs commands in a database on the tutor's connection.
func (b *box) observes(db int, lines ...string) []reply.Value {
	b.t.Helper()
	var cmds [][]string
	for _, line := range lines {
		cmds = append(cmds, strings.Fields(line))
	}
	all, err := b.Observe(b.ctx, db, cmds...)
	if err != nil {
		b.t.Fatalf("database %d: %q: %v", db, lines, err)
	}
	return all
}

func observed(t *testing.T, b *box) {
	b.do("SELECT 1")
	b.do("MULTI")
	if diff := cmp.Diff([]reply.Value{okay, text("v"), failure(wrongType)}, b.observes(0, "SET k v", "GET k", "LPUSH k x")); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	b.do("DISCARD")
	b.want("EXISTS k", number(0))
	b.do("SELECT 0")
	b.want("GET k", text("v"))
	if all := b.observes(3); len(all) != 0 {
		t.Errorf("replies to no command: %v", all)
	}
}

// observedIn proves that a look answers for its own database, whichever one a
// look before it had gone to.
func observedIn(t *testing.T, b *box) {
	b.observes(0, "SET where 0", "SELECT 1", "SET where 1", "MULTI", "SELECT 2", "SET where 2", "EXEC")
	for _, db := range []int{0, 1, 2, 2, 0, 1} {
		if v := b.observes(db, "GET where")[0]; v.Text != fmt.Sprint(db) {
			t.Errorf("database %d answers as %q", db, v.Text)
		}
	}
}

// observedOpen proves that nothing of an exchange is left for the next one but
// its WATCH.
func observedOpen(t *testing.T, b *box) {
	b.observes(0, "SET k 1", "WATCH k", "MULTI", "SET k left-over")
	if v := b.observes(0, "GET k")[0]; v.Text != "1" {
		t.Errorf("behind a transaction that was left open: %v", v)
	}
	b.observes(1, "SET k 1", "WATCH k")
	b.do("SELECT 1")
	b.do("SET k 2")
	b.observes(0, "GET k")
	if v := b.observes(1, "MULTI", "SET k 3", "EXEC")[2]; v.Kind != reply.Nil {
		t.Errorf("a WATCH is forgotten: EXEC gives %v", v)
	}
}

// observedNowhere proves that what is meant for a database that the server
// refuses is not done in another one.
func observedNowhere(t *testing.T, b *box) {
	all, err := b.Observe(b.ctx, 99, []string{"SET", "k", "v"})
	if err == nil || !strings.Contains(err.Error(), "database 99") {
		t.Errorf("database 99: %v, %v", all, err)
	}
	if v := b.observes(0, "EXISTS k")[0]; v.Int != 0 {
		t.Error("what was meant for database 99 is in database 0")
	}
	if _, err := b.Observe(b.ctx, 0, []string{"SET", "k", "v"}, []string{"SUBSCRIBE", "news"}); err == nil {
		t.Error("SUBSCRIBE was sent")
	}
	b.want("EXISTS k", number(0))
}

// observedTogether lets many look at once, each in its own database.
func observedTogether(t *testing.T, b *box) {
	const looks = 200
	var all sync.WaitGroup
	for db := range 4 {
		b.observes(db, fmt.Sprint("SET where ", db))
		all.Go(func() {
			for i := range looks {
				v, err := b.Observe(b.ctx, db, []string{"SET", "turn", fmt.Sprint(i)}, []string{"GET", "where"}, []string{"GET", "turn"})
				if err != nil || v[1].Text != fmt.Sprint(db) || v[2].Text != fmt.Sprint(i) {
					t.Errorf("look %d at database %d: %v, %v", i, db, v, err)
					return
				}
			}
		})
	}
	all.Wait()
}

// observedAfterwards proves that a look that was given up costs the next one
// nothing: it is in its own database again.
func observedAfterwards(t *testing.T, b *box) {
	b.observes(2, "SET where 2")
	ctx, cancel := context.WithCancel(b.ctx)
	ended := make(chan error, 1)
	go func() {
		_, err := b.Observe(ctx, 2, []string{"BLPOP", "nothing", "0"})
		ended <- err
	}()
	WaitFor(t, "BLPOP to block", func() bool { return strings.Contains(b.do("INFO clients").Text, "blocked_clients:1") })
	cancel()
	if err := <-ended; !errors.Is(err, context.Canceled) {
		t.Errorf("a look that was given up: %v", err)
	}
	if v := b.observes(2, "GET where")[0]; v.Text != "2" {
		t.Errorf("database 2 answers as %v", v)
	}
	b.observes(0, "SET where 0")
	if v := b.do("GET where"); v.Text != "0" {
		t.Errorf("database 0 answers as %v", v)
	}
}

package sandboxtest

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/redis/go-redis/v9"

	"redis-tutor/sandbox"
	"redis-tutor/sandbox/reply"
)

// feed is what a Follow has brought.
type feed struct {
	*sandbox.Feed
	b    *box
	got  chan reply.Value
	lost chan error
}

func (b *box) follow(args ...string) *feed {
	b.t.Helper()
	f := &feed{b: b, got: make(chan reply.Value, 100), lost: make(chan error, 1)}
	var err error
	f.Feed, err = b.Follow(b.ctx, args, func(v reply.Value, err error) {
		if err != nil {
			f.lost <- err
			return
		}
		f.got <- v
	})
	if err != nil {
		b.t.Fatal(err)
	}
	return f
}

// brings compares what comes next.
func (f *feed) brings(want ...reply.Value) {
	f.b.t.Helper()
	for _, v := range want {
		select {
		case got := <-f.got:
			if diff := cmp.Diff(v, got); diff != "" {
				f.b.t.Errorf("the feed (-want +got)\n%s", diff)
			}
		case <-f.b.ctx.Done():
			f.b.t.Fatalf("the feed does not bring %v", v)
		}
	}
}

func (f *feed) do(line string, want ...reply.Value) {
	f.b.t.Helper()
	if err := f.Do(f.b.ctx, strings.Fields(line)...); err != nil {
		f.b.t.Fatalf("%s: %v", line, err)
	}
	if len(f.got) != len(want) {
		f.b.t.Errorf("%s: %d replies when Do returned, want %d", line, len(f.got), len(want))
	}
	f.brings(want...)
}

func (f *feed) listensTo(want ...string) {
	f.b.t.Helper()
	if diff := cmp.Diff(want, f.Channels()); diff != "" || f.Listening() != (len(want) > 0) {
		f.b.t.Errorf("listening: %v, to (-want +got)\n%s", f.Listening(), diff)
	}
}

func confirmation(word, channel string, n int64) reply.Value {
	return list(text(word), text(channel), number(n))
}

func subscribed(t *testing.T, b *box) {
	f := b.follow("SUBSCRIBE", "news", "more")
	f.brings(confirmation("subscribe", "news", 1), confirmation("subscribe", "more", 2))
	f.do("PSUBSCRIBE n*", confirmation("psubscribe", "n*", 3))
	f.do("SSUBSCRIBE shard", confirmation("ssubscribe", "shard", 1))
	f.listensTo("more", "n*", "news", "shard")
	b.want("PUBLISH news hello", number(2))
	f.brings(list(text("message"), text("news"), text("hello")), list(text("pmessage"), text("n*"), text("news"), text("hello")))
	f.do("PING", list(text("pong"), text("")))
	f.do("GET k", failure("ERR Can't execute 'get': only (P|S)SUBSCRIBE / (P|S)UNSUBSCRIBE / PING / QUIT / RESET are allowed in this context"))
	f.do("SUNSUBSCRIBE", confirmation("sunsubscribe", "shard", 0))
	f.do("PUNSUBSCRIBE n* nothing", confirmation("punsubscribe", "n*", 2), confirmation("punsubscribe", "nothing", 2))
	f.listensTo("more", "news")
	if err := f.Do(b.ctx, "UNSUBSCRIBE"); err != nil || len(f.got) != 2 {
		t.Errorf("UNSUBSCRIBE: %v, %d replies", err, len(f.got))
	}
	f.listensTo()
	b.want("GET k", null) // the learner's connection is another one
	f.Close()
	if len(f.lost) > 0 {
		t.Error("Close is taken for a loss")
	}
}

func subscribed3(t *testing.T, b *box) {
	b.do("HELLO 3")
	f := b.follow("SUBSCRIBE", "news")
	f.brings(reply.Value{Kind: reply.Push, Items: confirmation("subscribe", "news", 1).Items})
	f.do("PING", reply.NewStatus("PONG"))
	f.do("GET k", null)
	f.Close()
}

func refusedFeed(t *testing.T, b *box) {
	f := b.follow("SUBSCRIBE")
	f.brings(failure("ERR wrong number of arguments for 'subscribe' command"))
	f.listensTo()
	f.Close()
	if _, err := b.Follow(b.ctx, []string{"GET", "k"}, nil); err == nil {
		t.Error("GET was followed")
	}
	ctx, cancel := context.WithCancel(b.ctx)
	cancel()
	if _, err := b.Follow(ctx, []string{"MONITOR"}, func(reply.Value, error) {}); err == nil {
		t.Error("a context that has ended is not heeded")
	}
}

// monitored sees the learner's commands and not the tutor's.
func monitored(t *testing.T, b *box) {
	f := b.follow("MONITOR")
	f.brings(okay)
	if !f.Listening() {
		t.Error("it does not listen")
	}
	for i := range 3 {
		if _, err := b.Observe(b.ctx, i%2, []string{"TYPE", "tutor's own"}); err != nil {
			t.Fatal(err)
		}
		b.do(fmt.Sprint("SET k ", i))
		if got := <-f.got; !strings.HasSuffix(got.Text, fmt.Sprintf(`] "SET" "k" "%d"`, i)) {
			t.Errorf("MONITOR shows %q", got.Text)
		}
	}
	f.Close()
}

func lostFeed(t *testing.T, b *box) {
	f := b.follow("SUBSCRIBE", "news")
	f.brings(confirmation("subscribe", "news", 1))
	b.do("CLIENT KILL TYPE pubsub")
	select {
	case err := <-f.lost:
		if err == nil {
			t.Error("lost without an error")
		}
	case <-b.ctx.Done():
		t.Fatal("nobody says that the feed is lost")
	}
	<-f.Ended()
	if err := f.Do(b.ctx, "PING"); err == nil {
		t.Error("a lost feed takes commands")
	}
}

func (b *box) another(name string) *sandbox.Client {
	b.t.Helper()
	c, err := b.Another(b.ctx, name)
	if err != nil {
		b.t.Fatal(err)
	}
	return c
}

func another(t *testing.T, b *box) {
	b.do("SELECT 2")
	bob := b.another("bob")
	ask := func(line string, want reply.Value) {
		t.Helper()
		v, err := bob.Do(b.ctx, strings.Fields(line)...)
		if diff := cmp.Diff(want, v); diff != "" || err != nil {
			t.Errorf("%s: %v (-want +got)\n%s", line, err, diff)
		}
	}
	ask("CLIENT GETNAME", text("bob"))
	b.want("WATCH k other", okay)
	b.state(sandbox.State{Connected: true, DB: 2, Watched: []string{"k", "other"}})
	ask("SET k bob's", okay)
	b.do("MULTI")
	b.do("SET k mine")
	b.want("EXEC", null)
	ask("GET k", text("bob's"))
	ask("SELECT 3", okay)
	ask("MULTI", okay)
	if st := bob.State(); st.DB != 3 || !st.InTx {
		t.Errorf("bob's state: %+v", st)
	}
	b.state(sandbox.State{Connected: true, DB: 2})
	if err := bob.Close(); err != nil {
		t.Error(err)
	}
	if _, err := bob.Do(b.ctx, "PING"); !errors.Is(err, sandbox.ErrClosed) {
		t.Errorf("after Close: %v", err)
	}
	b.want("GET k", text("bob's"))
}

// goRedis lets a program of its own work on the learner's keys.
func goRedis(t *testing.T, b *box) {
	b.do("SELECT 2")
	b.do("MULTI")
	rdb := redis.NewClient(b.Redis())
	defer rdb.Close()
	if err := rdb.Set(b.ctx, "k", "the app's", 0).Err(); err != nil {
		t.Fatal(err)
	}
	b.state(sandbox.State{Connected: true, DB: 2, InTx: true})
	b.do("DISCARD")
	b.want("GET k", text("the app's"))
	b.clocks()
}

// clocks fails unless the sandbox and its Redis agree on the time.
func (b *box) clocks() {
	b.t.Helper()
	seconds, err := strconv.ParseInt(b.do("TIME").Items[0].Text, 10, 64)
	if err != nil {
		b.t.Fatal(err)
	}
	if apart := b.Now().Sub(time.Unix(seconds, 0)).Abs(); apart > 2*time.Second {
		b.t.Errorf("Now and TIME are %s apart", apart)
	}
}

// anotherBlocks lets a client wait until the learner pushes, and one until the
// sandbox is closed.
func anotherBlocks(t *testing.T, b *box) {
	got := make(chan reply.Value, 1)
	bob, carol := b.another("bob"), b.another("carol")
	go func() {
		v, _ := bob.Do(b.ctx, "BLPOP", "queue", "0")
		got <- v
	}()
	blocked := func(n int) func() bool {
		return func() bool {
			return strings.Contains(b.do("INFO clients").Text, fmt.Sprint("blocked_clients:", n))
		}
	}
	WaitFor(t, "bob to block", blocked(1))
	b.do("RPUSH queue job")
	if diff := cmp.Diff(list(text("queue"), text("job")), <-got); diff != "" {
		t.Errorf("bob's reply (-want +got)\n%s", diff)
	}
	ended := make(chan error, 1)
	go func() {
		_, err := carol.Do(b.ctx, "BLPOP", "queue", "0")
		ended <- err
	}()
	WaitFor(t, "carol to block", blocked(1))
	b.Close()
	if err := <-ended; !errors.Is(err, sandbox.ErrClosed) {
		t.Errorf("Close ended a command with %v", err)
	}
	if _, err := b.Another(b.ctx, "late"); !errors.Is(err, sandbox.ErrClosed) {
		t.Errorf("after Close: %v", err)
	}
}

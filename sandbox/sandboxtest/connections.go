package sandboxtest

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"redis-tutor/sandbox"
	"redis-tutor/sandbox/reply"
)

func interrupted(t *testing.T, b *box) {
	b.do("SELECT 3")
	before := b.do("CLIENT ID").Int
	ctx, cancel := context.WithCancel(b.ctx)
	ended := make(chan error, 1)
	go func() {
		_, err := b.Do(ctx, "BLPOP", "queue", "0")
		ended <- err
	}()
	blocked := func() bool {
		v, err := In(b, 0)(b.ctx, "INFO", "clients")
		return err == nil && strings.Contains(v.Text, "blocked_clients:1")
	}
	WaitFor(t, "BLPOP to block", blocked)
	cancel()
	select {
	case err := <-ended:
		if !errors.Is(err, context.Canceled) {
			t.Errorf("an interrupted command gave %v", err)
		}
	case <-b.ctx.Done():
		t.Fatal("BLPOP does not end")
	}
	b.state(sandbox.State{DB: 3})
	WaitFor(t, "the server to notice", func() bool { return !blocked() })
	b.observes(3, "RPUSH queue next")
	b.want("LRANGE queue 0 -1", list(text("next")))
	b.state(sandbox.State{DB: 3, Connected: true})
	if b.do("CLIENT ID").Int == before {
		t.Error("the connection is still the interrupted one")
	}
}

func streamed(t *testing.T, b *box) {
	ctx, cancel := context.WithCancel(b.ctx)
	got := make(chan reply.Value, 10)
	ended := make(chan error, 1)
	go func() {
		ended <- b.Stream(ctx, []string{"SUBSCRIBE", "news", "more"}, func(v reply.Value) error {
			got <- v
			return nil
		})
	}()
	for i, channel := range []string{"news", "more"} {
		want := list(text("subscribe"), text(channel), number(int64(i+1)))
		if diff := cmp.Diff(want, <-got); diff != "" {
			t.Errorf("confirmation (-want +got)\n%s", diff)
		}
	}
	if v := b.observes(0, "PUBLISH news hello")[0]; v.Int != 1 {
		t.Errorf("PUBLISH: %v", v)
	}
	if diff := cmp.Diff(list(text("message"), text("news"), text("hello")), <-got); diff != "" {
		t.Errorf("message (-want +got)\n%s", diff)
	}
	cancel()
	if err := <-ended; err != nil {
		t.Errorf("Stream ended with %v", err)
	}
	WaitFor(t, "the subscription to end", func() bool { return b.do("PUBSUB NUMSUB news").Items[1].Int == 0 })
	b.want("PUBLISH news nobody", number(0))
}

func refusedStream(t *testing.T, b *box) {
	var got []reply.Value
	err := b.Stream(b.ctx, []string{"SUBSCRIBE"}, func(v reply.Value) error {
		got = append(got, v)
		return nil
	})
	if err != nil || len(got) != 1 || !got[0].IsError() {
		t.Errorf("SUBSCRIBE without a channel: %v, %v", got, err)
	}
	if _, err := b.Do(b.ctx, "SUBSCRIBE", "news"); err == nil {
		t.Error("Do ran SUBSCRIBE")
	}
	b.want("PING", reply.NewStatus("PONG"))
}

// connection proves that what belongs to the connection is followed, also
// where it was queued, and comes back with a new one.
func connection(t *testing.T, b *box) {
	b.want("HELLO 3 AUTH nobody wrong SETNAME no", failure("WRONGPASS invalid username-password pair or user is disabled."))
	b.state(sandbox.State{Connected: true})
	for _, line := range []string{"HELLO 3 SETNAME ann", "MULTI", "SELECT 99", "SELECT 4", "SELECT 98", "HELLO 2", "EXEC"} {
		b.do(line)
	}
	b.state(sandbox.State{Connected: true, DB: 4})
	b.do("MULTI")
	if err := b.Stream(b.ctx, []string{"SUBSCRIBE", "news"}, nil); err == nil || !strings.Contains(err.Error(), "transaction") {
		t.Errorf("SUBSCRIBE inside MULTI: %v", err)
	}
	for _, line := range []string{"CLIENT REPLY OFF", "CLIENT REPLY SKIP", "SCRIPT DEBUG YES", "REPLCONF ACK 1"} {
		if _, err := b.Do(b.ctx, strings.Fields(line)...); err == nil {
			t.Errorf("%s was sent", line)
		}
	}
	b.want("DISCARD", okay)
	var got []string
	err := b.Pipeline(b.ctx, [][]string{{"ECHO", "first"}, {"CLIENT", "REPLY", "OFF"}, {"ECHO", "never"}}, func(_ int, v reply.Value) error {
		got = append(got, v.Text)
		return nil
	})
	if err == nil || strings.Join(got, " ") != "first" {
		t.Errorf("a pipeline up to CLIENT REPLY OFF: %q, %v", got, err)
	}
	b.want("QUIT", okay)
	b.want("CLIENT GETNAME", text("ann"))
	b.state(sandbox.State{Connected: true, DB: 4})
}

func pipelined(t *testing.T, b *box) {
	const n = 10_000
	cmds := make([][]string, 0, n+2)
	for range n {
		cmds = append(cmds, []string{"INCR", "n"})
	}
	cmds = append(cmds, []string{"SELECT", "7"}, []string{"LPUSH", "n"})
	var last reply.Value
	next := 0
	err := b.Pipeline(b.ctx, cmds, func(i int, v reply.Value) error {
		if i != next || i < n && v.Int != int64(i+1) {
			return fmt.Errorf("reply %d is %v", i, v)
		}
		next, last = i+1, v
		return nil
	})
	if err != nil || next != len(cmds) {
		t.Fatalf("after %d of %d replies: %v", next, len(cmds), err)
	}
	if !last.IsError() {
		t.Errorf("the last reply is %v", last)
	}
	b.state(sandbox.State{Connected: true, DB: 7})
	stop := errors.New("enough")
	if err := b.Pipeline(b.ctx, cmds[:10], func(int, reply.Value) error { return stop }); !errors.Is(err, stop) {
		t.Errorf("an error of each came back as %v", err)
	}
	b.want("PING", reply.NewStatus("PONG"))
}

func closes(t *testing.T, b *box) {
	ended := make(chan error, 2)
	go func() {
		_, err := b.Do(b.ctx, "BLPOP", "queue", "0")
		ended <- err
	}()
	subscribed := make(chan bool, 1)
	go func() {
		ended <- b.Stream(b.ctx, []string{"SUBSCRIBE", "news"}, func(reply.Value) error {
			subscribed <- true
			return nil
		})
	}()
	<-subscribed
	WaitFor(t, "BLPOP to block", func() bool {
		v, err := In(b, 0)(b.ctx, "INFO", "clients")
		return err == nil && strings.Contains(v.Text, "blocked_clients:1")
	})
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		select {
		case err := <-ended:
			if !errors.Is(err, sandbox.ErrClosed) {
				t.Errorf("Close ended a command with %v", err)
			}
		case <-b.ctx.Done():
			t.Fatal("Close leaves a command waiting")
		}
	}
	if _, err := b.Do(b.ctx, "PING"); !errors.Is(err, sandbox.ErrClosed) {
		t.Errorf("after Close: %v", err)
	}
}

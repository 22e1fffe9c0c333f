package sandbox_test

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"runtime/debug"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"redis-tutor/sandbox/reply"
	"redis-tutor/sandbox/sandboxtest"
)

// peak runs f and returns by how many bytes the heap grew at most meanwhile.
// Garbage is collected early, so that what is measured is what is held.
func peak(f func()) uint64 {
	defer debug.SetGCPercent(debug.SetGCPercent(10))
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	before, most := m.HeapInuse, atomic.Uint64{}
	stop, done := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(done)
		for {
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			most.Store(max(most.Load(), m.HeapInuse))
			select {
			case <-stop:
				return
			case <-time.After(5 * time.Millisecond):
			}
		}
	}()
	f()
	close(stop)
	<-done
	return most.Load() - min(before, most.Load())
}

// TestBigReplies gets replies of 100 MB: one string, and a list of many. The
// bytes on the wire must not be held beside the value made of them, and not
// the replies before beside the one that is read.
func TestBigReplies(t *testing.T) {
	if testing.Short() {
		t.Skip("moves much memory")
	}
	const size = 100 << 20
	s := open(t, sandboxtest.Server(t))
	ctx := context.Background()
	if _, err := s.Do(ctx, "SETRANGE", "big", fmt.Sprint(size-1), "x"); err != nil {
		t.Fatal(err)
	}
	one := strings.Repeat("v", 10_000)
	push := [][]string{}
	for range size / len(one) {
		push = append(push, []string{"RPUSH", "list", one})
	}
	if err := s.Pipeline(ctx, push, func(int, reply.Value) error { return nil }); err != nil {
		t.Fatal(err)
	}
	get := func(want int, args ...string) {
		v, err := s.Do(ctx, args...)
		got := len(v.Text)
		for _, item := range v.Items {
			got += len(item.Text)
		}
		if err != nil || got != want {
			t.Errorf("%v gives %d bytes, want %d, %v", args, got, want, err)
		}
	}
	grew := peak(func() { get(size, "GET", "big") })
	t.Logf("GET of 100 MB takes %d MB", grew>>20)
	if grew > 3*size {
		t.Errorf("GET of 100 MB takes %d MB", grew>>20)
	}
	grew = peak(func() { get(size/len(one)*len(one), "LRANGE", "list", "0", "-1") })
	t.Logf("LRANGE of 100 MB takes %d MB", grew>>20)
	if grew > 2*size {
		t.Errorf("LRANGE of 100 MB takes %d MB", grew>>20)
	}
	const part, times = 10 << 20, 40
	many := make([][]string, times)
	for i := range many {
		many[i] = []string{"GETRANGE", "big", "0", fmt.Sprint(part - 1)}
	}
	grew = peak(func() {
		seen := 0
		if err := s.Pipeline(ctx, many, func(_ int, v reply.Value) error { seen += len(v.Text); return nil }); err != nil {
			t.Error(err)
		}
		if seen != part*times {
			t.Errorf("the pipeline gave %d bytes", seen)
		}
	})
	if grew > part*times/2 {
		t.Errorf("%d replies of %d MB take %d MB", times, part>>20, grew>>20)
	}
}

// TestInterruptedBigReply gives up in the midst of a reply. The connection is
// made anew and in step.
func TestInterruptedBigReply(t *testing.T) {
	s := open(t, sandboxtest.Server(t))
	ctx := context.Background()
	if _, err := s.Do(ctx, "SETRANGE", "big", fmt.Sprint(50<<20), "x"); err != nil {
		t.Fatal(err)
	}
	for _, wait := range []time.Duration{0, time.Millisecond, 5 * time.Millisecond} {
		giveUp, cancel := context.WithTimeout(ctx, wait)
		if _, err := s.Do(giveUp, "GET", "big"); err != nil && !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("after %s: %v", wait, err)
		}
		cancel()
		if v, err := s.Do(ctx, "STRLEN", "big"); err != nil || v.Int != 50<<20+1 {
			t.Errorf("the next reply: %v, %v", v, err)
		}
	}
}

// TestPipelineLost loses the connection among the replies: those that came
// are handed on, and the error says what happened.
func TestPipelineLost(t *testing.T) {
	s := open(t, sandboxtest.Server(t))
	ctx := context.Background()
	var got []string
	err := s.Pipeline(ctx, [][]string{{"PING"}, {"ECHO", "two"}, {"BLPOP", "q", "0"}, {"PING"}}, func(_ int, v reply.Value) error {
		if got = append(got, v.Text); len(got) == 1 {
			go sandboxtest.In(s, 0)(ctx, "CLIENT", "KILL", "TYPE", "normal") // all but its own
		}
		return nil
	})
	if want := "PONG two"; strings.Join(got, " ") != want {
		t.Errorf("replies %q, want %q", got, want)
	}
	if err == nil || err.Error() != "server closed the connection" {
		t.Errorf("the error is %v", err)
	}
	if v, err := s.Do(ctx, "PING"); err != nil || v.Text != "PONG" {
		t.Errorf("the next command: %v, %v", v, err)
	}
}

// TestReconnect loses a connection in RESP3 and another database: both are
// there again, what was lost is named, and nothing is sent twice.
func TestReconnect(t *testing.T) {
	o := sandboxtest.Server(t)
	o.Protocol, o.DB = 3, 2
	s := open(t, o)
	ctx := context.Background()
	do := func(line string) reply.Value {
		t.Helper()
		v, err := s.Do(ctx, strings.Fields(line)...)
		if err != nil || v.IsError() {
			t.Fatalf("%s: %v, %v", line, v, err)
		}
		return v
	}
	do("SELECT 5")
	do("WATCH k")
	do("MULTI")
	if v, err := sandboxtest.In(s, 0)(ctx, "CLIENT", "KILL", "TYPE", "normal"); err != nil || v.Int != 1 {
		t.Fatalf("CLIENT KILL: %v, %v", v, err)
	}
	if _, err := s.Do(ctx, "INCR", "n"); err == nil {
		t.Fatal("a killed connection gives no error")
	}
	if st := s.State(); strings.Join(st.Lost, " ") != "MULTI WATCH" || st.Connected || st.InTx {
		t.Errorf("after the loss: %+v", st)
	}
	if v := do("INCR n"); v.Int != 1 {
		t.Errorf("INCR gives %v: the lost one was sent again", v)
	}
	if st := s.State(); st.DB != 5 || st.Protocol != 3 || !st.Connected {
		t.Errorf("after the next command: %+v", st)
	}
	do("HSET h f v")
	if v := do("HGETALL h"); v.Kind != reply.Map {
		t.Errorf("HGETALL is of kind %d: not RESP3", v.Kind)
	}
	if v := do("CLIENT INFO"); !strings.Contains(v.Text, " db=5 ") {
		t.Errorf("the server sees %q", v.Text)
	}
}

// TestMonitorOnServer sees another client's command.
func TestMonitorOnServer(t *testing.T) {
	s := open(t, sandboxtest.Server(t))
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	began, seen := make(chan struct{}), ""
	ended := make(chan error)
	go func() {
		ended <- s.Stream(ctx, []string{"MONITOR"}, func(v reply.Value) error {
			if v.IsOK() {
				close(began)
			} else if strings.Contains(v.Text, `"SET" "watched" "1"`) {
				seen = v.Text
				cancel()
			}
			return nil
		})
	}()
	<-began
	if _, err := s.Do(context.Background(), "SET", "watched", "1"); err != nil {
		t.Fatal(err)
	}
	if err := <-ended; err != nil || seen == "" {
		t.Errorf("MONITOR saw %q and ended with %v", seen, err)
	}
}

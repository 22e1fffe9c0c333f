package sandboxtest

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"redis-tutor/sandbox"
	"redis-tutor/sandbox/reply"
)

// Caps say what a kind of sandbox can do beyond the contract.
type Caps struct {
	// MovesTime says that Forward does not wait.
	MovesTime bool
}

// Run checks a kind of sandbox against the contract. open returns an empty
// one, which Run closes.
func Run(t *testing.T, open func(t *testing.T) *sandbox.Sandbox, caps Caps) {
	tests := []struct {
		name string
		run  func(*testing.T, *box)
	}{
		{"replies", replies},
		{"replies in RESP3", replies3},
		{"large and binary", large},
		{"transactions", transactions},
		{"doomed transactions", doomed},
		{"watch", watch},
		{"state of SELECT", selects},
		{"reset", resets},
		{"expiry while idle", expires},
		{"interrupted command", interrupted},
		{"the tutor's own connection", observed},
		{"the tutor's databases", observedIn},
		{"the tutor's transactions", observedOpen},
		{"a database that the tutor is refused", observedNowhere},
		{"the tutor in many places", observedTogether},
		{"the tutor, interrupted", observedAfterwards},
		{"stream", streamed},
		{"refused stream", refusedStream},
		{"subscribed", subscribed},
		{"subscribed in RESP3", subscribed3},
		{"refused feed", refusedFeed},
		{"monitor", monitored},
		{"lost feed", lostFeed},
		{"another client", another},
		{"another client that blocks", anotherBlocks},
		{"a go-redis client", goRedis},
		{"unsubscribe", unsubscribes},
		{"a connection's own matters", connection},
		{"pipeline", pipelined},
		{"close ends what blocks", closes},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) { tt.run(t, newBox(t, open(t))) })
	}
	t.Run("forward", func(t *testing.T) { forwards(t, newBox(t, open(t)), caps) })
}

// box is a sandbox with helpers that fail the test.
type box struct {
	*sandbox.Sandbox
	t   *testing.T
	ctx context.Context
}

func newBox(t *testing.T, s *sandbox.Sandbox) *box {
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	t.Cleanup(func() {
		cancel()
		if err := s.Close(); err != nil {
			t.Errorf("Close: %v", err)
		}
	})
	return &box{s, t, ctx}
}

// do runs a line of words.
func (b *box) do(line string) reply.Value {
	b.t.Helper()
	v, err := b.Do(b.ctx, strings.Fields(line)...)
	if err != nil {
		b.t.Fatalf("%s: %v", line, err)
	}
	return v
}

// want runs a line of words and compares the reply.
func (b *box) want(line string, want reply.Value) {
	b.t.Helper()
	if diff := cmp.Diff(want, b.do(line)); diff != "" {
		b.t.Errorf("%s: (-want +got)\n%s", line, diff)
	}
}

func (b *box) state(want sandbox.State) {
	b.t.Helper()
	got := b.State()
	want.Addr = got.Addr
	if want.Protocol == 0 {
		want.Protocol = 2
	}
	if diff := cmp.Diff(want, got); diff != "" {
		b.t.Errorf("state (-want +got)\n%s", diff)
	}
}

var (
	okay   = reply.NewStatus("OK")
	queued = reply.NewStatus("QUEUED")
	null   = reply.Value{}
	text   = reply.NewBulk
	number = reply.NewInt
	list   = reply.NewArray
)

func failure(text string) reply.Value { return reply.NewError(text) }

const wrongType = "WRONGTYPE Operation against a key holding the wrong kind of value"

func replies(t *testing.T, b *box) {
	b.want("PING", reply.NewStatus("PONG"))
	b.want("SET k v", okay)
	b.want("GET k", text("v"))
	b.want("GET nothing", null)
	b.want("INCR n", number(1))
	b.want("RPUSH l a b", number(2))
	b.want("LRANGE l 0 -1", list(text("a"), text("b")))
	b.want("LRANGE nothing 0 -1", reply.Value{Kind: reply.Array, Items: []reply.Value{}})
	b.want("LPUSH k x", failure(wrongType))
	b.want("HSET h f v g w", number(2))
	b.want("HGETALL h", list(text("f"), text("v"), text("g"), text("w")))
	b.want("SCAN 0 MATCH l", list(text("0"), list(text("l"))))
	b.want("ZADD z 1.5 a", number(1))
	b.want("ZSCORE z a", text("1.5"))
	b.want("BLPOP nothing 0.01", null)
	b.want("HELLO 9", failure("NOPROTO unsupported protocol version"))
	b.state(sandbox.State{Connected: true})
}

func replies3(t *testing.T, b *box) {
	b.do("HELLO 3")
	b.state(sandbox.State{Connected: true, Protocol: 3})
	b.do("HSET h f v g w")
	b.want("HGETALL h", reply.Value{Kind: reply.Map, Items: []reply.Value{text("f"), text("v"), text("g"), text("w")}})
	b.do("SADD s 1")
	b.want("SMEMBERS s", reply.Value{Kind: reply.Set, Items: []reply.Value{text("1")}})
	b.do("ZADD z 1.5 a")
	b.want("ZSCORE z a", reply.Value{Kind: reply.Double, Text: "1.5"})
	b.want("GET nothing", null)
	b.want("BLPOP nothing 0.01", null)
	b.do("MULTI")
	b.want("HGETALL h", queued)
	b.want("EXEC", list(reply.Value{Kind: reply.Map, Items: []reply.Value{text("f"), text("v"), text("g"), text("w")}}))
}

func large(t *testing.T, b *box) {
	every := make([]byte, 256)
	for i := range every {
		every[i] = byte(i)
	}
	for _, value := range []string{"", string(every), "a\r\nb", strings.Repeat("xyz", 1<<20)} {
		if _, err := b.Do(b.ctx, "SET", "k\x00", value); err != nil {
			t.Fatal(err)
		}
		v, err := b.Do(b.ctx, "GET", "k\x00")
		if err != nil || v.Kind != reply.Bulk || v.Text != value {
			t.Errorf("a value of %d bytes came back as %d bytes, kind %d, %v", len(value), len(v.Text), v.Kind, err)
		}
	}
	const n = 20_000
	args := []string{"RPUSH", "big"}
	for i := range n {
		args = append(args, fmt.Sprint(i))
	}
	if _, err := b.Do(b.ctx, args...); err != nil {
		t.Fatal(err)
	}
	if v := b.do("LRANGE big 0 -1"); len(v.Items) != n || v.Items[n-1].Text != fmt.Sprint(n-1) {
		t.Errorf("LRANGE of %d elements gave %d", n, len(v.Items))
	}
}

func transactions(t *testing.T, b *box) {
	b.want("MULTI", okay)
	b.state(sandbox.State{Connected: true, InTx: true})
	b.want("SET a 1", queued)
	b.want("LPUSH a x", queued)
	b.want("INCR a", queued)
	if v := b.observes(0, "GET a")[0]; v.Kind != reply.Nil {
		t.Errorf("before EXEC others see %v", v)
	}
	b.want("EXEC", list(okay, failure(wrongType), number(2)))
	b.state(sandbox.State{Connected: true})
	b.want("EXEC", failure("ERR EXEC without MULTI"))
	b.want("DISCARD", failure("ERR DISCARD without MULTI"))
	b.do("MULTI")
	b.want("MULTI", failure("ERR MULTI calls can not be nested"))
	b.want("SET a 9", queued)
	b.want("DISCARD", okay)
	b.want("GET a", text("2"))
	b.do("MULTI")
	b.want("BLPOP nothing 0", queued)
	b.want("EXEC", list(null))
	b.do("MULTI")
	b.want("EXEC", reply.Value{Kind: reply.Array, Items: []reply.Value{}})
}

func doomed(t *testing.T, b *box) {
	b.do("MULTI")
	b.want("SET a", failure("ERR wrong number of arguments for 'set' command"))
	b.state(sandbox.State{Connected: true, InTx: true, Doomed: true})
	b.want("SET a 1", queued)
	b.want("EXEC", failure("EXECABORT Transaction discarded because of previous errors."))
	b.state(sandbox.State{Connected: true})
	b.want("EXISTS a", number(0))
	b.do("MULTI")
	b.want("NOSUCH x", failure("ERR unknown command 'NOSUCH', with args beginning with: 'x' "))
	b.want("EXEC", failure("EXECABORT Transaction discarded because of previous errors."))
	b.do("MULTI")
	b.want("SET k v EX nonsense", queued) // found only when it runs
	b.want("EXEC", list(failure("ERR value is not an integer or out of range")))
}

func watch(t *testing.T, b *box) {
	b.do("SET k 1")
	b.want("WATCH k", okay)
	b.observes(0, "SET k 2")
	b.do("MULTI")
	b.want("WATCH x", failure("ERR WATCH inside MULTI is not allowed"))
	b.do("SELECT 4")
	b.want("EXEC", null)
	b.state(sandbox.State{Connected: true})
	b.do("WATCH k")
	b.do("MULTI")
	b.do("SET k 3")
	b.want("EXEC", list(okay))
	b.do("WATCH k")
	b.do("UNWATCH")
	b.observes(0, "SET k 4")
	b.do("MULTI")
	b.want("EXEC", reply.Value{Kind: reply.Array, Items: []reply.Value{}})
}

func selects(t *testing.T, b *box) {
	b.want("SELECT 3", okay)
	b.state(sandbox.State{Connected: true, DB: 3})
	b.want("SELECT 99", failure("ERR DB index is out of range"))
	b.state(sandbox.State{Connected: true, DB: 3})
	b.do("MULTI")
	b.want("SELECT 5", queued)
	b.state(sandbox.State{Connected: true, DB: 5, InTx: true})
	b.do("DISCARD")
	b.state(sandbox.State{Connected: true, DB: 3})
	b.do("MULTI")
	b.do("SELECT 5")
	b.do("EXEC")
	b.state(sandbox.State{Connected: true, DB: 5})
	b.do("SET here 1")
	if v := b.observes(0, "EXISTS here")[0]; v.Int != 0 {
		t.Errorf("the tutor is in the learner's database: %v", v)
	}
}

// unsubscribes proves that a command with a reply for each channel leaves the
// connection in step.
func unsubscribes(_ *testing.T, b *box) {
	for _, hello := range []string{"HELLO 2", "HELLO 3"} {
		b.do(hello)
		for _, line := range []string{"UNSUBSCRIBE a b c", "PUNSUBSCRIBE", "UNSUBSCRIBE"} {
			b.do(line)
			b.want("ECHO in-step", reply.NewBulk("in-step"))
		}
	}
}

func resets(t *testing.T, b *box) {
	b.do("HELLO 3")
	b.do("SELECT 2")
	b.do("MULTI")
	b.want("RESET", reply.NewStatus("RESET"))
	b.state(sandbox.State{Connected: true})
	b.want("GET k", null)
}

func expires(t *testing.T, b *box) {
	b.want("SET k v EX 10", okay)
	b.want("TTL k", number(10))
	b.want("EXPIRE k 100", number(1))
	b.want("TTL k", number(100))
	b.want("PERSIST k", number(1))
	b.want("TTL k", number(-1))
	b.want("TTL nothing", number(-2))
	b.do("SET short v PX 40")
	b.do("SET past v")
	b.want("PEXPIREAT past 1", number(1))
	b.want("EXISTS past", number(0))
	b.do("MULTI")
	b.do("SET inside v PX 40")
	b.do("EXEC")
	WaitFor(t, "the keys to expire", func() bool { return b.do("DBSIZE").Int == 1 })
	b.want("GET short", null)
	b.want("PTTL inside", number(-2))
}

func forwards(t *testing.T, b *box, caps Caps) {
	b.do("SET k v PX 30")
	if err := b.Forward(b.ctx, 40*time.Millisecond); err != nil {
		t.Fatal(err)
	}
	b.want("EXISTS k", number(0))
	if err := b.Forward(b.ctx, -time.Second); err == nil {
		t.Error("time went backwards")
	}
	if !caps.MovesTime {
		return
	}
	b.do("SET k v EX 100")
	before := b.do("TIME").Items[0].Text
	if err := b.Forward(b.ctx, 60*time.Second); err != nil {
		t.Fatal(err)
	}
	b.want("TTL k", number(40))
	b.clocks()
	if after := b.do("TIME").Items[0].Text; after <= before {
		t.Errorf("TIME went from %s to %s", before, after)
	}
	if err := b.Forward(b.ctx, 1000*time.Hour); err != nil {
		t.Fatal(err)
	}
	b.want("EXISTS k", number(0))
}

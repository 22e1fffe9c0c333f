package reply

import (
	"bytes"
	"maps"
	"math/rand/v2"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestRedisCLIPrintsTheSame gives replies made at random to the redis-cli on
// PATH, in every format, and wants its output byte for byte.
func TestRedisCLIPrintsTheSame(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 11))
	var replies []Value
	for range 300 {
		replies = append(replies, randomValue(rng, 3))
	}
	for f, flag := range map[Format]string{
		Standard: "--no-raw", Raw: "--raw", CSV: "--csv", JSON: "--json", QuotedJSON: "--quoted-json",
	} {
		t.Run(f.String(), func(t *testing.T) {
			got := redisCLI(t, slices.Repeat([]string{"NEXT"}, len(replies)), replies, "-2", flag)
			for i, v := range replies {
				want, err := v.Append(nil, f)
				if err != nil {
					t.Fatal(err)
				}
				rest, ok := bytes.CutPrefix(got, want)
				if !ok {
					t.Fatalf("reply %d, %q:\n%s", i, v.AppendWire(nil, 3),
						cmp.Diff(string(got[:min(len(got), len(want))]), string(want)))
				}
				got = rest
			}
			if len(got) > 0 {
				t.Errorf("redis-cli printed more: %q", got)
			}
		})
	}
}

// TestRedisCLIPush compares pushes out of band, which redis-cli shows only
// when told to, and the replies behind them.
func TestRedisCLIPush(t *testing.T) {
	pushes := []Value{
		{Kind: Push, Items: []Value{NewBulk("invalidate"), NewArray(NewBulk("k1"), NewBulk("k\"2\n\x00x"))}},
		{Kind: Push, Items: []Value{NewBulk("invalidate"), NewArray()}},
		{Kind: Push, Items: []Value{NewBulk("invalidate"), {}}},
		{Kind: Push, Items: []Value{NewBulk("message"), NewBulk("ch"), NewBulk("hi")}},
		{Kind: Push},
	}
	var replies []Value
	for _, p := range pushes {
		replies = append(replies, p, NewStatus("OK"))
	}
	for f, flag := range map[Format]string{Standard: "--no-raw", Raw: "--raw", CSV: "--csv"} {
		var want []byte
		for _, p := range pushes {
			want, _ = p.AppendPush(want, f)
			want, _ = NewStatus("OK").Append(want, f)
		}
		got := redisCLI(t, slices.Repeat([]string{"NEXT"}, len(pushes)), replies, "-3", "--show-pushes", "y", flag)
		if diff := cmp.Diff(string(want), string(got)); diff != "" {
			t.Errorf("%v (-want +redis-cli):\n%s", f, diff)
		}
	}
}

// TestRawForced wants redis-cli to print the reply to each of these bare and
// without a line end exactly when RawForced says so.
func TestRawForced(t *testing.T) {
	tests := map[string]bool{
		"INFO": true, "info server": true, "LOLWUT VERSION 5": true, "LolWut": true,
		"DEBUG HTSTATS 0": true, "DEBUG HTSTATS-KEY k": true, "DEBUG CLIENT-EVICTION": true, "DEBUG OBJECT k": false,
		"MEMORY MALLOC-STATS": true, "MEMORY DOCTOR": true, "MEMORY USAGE k": false, "MEMORY": false,
		"CLUSTER NODES": true, "cluster info": true, "CLUSTER INFO x": false, "CLUSTER SLOTS": false,
		"CLIENT LIST": true, "CLIENT LIST TYPE normal": true, "client info": true, "CLIENT ID": false,
		"LATENCY GRAPH x": true, "LATENCY GRAPH": false, "LATENCY DOCTOR": true, "LATENCY DOCTOR x": false,
		"PROXY INFO": true, "PROXY": false, "GET k": false, "INFOS": false,
	}
	lines := slices.Sorted(maps.Keys(tests))
	x := NewBulk("x\n\"")
	var want []byte
	for _, line := range lines {
		args := strings.Fields(line)
		if got := RawForced(args); got != tests[line] {
			t.Errorf("RawForced(%q) = %v", args, got)
		}
		want, _ = Plain(Standard).Append(want, args, x)
	}
	if RawForced(nil) {
		t.Error("RawForced(nil) = true")
	}
	got := redisCLI(t, lines, slices.Repeat([]Value{x}, len(lines)), "-2", "--no-raw")
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("-want +redis-cli:\n%s", diff)
	}
}

// redisCLI returns what the real redis-cli prints for these lines when a
// server gives these replies, each with the pushes that stand before it.
func redisCLI(t *testing.T, lines []string, replies []Value, flags ...string) []byte {
	t.Helper()
	bin, err := exec.LookPath("redis-cli")
	if err != nil {
		if os.Getenv("REQUIRE_REDIS") != "" {
			t.Fatal(err)
		}
		t.Skip(err)
	}
	// A unix socket's path must be short, which t.TempDir is not everywhere.
	dir, err := os.MkdirTemp("", "reply")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	sock := filepath.Join(dir, "s")
	ln, err := net.Listen("unix", sock)
	if err != nil {
		t.Fatal(err)
	}
	defer ln.Close()
	go serve(ln, replies)
	cmd := exec.Command(bin, append([]string{"-s", sock}, flags...)...)
	cmd.Stdin = strings.NewReader(strings.Join(lines, "\n"))
	cmd.Env = append(os.Environ(), "REDISCLI_RCFILE=/dev/null")
	var stderr strings.Builder
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("redis-cli: %v: %s", err, &stderr)
	}
	return out
}

// serve answers every command with the next replies, up to the first that is
// no push, and refuses what redis-cli asks for itself.
func serve(ln net.Listener, replies []Value) {
	conn, err := ln.Accept()
	if err != nil {
		return
	}
	defer conn.Close()
	for r := NewReader(conn); ; {
		args, err := r.Read()
		if err != nil || len(args.Items) == 0 {
			return
		}
		var out []byte
		switch {
		case args.Items[0].Text == "HELLO":
			out = Value{Kind: Map}.AppendWire(nil, 3)
		case args.Items[0].Text == "COMMAND":
			out = NewError("ERR not here").AppendWire(nil, 3)
		case len(replies) == 0:
			return
		default:
			for more := true; more; replies = replies[1:] {
				out = replies[0].AppendWire(out, 3)
				more = replies[0].Kind == Push
			}
		}
		if _, err := conn.Write(out); err != nil {
			return
		}
	}
}

// randomValue makes a reply of any kind redis-cli prints, aggregates nested
// up to depth. A push inside a reply is one more aggregate; at the top it
// would be skipped.
func randomValue(rng *rand.Rand, depth int) Value {
	kinds := []Kind{Nil, Status, Error, Integer, Double, Bool, Bulk, Verbatim, Array, Set, Map, Array, Map}
	kind := kinds[rng.IntN(len(kinds))]
	if depth == 0 {
		kind = kinds[rng.IntN(8)]
	}
	v := Value{Kind: kind}
	switch kind {
	case Status, Error:
		v.Text = oneLine(randomText(rng))
	case Bulk, Verbatim:
		v.Text = randomText(rng)
	case Integer:
		v.Int = rng.Int64() >> rng.IntN(63)
	case Double:
		v.Text = []string{"1.5", "-0", "inf", "-inf", "1e+30", "10"}[rng.IntN(6)]
	case Bool:
		v.Int = rng.Int64N(2)
	case Array, Set, Map:
		n := []int{0, 1, 1, 2, 3, 11}[rng.IntN(6)] * v.perEntry()
		for range n {
			v.Items = append(v.Items, randomValue(rng, depth-1))
		}
	}
	if kind == Verbatim {
		v.Mark = "txt"
	}
	return v
}

func randomText(rng *rand.Rand) string {
	const bytes = "ab \"'\\\n\r\t\a\b\v\f\x1b\x7f\xc3\xa9\xff/#%{}"
	text := make([]byte, rng.IntN(6))
	for i := range text {
		text[i] = bytes[rng.IntN(len(bytes))]
		if rng.IntN(40) == 0 {
			text[i] = 0
		}
	}
	return string(text)
}

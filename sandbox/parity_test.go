package sandbox_test

import (
	"bufio"
	"cmp"
	"context"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"redis-tutor/sandbox"
	"redis-tutor/sandbox/reply"
	"redis-tutor/sandbox/sandboxtest"
)

// TestParity runs the scripts of testdata/parity.txt on the embedded Redis and
// on a real one, and wants the same replies.
//
// A script is a run of lines on an empty keyspace and a new connection; an
// empty line ends it. A line that begins with "~" is compared without regard
// to order, one with "?" only by the kind of its reply.
func TestParity(t *testing.T) {
	server := sandboxtest.Server(t)
	commands := sandboxtest.Commands(t, commandsFile)
	for _, proto := range []int{2, 3} {
		real := server
		real.Protocol = proto
		for _, script := range scripts(t, "testdata/parity.txt") {
			play(t, script, open(t, sandbox.Options{Commands: commands, Protocol: proto}), open(t, real))
		}
	}
}

func scripts(t *testing.T, file string) [][]string {
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var all [][]string
	var one []string
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		switch line := strings.TrimSpace(lines.Text()); {
		case strings.HasPrefix(line, "# "):
		case line != "":
			one = append(one, line)
		case len(one) > 0:
			all, one = append(all, one), nil
		}
	}
	if lines.Err() != nil || len(one) > 0 {
		all = append(all, one)
	}
	if len(all) < 10 {
		t.Fatalf("%s has only %d scripts: %v", file, len(all), lines.Err())
	}
	return all
}

func play(t *testing.T, script []string, ours, theirs *sandbox.Sandbox) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	if _, err := theirs.Do(ctx, "FLUSHALL"); err != nil {
		t.Fatal(err)
	}
	for i, line := range script {
		mark := line[0]
		args := words(strings.TrimLeft(line, "~? "))
		got, err := ours.Do(ctx, args...)
		if err != nil {
			t.Fatalf("line %d of %s …: %s: %v", i+1, script[0], line, err)
		}
		want, err := theirs.Do(ctx, args...)
		if err != nil {
			t.Fatalf("line %d of %s …: %s: %v", i+1, script[0], line, err)
		}
		if mark == '~' {
			sortItems(&got)
			sortItems(&want)
		}
		if mark == '?' {
			got, want = reply.Value{Kind: got.Kind}, reply.Value{Kind: want.Kind}
		}
		if !gocmp.Equal(want, got) {
			t.Errorf("RESP%d, line %d of %s ...: %s\n    real %q\nembedded %q", ours.State().Protocol, i+1, script[0], line,
				want.AppendWire(nil, 3), got.AppendWire(nil, 3))
		}
	}
	ours.Close()
	theirs.Close()
}

// sortItems puts the items of a reply, or the pairs of a map, in order.
func sortItems(v *reply.Value) {
	if v.Kind != reply.Map {
		slices.SortFunc(v.Items, func(a, b reply.Value) int { return cmp.Compare(a.Str(), b.Str()) })
		return
	}
	var pairs []reply.Value
	for i := 0; i < len(v.Items); i += 2 {
		pairs = append(pairs, reply.NewArray(v.Items[i:i+2]...))
	}
	slices.SortFunc(pairs, func(a, b reply.Value) int { return cmp.Compare(a.Items[0].Text, b.Items[0].Text) })
	v.Items = pairs
}

// words splits a line at spaces; double quotes keep words together.
func words(line string) []string {
	var out []string
	for i, part := range strings.Split(line, `"`) {
		if i%2 == 1 {
			out = append(out, part)
			continue
		}
		out = append(out, strings.Fields(part)...)
	}
	return out
}

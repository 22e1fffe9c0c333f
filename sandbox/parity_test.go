package sandbox_test

import (
	"bufio"
	"cmp"
	"context"
	"os"
	"path"
	"slices"
	"strings"
	"testing"
	"time"

	"redis-tutor/sandbox"
	"redis-tutor/sandbox/command"
	"redis-tutor/sandbox/reply"
	"redis-tutor/sandbox/sandboxtest"
	"redis-tutor/sandbox/words"
)

// TestParity runs the scripts of testdata on the embedded Redis and on a real
// one, and wants the same replies, but for those that testdata/parity-known.txt
// explains.
//
// A script is a run of lines on an empty keyspace and a new connection; an
// empty line ends it. A line that begins with "~" is compared without regard
// to order, one with "?" only by the kind of its reply.
func TestParity(t *testing.T) {
	for _, proto := range []int{2, 3} {
		p := newParity(t, proto)
		for _, name := range []string{"parity", "parity-docs", "parity-mistakes", "parity-edges", "parity-lua"} {
			lines, equal := p.lines, p.equal
			for _, script := range scripts(t, "testdata/"+name+".txt") {
				p.play(script)
			}
			t.Logf("RESP%d: %d of %d replies of %s are equal", proto, p.equal-equal, p.lines-lines, name)
		}
	}
}

// parity compares the embedded Redis with a real one.
type parity struct {
	t            *testing.T
	commands     func() *command.Table
	real         sandbox.Options
	proto        int
	known        []*known
	lines, equal int
}

// known is a difference that is explained: a pattern of command lines.
type known struct {
	pattern string
	seen    bool
}

func newParity(t *testing.T, proto int) *parity {
	p := &parity{t: t, commands: sandboxtest.Commands(t, commandsFile), real: sandboxtest.Server(t), proto: proto}
	p.real.Protocol = proto
	for _, line := range textLines(t, "testdata/parity-known.txt") {
		if line != "" && !strings.HasPrefix(line, "# ") {
			p.known = append(p.known, &known{pattern: line})
		}
	}
	return p
}

func (p *parity) open() (ours, theirs *sandbox.Sandbox) {
	return open(p.t, sandbox.Options{Commands: p.commands, Protocol: p.proto}), open(p.t, p.real)
}

// explained reports whether a line is known to differ.
func (p *parity) explained(line string) bool {
	for _, k := range p.known {
		if ok, err := path.Match(k.pattern, strings.ReplaceAll(line, "/", "|")); err != nil {
			p.t.Fatalf("%s: %v", k.pattern, err)
		} else if ok {
			k.seen = true
			return true
		}
	}
	return false
}

// compare counts a line, and reports it when the replies are not the same and
// nobody has said why.
func (p *parity) compare(line string, got, want reply.Value) {
	p.t.Helper()
	p.lines++
	if reply.Equal(want, got) {
		p.equal++
		return
	}
	if !p.explained(line) {
		p.t.Errorf("RESP%d, %s\n    real %q\nembedded %q", p.proto, line, want.AppendWire(nil, 3), got.AppendWire(nil, 3))
	}
}

func textLines(t *testing.T, file string) []string {
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var all []string
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		all = append(all, strings.TrimSpace(lines.Text()))
	}
	if lines.Err() != nil {
		t.Fatal(lines.Err())
	}
	return all
}

func scripts(t *testing.T, file string) [][]string {
	var all [][]string
	var one []string
	for _, line := range append(textLines(t, file), "") {
		switch {
		case strings.HasPrefix(line, "# "):
		case line != "":
			one = append(one, line)
		case len(one) > 0:
			all, one = append(all, one), nil
		}
	}
	if len(all) < 10 {
		t.Fatalf("%s has only %d scripts", file, len(all))
	}
	return all
}

func (p *parity) play(script []string) {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	ours, theirs := p.open()
	defer ours.Close()
	defer theirs.Close()
	if _, err := theirs.Do(ctx, "FLUSHALL"); err != nil {
		p.t.Fatal(err)
	}
	for i, line := range script {
		args := p.split(strings.TrimLeft(line, "~?"))
		got, err := ours.Do(ctx, args...)
		if err != nil {
			p.t.Fatalf("line %d of %s …: %s: %v", i+1, script[0], line, err)
		}
		want, err := theirs.Do(ctx, args...)
		if err != nil {
			p.t.Fatalf("line %d of %s …: %s: %v", i+1, script[0], line, err)
		}
		switch line[0] {
		case '~':
			sortItems(&got)
			sortItems(&want)
		case '?':
			got, want = reply.Value{Kind: got.Kind}, reply.Value{Kind: want.Kind}
		}
		p.compare(strings.TrimLeft(line, "~?"), got, want)
	}
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
	v.Items = nil
	for _, pair := range pairs {
		v.Items = append(v.Items, pair.Items...)
	}
}

// split gives the words of a line as redis-cli does.
func (p *parity) split(line string) []string {
	p.t.Helper()
	args, err := words.Split(line)
	if err != nil {
		p.t.Fatalf("%s: %v", line, err)
	}
	return args
}

package repl

import (
	"slices"
	"strings"
	"testing"
	"time"

	"redis-tutor/repl/line"
	"redis-tutor/sandbox/sandboxtest"
)

// TestAhead: time goes forward, and ten years at most.
func TestAhead(t *testing.T) {
	cases := map[string]time.Duration{
		"60": time.Minute, "1d12h": 36 * time.Hour, "300ms": 300 * time.Millisecond, "3650d": longest,
		"": 0, "soon": 0, "-5s": 0, "0": 0, "0d": 0, "3650d1s": 0, "99999d": 0, "1e300d": 0,
	}
	for text, want := range cases {
		got, err := ahead(text)
		if got != want || (err != nil) != (want == 0) {
			t.Errorf("ahead(%q) = %v, %v", text, got, err)
		}
	}
}

func TestPrompt(t *testing.T) {
	cases := map[string]State{
		"127.0.0.1:6379> ":           {Addr: "127.0.0.1:6379", Connected: true},
		"127.0.0.1:6379[3]> ":        {Addr: "127.0.0.1:6379", Connected: true, DB: 3},
		"127.0.0.1:6379(TX)> ":       {Addr: "127.0.0.1:6379", Connected: true, InTx: true},
		"redis /tmp/s.sock[2](TX)> ": {Addr: "redis /tmp/s.sock", Connected: true, DB: 2, InTx: true},
		"not connected> ":            {Addr: "127.0.0.1:6379"},
	}
	for want, st := range cases {
		if got := promptOf(st); got != want {
			t.Errorf("%+v: %q, want %q", st, got, want)
		}
	}
	long := promptOf(State{Addr: "redis /" + strings.Repeat("é", 200), Connected: true})
	if len(long) > maxPrompt || !strings.HasPrefix(long, "redis /é") || strings.Contains(long, "\ufffd") || strings.ToValidUTF8(long, "") != long {
		t.Errorf("a long prompt is %q", long)
	}
}

// TestWordsAreNotCommands: a tutor word must never hide a Redis command, but
// for quit, which redis-cli keeps for itself as well.
func TestWordsAreNotCommands(t *testing.T) {
	table := sandboxtest.Commands(t, "../content/commands.txt")()
	seen := map[string]bool{}
	for _, w := range tutorWords() {
		for _, name := range w.names {
			if _, found := table.Lookup(name); found && name != "quit" {
				t.Errorf("%q is a Redis command", name)
			}
			if seen[name] {
				t.Errorf("%q stands twice in the table", name)
			}
			seen[name] = true
		}
		if w.summary == "" || w.group == "" || w.run == nil && w.args == "" {
			t.Errorf("%q is not whole", w.names[0])
		}
	}
}

// TestWordsBeforeCommands: a command is found behind a tutor word where the
// form of the word has it.
func TestWordsBeforeCommands(t *testing.T) {
	for _, w := range tutorWords() {
		if w.run == nil {
			continue // no word
		}
		form := strings.Fields(w.args)
		others := slices.IndexFunc(form, func(part string) bool { return strings.Contains(part, "COMMAND") })
		for _, name := range w.names {
			got, ok := line.Takes(name)
			if ok != (others >= 0) || ok && got != others || w.takes.command && !ok {
				t.Errorf("%s %s: line.Takes says %d, %v", name, w.args, got, ok)
			}
			want := 0 // it is taken for the command
			if others >= 0 {
				want = 1 + others
			}
			args := append([]string{":" + name}, slices.Repeat([]string{"x"}, max(others, 0))...)
			if at := line.Command(append(args, "GET", "k")); at != want {
				t.Errorf("%q: the command is at %d, want %d", args, at, want)
			}
		}
	}
}

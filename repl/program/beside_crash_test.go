package program

import (
	"context"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"redis-tutor/repl"
	"redis-tutor/sandbox"
	"redis-tutor/sandbox/reply"
	"redis-tutor/sandbox/sandboxtest"
)

// mortal is a server whose program is killed around one of its calls.
type mortal struct {
	repl.Sandbox
	calls, last int
	after       bool // the call is still made
}

func (m *mortal) around(call func()) {
	m.calls++
	if m.calls == m.last && !m.after {
		die()
	}
	call()
	if m.calls == m.last && m.after {
		die()
	}
}

// die ends the process as kill -9 does: nothing is run any more.
func die() {
	if p, err := os.FindProcess(os.Getpid()); err == nil {
		_ = p.Kill()
	}
	select {}
}

func (m *mortal) Do(ctx context.Context, args ...string) (v reply.Value, err error) {
	m.around(func() { v, err = m.Sandbox.Do(ctx, args...) })
	return v, err
}

func (m *mortal) Observe(ctx context.Context, db int, commands ...[]string) (all []reply.Value, err error) {
	m.around(func() { all, err = m.Sandbox.Observe(ctx, db, commands...) })
	return all, err
}

// lines are what the session types that is killed; all that it makes under
// other names than the lesson's is removed before its end.
var lines = []string{"SET hello world", "APPEND hello !", "DEL hello", "undo", "again", "SET hello world EX 1000", "start strings/counter", "start lists"}

// TestCrashChild is the session that is killed. It is run by TestCrashAnywhere.
func TestCrashChild(t *testing.T) {
	socket := os.Getenv("CRASH_SOCKET")
	if socket == "" {
		t.Skip("is run by TestCrashAnywhere")
	}
	m := &mortal{}
	if _, err := fmt.Sscan(os.Getenv("CRASH_AT"), &m.last, &m.after); err != nil {
		t.Fatal(err)
	}
	g, err := newGuestIn(t, sandbox.Options{Kind: sandbox.Server, Socket: socket}, os.Getenv("CRASH_STATE"), func(box repl.Sandbox) repl.Sandbox {
		m.Sandbox = box
		return m
	})
	if err != nil {
		t.Fatal(err)
	}
	g.says(t, "start strings")
	for _, line := range lines {
		g.says(t, line)
	}
	g.leave(t)
}

// TestCrashAnywhere kills a session around each of its calls to the server, in
// turn. Another client then uses the same names, or does not; the session
// after that clears up. Not one key of somebody else's may have changed, and
// without others nothing may be left.
func TestCrashAnywhere(t *testing.T) {
	if testing.Short() {
		t.Skip("starts many processes")
	}
	o := sandboxtest.Server(t)
	owner := openServer(t, o)
	survived := false
	for at := 1; !survived && at < 500; at += 3 {
		for _, after := range []bool{false, true} {
			survived = crash(t, o, owner, at, after)
		}
	}
	if !survived {
		t.Error("the session never comes to its end")
	}
}

// crash plays one session that is killed, and the one after it.
func crash(t *testing.T, o sandbox.Options, owner *sandbox.Sandbox, at int, after bool) (survived bool) {
	t.Helper()
	where := fmt.Sprintf("killed at call %d, %t", at, after)
	state := t.TempDir()
	must(t, owner, "FLUSHALL", "SELECT 1", "SET hello theirs EX 100000", "SET precious data", "SELECT 0", "SET precious data", "RPUSH queue a b")
	before := photograph(t, owner)
	child := exec.Command(os.Args[0], "-test.run", "^TestCrashChild$")
	child.Env = append(os.Environ(), "CRASH_SOCKET="+o.Socket, "CRASH_STATE="+state, fmt.Sprintf("CRASH_AT=%d %t", at, after))
	out, err := child.CombinedOutput()
	if survived = err == nil; !survived && strings.Contains(string(out), "FAIL") {
		t.Fatalf("%s: %s", where, out)
	}
	if at%2 == 1 { // every other time the lesson's names are taken meanwhile
		must(t, owner, "SELECT 0", "DEL hello", "SET hello made-anew", "SET fresh 1")
		before = with(t, owner, before, "0 hello", "0 fresh")
	}
	g, err := newGuest(t, o, state, "y", "y", "y")
	if err != nil {
		t.Fatal(err)
	}
	doubt := strings.Contains(g.term.Screen(), "Look before you say yes")
	g.leave(t)
	left := photograph(t, owner)
	for key, value := range before {
		if left[key] != value && !(doubt && key == "0 hello") { // she was warned, and said yes
			t.Errorf("%s: %s was changed\n%s", where, key, g.term.Screen())
		}
	}
	for key := range left {
		if _, there := before[key]; !there {
			t.Errorf("%s: %s is left behind\n%s", where, key, g.term.Screen())
		}
	}
	if files, _ := filepath.Glob(filepath.Join(state, "keys*")); len(files) > 0 {
		t.Errorf("%s: a journal is left: %q", where, files)
	}
	return survived
}

// with adds keys as they are now to a photograph.
func with(t *testing.T, owner *sandbox.Sandbox, before map[string]string, keys ...string) map[string]string {
	t.Helper()
	now, more := photograph(t, owner), maps.Clone(before)
	for _, key := range keys {
		more[key] = now[key]
	}
	return more
}

func must(t *testing.T, box *sandbox.Sandbox, lines ...string) {
	t.Helper()
	for _, line := range lines {
		if v, err := box.Do(t.Context(), strings.Fields(line)...); err != nil || v.IsError() {
			t.Fatalf("%s: %v, %v", line, v, err)
		}
	}
}

// TestRoughLearner does on a server what a learner may come to do, and other
// clients beside her. Nothing that was there may have changed but by her own
// words, and nothing that she or others made may be gone.
func TestRoughLearner(t *testing.T) {
	tests := []struct {
		name  string
		lines string // "; " between; "other " is another client
		want  string // a command, and below what the owner sees in database 0
		reply string
	}{
		{"renamed over a key of the lesson", "RENAME precious hello", "GET hello", "data"},
		{"renamed by a script", `EVAL "return redis.call('RENAME',KEYS[1],KEYS[2])" 2 precious hello`, "GET hello", "data"},
		{"renamed in a transaction", "MULTI; RENAME precious a; RENAME a hello; EXEC", "GET hello", "data"},
		{"taken away and given back where no step is laid out", "other SET hello x; again; start strings/hello; DEL precious; undo", "GET precious", "data"},
		{"undone to what was somebody's", "other SET hello x; DEL hello; undo", "GET hello", "x"},
		{"undone and redone", "other SET hello x; DEL hello; SET hello 1; undo; undo", "GET hello", "x"},
		{"made by another while queued", "MULTI; APPEND hello 1; other SET hello x; EXEC", "GET hello", "x1"},
		{"made anew by another", "SET hello world; other DEL hello; other SET hello x; again; skip; back; start lists", "GET hello", "x"},
		{"expired and made anew", "SET hello world PX 1; forward 1s; other SET hello x; again", "GET hello", "x"},
		{"waited for", "other RPUSH hello a b; BLPOP hello 1; again", "LRANGE hello 0 -1", "b"},
		{"swapped", "SET hello world; SWAPDB 0 1; again; SWAPDB 0 1; undo; SWAPDB 0 1", "GET precious", "data"},
		{"swapped, and undone twice", "SET hello world; SWAPDB 0 1; undo; undo; undo", "GET precious", "data"},
		{"moved here", "SELECT 1; MOVE far 0; SELECT 0; RENAME far hello; again", "GET hello", "away"},
		{"restored", "play; SET mine 1; RENAME mine hello; resume", "GET hello", "1"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			o := sandboxtest.Server(t)
			owner := openServer(t, o)
			must(t, owner, "SELECT 1", "SET hello theirs EX 100000", "SET far away", "SELECT 0", "SET precious data", "RPUSH queue a b")
			before := photograph(t, owner)
			must(t, owner, "SELECT 0")
			g, err := newGuest(t, o, t.TempDir())
			if err != nil {
				t.Fatal(err)
			}
			g.Careful = false
			g.says(t, "start strings")
			for line := range strings.SplitSeq(tt.lines, "; ") {
				if theirs, ok := strings.CutPrefix(line, "other "); ok {
					must(t, owner, theirs)
				} else {
					g.says(t, line)
				}
			}
			g.leave(t)
			must(t, owner, "SELECT 0")
			v, err := owner.Do(t.Context(), strings.Fields(tt.want)...)
			got := v.Str()
			if len(v.Items) > 0 {
				got = v.Items[0].Str()
			}
			if err != nil || got != tt.reply {
				t.Errorf("%s gives %q, want %q, %v\n%s", tt.want, got, tt.reply, err, g.term.Screen())
			}
			after := photograph(t, owner)
			for _, key := range []string{"1 hello", "0 queue"} {
				if after[key] != before[key] {
					t.Errorf("%s was changed\n%s", key, g.term.Screen())
				}
			}
		})
	}
}

// TestAfterCrash ends a session without its end. The next one finds what is
// left, asks, and does as it is told.
func TestAfterCrash(t *testing.T) {
	for _, tt := range []struct {
		answer string
		remain int
	}{{"y", 1}, {"n", 2}} {
		t.Run(tt.answer, func(t *testing.T) {
			o := sandboxtest.Server(t)
			owner := openServer(t, o)
			ctx := context.Background()
			if _, err := owner.Do(ctx, "SET", "app", "theirs"); err != nil {
				t.Fatal(err)
			}
			state := t.TempDir()
			g, err := newGuest(t, o, state)
			if err != nil {
				t.Fatal(err)
			}
			g.says(t, "start strings")
			g.says(t, "SET hello world")
			g.watch.keys.Abandon() // the process that wrote it is gone
			next, err := newGuest(t, o, state, tt.answer)
			if err != nil {
				t.Fatal(err)
			}
			if shown := next.term.Screen(); !strings.Contains(shown, "`hello`") {
				t.Errorf("nothing is said about what is left:\n%s", shown)
			}
			if v, err := owner.Do(ctx, "DBSIZE"); err != nil || int(v.Int) != tt.remain {
				t.Errorf("%d keys remain, want %d, %v", v.Int, tt.remain, err)
			}
			if v, err := owner.Do(ctx, "GET", "app"); err != nil || v.Text != "theirs" {
				t.Errorf("app: %v, %v", v, err)
			}
			if files, _ := filepath.Glob(filepath.Join(state, "keys*")); len(files) > 0 {
				t.Errorf("a journal is left: %q", files)
			}
		})
	}
}

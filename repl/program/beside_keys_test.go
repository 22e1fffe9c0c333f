package program

import (
	"context"
	"maps"
	"slices"
	"strings"
	"testing"

	"redis-tutor/sandbox/sandboxtest"
)

// TestUndoBesideKeys moves somebody's key over the lesson's and takes it back:
// each is whose it was.
func TestUndoBesideKeys(t *testing.T) {
	tests := []struct {
		name  string
		lines []string
		left  string // keys at the end
		says  string // of keys at the end
	}{
		{"moved over ours", []string{"set hello world", "rename mine:1 hello", "undo"}, "mine:1 mine:2", ""},
		{"theirs removed", []string{"del mine:1", "undo", "del mine:2", "undo"}, "mine:1 mine:2", ""},
		{"ours removed", []string{"set hello world", "del hello", "undo"}, "mine:1 mine:2", ""},
		{"hers removed", []string{"set her 1", "del her", "undo"}, "her mine:1 mine:2", "`her`"},
		{"hers made again", []string{"set her 1", "undo", "redo"}, "her mine:1 mine:2", "`her`"},
		{"ours made again", []string{"set hello world", "undo", "redo"}, "mine:1 mine:2", ""},
		{"moved over ours again", []string{"set hello world", "rename mine:1 hello", "undo", "redo"}, "hello mine:2", ""},
		{"everything removed", []string{"set hello world", "set her 1", "flushall", "undo"}, "her mine:1 mine:2", "`her`"},
		{"all together", []string{"set hello world", "rename mine:1 hello", "undo", "del mine:2", "undo"}, "mine:1 mine:2", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			o := sandboxtest.Server(t)
			owner := openServer(t, o)
			if v, err := owner.Do(t.Context(), "MSET", "mine:1", "a", "mine:2", "b"); err != nil || !v.IsOK() {
				t.Fatal(v, err)
			}
			g, err := newGuest(t, o, t.TempDir())
			if err != nil {
				t.Fatal(err)
			}
			g.says(t, "start strings")
			for _, line := range tt.lines {
				if line == "flushall" {
					g.term.Type("y")
				}
				g.says(t, line)
			}
			text := g.leave(t)
			var left []string
			for key := range photograph(t, owner) {
				left = append(left, strings.TrimPrefix(key, "0 "))
			}
			slices.Sort(left)
			if got := strings.Join(left, " "); got != tt.left {
				t.Errorf("left are %q, want %q\n%s", got, tt.left, g.term.Screen())
			}
			if says := strings.Contains(text, "own making"); says != (tt.says != "") || !strings.Contains(text, tt.says) {
				t.Errorf("at the end it says\n%s", text)
			}
		})
	}
}

// TestTakenKey begins a step that needs a key which is somebody's.
func TestTakenKey(t *testing.T) {
	o := sandboxtest.Server(t)
	owner := openServer(t, o)
	ctx := context.Background()
	if _, err := owner.Do(ctx, "SET", "hello", "theirs", "EX", "1000"); err != nil {
		t.Fatal(err)
	}
	before := photograph(t, owner)
	g, err := newGuest(t, o, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	text := g.says(t, "start strings")
	if !strings.Contains(text, `error: the key "hello" is in database 0 already and is not the lesson's`) {
		t.Errorf("the step is not refused:\n%s", text)
	}
	if !strings.Contains(text, "hint: or leave, and begin in an empty database: redis-tutor learn -n NUMBER") {
		t.Errorf("no way out is shown:\n%s", text)
	}
	g.says(t, "skip")
	g.says(t, "again")
	g.leave(t)
	if after := photograph(t, owner); !maps.Equal(before, after) {
		t.Errorf("before %v, after %v", before, after)
	}
}

// TestOtherStepsKey begins a step beside somebody's key that only another step
// of the lesson names: it is in nobody's way, and what the learner does to it
// does not make it the lesson's.
func TestOtherStepsKey(t *testing.T) {
	o := sandboxtest.Server(t)
	owner := openServer(t, o)
	ctx := context.Background()
	if _, err := owner.Do(ctx, "SET", "visits", "5"); err != nil {
		t.Fatal(err)
	}
	g, err := newGuest(t, o, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	if text := g.says(t, "start sessions/cookie"); strings.Contains(text, "error:") {
		t.Errorf("the step is refused:\n%s", text)
	}
	g.says(t, "INCR visits")
	g.says(t, "again")
	if text := g.says(t, "start sessions/stateless"); !strings.Contains(text, `error: the key "visits" is in database 0 already`) {
		t.Errorf("the step that needs the key is not refused:\n%s", text)
	}
	g.says(t, "start strings")
	g.leave(t)
	if v, err := owner.Do(ctx, "GET", "visits"); err != nil || v.Text != "6" {
		t.Errorf("visits is %v, %v", v, err)
	}
}

// TestSecondClientBesideKeys lets a second client make the lesson's keys and
// others. Only the lesson's are removed.
func TestSecondClientBesideKeys(t *testing.T) {
	o := sandboxtest.Server(t)
	owner := openServer(t, o)
	if _, err := owner.Do(t.Context(), "SET", "theirs", "v"); err != nil {
		t.Fatal(err)
	}
	before := photograph(t, owner)
	g, err := newGuest(t, o, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	g.says(t, "start lists")
	for _, typed := range []string{"as bob MULTI", "as bob RPUSH queue Ada", "as bob RPUSH queue Ben", "as bob EXEC", "as bob RPUSH mine x", "as bob BLPOP nothing 0"} {
		if text := g.says(t, typed); strings.Contains("\n"+text, "\nerror: ") {
			t.Errorf("%s: %s", typed, text)
		}
	}
	if _, err := owner.Do(t.Context(), "SELECT", "0"); err != nil {
		t.Fatal(err)
	}
	if v, err := owner.Do(t.Context(), "LLEN", "queue"); err != nil || v.Int != 2 {
		t.Errorf("the queue: %v, %v", v, err)
	}
	if text := g.leave(t); !strings.Contains(text, "own making stays: `mine`") {
		t.Errorf("at the end nothing is said about the key of the second client:\n%s", text)
	}
	after := photograph(t, owner)
	delete(after, "0 mine")
	if !maps.Equal(before, after) {
		t.Errorf("before %v, after %v", before, after)
	}
}

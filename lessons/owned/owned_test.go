package owned_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"redis-tutor/lessons/owned"
	"redis-tutor/sandbox"
	"redis-tutor/sandbox/reply"
	"redis-tutor/sandbox/sandboxtest"
)

// scene is a Redis with keys that are followed.
type scene struct {
	t    *testing.T
	box  *sandbox.Sandbox
	keys *owned.Keys
	file string
}

func newScene(t *testing.T) *scene {
	return newSceneOn(t, sandbox.Options{Commands: sandboxtest.Commands(t, "../../content/commands.json")})
}

func newSceneOn(t *testing.T, o sandbox.Options) *scene {
	t.Helper()
	box, err := sandbox.Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { box.Close() })
	s := &scene{t: t, box: box, file: filepath.Join(t.TempDir(), "state", "keys")}
	s.keys = s.open()
	return s
}

func (s *scene) open() *owned.Keys {
	s.t.Helper()
	k, err := owned.Open(s.t.Context(), s.file, "here:6379", sandboxtest.Commands(s.t, "../../content/commands.json"), s.box.Observe)
	if err != nil {
		s.t.Fatal(err)
	}
	return k
}

// run sends a line as the program does.
func (s *scene) run(line string, lesson bool) reply.Value {
	s.t.Helper()
	args := strings.Fields(line)
	if err := s.keys.Before(s.t.Context(), s.box.State().DB, args, func(string) bool { return lesson }); err != nil {
		s.t.Fatalf("before %s: %v", line, err)
	}
	v, err := s.box.Do(s.t.Context(), args...)
	if err != nil {
		s.t.Fatal(err)
	}
	if !s.box.State().InTx {
		if err := s.keys.After(s.t.Context()); err != nil {
			s.t.Fatalf("after %s: %v", line, err)
		}
	}
	return v
}

// journal returns the keys that the file holds, as "db name".
func (s *scene) journal() []string {
	s.t.Helper()
	text, err := os.ReadFile(s.file)
	if err != nil && !os.IsNotExist(err) {
		s.t.Fatal(err)
	}
	names := []string{}
	for line := range strings.Lines(string(text)) {
		fields := strings.Fields(line)
		name, err := strconv.Unquote(fields[len(fields)-1])
		if err != nil {
			s.t.Fatal(err)
		}
		names = append(names, fields[len(fields)-2]+" "+name)
	}
	slices.Sort(names)
	return names
}

func TestWhoseKeys(t *testing.T) {
	tests := []struct {
		name  string
		lines string // "; " between; a line of play begins with "play "
		want  string // in the journal, "," between
	}{
		{"made", "SET a 1", "0 a"},
		{"was there", "SET theirs 2", ""},
		{"was there, of another type", "RPUSH theirs x", ""},
		{"removed", "SET a 1; DEL a", ""},
		{"not made", "SET a; GET b; DEL c", ""},
		{"expired at once", "SET a 1; PEXPIREAT a 1", ""},
		{"several", "MSET a 1 theirs 2 b 3", "0 a,0 b"},
		{"renamed", "SET a 1; RENAME a b", "0 b"},
		{"theirs renamed is a new name", "RENAME theirs b", "0 b"},
		{"stored", "SADD s 1; SUNIONSTORE d s", "0 d,0 s"},
		{"in another database", "SELECT 3; SET theirs 1", "3 theirs"},
		{"queued", "MULTI; SET a 1", "0 a"},
		{"executed", "MULTI; SET a 1; DEL b; EXEC", "0 a"},
		{"discarded", "MULTI; SET a 1; DISCARD", ""},
		{"queued behind SELECT", "MULTI; SELECT 2; SET a 1; EXEC", "2 a"},
		{"by a script", "EVAL redis.call('set',KEYS[1],1) 1 a", "0 a"},
		{"in play", "play SET a 1", ""},
		{"the lesson's, changed in play", "SET a 1; play APPEND a 2", "0 a"},
		{"the learner's, changed in a lesson", "play SET a 1; APPEND a 2", ""},
		{"the learner's, removed and made in a lesson", "play SET a 1; DEL a; SET a 2", "0 a"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := newScene(t)
			if _, err := s.box.Do(t.Context(), "SET", "theirs", "1"); err != nil {
				t.Fatal(err)
			}
			for _, line := range strings.Split(tt.lines, "; ") {
				line, play := strings.CutPrefix(line, "play ")
				s.run(line, !play)
			}
			if got := strings.Join(s.journal(), ","); got != tt.want {
				t.Errorf("the journal holds %q, want %q", got, tt.want)
			}
		})
	}
}

// TestBeforeTheCommand looks into the journal in the moment before the key is
// made: a crash between the two must not lose it.
func TestBeforeTheCommand(t *testing.T) {
	s := newScene(t)
	if err := s.keys.Before(t.Context(), 0, []string{"SET", "a", "1"}, all); err != nil {
		t.Fatal(err)
	}
	if got := s.journal(); !slices.Equal(got, []string{"0 a"}) {
		t.Errorf("the journal holds %q", got)
	}
}

// TestUnwritable keeps a command back whose key could not be remembered.
func TestUnwritable(t *testing.T) {
	s := newScene(t)
	if err := os.WriteFile(filepath.Dir(s.file), nil, 0o600); err != nil { // where the folder should be
		t.Fatal(err)
	}
	if err := s.keys.Before(t.Context(), 0, []string{"SET", "a", "1"}, all); err == nil {
		t.Error("the command may be sent")
	}
}

func TestSplitAndSweep(t *testing.T) {
	s := newScene(t)
	ctx := t.Context()
	if _, err := s.box.Do(ctx, "SET", "theirs", "1"); err != nil {
		t.Fatal(err)
	}
	s.run("SET mine 1", true)
	s.run("SET hers 1", false)
	own, others, err := s.keys.Split(ctx, 0, []string{"mine", "theirs", "hers", "nobody's"})
	if err != nil || !slices.Equal(own, []string{"mine"}) || !slices.Equal(others, []string{"theirs", "hers"}) {
		t.Errorf("own %q, others %q, %v", own, others, err)
	}
	if err := s.keys.Sweep(ctx); err != nil {
		t.Fatal(err)
	}
	if v, err := s.box.Do(ctx, "EXISTS", "mine", "theirs", "hers"); err != nil || v.Int != 2 {
		t.Errorf("%d keys are there, want 2, %v", v.Int, err)
	}
	if got := s.keys.Learners(ctx); len(got) != 1 || got[0].Name != "hers" {
		t.Errorf("the learner's: %v", got)
	}
	if got := s.journal(); len(got) > 0 {
		t.Errorf("the journal holds %q", got)
	}
}

// TestLeft finds keys of processes that are gone, and of no others.
func TestLeft(t *testing.T) {
	s := newSceneOn(t, sandboxtest.Server(t))
	ctx := t.Context()
	s.run("SET gone-process 1", true)
	s.run("SET restarted 1", true)
	s.run("SET alive 1", true)
	s.run("SET vanished 1", true)
	if _, err := s.box.Do(ctx, "DEL", "vanished"); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(s.file)
	if err != nil {
		t.Fatal(err)
	}
	var changed strings.Builder
	pid := fmt.Sprint(os.Getpid())
	for line := range strings.Lines(string(text)) {
		fields := strings.Fields(line)
		if !strings.Contains(line, "alive") {
			fields[2] = "99999999"
		}
		if strings.Contains(line, "restarted") {
			fields[1] = `"another"`
		}
		fmt.Fprintln(&changed, strings.Join(fields, " "))
	}
	if !strings.Contains(changed.String(), pid) {
		t.Fatal("no entry of a living process")
	}
	if err := os.WriteFile(s.file, []byte(changed.String()+"nonsense\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	k := s.open()
	sure, doubtful, err := k.Left(ctx)
	if err != nil || len(sure) != 1 || sure[0].Name != "gone-process" || len(doubtful) != 1 || doubtful[0].Name != "restarted" {
		t.Fatalf("sure %v, doubtful %v, %v", sure, doubtful, err)
	}
	if err := k.Settle(ctx, sure); err != nil {
		t.Fatal(err)
	}
	if v, err := s.box.Do(ctx, "EXISTS", "gone-process", "restarted", "alive"); err != nil || v.Int != 2 {
		t.Errorf("%d keys are there, want 2, %v", v.Int, err)
	}
	if got := s.journal(); !slices.Equal(got, []string{"0 alive"}) {
		t.Errorf("the journal holds %q", got)
	}
}

// TestManyProcesses lets several sessions change one journal.
func TestManyProcesses(t *testing.T) {
	s := newScene(t)
	var wg sync.WaitGroup
	for i := range 4 {
		k := s.open()
		wg.Go(func() {
			for j := range 10 {
				key := fmt.Sprintf("k%d-%d", i, j)
				if err := k.Before(context.Background(), 0, []string{"SET", key, "v"}, all); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	if n := len(s.journal()); n != 40 {
		t.Errorf("the journal holds %d keys, want 40", n)
	}
}

// all makes every key the lesson's.
func all(string) bool { return true }

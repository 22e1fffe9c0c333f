package owned_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
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
	t     *testing.T
	box   *sandbox.Sandbox
	other *sandbox.Sandbox // another client's
	keys  *owned.Keys
	file  string
	queue []owned.Command
}

// everywhere runs a test on the embedded sandbox and on a real server.
func everywhere(t *testing.T, test func(*scene)) {
	t.Run("embedded", func(t *testing.T) { test(newScene(t)) })
	t.Run("server", func(t *testing.T) {
		o := sandboxtest.Server(t)
		s := newSceneOn(t, o)
		s.other = open(t, o)
		test(s)
	})
}

func open(t *testing.T, o sandbox.Options) *sandbox.Sandbox {
	t.Helper()
	box, err := sandbox.Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { box.Close() })
	return box
}

func newScene(t *testing.T) *scene {
	return newSceneOn(t, sandbox.Options{Commands: sandboxtest.Commands(t, "../../content/commands.txt")})
}

func newSceneOn(t *testing.T, o sandbox.Options) *scene {
	t.Helper()
	s := &scene{t: t, box: open(t, o), file: filepath.Join(t.TempDir(), "state", "keys")}
	s.keys = s.open()
	return s
}

func (s *scene) open() *owned.Keys {
	s.t.Helper()
	k, err := owned.Open(s.t.Context(), s.file, "here:6379", sandboxtest.Commands(s.t, "../../content/commands.txt"), s.box.Observe)
	if err != nil {
		s.t.Fatal(err)
	}
	return k
}

// run sends a line as the program does. Behind "play " it is the learner's,
// behind "other " another client's.
func (s *scene) run(line string) {
	s.t.Helper()
	line, play := strings.CutPrefix(line, "play ")
	line, other := strings.CutPrefix(line, "other ")
	args := strings.Fields(line)
	if other {
		s.others(args)
		return
	}
	was := s.box.State()
	now := []owned.Command{{DB: was.DB, Args: args}}
	switch {
	case was.InTx && args[0] == "EXEC":
		now = s.queue
	case was.InTx:
		s.queue = append(s.queue, now...)
		now = nil
	}
	ctx := s.t.Context()
	p, err := s.keys.Before(ctx, now, func(owned.Key) bool { return !play })
	if err != nil {
		s.t.Fatalf("before %s: %v", line, err)
	}
	v, err := s.box.Do(ctx, args...)
	if err != nil {
		s.t.Fatal(err)
	}
	replies := []reply.Value{v}
	if args[0] == "EXEC" {
		replies, s.queue = v.Items, nil
	}
	if err := s.keys.After(ctx, p, replies); err != nil {
		s.t.Fatalf("after %s: %v", line, err)
	}
}

// others runs a command as another client does; the embedded sandbox has the
// tutor's connection for it.
func (s *scene) others(args []string) {
	s.t.Helper()
	box := sandboxtest.In(s.box, 0)
	if s.other != nil {
		box = s.other.Do
	}
	for _, args := range [][]string{{"SELECT", "0"}, args} {
		if v, err := box(s.t.Context(), args...); err != nil || v.IsError() {
			s.t.Fatalf("%q: %v, %v", args, v, err)
		}
	}
}

// journal returns the keys that the journals hold, as "db name", with what
// must be so at this moment: "?" behind those whose command is on its way.
func (s *scene) journal() string {
	s.t.Helper()
	last := map[string]string{}
	files, err := filepath.Glob(s.file + "-*")
	if err != nil {
		s.t.Fatal(err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			s.t.Fatal(err)
		}
		for line := range strings.Lines(string(text)) {
			var addr, run, name, mark string
			var db int
			if _, err := fmt.Sscanf(line, "%q %q %d %q %q\n", &addr, &run, &db, &name, &mark); err != nil {
				s.t.Fatalf("%q: %v", line, err)
			}
			last[fmt.Sprint(db, " ", name)] = mark
		}
	}
	names := []string{}
	for name, mark := range last {
		switch mark {
		case "-":
		case "?":
			names = append(names, name+"?")
		default:
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return strings.Join(names, ",")
}

func TestWhoseKeys(t *testing.T) {
	tests := []struct {
		name  string
		lines string // "; " between
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
		{"stored", "SADD s 1; SUNIONSTORE d s", "0 d,0 s"},
		{"in another database", "SELECT 3; SET theirs 1", "3 theirs"},
		{"queued", "MULTI; SET a 1", ""},
		{"executed", "MULTI; SET a 1; DEL b; EXEC", "0 a"},
		{"discarded", "MULTI; SET a 1; DISCARD", ""},
		{"queued behind SELECT", "MULTI; SELECT 2; SET a 1; EXEC", "2 a"},
		{"by a script", "EVAL redis.call('set',KEYS[1],1) 1 a", "0 a"},
		{"in play", "play SET a 1", ""},
		{"the lesson's, changed in play", "SET a 1; play APPEND a 2", "0 a"},
		{"the learner's, changed in a lesson", "play SET a 1; APPEND a 2", ""},
		{"the learner's, removed and made in a lesson", "play SET a 1; DEL a; SET a 2", "0 a"},
		{"counted", "PFADD a x; PFCOUNT a", "0 a"},

		{"theirs renamed is theirs", "RENAME theirs b", ""},
		{"theirs renamed over the lesson's", "SET a 1; RENAME theirs a", ""},
		{"theirs renamed by way of another name", "RENAME theirs b; RENAME b c", ""},
		{"theirs renamed in a transaction", "MULTI; RENAME theirs b; RENAME b c; EXEC", ""},
		{"theirs moved", "MOVE theirs 2", ""},
		{"the lesson's moved", "SET a 1; MOVE a 2", "2 a"},
		{"theirs copied is a copy", "COPY theirs a DB 2", "2 a"},
		{"an item of theirs moved", "RPUSH a 1; LMOVE list a LEFT LEFT", ""},
		{"no item moved", "RPUSH a 1; LMOVE nothing a LEFT LEFT", "0 a"},
		{"a member of theirs moved", "SADD a 1; SMOVE set a x", ""},
		{"theirs renamed by a script", "EVAL redis.call('rename',KEYS[1],KEYS[2]) 2 theirs b", ""},
		{"sorted theirs into the lesson's", "SORT list ALPHA STORE a", "0 a"},

		{"refused", "SET a 1; LPUSH a x; LPUSH b", "0 a"},
		{"not made, since it is there", "SET a 1; SET a 2 NX; SETNX a 3; RENAMENX list a", "0 a"},
		{"made, though the reply is nil", "SET a 1 GET", "0 a"},
		{"made, though the reply is nil, with an old command", "GETSET a 1", "0 a"},

		{"changed by another client", "SET a 1; other SET a 2; APPEND a x", ""},
		{"expired for another client", "SET a 1; other EXPIRE a 100; APPEND a x", ""},
		{"made anew by another client", "SET a 1; other DEL a; other RPUSH a 1; RPUSH a 2", ""},
		{"made by another client while queued", "MULTI; APPEND a 1; other SET a 2; EXEC", ""},
		{"removed by another client", "SET a 1; other DEL a; SET a 2", "0 a"},
		{"flushed", "SET a 1; FLUSHDB", ""},
		{"flushed everywhere", "SELECT 1; SET a 1; FLUSHALL", ""},
		{"flushed elsewhere", "SET a 1; SELECT 1; FLUSHDB", "0 a"},
		{"swapped", "SET a 1; SWAPDB 0 3", "3 a"},
		{"swapped back", "SET a 1; SWAPDB 0 3; SWAPDB 3 0", "0 a"},
		{"not swapped", "SET a 1; SWAPDB 0 99", "0 a"},
		{"swapped in a transaction", "SET a 1; MULTI; SWAPDB 0 3; EXEC", "3 a"},
		{"not swapped in the end", "SET a 1; MULTI; SWAPDB 0 3; DISCARD", "0 a"},
		{"made and swapped", "MULTI; SET a 1; SWAPDB 0 3; EXEC", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			everywhere(t, func(s *scene) {
				for _, line := range []string{"SET theirs 1", "RPUSH list x y", "SADD set x y"} {
					s.others(strings.Fields(line))
				}
				for line := range strings.SplitSeq(tt.lines, "; ") {
					s.run(line)
				}
				if got := s.journal(); got != tt.want {
					t.Errorf("the journal holds %q, want %q", got, tt.want)
				}
			})
		})
	}
}

// TestNothingDone lets another client make a key between the look and a
// command that then does nothing, as its reply tells: the key is not ours.
func TestNothingDone(t *testing.T) {
	tests := []struct {
		name, before, command, between string
		replies                        []reply.Value
		want                           string
	}{
		{"nil", "", "SET a 1 NX", "SET a theirs", []reply.Value{{}}, ""},
		{"zero", "", "SETNX a 1", "SET a theirs", []reply.Value{reply.NewInt(0)}, ""},
		{"an error", "", "LPUSH a x", "SET a theirs", []reply.Value{reply.NewError("WRONGTYPE")}, ""},
		{"a transaction that was not run", "", "SET a 1", "SET a theirs", []reply.Value{}, ""},
		{"changed and not ours", "SET a 1", "LPUSH a x", "SET a theirs", []reply.Value{reply.NewError("WRONGTYPE")}, ""},
		{"ours and unchanged", "SET a 1", "LPUSH a x", "GET a", []reply.Value{reply.NewError("WRONGTYPE")}, "0 a"},
		{"nothing was moved into ours", "SET a 1; SET b 1", "RENAMENX list a", "GET a", []reply.Value{reply.NewInt(0)}, "0 a,0 b"},
		{"nobody knows", "", "SET a 1", "SET a theirs", nil, "0 a"},
		{"done", "", "SET a 1", "SET a 1", []reply.Value{reply.NewStatus("OK")}, "0 a"},
		{"a script that failed half way", "", "EVAL x 1 a", "SET a 1", []reply.Value{reply.NewError("ERR")}, "0 a"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := newScene(t)
			s.others(strings.Fields("RPUSH list x"))
			for line := range strings.SplitSeq(tt.before, "; ") {
				if line != "" {
					s.run(line)
				}
			}
			commands := []owned.Command{{Args: strings.Fields(tt.command)}}
			p, err := s.keys.Before(t.Context(), commands, all)
			if err != nil {
				t.Fatal(err)
			}
			s.others(strings.Fields(tt.between))
			if err := s.keys.After(t.Context(), p, tt.replies); err != nil {
				t.Fatal(err)
			}
			if got := s.journal(); got != tt.want {
				t.Errorf("the journal holds %q, want %q", got, tt.want)
			}
		})
	}
}

// TestUnbounded refuses commands of a lesson's own that may change more than
// the keys that they name.
func TestUnbounded(t *testing.T) {
	everywhere(t, func(s *scene) {
		s.others(strings.Fields("SET theirs 1"))
		for _, line := range []string{
			"FLUSHALL", "flushdb", "SWAPDB 0 1", "EVAL return 0", "EVAL redis.call('set',KEYS[1],1) 1 a", "CONFIG SET maxmemory 0",
			"SHUTDOWN NOSAVE", "FUNCTION FLUSH", "SCRIPT FLUSH", "DEBUG RELOAD", "MOVE a 2", "NOSUCH a", "SET",
		} {
			if v, err := s.keys.Do(s.t.Context(), 0, strings.Fields(line)); err == nil {
				s.t.Errorf("%s was run: %v", line, v)
			}
		}
		if v, err := s.box.Do(s.t.Context(), "KEYS", "*"); err != nil || len(v.Items) != 1 || v.Items[0].Text != "theirs" {
			s.t.Errorf("the keys are %v, %v", v, err)
		}
	})
}

// TestSweep removes what is the lesson's, by what it is and not by its name.
func TestSweep(t *testing.T) {
	tests := []struct {
		name  string
		lines string
		left  string // of the key "a"
	}{
		{"as it was", "SET a 1", ""},
		{"with a deadline", "SET a 1 EX 100", ""},
		{"changed by the learner", "SET a 1; APPEND a 2; EXPIRE a 100; PERSIST a", ""},
		{"a set that grows while it is looked at", "SADD a x1 x2 x3 x4 x5; SISMEMBER a x1; SISMEMBER a x2; SISMEMBER a x3; SISMEMBER a x4; SISMEMBER a x5", ""},
		{"changed", "SET a 1; other SET a 2", "2"},
		{"made anew", "SET a 1; other DEL a; other SET a 2", "2"},
		{"made anew, the same but for ever", "SET a 1 EX 100; other SET a 1", "1"},
		{"made anew, the same but not for ever", "SET a 1; other SET a 1 EX 100", "1"},
		{"made anew, the same for longer", "SET a 1 EX 100; other SET a 1 EX 200", "1"},
		{"expired and made anew", "SET a 1; PEXPIREAT a 1; other SET a 1", "1"},
		{"flushed and made anew", "SET a 1; FLUSHALL; other SET a 1", "1"},
		{"swapped with theirs", "SET a 1; SELECT 3; other SELECT 0; play SET a 1; SWAPDB 0 3; SELECT 0", "1"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			everywhere(t, func(s *scene) {
				for line := range strings.SplitSeq(tt.lines, "; ") {
					s.run(line)
				}
				if err := s.keys.Sweep(t.Context()); err != nil {
					t.Fatal(err)
				}
				if v, err := s.box.Do(t.Context(), "GET", "a"); err != nil || v.Str() != tt.left {
					t.Errorf("a is %q, want %q, %v", v.Str(), tt.left, err)
				}
				if files, _ := filepath.Glob(s.file + "*"); len(files) > 0 {
					t.Errorf("a journal is left: %q", files)
				}
			})
		})
	}
}

// TestDo lays out keys, but not in the place of somebody's.
func TestDo(t *testing.T) {
	everywhere(t, func(s *scene) {
		ctx := t.Context()
		s.others([]string{"SET", "theirs", "1"})
		do := func(line string) error {
			v, err := s.keys.Do(ctx, 0, strings.Fields(line))
			if err == nil && v.IsError() {
				t.Errorf("%s: %s", line, v.Text)
			}
			return err
		}
		for _, line := range []string{"HSET a f v", "EXPIRE a 100", "HINCRBY a n 1", "SET b 1", "DEL b", "SET c 1"} {
			if err := do(line); err != nil {
				t.Errorf("%s: %v", line, err)
			}
		}
		s.others([]string{"APPEND", "c", "x"})
		for _, line := range []string{"SET theirs 2", "DEL theirs", "MSET d 1 theirs 2", "DEL c", "SET c 2"} {
			if err := do(line); err == nil {
				t.Errorf("%s was run", line)
			}
		}
		if got, want := s.journal(), "0 a"; got != want {
			t.Errorf("the journal holds %q, want %q", got, want)
		}
		if v, err := s.box.Do(ctx, "MGET", "theirs", "c", "d"); err != nil || v.Items[0].Text != "1" || v.Items[1].Text != "1x" || v.Items[2].Text != "" {
			t.Errorf("their keys are %v, %v", v, err)
		}
		if v, err := s.keys.Do(ctx, 0, []string{"LPUSH", "a", "x"}); err != nil || v.ErrorCode() != "WRONGTYPE" {
			t.Errorf("a command that fails gives %v, %v", v, err)
		}
	})
}

// TestManyAsk lets keys be laid out and asked about from many sides at once.
func TestManyAsk(t *testing.T) {
	everywhere(t, func(s *scene) {
		s.others([]string{"SET", "theirs", "1"})
		var all sync.WaitGroup
		for n := range 8 {
			db, key := n%2, fmt.Sprint("ours:", n)
			all.Go(func() {
				for range 20 {
					if _, err := s.keys.Do(t.Context(), db, []string{"RPUSH", key, "x"}); err != nil {
						t.Errorf("%s: %v", key, err)
					}
					own, others, err := s.keys.Split(t.Context(), db, []string{key, "theirs"})
					if err != nil || !slices.Equal(own, []string{key}) || len(others) != 1-db {
						t.Errorf("%s in database %d: own %q, others %q, %v", key, db, own, others, err)
					}
				}
			})
		}
		all.Wait()
		if err := s.keys.Sweep(t.Context()); err != nil {
			t.Error(err)
		}
		for db, want := range []int64{1, 0} {
			if v, err := sandboxtest.In(s.box, db)(t.Context(), "DBSIZE"); err != nil || v.Int != want {
				t.Errorf("database %d holds %v keys, want %d, %v", db, v.Int, want, err)
			}
		}
	})
}

// TestFieldsExpire lets time take fields of a lesson's hash, which is no
// change by somebody else, and lets somebody else take them.
func TestFieldsExpire(t *testing.T) {
	s := newSceneOn(t, sandboxtest.Server(t))
	if v, err := s.box.Do(t.Context(), "HPEXPIRE", "none", "1", "FIELDS", "1", "f"); err != nil || v.IsError() {
		t.Skip("fields of this server's hashes do not expire")
	}
	s.run("HSET a soon 1 late 2 never 3")
	s.run("HPEXPIRE a 1 FIELDS 1 soon")
	s.run("HEXPIRE a 100 FIELDS 1 late")
	s.run("HSET b soon 1 late 2 never 3")
	s.run("HPEXPIRE b 1 FIELDS 1 soon")
	sandboxtest.WaitFor(t, "the fields to expire", func() bool {
		v, err := s.box.Do(t.Context(), "HEXISTS", "b", "soon")
		return err == nil && v.Int == 0
	})
	if _, err := s.box.Observe(t.Context(), 0, []string{"HDEL", "b", "late"}); err != nil {
		t.Fatal(err)
	}
	if err := s.keys.Sweep(t.Context()); err != nil {
		t.Fatal(err)
	}
	if v, err := s.box.Do(t.Context(), "KEYS", "*"); err != nil || len(v.Items) != 1 || v.Items[0].Text != "b" {
		t.Errorf("left is %v, want b, %v", v, err)
	}
}

// TestBeforeTheCommand looks into the journal in the moment before the key is
// made: a crash between the two must not lose it.
func TestBeforeTheCommand(t *testing.T) {
	s := newScene(t)
	if _, err := s.keys.Before(t.Context(), []owned.Command{{Args: []string{"SET", "a", "1"}}}, all); err != nil {
		t.Fatal(err)
	}
	if got := s.journal(); got != "0 a?" {
		t.Errorf("the journal holds %q", got)
	}
}

// TestUnwritable keeps a command back whose key could not be remembered.
func TestUnwritable(t *testing.T) {
	s := newScene(t)
	if err := os.WriteFile(filepath.Dir(s.file), nil, 0o600); err != nil { // where the folder should be
		t.Fatal(err)
	}
	if _, err := s.keys.Before(t.Context(), []owned.Command{{Args: []string{"SET", "a", "1"}}}, all); err == nil {
		t.Error("the command may be sent")
	}
}

func TestSplit(t *testing.T) {
	everywhere(t, func(s *scene) {
		ctx := t.Context()
		for _, line := range []string{"other SET theirs 1", "SET mine 1", "SET changed 1", "other SET changed 2", "play SET hers 1"} {
			s.run(line)
		}
		own, others, err := s.keys.Split(ctx, 0, []string{"mine", "theirs", "hers", "changed", "nobody's"})
		if err != nil || !slices.Equal(own, []string{"mine"}) || !slices.Equal(others, []string{"theirs", "hers", "changed"}) {
			t.Errorf("own %q, others %q, %v", own, others, err)
		}
		if got := s.keys.Learners(ctx); len(got) != 1 || got[0].Name != "hers" {
			t.Errorf("the learner's: %v", got)
		}
		if got := s.keys.Changed(ctx); len(got) != 1 || got[0].Name != "changed" {
			t.Errorf("changed: %v", got)
		}
	})
}

// TestRefused does not open where keys cannot be told from each other.
func TestRefused(t *testing.T) {
	o := sandboxtest.Server(t)
	if v, err := open(t, o).Do(t.Context(), "ACL", "SETUSER", "default", "-eval"); err != nil || !v.IsOK() {
		t.Fatal(v, err)
	}
	_, err := owned.Open(t.Context(), filepath.Join(t.TempDir(), "keys"), "", sandboxtest.Commands(t, "../../content/commands.txt"), open(t, o).Observe)
	if err == nil || !strings.Contains(err.Error(), "EVAL") {
		t.Errorf("the error is %v", err)
	}
}

// TestLeft finds what sessions that are gone have left, of this server only,
// and tells what somebody else has changed since.
func TestLeft(t *testing.T) {
	s := newSceneOn(t, sandboxtest.Server(t))
	ctx := t.Context()
	for _, line := range []string{"SET sure 1", "SET changed 1", "SET vanished 1", "SET same 1 EX 100"} {
		s.run(line)
	}
	if _, err := s.keys.Before(ctx, []owned.Command{{Args: []string{"SET", "flight", "1"}}}, all); err != nil {
		t.Fatal(err)
	}
	if left := s.left(s.open()); left != "sure [], doubtful [], changed []" {
		t.Errorf("of a living session are found %s", left)
	}
	s.keys.Abandon()
	for _, line := range []string{"SET flight theirs", "SET changed theirs", "DEL vanished", "SET same 1"} {
		if _, err := s.box.Do(ctx, strings.Fields(line)...); err != nil {
			t.Fatal(err)
		}
	}
	k := s.open()
	if left := s.left(k); left != "sure [{0 sure}], doubtful [{0 flight}], changed [{0 changed} {0 same}]" {
		t.Errorf("left are %s", left)
	}
	if left := s.left(s.open()); left != "sure [], doubtful [], changed []" {
		t.Errorf("another session finds the same: %s", left)
	}
	if err := k.Settle(ctx, []owned.Key{{Name: "sure"}}); err != nil {
		t.Fatal(err)
	}
	if v, err := s.box.Do(ctx, "EXISTS", "sure", "flight", "changed", "same"); err != nil || v.Int != 3 {
		t.Errorf("%d keys are there, want 3, %v", v.Int, err)
	}
	if files, _ := filepath.Glob(s.file + "*"); len(files) > 0 {
		t.Errorf("a journal is left: %q", files)
	}
}

// TestLeftUnderAnotherName finds what was left on the same server, by whatever
// address it is reached.
func TestLeftUnderAnotherName(t *testing.T) {
	s := newSceneOn(t, sandboxtest.Server(t))
	s.run("SET a 1")
	s.keys.Abandon()
	k, err := owned.Open(t.Context(), s.file, "localhost:6379", sandboxtest.Commands(t, "../../content/commands.txt"), s.box.Observe)
	if err != nil {
		t.Fatal(err)
	}
	if left := s.left(k); left != "sure [{0 a}], doubtful [], changed []" {
		t.Errorf("left are %s", left)
	}
}

// TestJournalKeepsSmall writes to one key for long. The journal does not grow
// with it, and still knows every key.
func TestJournalKeepsSmall(t *testing.T) {
	s := newScene(t)
	s.run("SET early 1")
	for range 3000 {
		s.run("INCR hello")
		if files, _ := filepath.Glob(s.file + "-*"); len(files) != 1 {
			t.Fatalf("%d journals", len(files))
		}
	}
	files, _ := filepath.Glob(s.file + "-*")
	if info, err := os.Stat(files[0]); err != nil || info.Size() > 100<<10 {
		t.Errorf("the journal has %d bytes, %v", info.Size(), err)
	}
	if got := s.journal(); got != "0 early,0 hello" {
		t.Errorf("the journal holds %q", got)
	}
	s.keys.Abandon()
	if left := s.left(s.open()); left != "sure [], doubtful [{0 early} {0 hello}], changed []" && left != "sure [{0 early} {0 hello}], doubtful [], changed []" {
		t.Errorf("left are %s", left)
	}
}

// TestChangedWhileAsked does not remove what was changed after it was shown.
func TestChangedWhileAsked(t *testing.T) {
	s := newScene(t)
	s.run("SET a 1")
	s.keys.Abandon()
	k := s.open()
	if left := s.left(k); left != "sure [], doubtful [{0 a}], changed []" { // the embedded sandbox has no run_id
		t.Errorf("left are %s", left)
	}
	s.others([]string{"SET", "a", "2"})
	if err := k.Settle(t.Context(), []owned.Key{{Name: "a"}}); err != nil {
		t.Fatal(err)
	}
	if v, err := s.box.Do(t.Context(), "GET", "a"); err != nil || v.Text != "2" {
		t.Errorf("a is %v, %v", v, err)
	}
}

func (s *scene) left(k *owned.Keys) string {
	s.t.Helper()
	l, err := k.Left(s.t.Context())
	if err != nil {
		s.t.Fatal(err)
	}
	return fmt.Sprintf("sure %v, doubtful %v, changed %v", l.Sure, l.Doubtful, l.Changed)
}

// TestTwoSessions run on one server and database with one state folder.
func TestTwoSessions(t *testing.T) {
	s := newScene(t)
	first, second := s.keys, s.open()
	s.run("SET a 1")
	s.keys = second
	s.run("APPEND a 2") // is somebody's for this session
	s.run("SET b 1")
	if got := s.journal(); got != "0 a,0 b" {
		t.Errorf("the journals hold %q", got)
	}
	if err := errors.Join(first.Sweep(t.Context()), second.Sweep(t.Context())); err != nil {
		t.Fatal(err)
	}
	if v, err := s.box.Do(t.Context(), "KEYS", "*"); err != nil || len(v.Items) != 1 || v.Items[0].Text != "a" {
		t.Errorf("left is %v, want a, %v", v, err)
	}
}

// all makes every key the lesson's.
func all(owned.Key) bool { return true }

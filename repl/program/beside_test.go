package program

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"redis-tutor/content"
	"redis-tutor/lessons"
	"redis-tutor/lessons/progress"
	"redis-tutor/lessons/websession/serve"
	"redis-tutor/repl"
	"redis-tutor/repl/screen"
	"redis-tutor/repl/terminal/terminaltest"
	"redis-tutor/sandbox"
	"redis-tutor/sandbox/command"
	"redis-tutor/sandbox/reply"
	"redis-tutor/sandbox/sandboxtest"
)

// server is a sandbox as the program takes it.
type server struct{ *sandbox.Sandbox }

func (s server) State() repl.State { return repl.State(s.Sandbox.State()) }

func (s server) Listen(context.Context, string, string) ([]string, func() error, error) {
	return nil, nil, errors.New("a server listens already")
}

func (s server) Follow(ctx context.Context, args []string, each func(reply.Value, error)) (repl.Feed, error) {
	return s.Sandbox.Follow(ctx, args, each)
}

func (s server) Another(ctx context.Context, name string) (repl.Client, error) {
	c, err := s.Sandbox.Another(ctx, name)
	return another{c}, err
}

func (s server) Serve(ctx context.Context, o serve.Options) (*serve.App, error) {
	o.Prefix = "redis-tutor:test:session:"
	return serve.Start(ctx, s.Sandbox, o)
}

// another is a further client as the program takes it.
type another struct{ *sandbox.Client }

func (c another) State() repl.State { return repl.State(c.Client.State()) }

func (c another) Follow(ctx context.Context, args []string, each func(reply.Value, error)) (repl.Feed, error) {
	return c.Client.Follow(ctx, args, each)
}

// guest is a learner on somebody's server.
type guest struct {
	*repl.Session
	app    *app
	box    server
	watch  *beside
	term   *terminaltest.Fake
	course *lessons.Course
}

// newGuest opens a session with lessons on the server, with answers to what it
// asks at its start, and with what earlier ones have left in the state folder.
func newGuest(t *testing.T, o sandbox.Options, state string, answers ...string) (*guest, error) {
	t.Helper()
	return newGuestIn(t, o, state, func(box repl.Sandbox) repl.Sandbox { return box }, answers...)
}

// newGuestIn is newGuest on a server that is wrapped.
func newGuestIn(t *testing.T, o sandbox.Options, state string, wrap func(repl.Sandbox) repl.Sandbox, answers ...string) (*guest, error) {
	t.Helper()
	g := &guest{term: terminaltest.New(answers...), app: &app{House: House{State: state}}}
	commands := sandboxtest.Commands(t, "../../content/commands.txt")
	g.app.Commands = commands
	g.app.flags.server.allowNonempty = true
	course, err := lessons.Load(content.Course())
	if err != nil {
		t.Fatal(err)
	}
	g.course = course
	g.box = server{openServer(t, o)}
	c := &repl.Config{
		Terminal: g.term,
		Sandbox:  wrap(g.box),
		Screen:   screen.New(g.term, screen.Options{Width: func() int { return 200 }}),
		Commands: commands,
		Course:   func() (*lessons.Course, error) { return course, nil },
		Progress: progress.Memory(),
		Scratch:  func() (lessons.Redis, func(), error) { return scratch(t, commands) },
		Careful:  true,
	}
	if g.watch, err = g.app.moveIn(t.Context(), c, 0); err != nil {
		return nil, err
	}
	g.Session = repl.New(*c)
	g.watch.lessons = g.Names
	return g, nil
}

func scratch(t *testing.T, commands func() *command.Table) (lessons.Redis, func(), error) {
	box, err := sandbox.NewEmbedded(commands)
	if err != nil {
		t.Error(err)
	}
	return box, func() { box.Close() }, err
}

func openServer(t *testing.T, o sandbox.Options) *sandbox.Sandbox {
	t.Helper()
	box, err := sandbox.Open(context.Background(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { box.Close() })
	return box
}

// says returns what a line brings to the screen.
func (g *guest) says(t *testing.T, line string) string {
	before := len(g.term.Screen())
	g.Take(t.Context(), line)
	return g.term.Screen()[before:]
}

// leave ends the session in order.
func (g *guest) leave(t *testing.T) string {
	before := len(g.term.Screen())
	if err := g.Run(t.Context()); err != nil {
		t.Error(err)
	}
	g.watch.finish(t.Context(), g.Screen)
	return g.term.Screen()[before:]
}

// photograph returns every key of a server with its value and the time at
// which it expires.
func photograph(t *testing.T, box *sandbox.Sandbox) map[string]string {
	t.Helper()
	ctx := context.Background()
	all := map[string]string{}
	for db := range 16 {
		if _, err := box.Do(ctx, "SELECT", fmt.Sprint(db)); err != nil {
			t.Fatal(err)
		}
		keys, err := box.Do(ctx, "KEYS", "*")
		if err != nil {
			t.Fatal(err)
		}
		for _, key := range keys.Items {
			dump, err := box.Do(ctx, "DUMP", key.Text)
			if err != nil {
				t.Fatal(err)
			}
			expires, err := box.Do(ctx, "PEXPIRETIME", key.Text)
			if err != nil {
				t.Fatal(err)
			}
			all[fmt.Sprintf("%d %s", db, key.Text)] = fmt.Sprint(dump.Text, expires.Int)
		}
	}
	return all
}

// furnish makes 500 keys of all types, half of them with a TTL.
func furnish(t *testing.T, box *sandbox.Sandbox) {
	t.Helper()
	ctx := context.Background()
	makes := []string{"SET %s v%d", "RPUSH %s a b c%d", "HSET %s f v g %d", "SADD %s x y z%d", "ZADD %s 1 a 2.5 b%d", "XADD %s * f %d", "PFADD %s a b%d", "SETBIT %s %d 1"}
	for i := range 500 {
		key := fmt.Sprintf("app:%d", i)
		lines := []string{fmt.Sprintf("SELECT %d", i%2), fmt.Sprintf(makes[i%len(makes)], key, i)}
		if i%4 < 2 {
			lines = append(lines, fmt.Sprintf("EXPIRE %s %d", key, 1000+i))
		}
		for _, line := range lines {
			if v, err := box.Do(ctx, strings.Fields(line)...); err != nil || v.IsError() {
				t.Fatalf("%s: %v, %v", line, v, err)
			}
		}
	}
}

// TestCourseBesideKeys plays every step of the course, its examples, its
// solution and some free play, on a server that holds somebody's keys. Not one
// of them may be different afterwards, and nothing of the lessons may be left.
func TestCourseBesideKeys(t *testing.T) {
	if testing.Short() {
		t.Skip("plays the whole course")
	}
	t.Parallel()
	o := sandboxtest.Server(t)
	owner := openServer(t, o)
	furnish(t, owner)
	before := photograph(t, owner)
	if len(before) != 500 {
		t.Fatalf("%d keys, want 500", len(before))
	}
	state := t.TempDir()
	g, err := newGuest(t, o, state)
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range g.course.Lessons {
		for _, st := range l.Steps {
			g.solve(t, st)
		}
		g.says(t, "play")
		g.says(t, "SET played:"+l.ID+" 1")
		g.says(t, "resume")
	}
	if text := g.leave(t); !strings.Contains(text, "own making stay: `played:strings`") {
		t.Errorf("at the end nothing is said about the keys made in play:\n%s", text)
	}
	after := photograph(t, owner)
	for _, l := range g.course.Lessons {
		if _, there := after["0 played:"+l.ID]; !there {
			t.Errorf("the learner's key played:%s is gone", l.ID)
		}
		delete(after, "0 played:"+l.ID)
	}
	if !maps.Equal(before, after) {
		for key, value := range before {
			if after[key] != value {
				t.Errorf("%s was changed", key)
			}
		}
		for key := range after {
			if _, there := before[key]; !there {
				t.Errorf("%s is left behind", key)
			}
		}
	}
	if files, _ := filepath.Glob(filepath.Join(state, "keys*")); len(files) > 0 {
		t.Errorf("a journal is left: %q", files)
	}
}

// solve goes to a step, runs its examples, and types what the tutor shows as
// the solution.
func (g *guest) solve(t *testing.T, st *lessons.Step) {
	t.Helper()
	if text := g.says(t, "start "+st.FullID()); strings.Contains("\n"+text, "\nerror: ") {
		t.Fatalf("%s: %s", st.FullID(), text)
	}
	for _, block := range st.Body {
		for range block.Exchanges {
			g.says(t, "")
		}
	}
	shown := g.says(t, "solution")
	if st.Quiz != nil {
		return
	}
	last := ""
	for line := range strings.Lines(shown) {
		if typed, ok := strings.CutPrefix(line, "  "); ok {
			last = g.says(t, strings.TrimSpace(typed))
		}
	}
	if !strings.Contains(last, "Done.") && !strings.Contains(last, "Enter goes on") {
		t.Errorf("%s is not solved by its solution:\n%s%s", st.FullID(), shown, last)
	}
}

// TestOwnCommandsAreBounded sends what a bad course could have for a setup: all
// that reaches further than the keys that it names is refused.
func TestOwnCommandsAreBounded(t *testing.T) {
	o := sandboxtest.Server(t)
	owner := openServer(t, o)
	furnish(t, owner)
	before := photograph(t, owner)
	g, err := newGuest(t, o, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	ctx := t.Context()
	for _, line := range []string{
		"FLUSHALL", "FLUSHDB", "SWAPDB 0 1", "EVAL redis.call('flushall') 0", "EVAL redis.call('set',KEYS[1],'v') 1 counter",
		"CONFIG SET maxmemory 1", "SHUTDOWN NOSAVE", "FUNCTION FLUSH", "SET app:0 mine", "DEL app:0",
	} {
		if v, err := (layout{g.watch}).Observe(ctx, 0, strings.Fields(line)); err == nil {
			t.Errorf("%s was run: %v", line, v)
		}
		if strings.Contains(line, "app:0") || strings.HasPrefix(line, "SWAPDB") {
			continue // undo puts back what the learner did to her own, and is followed
		}
		if _, err := g.watch.Observe(ctx, 0, []string{"PING"}, strings.Fields(line)); err == nil {
			t.Errorf("%s was run among others", line)
		}
	}
	g.leave(t)
	if after := photograph(t, owner); !maps.Equal(before, after) {
		t.Errorf("somebody's keys have changed")
	}
}

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

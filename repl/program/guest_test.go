package program

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"redis-tutor/content"
	"redis-tutor/lessons"
	"redis-tutor/lessons/progress"
	"redis-tutor/repl"
	"redis-tutor/repl/adapt"
	"redis-tutor/repl/screen"
	"redis-tutor/repl/terminal/terminaltest"
	"redis-tutor/sandbox"
	"redis-tutor/sandbox/command"
	"redis-tutor/sandbox/sandboxtest"
)

// boxed is a sandbox as the program takes it.
func boxed(box *sandbox.Sandbox) adapt.Box {
	return adapt.Box{Sandbox: box, Prefix: "redis-tutor:test:session:"}
}

// guest is a learner on somebody's server.
type guest struct {
	*repl.Session
	app    *app
	box    adapt.Box
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
	g.box = boxed(openServer(t, o))
	c := &repl.Config{
		Terminal: g.term,
		Sandbox:  wrap(g.box),
		Screen:   screen.New(g.term, screen.Options{Width: func() int { return 200 }}),
		Commands: commands,
		Course:   func() (*lessons.Course, error) { return course, nil },
		Progress: progress.Memory(),
		Scratch:  func() (lessons.Redis, func(), error) { return scratch(t, commands) },
		Careful:  true,
		Spare:    true,
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

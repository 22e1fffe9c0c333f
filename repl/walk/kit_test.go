package walk_test

import (
	"context"
	"math/rand/v2"
	"os"
	"strings"
	"testing"

	"redis-tutor/lessons"
	"redis-tutor/lessons/progress"
	"redis-tutor/repl/screen"
	"redis-tutor/repl/walk"
	"redis-tutor/sandbox"
	"redis-tutor/sandbox/sandboxtest"
)

// rig is a walk and a learner: what she types goes to a sandbox of hers.
type rig struct {
	*walk.Walk
	t      *testing.T
	box    *sandbox.Sandbox
	out    *strings.Builder
	prompt *prompt
}

// prompt counts what the walk asks of it.
type prompt struct {
	box   *sandbox.Sandbox
	out   *screen.Screen
	homes int // times the learner was brought home
	waits int // times she was told that she waits, less those that are over
	steps []string
}

func (p *prompt) Home(ctx context.Context) {
	p.homes++
	_, _ = p.box.Do(ctx, "SELECT", "0")
}

func (p *prompt) Shown(_ *lessons.Lesson, st *lessons.Step) { p.steps = append(p.steps, st.FullID()) }

func (p *prompt) DB() int { return p.box.State().DB }

func (p *prompt) Waiting() func() {
	p.waits++
	return func() { p.waits-- }
}

func (p *prompt) Long(_ context.Context, draw func(*screen.Screen) error) { _ = draw(p.out) }

// newRig returns a walk that has not begun, changed by edit.
func newRig(t *testing.T, edit func(*walk.Config)) *rig {
	t.Helper()
	commands := sandboxtest.Commands(t, "../../content/commands.txt")
	embedded := func() *sandbox.Sandbox {
		box, err := sandbox.NewEmbedded(commands)
		if err != nil {
			t.Fatal(err)
		}
		return box
	}
	r := &rig{t: t, box: embedded(), out: &strings.Builder{}}
	t.Cleanup(func() { r.box.Close() })
	out := screen.New(r.out, screen.Options{Width: func() int { return 200 }})
	r.prompt = &prompt{box: r.box, out: out}
	c := walk.Config{
		Screen: out,
		Course: func() (*lessons.Course, error) { return lessons.Load(os.DirFS("../testdata/course")) },
		Store:  progress.Memory(),
		Prompt: r.prompt,
		Setting: lessons.Setting{
			Redis:    r.box,
			Commands: commands,
			Scratch: func() (lessons.Redis, func(), error) {
				box := embedded()
				return box, func() { box.Close() }, nil
			},
			Rand: rand.New(rand.NewPCG(1, 2)),
		},
	}
	if edit != nil {
		edit(&c)
	}
	r.Walk = walk.New(c)
	return r
}

// begun returns a walk at a step.
func begun(t *testing.T, name string) *rig {
	t.Helper()
	r := newRig(t, nil)
	if err := r.Learn(t.Context(), name); err != nil {
		t.Fatal(err)
	}
	return r
}

// types runs a Redis command of the learner's, and lets the lesson look.
func (r *rig) types(text string) {
	r.t.Helper()
	args := strings.Fields(text)
	v, err := r.box.Do(r.t.Context(), args...)
	if err != nil {
		r.t.Fatal(err)
	}
	r.Looks(r.t.Context(), args, v)
}

// word is what answers a word of the tutor.
type word = func(*walk.Walk, context.Context, []string)

// say answers a word.
func (r *rig) say(answer word, args ...string) {
	answer(r.Walk, r.t.Context(), args)
}

// shown returns what was written since the last call.
func (r *rig) shown() string {
	text := r.out.String()
	r.out.Reset()
	return text
}

// shows fails unless all texts were written since the last look, in order.
func (r *rig) shows(texts ...string) {
	r.t.Helper()
	all := r.shown()
	rest := all
	for _, text := range texts {
		_, after, found := strings.Cut(rest, text)
		if !found {
			r.t.Fatalf("%q is missing in\n%s", text, all)
		}
		rest = after
	}
}

// showsNothing fails if anything was written since the last look.
func (r *rig) showsNothing() {
	r.t.Helper()
	if text := r.shown(); text != "" {
		r.t.Fatalf("shown:\n%s", text)
	}
}

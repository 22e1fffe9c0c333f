package walk

import (
	"context"
	"strings"

	"redis-tutor/lessons"
	"redis-tutor/lessons/progress"
	"redis-tutor/repl/screen"
)

// The tutor words for walking through the course. Each may be said at every
// prompt; outside a lesson those that go on begin one, and those about the step
// that is shown change nothing.

// Enter answers an empty line: it goes on, or says what the step waits for.
// Where its example has a command left, that is returned, to be run as if it
// had been typed; then Ran is to be called.
func (w *Walk) Enter(ctx context.Context) (example string, run bool) {
	v := &w.visit
	switch {
	case !w.Looking():
	case v.attempt == nil:
		w.openStep() // says why there is none
	case v.solved:
		w.advance(ctx)
	case v.example < len(v.attempt.Step().Examples()):
		v.example++
		return v.attempt.Step().Examples()[v.example-1].Text, true
	default:
		w.remind()
	}
	return "", false
}

// Ran says, once the last command of the example was run, what the step waits
// for.
func (w *Walk) Ran() {
	if w.trying() && !w.visit.solved && w.visit.example == len(w.visit.attempt.Step().Examples()) {
		w.remind()
	}
}

// remind says what the step waits for. Who presses Enter again and again is
// told how to get on.
func (w *Walk) remind() {
	if w.visit.waiting++; w.visit.waiting == 1 {
		w.showTask(w.visit.attempt.Step())
		return
	}
	w.Screen.Note("The step waits for you. `hint` helps, `solution` shows one way, `skip` goes on without it.")
}

// Next answers the word next.
func (w *Walk) Next(ctx context.Context, _ []string) {
	switch {
	case !w.Begun():
		w.learn(ctx, "")
	case w.visit.away:
		w.restartStep(ctx)
	case w.visit.solved || w.status() != progress.None:
		w.advance(ctx)
	default:
		w.Screen.Note("This step is still open. `hint` helps; `skip` goes on without it.")
	}
}

// advance goes to the next step, or says that there is none.
func (w *Walk) advance(ctx context.Context) {
	if w.at.move(1) {
		w.beginStep(ctx)
		return
	}
	w.Screen.Say(screen.Good, "You are at the end of the course.")
	w.sumUp()
}

// Back answers the word back.
func (w *Walk) Back(ctx context.Context, _ []string) {
	switch {
	case !w.Begun():
		w.noLesson()
	case w.at.move(-1):
		w.beginStep(ctx)
	default:
		w.Screen.Note("This is the first step.")
	}
}

// Skip always advances. A step that was solved stays solved.
func (w *Walk) Skip(ctx context.Context, _ []string) {
	if !w.Begun() {
		w.noLesson()
		return
	}
	if w.status() == progress.None {
		w.mark(progress.Skipped)
		w.Screen.Note("Skipped, and marked so.")
	}
	w.advance(ctx)
}

// Hint shows the next hint.
func (w *Walk) Hint(context.Context, []string) {
	st := w.openStep()
	if st == nil {
		return
	}
	if w.visit.hints == len(st.Hints) {
		w.Screen.Note("Those were all the hints. `solution` shows one way to do it.")
		return
	}
	w.Screen.Led(w.Screen.Paint(screen.Warn, "hint:")+" ", screen.Plain, st.Hints[w.visit.hints])
	if w.visit.hints++; w.visit.hints < len(st.Hints) {
		w.Screen.Note("`hint` once more says more.")
	}
}

// Solution shows how the step can be done. It does not do it: typing it is
// part of learning it. From now on the step counts as shown.
func (w *Walk) Solution(context.Context, []string) {
	st := w.openStep()
	if st == nil {
		return
	}
	w.visit.shown = true
	w.mark(progress.Shown)
	if st.Quiz != nil {
		i := w.visit.attempt.Right()
		right := st.Quiz.Options[i]
		w.Screen.Led(w.Screen.Paint(screen.Good, letter(i))+"  ", screen.Plain, optionText(right))
		w.Screen.Prose(right.Reason)
		w.closeStep()
		return
	}
	for _, c := range st.Solution.Commands {
		w.showCommand("  ", c)
	}
	w.Screen.Note("One way to do it. Type it, and see what happens.")
}

// openStep returns the step that is being tried, or says why there is none.
func (w *Walk) openStep() *lessons.Step {
	switch {
	case !w.Begun():
		w.noLesson()
	case w.visit.away:
		w.Screen.Note("You are playing; `resume` goes back to the lesson.")
	case w.visit.attempt == nil:
		w.Screen.Note("This step could not be set up. `again` tries once more, `skip` goes on without it.")
	default:
		return w.visit.attempt.Step()
	}
	return nil
}

func (w *Walk) noLesson() { w.Screen.Note("No lesson is open. `start` begins one.") }

// Again begins the step anew.
func (w *Walk) Again(ctx context.Context, _ []string) {
	if !w.Begun() {
		w.noLesson()
		return
	}
	w.restartStep(ctx)
}

// Play lets the lesson look away.
func (w *Walk) Play(context.Context, []string) {
	if !w.Begun() {
		w.Screen.Note("No lesson is open: you are playing already.")
		return
	}
	w.visit.away = true
	w.Screen.Note("Try what you like; the lesson looks away. `resume` puts its keys back and goes on.")
}

// Resume goes back to the lesson: its step begins anew.
func (w *Walk) Resume(ctx context.Context, _ []string) {
	if !w.Begun() {
		w.learn(ctx, "")
		return
	}
	w.restartStep(ctx)
}

// Start goes to a lesson or a step, and lists them where none is named.
func (w *Walk) Start(ctx context.Context, args []string) {
	if len(args) == 0 {
		w.Lessons(ctx, nil)
		w.Screen.Note("`start lists` begins a lesson, `start lists/4` goes to its fourth step.")
		return
	}
	w.learn(ctx, strings.Join(args, "/"))
}

// learn is Learn for a learner who is told what goes wrong.
func (w *Walk) learn(ctx context.Context, name string) {
	if err := w.Learn(ctx, name); err != nil {
		w.Screen.Error(err, "`lessons` lists the lessons, `lessons` and a name the steps of one")
	}
}

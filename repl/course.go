package repl

import (
	"context"
	"fmt"
	"strings"

	"redis-tutor/lessons"
	"redis-tutor/lessons/progress"
	"redis-tutor/repl/screen"
)

// The tutor words for walking through the course. Each works at every
// prompt; outside a lesson they begin one.

// enter answers an empty line: the next command of the example, or the next
// step, or what the step is waiting for.
func (s *Session) enter(ctx context.Context) {
	w := s.walk
	switch {
	case w == nil || w.attempt == nil || w.away:
	case w.solved:
		s.advance(ctx)
	case s.runExample(ctx):
	default:
		s.remind()
	}
}

// runExample runs the next command of the step's transcripts as if it had
// been typed. It reports false when there is none left.
func (s *Session) runExample(ctx context.Context) bool {
	w := s.walk
	commands := examples(w.attempt.Step())
	if w.example >= len(commands) {
		return false
	}
	c := commands[w.example]
	w.example++
	s.showCommand(s.prompt(), c)
	s.Take(ctx, c.Text)
	if !w.solved && w.example == len(commands) {
		s.remind()
	}
	return true
}

// examples returns the commands of a step's transcripts.
func examples(st *lessons.Step) []lessons.Command {
	var commands []lessons.Command
	for _, block := range st.Body {
		for _, x := range block.Exchanges {
			commands = append(commands, x.Command)
		}
	}
	return commands
}

// remind says what the step waits for. Who presses Enter again and again is
// told how to get on.
func (s *Session) remind() {
	w := s.walk
	s.showTask(w.attempt.Step())
	if w.waiting++; w.waiting > 1 {
		s.Screen.Note("`hint` helps, `solution` shows one way, `skip` goes on without it.")
	}
}

func (s *Session) next(ctx context.Context, _ []string) {
	w := s.walk
	switch {
	case w == nil:
		s.begin(ctx, "")
	case w.away:
		s.resume(ctx, nil)
	case w.solved || s.done():
		s.advance(ctx)
	default:
		s.Screen.Note("This step is still open. `hint` helps; `skip` goes on without it.")
	}
}

// done reports whether the current step was finished on an earlier visit.
func (s *Session) done() bool {
	_, st := s.walk.current()
	return s.Progress.Status(st.FullID()) != progress.None
}

// advance goes to the next step, or says that there is none.
func (s *Session) advance(ctx context.Context) {
	if s.walk.move(1) {
		s.enterStep(ctx)
		return
	}
	s.Screen.Say(screen.Good, "You are at the end of the course.")
	s.Screen.Note("`lessons` lists what there is, `start` goes to a lesson, `play` is free practice, `quit` leaves.")
}

func (s *Session) back(ctx context.Context, _ []string) {
	switch {
	case s.walk == nil:
		s.begin(ctx, "")
	case s.walk.move(-1):
		s.enterStep(ctx)
	default:
		s.Screen.Note("This is the first step.")
	}
}

// skip always advances. A step that was solved stays solved.
func (s *Session) skip(ctx context.Context, _ []string) {
	w := s.walk
	if w == nil {
		s.begin(ctx, "")
		return
	}
	if _, st := w.current(); s.Progress.Status(st.FullID()) == progress.None {
		s.mark(progress.Skipped)
		s.Screen.Note("Skipped, and marked so: " + st.Title + ".")
	}
	s.advance(ctx)
}

func (s *Session) hint(context.Context, []string) {
	st := s.openStep()
	if st == nil {
		return
	}
	w := s.walk
	if w.hints == len(st.Hints) {
		s.Screen.Note("Those were all the hints. `solution` shows one way to do it.")
		return
	}
	s.Screen.Led(s.Screen.Paint(screen.Warn, "hint:")+" ", screen.Plain, st.Hints[w.hints])
	if w.hints++; w.hints < len(st.Hints) {
		s.Screen.Note("`hint` once more says more.")
	}
}

// solution shows how the step can be done. It does not do it: typing it is
// part of learning it. From now on the step counts as shown.
func (s *Session) solution(context.Context, []string) {
	st := s.openStep()
	if st == nil {
		return
	}
	s.walk.shown = true
	s.mark(progress.Shown)
	if st.Quiz != nil {
		i := rightOption(s.walk.attempt)
		right := st.Quiz.Options[i]
		s.Screen.Led(s.Screen.Paint(screen.Good, letter(i))+"  ", screen.Plain, sentence(right.Text))
		s.Screen.Prose(right.Reason)
		s.walk.solved = true
		s.Screen.Note("Enter goes on.")
		return
	}
	for _, c := range st.Solution.Commands {
		s.showCommand("  ", c)
	}
	s.Screen.Note("One way to do it. Type it, and see what happens.")
}

// openStep returns the step that is being tried, or says why there is none.
func (s *Session) openStep() *lessons.Step {
	switch w := s.walk; {
	case w == nil:
		s.Screen.Note("No lesson is open. `start` begins one.")
	case w.away:
		s.Screen.Note("You are playing; `resume` goes back to the lesson.")
	case w.attempt == nil:
		s.Screen.Note("This step could not be set up. `again` tries once more.")
	default:
		return w.attempt.Step()
	}
	return nil
}

func (s *Session) again(ctx context.Context, _ []string) {
	if s.walk == nil {
		s.begin(ctx, "")
		return
	}
	s.restartStep(ctx)
}

func (s *Session) play(context.Context, []string) {
	if s.walk == nil {
		s.Screen.Note("No lesson is open: you are playing already.")
		return
	}
	s.walk.away = true
	s.Screen.Note("Try what you like; the lesson looks away. `resume` puts its keys back and goes on.")
}

func (s *Session) resume(ctx context.Context, _ []string) {
	if s.walk == nil {
		s.begin(ctx, "")
		return
	}
	s.restartStep(ctx)
}

func (s *Session) start(ctx context.Context, args []string) {
	if len(args) == 0 {
		s.lessons(ctx, nil)
		s.Screen.Note("`start lists` begins a lesson, `start lists/push` goes to a step.")
		return
	}
	s.begin(ctx, strings.Join(args, "/"))
}

// begin goes to a place in the course.
func (s *Session) begin(ctx context.Context, place string) {
	if err := s.Learn(ctx, place); err != nil {
		s.Screen.Error(err, "lessons lists them")
	}
}

func (s *Session) lessons(context.Context, []string) {
	course, err := s.Course()
	if err != nil {
		s.Screen.Error(err)
		return
	}
	ListLessons(s.Screen, course, s.Progress)
}

func (s *Session) progress(ctx context.Context, args []string) {
	s.lessons(ctx, args)
	if s.walk != nil {
		s.Screen.Note("You are at " + s.walk.place() + ".")
	}
}

// ListLessons writes a line for each lesson: what it is called, what it is
// about, and how far the learner is.
func ListLessons(out *screen.Screen, course *lessons.Course, store *progress.Store) {
	for _, l := range course.Lessons {
		solved := 0
		for _, st := range l.Steps {
			if store.Status(st.FullID()) == progress.Solved {
				solved++
			}
		}
		out.Entry(l.ID, fmt.Sprintf("%s %d of %d solved. %s", bar(solved, len(l.Steps)), solved, len(l.Steps), l.Aim))
	}
}

// bar draws how much of a lesson is solved, in ten characters.
func bar(part, whole int) string {
	filled := 0
	if whole > 0 {
		filled = part * 10 / whole
	}
	return "[" + strings.Repeat("#", filled) + strings.Repeat("-", 10-filled) + "]"
}

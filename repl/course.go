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
	case w == nil || w.away:
	case w.attempt == nil:
		s.openStep() // says why there is none
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
	commands := w.attempt.Step().Examples()
	if w.example >= len(commands) {
		return false
	}
	c := commands[w.example]
	w.example++
	s.showCommand(s.prompt(), c)
	s.take(ctx, c.Text)
	if !w.solved && w.example == len(commands) {
		s.remind()
	}
	return true
}

// remind says what the step waits for. Who presses Enter again and again is
// told how to get on.
func (s *Session) remind() {
	w := s.walk
	if w.waiting++; w.waiting == 1 {
		s.showTask(w.attempt.Step())
		return
	}
	s.Screen.Note("The step waits for you. `hint` helps, `solution` shows one way, `skip` goes on without it.")
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
	s.sumUp()
}

// sumUp says what of the course is solved and where the first gap is.
func (s *Session) sumUp() {
	solved, total, gap := 0, 0, ""
	for _, l := range s.walk.course.Lessons {
		for _, st := range l.Steps {
			total++
			if s.Progress.Status(st.FullID()) == progress.Solved {
				solved++
			} else if gap == "" {
				gap = st.FullID()
			}
		}
	}
	if gap == "" {
		s.Screen.Note(fmt.Sprintf("All %d steps are solved. `play` is free practice, `quit` leaves.", total))
		return
	}
	s.Screen.Note(fmt.Sprintf("%d of %d steps are solved. `start %s` goes to the first that is not; `lessons` and a name lists a lesson's steps.", solved, total, gap))
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
		s.Screen.Note("Skipped, and marked so.")
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
		i := s.walk.attempt.Right()
		right := st.Quiz.Options[i]
		s.Screen.Led(s.Screen.Paint(screen.Good, letter(i))+"  ", screen.Plain, optionText(right))
		s.Screen.Prose(right.Reason)
		s.closeStep()
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
		s.Screen.Note("This step could not be set up. `again` tries once more, `skip` goes on without it.")
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
		s.Screen.Note("`start lists` begins a lesson, `start lists/4` goes to its fourth step.")
		return
	}
	s.begin(ctx, strings.Join(args, "/"))
}

// begin goes to a place in the course.
func (s *Session) begin(ctx context.Context, place string) {
	if err := s.Learn(ctx, place); err != nil {
		s.Screen.Error(err, "`lessons` lists the lessons, `lessons` and a name the steps of one")
	}
}

func (s *Session) lessons(_ context.Context, args []string) {
	course, err := s.Course()
	if err != nil {
		s.Screen.Error(err)
		return
	}
	if len(args) == 0 {
		ListLessons(s.Screen, course, s.Progress)
		return
	}
	l, _, err := course.Find(args[0], "")
	if err != nil {
		s.Screen.Error(err)
		return
	}
	for _, st := range l.Steps {
		status := s.Progress.Status(st.FullID())
		s.Screen.Entry(st.ID, st.Title+map[progress.Status]string{
			progress.None: "", progress.Skipped: " (skipped)", progress.Shown: " (solution seen)", progress.Solved: " (solved)",
		}[status])
	}
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
		text := fmt.Sprintf("%d of %d solved. %s", solved, len(l.Steps), l.Aim)
		if !out.Words() {
			text = bar(solved, len(l.Steps)) + " " + text
		}
		out.Entry(l.ID, text)
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

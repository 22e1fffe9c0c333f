package repl

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"redis-tutor/lessons"
	"redis-tutor/lessons/progress"
	"redis-tutor/lessons/prose"
	"redis-tutor/repl/browse"
	"redis-tutor/repl/screen"
	"redis-tutor/sandbox/reply"
)

// walk is a learner's place in the course.
type walk struct {
	course  *lessons.Course
	lesson  int // index into course.Lessons
	step    int // index into the lesson's Steps
	attempt *lessons.Attempt

	hints   int    // how many were shown
	example int    // how many commands of the transcripts Enter has run
	waiting int    // presses of Enter since there was nothing left to run
	misses  int    // commands that changed something and did not help
	advice  string // what was said last
	solved  bool   // in this attempt
	shown   bool   // the solution, in this attempt
	away    bool   // play: the lesson is not looking
}

func (w *walk) current() (*lessons.Lesson, *lessons.Step) {
	l := w.course.Lessons[w.lesson]
	return l, l.Steps[w.step]
}

// place names where the learner is, for people.
func (w *walk) place() string {
	l, _ := w.current()
	return fmt.Sprintf("%s, step %d of %d", l.Title, w.step+1, len(l.Steps))
}

// onward is the place to go on at: the next step, once this one is solved.
func (w *walk) onward() *walk {
	next := *w
	if w.solved {
		next.move(1)
	}
	return &next
}

// last reports whether there is no step behind this one.
func (w *walk) last() bool {
	l, _ := w.current()
	return w.step+1 == len(l.Steps) && w.lesson+1 == len(w.course.Lessons)
}

// move goes n steps on, or back, over the borders of lessons. It stays where
// it is at the ends of the course.
func (w *walk) move(n int) bool {
	lesson, step := w.lesson, w.step+n
	switch {
	case step >= len(w.course.Lessons[lesson].Steps):
		lesson, step = lesson+1, 0
	case step < 0 && lesson > 0:
		lesson--
		step = len(w.course.Lessons[lesson].Steps) - 1
	}
	if step < 0 || lesson >= len(w.course.Lessons) {
		return false
	}
	w.lesson, w.step = lesson, step
	return true
}

// goTo moves to a step by its full id and reports whether it exists.
func (w *walk) goTo(id string) bool {
	for i, l := range w.course.Lessons {
		for j, st := range l.Steps {
			if st.FullID() == id {
				w.lesson, w.step = i, j
				return true
			}
		}
	}
	return false
}

// Learn shows the step at place ("lists", "lists/push"), or the one where
// the learner left the course when place is empty.
func (s *Session) Learn(ctx context.Context, place string) error {
	course, err := s.Course()
	if err != nil {
		return err
	}
	w := &walk{course: course}
	if place == "" {
		s.goOn(w)
	} else {
		lesson, step, _ := strings.Cut(place, "/")
		_, st, err := course.Find(lesson, step)
		if err != nil {
			return err
		}
		w.goTo(st.FullID())
	}
	s.tidy(ctx)
	s.walk = w
	s.enterStep(ctx)
	return nil
}

// goOn moves to where the learner left the course. A place that the course
// does not have any more is named; its lesson, if that is left, begins anew.
func (s *Session) goOn(w *walk) {
	at := s.Progress.At()
	if at == "" || w.goTo(at) {
		return
	}
	lesson, _, _ := strings.Cut(at, "/")
	if l, st, err := w.course.Find(lesson, ""); err == nil && l.ID == lesson {
		w.goTo(st.FullID())
	}
	s.Screen.Note("You were at " + at + ", which this course does not have.")
}

// enterStep lays out the keys of the current step and shows it.
func (s *Session) enterStep(ctx context.Context) {
	defer s.sayWaiting(0)()
	w := s.walk
	s.forget()
	s.comeHome(ctx)
	s.tidy(ctx)
	*w = walk{course: w.course, lesson: w.lesson, step: w.step}
	l, st := w.current()
	ran := s.web.App()
	attempt, err := lessons.Begin(ctx, lessons.Setting{
		Step:     st,
		Redis:    stage{s.layout(), s.web},
		Owned:    s.Owned,
		Scratch:  s.Scratch,
		Commands: s.Commands,
		DB:       s.Home,
		Values:   s.values[l.ID],
		Rand:     s.Rand,
	})
	if err != nil {
		s.Screen.Error(err, setupHints(err)...)
		return
	}
	w.attempt = attempt
	s.values[l.ID] = attempt.Values()
	s.keep(s.Progress.SetAt(st.FullID()))
	s.book.Chapter(l.Title + ": " + st.Title)
	s.Screen.Blank()
	if w.step == 0 {
		s.showOpening()
	}
	s.showStep()
	if app := s.web.App(); app != ran {
		s.sayApp("For this step the app runs at")
	}
}

// setupHints says what helps when a step cannot be set up.
func setupHints(err error) []string {
	var taken *lessons.Taken
	var advised interface{ Hints() []string }
	switch {
	case errors.As(err, &taken):
		return []string{
			"again tries once more, when that key has another name or is gone",
			"or leave, and begin in an empty database: redis-tutor learn -n NUMBER",
			"or go on without this step: skip",
		}
	case errors.As(err, &advised):
		return advised.Hints()
	}
	return []string{"again tries to set this step up once more"}
}

// restartStep puts the keys of the step back and shows it once more: the
// same task, with the values that were drawn for it.
func (s *Session) restartStep(ctx context.Context) {
	w := s.walk
	if w.attempt == nil {
		s.enterStep(ctx)
		return
	}
	s.forget()
	s.comeHome(ctx)
	*w = walk{course: w.course, lesson: w.lesson, step: w.step, attempt: w.attempt}
	if err := w.attempt.Again(ctx); err != nil {
		s.Screen.Error(err, setupHints(err)...)
		return
	}
	s.Screen.Blank()
	s.showStep()
}

// tidy removes the keys of the lesson that the learner leaves.
func (s *Session) tidy(ctx context.Context) {
	if s.walk == nil || s.walk.attempt == nil {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, ownWait)
	defer cancel()
	if err := s.walk.attempt.Clean(ctx); err != nil {
		s.Screen.Error(fmt.Errorf("the lesson's keys could not be removed: %w", err))
	}
}

// comeHome brings the learner's connection back to where a step begins: out
// of a transaction, and in the database of the lessons.
func (s *Session) comeHome(ctx context.Context) {
	st := s.Sandbox.State()
	if st.InTx {
		if _, err := s.Sandbox.Do(ctx, "DISCARD"); err == nil {
			s.Screen.Note("The transaction that was open is discarded.")
		}
		s.me.queued = nil
		st = s.Sandbox.State()
	}
	if st.DB == s.Home {
		return
	}
	if v, err := s.Sandbox.Do(ctx, "SELECT", strconv.Itoa(s.Home)); err == nil && v.IsOK() {
		s.Screen.Note(fmt.Sprintf("Back to database %d.", s.Home))
	}
}

func (s *Session) layout() Layout {
	if s.Layout != nil {
		return s.Layout
	}
	return s.Sandbox
}

// stage is where a lesson lays out its steps, with the learner's web app.
type stage struct {
	Layout
	*browse.Web
}

// mark notes how the current step went.
func (s *Session) mark(status progress.Status) {
	_, st := s.walk.current()
	s.keep(s.Progress.Mark(st.FullID(), status, time.Now()))
}

// keep reports a failure to save progress, which must not stop a lesson.
func (s *Session) keep(err error) {
	if err != nil {
		s.Screen.Error(fmt.Errorf("progress could not be saved: %w", err), "the lesson goes on; --progress FILE names another place")
	}
}

// lessonLooks lets the lesson judge the keyspace after a command, or after
// time went by (no args).
func (s *Session) lessonLooks(ctx context.Context, args []string, v reply.Value) {
	verdict, looked := s.lessonJudges(ctx, func(ctx context.Context, a *lessons.Attempt) (lessons.Verdict, error) {
		return a.Saw(ctx, args, v)
	})
	if !looked {
		return
	}
	w := s.walk
	st := s.Sandbox.State()
	tried := len(args) > 0 && !v.IsError() && s.Commands().Effect(s.Home, args).Changes()
	switch {
	case verdict.Passed:
		s.passed()
	case len(verdict.Advice) > 0 && s.advise(verdict.Advice):
	case verdict.Missing == "" || len(args) == 0:
	case st.DB != s.Home && tried:
		s.Screen.Note(fmt.Sprintf("You are in database %d; this lesson looks at database %d. `SELECT %d` goes there.", st.DB, s.Home, s.Home))
	case verdict.Gained && tried:
		s.Screen.Note("That is part of it. Still to do: " + held(verdict.Missing) + ".")
	default:
		s.Screen.Note("Not there yet: " + held(verdict.Missing) + ".")
		if w.misses++; w.misses == 2 {
			s.Screen.Note("`hint` helps; `again` begins the step anew, with its keys as they were.")
		}
	}
}

// lessonVisited lets the lesson look after a request to the app, which may have
// written. To look around there is no miss.
func (s *Session) lessonVisited(ctx context.Context) {
	s.remembered().Hesitate()
	verdict, looked := s.lessonJudges(ctx, func(ctx context.Context, a *lessons.Attempt) (lessons.Verdict, error) {
		return a.Visited(ctx)
	})
	switch {
	case !looked:
	case verdict.Passed:
		s.passed()
	case len(verdict.Advice) > 0 && s.advise(verdict.Advice):
	case verdict.Gained:
		s.Screen.Note("That is part of it. Still to do: " + held(verdict.Missing) + ".")
	}
}

// lessonJudges asks the lesson for its verdict, while it is looking.
func (s *Session) lessonJudges(ctx context.Context, judge func(context.Context, *lessons.Attempt) (lessons.Verdict, error)) (v lessons.Verdict, looked bool) {
	w := s.walk
	if w == nil || w.attempt == nil || w.away || w.solved {
		return lessons.Verdict{}, false
	}
	ctx, cancel := afterwards(ctx)
	defer cancel()
	v, err := judge(ctx, w.attempt)
	if err != nil {
		s.Screen.Error(err, "the lesson could not look at the keys; your command was run all the same")
	}
	return v, err == nil
}

// held keeps the items of a reply on the line of their numbers.
func held(text string) string { return strings.ReplaceAll(text, ") ", ")\u00a0") }

// advise says what the lesson has to say to a mistake, and reports whether it
// did: the same is not said twice in a row.
func (s *Session) advise(advice prose.Text) bool {
	text := advice.String()
	if text == s.walk.advice {
		return false
	}
	s.walk.advice = text
	s.Screen.Led(s.Screen.Bang()+" ", screen.Plain, advice)
	return true
}

// passed marks the step and says so.
func (s *Session) passed() {
	w := s.walk
	st := w.attempt.Step()
	if !w.shown {
		s.mark(progress.Solved)
	}
	s.Screen.Led(s.Screen.Tick()+" ", screen.Plain, praise(st, w.attempt.Right()))
	if w.shown {
		s.Screen.Note("You had seen the solution. `again` gives you a fresh try that counts.")
	}
	s.closeStep()
}

// closeStep ends the current step: the learner's place is behind it now.
func (s *Session) closeStep() {
	w := s.walk
	w.solved = true
	l, _ := w.current()
	_, next := w.onward().current()
	s.keep(s.Progress.SetAt(next.FullID()))
	switch {
	case w.last():
		s.Screen.Say(screen.Good, "That was the last step of the course.")
		s.sumUp()
	case w.step+1 == len(l.Steps):
		s.Screen.Note(fmt.Sprintf("Enter goes on to the next lesson: %s.", w.course.Lessons[w.lesson+1].Title))
	default:
		s.Screen.Note("Enter goes on.")
	}
}

// Names reports whether the lesson names a key and is looking: such keys are
// the lesson's, all others the learner's.
func (s *Session) Names(key string) bool {
	return s.walk != nil && s.walk.attempt != nil && !s.walk.away && s.walk.attempt.Names(key)
}

// Package walk takes a learner through a course: it lays out and shows the
// steps, looks at what a command did and says what it saw, takes answers to
// quizzes, and answers the words about the lesson.
//
// It promises that every word may be said at any time, before a lesson and
// after the last one too, and that no look holds the learner up for long. It
// refuses to read lines and to run a learner's commands: of the prompt it asks
// only to be brought back to where a step begins.
package walk

import (
	"context"
	"strings"
	"time"

	"redis-tutor/lessons"
	"redis-tutor/lessons/progress"
	"redis-tutor/repl/screen"
)

// Config is what a walk is made of. All of it is needed once a lesson begins.
type Config struct {
	Screen *screen.Screen
	Course func() (*lessons.Course, error)
	Store  *progress.Store // how far the learner is
	Prompt Prompt

	// Setting is what all steps are laid out with. Step and Values are left
	// out: they are put in for each.
	Setting lessons.Setting
}

// Prompt is what a walk needs of the prompt it goes on at.
type Prompt interface {
	// Home brings the learner's connection to where a step begins: out of a
	// transaction, in the database of the lessons, and with nothing to undo.
	Home(ctx context.Context)
	// DB is the database that the learner is in.
	DB() int
	// Shown tells that a step has begun and is on the screen.
	Shown(l *lessons.Lesson, st *lessons.Step)
	// Waiting tells a learner who waits that Ctrl-C helps, until over is called.
	Waiting() (over func())
	// Long shows a text that may be taller than the window, or go to a program.
	Long(ctx context.Context, draw func(out *screen.Screen) error)
}

// Walk is a learner's way through a course.
type Walk struct {
	Config
	at     place
	visit  visit
	values map[string]map[string]string // what was drawn for each lesson
}

// visit is what has happened at a step since it was shown.
type visit struct {
	attempt *lessons.Attempt // nil when the step could not be set up

	hints   int    // how many were shown
	example int    // how many commands of the transcripts Enter has run
	waiting int    // presses of Enter since there was nothing left to run
	misses  int    // commands that changed something and did not help
	advice  string // what was said last
	solved  bool
	shown   bool // the solution
	away    bool // play: the lesson is not looking
}

// New returns a walk that has not begun.
func New(c Config) *Walk {
	return &Walk{Config: c, values: map[string]map[string]string{}}
}

// OwnWait is how long a look or clearing up may take, which the learner has
// not asked for and may not be held up by.
const OwnWait = 3 * time.Second

// Learn shows the step at name ("lists", "lists/push"), or the one where the
// learner left the course when name is empty. The error says that there is no
// such step, or no course; then the learner stays where she is.
func (w *Walk) Learn(ctx context.Context, name string) error {
	course, err := w.Course()
	if err != nil {
		return err
	}
	at := place{course: course}
	if name == "" {
		w.goOn(&at)
	} else {
		lesson, step, _ := strings.Cut(name, "/")
		_, st, err := course.Find(lesson, step)
		if err != nil {
			return err
		}
		at.goTo(st.FullID())
	}
	w.at = at
	w.beginStep(ctx)
	return nil
}

// goOn moves to where the learner left the course. A place that the course
// does not have any more is named; its lesson, if that is left, begins anew.
func (w *Walk) goOn(at *place) {
	left := w.Store.At()
	if left == "" || at.goTo(left) {
		return
	}
	lesson, _, _ := strings.Cut(left, "/")
	if l, st, err := at.course.Find(lesson, ""); err == nil && l.ID == lesson {
		at.goTo(st.FullID())
	}
	w.Screen.Note("You were at " + left + ", which this course does not have.")
}

// Begun reports whether a lesson is open.
func (w *Walk) Begun() bool { return w.at.course != nil }

// Looking reports whether a lesson is open and looks at what is done.
func (w *Walk) Looking() bool { return w.Begun() && !w.visit.away }

// trying reports whether there is a step to be tried, and the lesson looks.
func (w *Walk) trying() bool { return w.Looking() && w.visit.attempt != nil }

// Names reports whether the lesson names a key and is looking: such keys are
// the lesson's, all others the learner's.
func (w *Walk) Names(key string) bool { return w.trying() && w.visit.attempt.Names(key) }

// Place names, for people, where the learner will go on: at this step, or at
// the next one once this is solved. It is "" before a lesson.
func (w *Walk) Place() string {
	if !w.Begun() {
		return ""
	}
	return w.onward().String()
}

// onward is the place to go on at.
func (w *Walk) onward() place {
	next := w.at
	if w.visit.solved {
		next.move(1)
	}
	return next
}

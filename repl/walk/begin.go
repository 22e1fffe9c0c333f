package walk

import (
	"context"
	"errors"
	"fmt"
	"time"

	"redis-tutor/lessons"
	"redis-tutor/lessons/progress"
)

// beginStep lays out the keys of the current step and shows it.
func (w *Walk) beginStep(ctx context.Context) {
	defer w.Prompt.Waiting()()
	w.Prompt.Home(ctx)
	w.Tidy(ctx)
	w.visit = visit{}
	l, st := w.at.current()
	attempt, err := lessons.Begin(ctx, w.setting(l, st))
	if err != nil {
		w.Screen.Error(err, setupHints(err)...)
		return
	}
	w.visit.attempt = attempt
	w.values[l.ID] = attempt.Values()
	w.keep(w.Store.SetAt(st.FullID()))
	w.Screen.Blank()
	if w.at.step == 0 {
		w.showOpening()
	}
	w.showStep()
	w.Prompt.Shown(l, st)
}

// setting is what a step is laid out with: with the values of its lesson that
// were drawn before, if any.
func (w *Walk) setting(l *lessons.Lesson, st *lessons.Step) lessons.Setting {
	s := w.Setting
	s.Step, s.Values = st, w.values[l.ID]
	return s
}

// setupHints says what helps when a step cannot be set up.
func setupHints(err error) []string {
	var taken *lessons.Taken
	if errors.As(err, &taken) {
		return []string{
			"again tries once more, when that key has another name or is gone",
			"or leave, and begin in an empty database: redis-tutor learn -n NUMBER",
			"or go on without this step: skip",
		}
	}
	return []string{"again tries to set this step up once more"}
}

// restartStep puts the keys of the step back and shows it once more: the
// same task, with the values that were drawn for it.
func (w *Walk) restartStep(ctx context.Context) {
	attempt := w.visit.attempt
	if attempt == nil {
		w.beginStep(ctx)
		return
	}
	w.Prompt.Home(ctx)
	w.visit = visit{attempt: attempt}
	if err := attempt.Again(ctx); err != nil {
		w.Screen.Error(err, setupHints(err)...)
		return
	}
	w.Screen.Blank()
	w.showStep()
}

// Tidy removes the keys of the lesson that the learner leaves.
func (w *Walk) Tidy(ctx context.Context) {
	if w.visit.attempt == nil {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, OwnWait)
	defer cancel()
	if err := w.visit.attempt.Clean(ctx); err != nil {
		w.Screen.Error(fmt.Errorf("the lesson's keys could not be removed: %w", err))
	}
}

// mark notes how the current step went.
func (w *Walk) mark(status progress.Status) {
	_, st := w.at.current()
	w.keep(w.Store.Mark(st.FullID(), status, time.Now()))
}

// keep reports a failure to save progress, which must not stop a lesson.
func (w *Walk) keep(err error) {
	if err != nil {
		w.Screen.Error(fmt.Errorf("progress could not be saved: %w", err), "the lesson goes on; --progress FILE names another place")
	}
}

// status is how the current step went on an earlier visit, or this one.
func (w *Walk) status() progress.Status {
	_, st := w.at.current()
	return w.Store.Status(st.FullID())
}

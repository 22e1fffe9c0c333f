package walk

import (
	"context"
	"fmt"
	"strings"

	"redis-tutor/lessons"
	"redis-tutor/lessons/progress"
	"redis-tutor/repl/screen"
)

// List writes a line for each lesson: what it is called, what it is about, and
// how far the learner is.
func List(out *screen.Screen, course *lessons.Course, store *progress.Store) {
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

// Lessons lists the lessons, or the steps of the one that is named.
func (w *Walk) Lessons(ctx context.Context, args []string) { w.list(ctx, args, "") }

// Progress is Lessons, and where the learner is.
func (w *Walk) Progress(ctx context.Context, args []string) {
	note := ""
	if w.Begun() {
		note = "You are at " + w.at.String() + "."
	}
	w.list(ctx, args, note)
}

// list is Lessons, with a note below.
func (w *Walk) list(ctx context.Context, args []string, note string) {
	course, err := w.Course()
	if err != nil {
		w.Screen.Error(err)
		return
	}
	draw := func(out *screen.Screen) { List(out, course, w.Store) }
	if len(args) > 0 {
		l, _, err := course.Find(args[0], "")
		if err != nil {
			w.Screen.Error(err)
			return
		}
		draw = func(out *screen.Screen) { ListSteps(out, l, w.Store) }
	}
	w.Prompt.Long(ctx, func(out *screen.Screen) error {
		if draw(out); note != "" {
			out.Note(note)
		}
		return nil
	})
}

// ListSteps writes a line for each step of a lesson.
func ListSteps(out *screen.Screen, l *lessons.Lesson, store *progress.Store) {
	for _, st := range l.Steps {
		status := store.Status(st.FullID())
		out.Entry(st.ID, st.Title+map[progress.Status]string{
			progress.None: "", progress.Skipped: " (skipped)", progress.Shown: " (solution seen)", progress.Solved: " (solved)",
		}[status])
	}
}

// sumUp says what of the course is solved and where the first gap is.
func (w *Walk) sumUp() {
	solved, total, gap := 0, 0, ""
	for _, l := range w.at.course.Lessons {
		for _, st := range l.Steps {
			total++
			if w.Store.Status(st.FullID()) == progress.Solved {
				solved++
			} else if gap == "" {
				gap = st.FullID()
			}
		}
	}
	if gap == "" {
		w.Screen.Note(fmt.Sprintf("All %d steps are solved. `play` is free practice, `quit` leaves.", total))
		return
	}
	w.Screen.Note(fmt.Sprintf("%d of %d steps are solved. `start %s` goes to the first that is not; `lessons` and a name lists a lesson's steps.", solved, total, gap))
}

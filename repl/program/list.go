package program

import (
	"encoding/json"
	"time"

	"github.com/spf13/cobra"

	"redis-tutor/lessons"
	"redis-tutor/lessons/progress"
	"redis-tutor/repl/screen"
	"redis-tutor/repl/walk"
)

// lessonJSON is a lesson as lessons --json prints it.
type lessonJSON struct {
	ID     string     `json:"id"`
	Title  string     `json:"title"`
	Aim    string     `json:"aim"`
	Solved int        `json:"solved"`
	Steps  []stepJSON `json:"steps"`
}

// stepJSON is a step as lessons --json and progress --json print it. Status
// is none, skipped, shown or solved; At is the time of the last change in
// RFC 3339, empty for an open step.
type stepJSON struct {
	ID     string `json:"id"`
	Title  string `json:"title,omitempty"`
	Kind   string `json:"kind,omitempty"`
	Status string `json:"status"`
	At     string `json:"at,omitempty"`
}

// progressJSON is what progress --json prints. Place is where redis-tutor
// goes on, empty before the first step.
type progressJSON struct {
	Place  string     `json:"place"`
	Solved int        `json:"solved"`
	Total  int        `json:"total"`
	Steps  []stepJSON `json:"steps"`
}

func (a *app) lessonsCommand() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "lessons [LESSON]",
		Short: "List the lessons and how far you are, or the steps of one",
		Args:  atMost(1),

		ValidArgsFunction: a.completePlaces,
		RunE: func(_ *cobra.Command, args []string) error {
			read := a.outline
			if asJSON {
				read = a.course // to say which steps are quizzes
			}
			return a.list(read, func(course *lessons.Course, store *progress.Store, out *screen.Screen) error {
				return a.listLessons(course, store, out, args, asJSON)
			})
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "for programs")
	return cmd
}

// listLessons lists all lessons, or the steps of the one in args.
func (a *app) listLessons(course *lessons.Course, store *progress.Store, out *screen.Screen, args []string, asJSON bool) error {
	listed := course.Lessons
	if len(args) > 0 {
		l, _, err := course.Find(args[0], "")
		if err != nil {
			return misuse(err, "redis-tutor lessons lists them")
		}
		listed = []*lessons.Lesson{l}
	}
	switch {
	case asJSON:
		return a.printJSON(lessonsOf(listed, store))
	case len(args) > 0:
		walk.ListSteps(out, listed[0], store)
	default:
		walk.List(out, course, store)
	}
	return nil
}

func (a *app) progressCommand() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "progress",
		Short: "Show what you have solved",
		Args:  atMost(0),
		RunE: func(*cobra.Command, []string) error {
			return a.list(a.outline, func(course *lessons.Course, store *progress.Store, out *screen.Screen) error {
				p := progressOf(course, store)
				if asJSON {
					return a.printJSON(p)
				}
				walk.List(out, course, store)
				out.Say(screen.Plain, "%d of %d steps solved.", p.Solved, p.Total)
				if p.Place != "" {
					out.Note("redis-tutor goes on at " + p.Place + ".")
				}
				return nil
			})
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "for programs")
	return cmd
}

// list reads the course and the progress for a listing.
func (a *app) list(read func() (*lessons.Course, error), show func(*lessons.Course, *progress.Store, *screen.Screen) error) error {
	course, err := read()
	if err != nil {
		return err
	}
	notices := screen.New(a.Err, a.look(a.Err))
	store, err := a.openProgress(notices)
	if err != nil {
		return err
	}
	return show(course, store, screen.New(a.Out, a.look(a.Out)))
}

func (a *app) printJSON(v any) error {
	enc := json.NewEncoder(a.Out)
	enc.SetIndent("", "  ")
	enc.SetEscapeHTML(false)
	return enc.Encode(v)
}

func lessonsOf(listed []*lessons.Lesson, store *progress.Store) []lessonJSON {
	var all []lessonJSON
	for _, l := range listed {
		entry := lessonJSON{ID: l.ID, Title: l.Title, Aim: l.Aim}
		for _, st := range l.Steps {
			step := stepOf(st, store)
			step.Title, step.Kind = st.Title, kindOf(st)
			if step.Status == progress.Solved.String() {
				entry.Solved++
			}
			entry.Steps = append(entry.Steps, step)
		}
		all = append(all, entry)
	}
	return all
}

func progressOf(course *lessons.Course, store *progress.Store) progressJSON {
	p := progressJSON{Place: store.At()}
	for _, l := range course.Lessons {
		for _, st := range l.Steps {
			step := stepOf(st, store)
			p.Total++
			if step.Status == progress.Solved.String() {
				p.Solved++
			}
			p.Steps = append(p.Steps, step)
		}
	}
	return p
}

func stepOf(st *lessons.Step, store *progress.Store) stepJSON {
	step := stepJSON{ID: st.FullID(), Status: store.Status(st.FullID()).String()}
	if at := store.When(st.FullID()); !at.IsZero() {
		step.At = at.Format(time.RFC3339)
	}
	return step
}

func kindOf(st *lessons.Step) string {
	switch {
	case st.Quiz != nil:
		return "quiz"
	case st.Challenge:
		return "challenge"
	}
	return "task"
}

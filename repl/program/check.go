package program

import (
	"context"
	"fmt"
	"io/fs"
	"path/filepath"

	"github.com/spf13/cobra"

	"redis-tutor/lessons/proof"
	"redis-tutor/repl/browse"
	"redis-tutor/repl/screen"
	"redis-tutor/sandbox/amount"
)

func (a *app) checkCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "check [DIR...]",
		Short: "Check courses: read, lint, and play every solution and every mistake",
		Long: "Check courses.\n\n" +
			"Every transcript is compared with real replies; doing nothing must fail, the\n" +
			"solution must pass, and each mistake a lesson foresees must get its own advice.\n" +
			"Without a folder the course that is shipped is checked.",
		RunE: func(cmd *cobra.Command, dirs []string) error { return a.check(cmd.Context(), dirs) },
	}
	return cmd
}

func (a *app) check(ctx context.Context, dirs []string) error {
	courses, err := a.courses(dirs)
	if err != nil {
		return err
	}
	out := screen.New(a.Out, screen.Options{Color: a.colored(a.Out), ASCII: a.ascii()})
	sound := true
	for _, course := range courses {
		ok, err := a.checkOne(ctx, course, out)
		if err != nil {
			return err
		}
		sound = sound && ok
	}
	if !sound {
		return errProblems
	}
	return nil
}

// namedCourse is a course to check and what to put before its file names.
type namedCourse struct {
	name  string
	files fs.FS
}

func (a *app) courses(dirs []string) ([]namedCourse, error) {
	if len(dirs) == 0 && a.flags.course != "" {
		dirs = []string{a.flags.course}
	}
	if len(dirs) == 0 {
		return []namedCourse{{"", a.Course}}, nil
	}
	var courses []namedCourse
	for _, dir := range dirs {
		files, err := folder(dir, "check takes folders that hold lessons, one .md file each")
		if err != nil {
			return nil, err
		}
		courses = append(courses, namedCourse{dir, files})
	}
	return courses, nil
}

// checkOne checks a course and prints what was found.
func (a *app) checkOne(ctx context.Context, course namedCourse, out *screen.Screen) (sound bool, err error) {
	report, err := proof.Check(ctx, proof.Setting{
		FS:       course.files,
		Open:     func() (proof.Sandbox, func(), error) { return a.embedded(ctx) },
		Commands: a.Commands(),
	})
	if err != nil {
		return false, failure(err)
	}
	for _, l := range report.Lessons {
		out.Entry(l.ID, fmt.Sprintf("%s: %s, %s", amount.Of(l.Steps, "step"), amount.Of(l.Tasks, "task"), amount.Of(l.Quizzes, "quiz")))
	}
	for _, p := range report.Problems {
		out.Raw(filepath.Join(course.name, p.Error()) + "\n")
	}
	if len(report.Problems) > 0 {
		out.Say(screen.Bad, "%s.", amount.Of(len(report.Problems), "problem"))
		return false, nil
	}
	out.Say(screen.Good, "Sound: %s, %s and %s shown.", amount.Of(report.Tasks, "task"), amount.Of(report.Quizzes, "quiz"), amount.Of(report.Exchanges, "reply"))
	return true, nil
}

// stage is a sandbox to play lessons on, with browsers and an app to visit.
type stage struct {
	Redis
	*browse.Web
}

// embedded opens an empty sandbox in this process.
func (a *app) embedded(ctx context.Context) (*stage, func(), error) {
	box, err := a.Open(ctx, Target{})
	if err != nil {
		return nil, nil, err
	}
	s := &stage{box, &browse.Web{Start: box.Serve}}
	return s, func() { s.Stop(); box.Close() }, nil
}

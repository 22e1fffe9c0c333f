package proof

import (
	"io/fs"
	"os"
	"testing"
)

// TestCourse proves the course that is shipped, wherever it can be played.
func TestCourse(t *testing.T) {
	const dir = "../../content/course"
	if _, err := os.Stat(dir); err != nil {
		t.Skip(err)
	}
	t.Run("embedded", func(t *testing.T) {
		t.Parallel()
		proveCourse(t, os.DirFS(dir), embedded(table(t)))
	})
	t.Run("server", func(t *testing.T) {
		t.Parallel()
		proveCourse(t, os.DirFS(dir), realServer(t))
	})
}

func proveCourse(t *testing.T, course fs.FS, open func() (Sandbox, func(), error)) {
	commands := table(t)
	report, err := Check(t.Context(), Setting{FS: course, Open: open, Scratch: scratch(commands), Commands: commands})
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range report.Problems {
		t.Error(p)
	}
	t.Logf("%d lessons, %d tasks, %d quizzes, %d exchanges",
		len(report.Lessons), report.Tasks, report.Quizzes, report.Exchanges)
}

// TestGoodCourse proves the small course that these packages are tested with.
func TestGoodCourse(t *testing.T) {
	course := os.DirFS("../testdata/good")
	t.Run("embedded", func(t *testing.T) { proveCourse(t, course, embedded(table(t))) })
	t.Run("server", func(t *testing.T) { proveCourse(t, course, realServer(t)) })
}

// TestWebCourse proves a lesson about a web site that is visited.
func TestWebCourse(t *testing.T) {
	course := os.DirFS("../testdata/web")
	t.Run("embedded", func(t *testing.T) { proveCourse(t, course, embedded(table(t))) })
	t.Run("server", func(t *testing.T) { proveCourse(t, course, realServer(t)) })
}

package proof

import (
	"io/fs"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
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

// TestPageThatIsNotThere: a page that the app does not have is a fault of the
// line that visits it.
func TestPageThatIsNotThere(t *testing.T) {
	src, err := os.ReadFile("../testdata/web/01-visits.md")
	if err != nil {
		t.Fatal(err)
	}
	for was, want := range map[string]string{
		"```setup\n> app start\n":          "01-visits.md:65: > visit /no/such/page: the app answers 404 Not Found",
		"```redis\n> app start\n> visit\n": "01-visits.md:18: > visit /no/such/page: the app answers 404 Not Found",
	} {
		spoiled := strings.Replace(string(src), was, was+"> visit /no/such/page\n", 1)
		commands := table(t)
		report, err := Check(t.Context(), Setting{
			FS: fstest.MapFS{"01-visits.md": &fstest.MapFile{Data: []byte(spoiled)}}, Open: embedded(commands), Commands: commands,
		})
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff([]string{want}, texts(report.Problems)); diff != "" {
			t.Error(diff)
		}
	}
}

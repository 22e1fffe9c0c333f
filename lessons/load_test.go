package lessons

import (
	"errors"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"redis-tutor/lessons/prose"
)

// good loads the small course these packages are tested with.
func good(t testing.TB) *Course {
	t.Helper()
	course, err := Load(os.DirFS("testdata/good"))
	if err != nil {
		t.Fatal(err)
	}
	return course
}

func TestLoad(t *testing.T) {
	course := good(t)
	l := course.Lessons[0]
	if l.ID != "shelf" || l.Title != "The shelf" || l.Aim != "Put jars on a shelf, and take them down." || l.File != "01-shelf.md" {
		t.Errorf("front matter: %+v", l)
	}
	if diff := cmp.Diff(map[string][]string{"jar": {"honey", "plum"}, "count": {"3", "4"}}, l.Values); diff != "" {
		t.Error(diff)
	}
	if o := l.Steps[0].Opening; len(o) != 2 || o[1].Line != 13 {
		t.Errorf("opening: %+v", o)
	}
	var ids []string
	for _, l := range course.Lessons {
		for _, s := range l.Steps {
			ids = append(ids, s.FullID())
		}
	}
	want := []string{"shelf/fill", "shelf/look", "shelf/how-many", "shelf/off", "crates/which", "crates/room", "crates/stack"}
	if diff := cmp.Diff(want, ids); diff != "" {
		t.Error(diff)
	}
}

// TestStep looks at every part of a step, with the line it stands in.
func TestStep(t *testing.T) {
	lines := strings.Split(read(t, "testdata/good/01-shelf.md"), "\n")
	at := func(line int, begins string) {
		t.Helper()
		if line < 1 || !strings.HasPrefix(lines[line-1], begins) {
			t.Errorf("line %d is %q and does not begin with %q", line, lines[max(line-1, 0)], begins)
		}
	}
	s := good(t).Lessons[0].Steps[0]
	at(s.Line, "## Fill a jar")
	at(s.Body[0].Line, "`SET` puts")
	at(s.Body[1].Line, "```redis")
	at(s.Body[1].Exchanges[2].Line, "> GET jar:none")
	at(s.Task[0].Line, "Put ${count}")
	at(s.Setup[0].Line, "> SET jar:old")
	at(s.Check[1].Line, "EXISTS jar:old")
	at(s.Wrongs[1].Line, "```wrong")
	at(s.Wrongs[1].Commands[0].Line, "> SET jar:${jar} 99")
	at(s.Wrongs[1].Advice[0].Line, "Too many.")
	at(s.Hints[1][0].Line, "`SET`, then")
	at(s.Solution.Line, "```solution")
	at(s.Solution.Why[0].Line, "Any road")

	if s.Title != "Fill a jar" || s.Challenge || s.Quiz != nil {
		t.Errorf("%+v", s)
	}
	if diff := cmp.Diff([]string{"count", "jar"}, s.Values); diff != "" {
		t.Error(diff)
	}
	want := Command{Line: s.Solution.Line + 1, Text: "SET jar:honey 3", Args: []string{"SET", "jar:honey", "3"}}
	if diff := cmp.Diff(want, s.Solution.Commands[0]); diff != "" {
		t.Error(diff)
	}
	if c := s.Check[0]; c.Text != "GET jar:honey" || c.Want.String() != `"3"` {
		t.Errorf("check: %+v", c)
	}
	if diff := cmp.Diff([]string{"(nil)"}, s.Body[1].Exchanges[2].Reply); diff != "" {
		t.Error(diff)
	}
}

func TestQuizAndChallenge(t *testing.T) {
	steps := good(t).Lessons[0].Steps
	q := steps[2].Quiz
	if q == nil || len(q.Options) != 3 || len(q.Commands) != 2 || !q.computed() {
		t.Fatalf("quiz: %+v", q)
	}
	if diff := cmp.Diff([]prose.Span{{Text: "(integer) 11"}}, q.Options[2].Text); diff != "" {
		t.Error(diff)
	}
	if q.Options[2].Line != 123 || q.Options[2].Reason.String() != "It replies the new number." {
		t.Errorf("option: %+v", q.Options[2])
	}
	off := steps[3]
	if !off.Challenge || !off.Body[1].Loose || off.Body[2].Loose || off.Body[2].Exchanges[2].Forward.Seconds() != 1 {
		t.Errorf("challenge: %+v", off)
	}
	marked := good(t).Lessons[1].Steps[0].Quiz
	if marked.computed() || !marked.Options[0].Right || marked.Options[1].Reason.String() != "That would be a list, and lists keep an order too." {
		t.Errorf("marked quiz: %+v", marked)
	}
}

func read(t testing.TB, name string) string {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func TestLoadTellsFilesApart(t *testing.T) {
	src := read(t, "testdata/good/02-crates.md")
	_, err := Load(fstest.MapFS{
		"02-crates.md": {Data: []byte(src)},
		"03-crates.md": {Data: []byte(strings.ReplaceAll(src, "\n", "\r\n"))},
		"readme.txt":   {Data: []byte("x")},
	})
	if diff := cmp.Diff([]string{`03-crates.md: the id "crates" is taken by 02-crates.md`}, problems(err)); diff != "" {
		t.Error(diff)
	}
	if _, err := Load(fstest.MapFS{}); err == nil {
		t.Error("an empty folder is a course")
	}
}

// problems returns the texts of the problems joined in an error.
func problems(err error) []string {
	joined, ok := err.(interface{ Unwrap() []error })
	if !ok {
		return nil
	}
	var out []string
	for _, err := range joined.Unwrap() {
		var p *Problem
		if !errors.As(err, &p) {
			out = append(out, "no *Problem: "+err.Error())
			continue
		}
		out = append(out, p.Error())
	}
	return out
}

// TestOutline: a course that was only skimmed is attempted like any other.
func TestOutline(t *testing.T) {
	skimmed, err := Outline(os.DirFS("testdata/good"))
	if err != nil {
		t.Fatal(err)
	}
	for i, l := range good(t).Lessons {
		for j, want := range l.Steps {
			got := skimmed.Lessons[i].Steps[j]
			if got.FullID() != want.FullID() || got.Title != want.Title || got.Line != want.Line || got.Challenge != want.Challenge || got.Body != nil {
				t.Errorf("%s: got %+v", want.FullID(), got)
			}
			drawn, problems := got.redraw(first)
			if diff := cmp.Diff(want.Body, drawn.Body); diff != "" || problems != nil {
				t.Errorf("%s: %s %v", want.FullID(), diff, problems)
			}
			if diff := cmp.Diff(want.Values, drawn.Values); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff(want.Opening, drawn.Opening); diff != "" {
				t.Error(diff)
			}
		}
	}
	broken, _ := Outline(fstest.MapFS{"01-x.md": {Data: []byte(head + "## S {#s}\n\n```chek\n```\n")}})
	_, err = Begin(t.Context(), Setting{Step: broken.Lessons[0].Steps[0]})
	if err == nil || !strings.HasPrefix(err.Error(), "01-x.md:10: ") {
		t.Errorf("got %v", err)
	}
}

func TestCommands(t *testing.T) {
	const body = "```text\n> PING\n```\n> not code\n```redis\n> GET k\n> forward 1s\n```\n```check\nGET l => 1\n```\n" +
		"```wrong\n> SET ${n} \"x y\"\nNo.\n```\n"
	course, _ := Load(fstest.MapFS{"01-x.md": {Data: []byte(head + "## S {#s}\n" + body)}})
	want := [][]string{{"GET", "k"}, {"forward", "1s"}, {"GET", "l"}, {"SET", "${n}", "x y"}}
	if diff := cmp.Diff(want, course.Lessons[0].commands()); diff != "" {
		t.Error(diff)
	}
}

func FuzzLoad(f *testing.F) {
	for _, name := range []string{"01-shelf.md", "02-crates.md"} {
		src, err := os.ReadFile("testdata/good/" + name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(src))
	}
	for _, body := range []string{"```quiz\n- [ ] \n\n- [x] a :: b\n", "```check\n$last\n=> 1\n$used\n", "```redis\nx\n> forward 0s\ny\n"} {
		f.Add("---\nid: x\ntitle: x\naim: x\nvalues:\n  a: [1, 2]\n---\n## T {#t}\n" + body)
	}
	f.Fuzz(func(t *testing.T, src string) {
		course, err := Load(fstest.MapFS{"01-x.md": {Data: []byte(src)}})
		if course == nil {
			t.Fatal(err)
		}
		lines := strings.Count(src, "\n") + 1
		for _, err := range problemsOf(err) {
			if err.Line < 0 || err.Line > lines+1 {
				t.Fatalf("%v: the file has %d lines", err, lines)
			}
		}
		for _, s := range course.Lessons[0].Steps {
			s.FullID()
		}
		course.Lessons[0].commands()
	})
}

func problemsOf(err error) []*Problem {
	var out []*Problem
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		for _, err := range joined.Unwrap() {
			out = append(out, err.(*Problem))
		}
	}
	return out
}

package lessons

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"redis-tutor/lessons/prose"
)

// Load reads a course: every *.md in the root of fsys, in name order. When
// something is wrong it returns, beside the lessons as far as they could be
// understood, an error that joins a *Problem for each fault found. A lesson
// with a problem must not be attempted.
func Load(fsys fs.FS) (*Course, error) { return load(fsys, (*reader).bodies) }

// Outline reads a course that is known to be sound, in a fraction of the time
// Load takes: of a lesson the front matter, and of its steps only what their
// headings say. Begin reads the step it is given. What Outline does not read
// it does not report.
func Outline(fsys fs.FS) (*Course, error) { return load(fsys, (*reader).sorted) }

func load(fsys fs.FS, rest func(*reader) []*Problem) (*Course, error) {
	names, err := fs.Glob(fsys, "*.md")
	if err != nil {
		return nil, err
	}
	if len(names) == 0 {
		return nil, errors.New("no lessons: no *.md file")
	}
	course := &Course{Lessons: make([]*Lesson, len(names))}
	found := make([][]*Problem, len(names))
	for i, name := range names {
		course.Lessons[i], found[i] = loadFile(fsys, name, rest)
	}
	return course, errors.Join(course.problems(found)...)
}

// loadFile reads one file: what every reader of a course needs of it, and the
// rest.
func loadFile(fsys fs.FS, name string, rest func(*reader) []*Problem) (*Lesson, []*Problem) {
	r := &reader{lesson: &Lesson{File: name}}
	src, err := fs.ReadFile(fsys, name)
	if err != nil {
		r.fault(0, "%v", err)
		return r.lesson, r.problems
	}
	body := r.front(strings.ReplaceAll(string(src), "\r\n", "\n"))
	r.name()
	r.steps(body)
	return r.lesson, rest(r)
}

// problems joins what is wrong with the files and adds what is wrong between
// them.
func (c *Course) problems(found [][]*Problem) []error {
	var all []error
	files := map[string]string{}
	for i, l := range c.Lessons {
		for _, p := range found[i] {
			all = append(all, p)
		}
		if other, taken := files[l.ID]; taken && l.ID != "" {
			all = append(all, &Problem{l.File, 0, fmt.Sprintf("the id %q is taken by %s", l.ID, other)})
		}
		files[l.ID] = l.File
	}
	return all
}

// bodies reads all steps, with the first of each list for the lesson's values.
func (r *reader) bodies() []*Problem {
	r.markdown = prose.NewParser()
	for _, s := range r.lesson.Steps {
		r.plain(s)
		r.body(s, first)
	}
	return r.sorted()
}

// redraw reads a step with other values.
func (s *Step) redraw(pick picker) (*Step, []*Problem) {
	r := &reader{lesson: s.lesson, markdown: prose.NewParser()}
	drawn := &Step{ID: s.ID, Title: s.Title, Line: s.Line, Challenge: s.Challenge, lesson: s.lesson, source: s.source}
	r.body(drawn, pick)
	return drawn, r.sorted()
}

func (r *reader) sorted() []*Problem {
	slices.SortStableFunc(r.problems, func(a, b *Problem) int { return cmp.Compare(a.Line, b.Line) })
	return r.problems
}

// reader gathers one lesson and everything that is wrong with it.
type reader struct {
	lesson   *Lesson
	markdown *prose.Parser // nil where none is needed
	problems []*Problem
}

func (r *reader) fault(line int, format string, args ...any) {
	r.problems = append(r.problems, &Problem{r.lesson.File, line, fmt.Sprintf(format, args...)})
}

// mark reports a fault that prose found.
func (r *reader) mark(line int, msg string) { r.fault(line, "%s", msg) }

// name holds the file name to NN-id.md, so that the order of the files is
// that of the lessons.
func (r *reader) name() {
	id := r.lesson.ID
	if id == "" {
		return
	}
	number, ok := strings.CutSuffix(path.Base(r.lesson.File), "-"+id+".md")
	if !ok || len(number) != 2 || strings.Trim(number, "0123456789") != "" {
		r.fault(0, "the file of lesson %q is named NN-%s.md, NN being two digits", id, id)
	}
}

func isID(s string) bool {
	for word := range strings.SplitSeq(s, "-") {
		if word == "" || strings.Trim(word, "abcdefghijklmnopqrstuvwxyz0123456789") != "" {
			return false
		}
	}
	return true
}

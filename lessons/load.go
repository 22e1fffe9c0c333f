package lessons

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"

	"redis-tutor/lessons/prose"
)

// Load reads a course: every *.md in the root of fsys, in name order. When
// something is wrong it returns, beside the lessons as far as they could be
// understood, an error that joins a *Problem for each fault found. A lesson
// with a problem must not be attempted.
func Load(fsys fs.FS) (*Course, error) {
	names, err := fs.Glob(fsys, "*.md")
	if err != nil {
		return nil, err
	}
	if len(names) == 0 {
		return nil, errors.New("no lessons: no *.md file")
	}
	course := &Course{Lessons: make([]*Lesson, len(names))}
	found := make([][]*Problem, len(names))
	var files sync.WaitGroup // every start of the program waits for this
	for i, name := range names {
		files.Go(func() { course.Lessons[i], found[i] = loadFile(fsys, name) })
	}
	files.Wait()
	return course, errors.Join(course.problems(found)...)
}

func loadFile(fsys fs.FS, name string) (*Lesson, []*Problem) {
	src, err := fs.ReadFile(fsys, name)
	if err != nil {
		return &Lesson{File: name}, []*Problem{{File: name, Msg: err.Error()}}
	}
	return parse(name, string(src))
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

// parse reads one file, with the first of each list for the lesson's values.
func parse(file, src string) (*Lesson, []*Problem) {
	r := &reader{file: file, markdown: prose.NewParser(), lesson: &Lesson{File: file}}
	body, line := r.front(strings.ReplaceAll(src, "\r\n", "\n"))
	r.lesson.body, r.lesson.first = strings.Split(body, "\n"), line
	r.name()
	r.text(r.substitute(body, line, first), line)
	if len(r.lesson.Steps) == 0 {
		r.fault(0, "the lesson has no steps: a step begins with ## Title {#id}")
	}
	r.shareUses()
	return r.lesson, r.sorted()
}

// redraw reads a step again, with other values; a nil pick leaves ${name} as
// it is.
func (s *Step) redraw(pick picker) (*Step, []*Problem) {
	own := s.lesson
	end := len(own.body)
	for _, other := range own.Steps {
		if other.Line > s.Line {
			end = min(end, other.Line-own.first)
		}
	}
	src := strings.Join(own.body[s.Line-own.first:end], "\n")
	r := &reader{file: own.File, markdown: prose.NewParser(), lesson: &Lesson{ID: own.ID, File: own.File, Values: own.Values}}
	if pick != nil {
		src = r.substitute(src, s.Line, pick)
	}
	r.text(src, s.Line)
	drawn := r.lesson.Steps[0]
	drawn.lesson, drawn.Values = own, s.Values
	return drawn, r.sorted()
}

func (r *reader) sorted() []*Problem {
	slices.SortStableFunc(r.problems, func(a, b *Problem) int { return cmp.Compare(a.Line, b.Line) })
	return r.problems
}

// reader gathers one lesson and everything that is wrong with it.
type reader struct {
	file     string
	markdown *prose.Parser
	lesson   *Lesson
	lines    []string // of the body
	first    int      // line of lines[0]
	uses     []use
	problems []*Problem
}

func (r *reader) fault(line int, format string, args ...any) {
	r.problems = append(r.problems, &Problem{r.file, line, fmt.Sprintf(format, args...)})
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
	number, ok := strings.CutSuffix(path.Base(r.file), "-"+id+".md")
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

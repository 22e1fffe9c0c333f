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
func Load(fsys fs.FS) (*Course, error) { return load(fsys, whole) }

// Outline reads a course that is known to be sound, in a fraction of the time
// Load takes: of its steps only what their headings say. Begin reads the step
// it is given. What it does not read it does not report.
func Outline(fsys fs.FS) (*Course, error) { return load(fsys, outline) }

func load(fsys fs.FS, cut func([]string) string) (*Course, error) {
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
		files.Go(func() { course.Lessons[i], found[i] = loadFile(fsys, name, cut) })
	}
	files.Wait()
	return course, errors.Join(course.problems(found)...)
}

func loadFile(fsys fs.FS, name string, cut func([]string) string) (*Lesson, []*Problem) {
	src, err := fs.ReadFile(fsys, name)
	if err != nil {
		return &Lesson{File: name}, []*Problem{{File: name, Msg: err.Error()}}
	}
	return parse(name, string(src), cut)
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

// parse reads one file, as much of it as cut leaves, with the first of each
// list for the lesson's values.
func parse(file, src string, cut func([]string) string) (*Lesson, []*Problem) {
	r := &reader{file: file, markdown: prose.NewParser(), lesson: &Lesson{File: file}}
	body, line := r.front(strings.ReplaceAll(src, "\r\n", "\n"))
	r.lesson.body, r.lesson.first = strings.Split(body, "\n"), line
	r.name()
	body = cut(r.lesson.body)
	r.text(r.substitute(body, line, first), line)
	if len(r.lesson.Steps) == 0 {
		r.fault(0, "the lesson has no steps: a step begins with ## Title {#id}")
	}
	r.shareUses()
	return r.lesson, r.sorted()
}

// redraw reads a step again, all of it, with other values.
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
	r.text(r.substitute(src, s.Line, pick), s.Line)
	if len(r.lesson.Steps) != 1 {
		r.fault(s.Line, "step %q cannot be read by itself", s.ID)
		return s, r.problems
	}
	r.shareUses()
	drawn := r.lesson.Steps[0]
	drawn.lesson = own
	return drawn, r.sorted()
}

func whole(lines []string) string { return strings.Join(lines, "\n") }

// outline blanks what is neither opening nor heading. The lines keep their
// numbers.
func outline(lines []string) string {
	kept := make([]string, len(lines))
	inStep, inFence := false, false
	for i, line := range lines {
		if isFence(line) {
			inFence = !inFence
		}
		heading := !inFence && strings.HasPrefix(line, "## ")
		inStep = inStep || heading
		if heading || !inStep {
			kept[i] = line
		}
	}
	return strings.Join(kept, "\n")
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

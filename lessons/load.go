package lessons

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"
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
	course := &Course{}
	var problems []error
	files := map[string]string{}
	for _, name := range names {
		src, err := fs.ReadFile(fsys, name)
		if err != nil {
			problems = append(problems, &Problem{File: name, Msg: err.Error()})
			continue
		}
		lesson, found := parse(name, string(src), first)
		if other, taken := files[lesson.ID]; taken {
			found = append(found, &Problem{name, 0, fmt.Sprintf("the id %q is taken by %s", lesson.ID, other)})
		}
		files[lesson.ID] = name
		course.Lessons = append(course.Lessons, lesson)
		for _, p := range found {
			problems = append(problems, p)
		}
	}
	return course, errors.Join(problems...)
}

// parse reads one file. pick chooses what stands for each of the lesson's
// values; a nil pick leaves ${name} as it is.
func parse(file, src string, pick picker) (*Lesson, []*Problem) {
	r := &reader{file: file, lesson: &Lesson{File: file}}
	src = strings.ReplaceAll(src, "\r\n", "\n")
	body, first := r.front(src)
	r.lesson.source = src
	r.name()
	if pick != nil {
		body = r.substitute(body, first, pick)
	}
	r.body(body, first)
	r.shareUses()
	slices.SortStableFunc(r.problems, func(a, b *Problem) int { return cmp.Compare(a.Line, b.Line) })
	return r.lesson, r.problems
}

// reader gathers one lesson and everything that is wrong with it.
type reader struct {
	file     string
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
	ok, _ := regexp.MatchString(`^[a-z0-9]+(-[a-z0-9]+)*$`, s)
	return ok
}

package lessons

import (
	"strings"

	"redis-tutor/lessons/prose"
)

// steps finds the steps of a body by their headings, and parts it at them.
func (r *reader) steps(body section) {
	starts := append(headings(body.lines), len(body.lines))
	r.lesson.opening = body.part(0, starts[0])
	for i, at := range starts[:len(starts)-1] {
		s := r.heading(body.first+at, body.lines[at])
		s.source = body.part(at+1, starts[i+1])
	}
	if len(r.lesson.Steps) == 0 {
		r.fault(0, "the lesson has no steps: a step begins with ## Title {#id}")
	}
}

// headings returns where the headings of steps are: at the left margin and
// outside of fences. What Markdown takes for a heading elsewhere is refused
// when the parts between them are read, so that whoever reads the file sees
// the same steps.
func headings(lines []string) []int {
	var at []int
	var open fence
	for i, line := range lines {
		if !open.holds(line) && strings.HasPrefix(line, "## ") {
			at = append(at, i)
		}
	}
	return at
}

// heading begins a step at a line "## Title {#id .challenge}".
func (r *reader) heading(n int, line string) *Step {
	title, attributes := splitHeading(line)
	s := &Step{Title: title, Line: n, lesson: r.lesson}
	for _, word := range attributes {
		switch {
		case word[0] == '#':
			s.ID = word[1:]
		case word == ".challenge":
			s.Challenge = true
		default:
			r.fault(n, "a step may be a .challenge, not %s", word)
		}
	}
	if title == "" {
		r.fault(n, "a step has a title")
	}
	if !isID(s.ID) {
		r.fault(n, "a step's heading ends in {#id}, in small letters, digits and single dashes, got %q", s.ID)
	}
	for _, other := range r.lesson.Steps {
		if other.ID == s.ID && s.ID != "" {
			r.fault(n, "the id %q is taken by the step in line %d", s.ID, other.Line)
		}
	}
	r.lesson.Steps = append(r.lesson.Steps, s)
	return s
}

// splitHeading parts the title from the words between the braces behind it.
func splitHeading(line string) (title string, attributes []string) {
	title = strings.Trim(line[len("## "):], " ")
	at := strings.LastIndex(" "+title, " {")
	inside, closed := strings.CutSuffix(title, "}")
	if at < 0 || !closed {
		return title, nil
	}
	return strings.TrimRight(title[:at], " "), strings.Fields(inside[at+1:])
}

// plain refuses a heading in which Markdown sees more or less than its words:
// the title is shown in places that know no Markdown.
func (r *reader) plain(s *Step) {
	if s.Title == "" || !isID(s.ID) {
		return // and has been refused
	}
	read := r.markdown.Parse("## "+s.Title+" {#"+s.ID+"}", s.Line, func(int, string) {})
	same := len(read) == 1 && read[0].ID == s.ID && read.String() == s.Title && !strings.Contains(s.Title, "${")
	for span := range read.Spans {
		same = same && span.Style == prose.Plain
	}
	if !same {
		r.fault(s.Line, "a title is plain words, without Markdown and without ${…}, got %q", s.Title)
	}
}

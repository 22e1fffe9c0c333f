package lessons

import (
	"strings"

	"redis-tutor/lessons/prose"
)

// steps finds the steps of a body by their headings, and what belongs to each.
func (r *reader) steps(body section) {
	parts := body.parts()
	r.lesson.opening = parts[0]
	for _, part := range parts[1:] {
		line, below, _ := strings.Cut(part.text, "\n")
		r.heading(part.first, line).source = section{part.first + 1, below}
	}
	if len(parts) == 1 {
		r.fault(0, "the lesson has no steps: a step begins with ## Title {#id}")
	}
}

// parts cuts a body before each heading of a step. These stand at the left
// margin and outside of fences. What Markdown takes for a heading elsewhere is
// refused when the parts are read, so that whoever reads the file sees the
// same steps.
func (s section) parts() []section {
	var parts []section
	var open fence
	from, at := 0, 0
	first, n := s.first, s.first
	for line := range strings.SplitSeq(s.text, "\n") {
		if !open.holds(line) && strings.HasPrefix(line, "## ") {
			parts = append(parts, section{first, s.text[from:at]})
			from, first = at, n
		}
		at, n = at+len(line)+1, n+1
	}
	return append(parts, section{first, s.text[from:]})
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

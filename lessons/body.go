package lessons

import (
	"slices"
	"strings"

	"redis-tutor/lessons/prose"
)

// text reads the opening and the steps.
func (r *reader) text(src string, first int) {
	r.lines, r.first = strings.Split(src, "\n"), first
	var step *Step
	for _, b := range r.markdown.Parse(src, first, r.mark) {
		if b.Kind == prose.Heading {
			step = r.heading(b)
			continue
		}
		r.closed(b)
		r.nested(b)
		switch {
		case b.Kind == prose.Verbatim && isLessonBlock(b.Info):
			r.block(step, b)
		case step == nil:
			r.lesson.Opening = append(r.lesson.Opening, b)
		default:
			step.Body = append(step.Body, Block{Block: b})
		}
	}
	for _, s := range r.lesson.Steps {
		r.complete(s)
	}
}

// heading begins a step.
func (r *reader) heading(b prose.Block) *Step {
	title := strings.TrimSpace(prose.Text{b}.String())
	s := &Step{ID: b.ID, Title: title, Line: b.Line, lesson: r.lesson}
	if b.Level != 2 {
		r.fault(b.Line, "a step's heading has two #, this one has %d", b.Level)
	}
	if title == "" {
		r.fault(b.Line, "a step has a title")
	}
	if !isID(b.ID) {
		r.fault(b.Line, "a step's heading ends in {#id}, in small letters, digits and single dashes, got %q", b.ID)
	}
	for _, class := range b.Classes {
		if class != "challenge" {
			r.fault(b.Line, "a step may be a .challenge, not .%s", class)
		}
		s.Challenge = true
	}
	for _, other := range r.lesson.Steps {
		if other.ID == s.ID && s.ID != "" {
			r.fault(b.Line, "the id %q is taken by the step in line %d", s.ID, other.Line)
		}
	}
	r.lesson.Steps = append(r.lesson.Steps, s)
	return s
}

// closed refuses a fence that runs to the end of the file: Markdown allows
// it, and it swallows all that follows.
func (r *reader) closed(b prose.Block) {
	if b.Kind != prose.Verbatim || !isFence(r.line(b.Line)) {
		return
	}
	if !isFence(r.line(b.Line + len(b.Lines) + 1)) {
		r.fault(b.Line, "this block is not closed")
	}
}

func (r *reader) line(n int) string {
	if i := n - r.first; i >= 0 && i < len(r.lines) {
		return r.lines[i]
	}
	return ""
}

func isFence(line string) bool {
	line = strings.TrimLeft(line, " ")
	return strings.HasPrefix(line, "```") || strings.HasPrefix(line, "~~~")
}

// nested refuses the lesson's own blocks inside a list, where they would be
// shown instead of obeyed.
func (r *reader) nested(b prose.Block) {
	for _, item := range b.Items {
		for _, inner := range item {
			if inner.Kind == prose.Verbatim && isLessonBlock(inner.Info) {
				r.fault(inner.Line, "a %s block stands at the left margin, not in a list", inner.Info)
			}
			r.nested(inner)
		}
	}
}

// isLessonBlock reports whether a fence means something to the tutor. Plain
// words such as text, http and sh only tell a viewer how to colour it.
func isLessonBlock(info string) bool {
	return !slices.Contains([]string{"", "text", "http", "sh"}, info)
}

// complete refuses a step that could not be judged. What makes a step a good
// one is for proof to say.
func (r *reader) complete(s *Step) {
	switch {
	case s.Task != nil && s.Quiz != nil:
		r.fault(s.Line, "step %q has a task and a quiz: make it two steps", s.ID)
	case s.Quiz != nil && (s.Check != nil || s.Wrongs != nil || s.Solution.Line > 0):
		r.fault(s.Line, "step %q is a quiz: its options stand for check, wrong and solution", s.ID)
	case s.Task != nil && s.Check == nil:
		r.fault(s.Line, "step %q has a task and no check", s.ID)
	case s.Task == nil && s.Check != nil:
		r.fault(s.Line, "step %q has a check and no task", s.ID)
	}
}

package lessons

import (
	"slices"

	"redis-tutor/lessons/prose"
)

// body reads what stands below a step's heading, and before it when it is the
// lesson's first.
func (r *reader) body(s *Step, pick picker) {
	if s.Line == s.lesson.Steps[0].Line {
		s.Opening = r.opening(pick)
	}
	text, names := r.substitute(s.source, pick)
	s.Values = names
	for _, b := range r.blocks(text) {
		if b.Kind == prose.Verbatim && isLessonBlock(b.Info) {
			r.block(s, b)
			continue
		}
		s.Body = append(s.Body, Block{Block: b})
	}
	r.complete(s)
}

func (r *reader) opening(pick picker) prose.Text {
	text, _ := r.substitute(r.lesson.opening, pick)
	opening := r.blocks(text)
	for _, b := range opening {
		if b.Kind == prose.Verbatim && isLessonBlock(b.Info) {
			r.fault(b.Line, "a %s block belongs to a step, and no ## heading stands before it", b.Info)
		}
	}
	return opening
}

// blocks reads a section as Markdown.
func (r *reader) blocks(text section) prose.Text {
	blocks := r.markdown.Parse(text.text, text.first, r.mark)
	r.vet(text, blocks, false)
	return blocks
}

// vet refuses what Markdown allows and a lesson does not.
func (r *reader) vet(text section, blocks prose.Text, inList bool) {
	for _, b := range blocks {
		switch {
		case b.Kind == prose.Heading && b.Level == 2:
			r.fault(b.Line, "a step begins at the left margin, with ## and a space, outside of lists and blocks")
		case b.Kind == prose.Heading:
			r.fault(b.Line, "a step's heading has two #, this one has %d", b.Level)
		case b.Kind == prose.Verbatim && inList && isLessonBlock(b.Info):
			r.fault(b.Line, "a %s block stands at the left margin, not in a list", b.Info)
		}
		r.closed(text, b)
		for _, item := range b.Items {
			r.vet(text, item, true)
		}
	}
}

// closed refuses a fence that runs to the end of the text: Markdown allows
// it, and it swallows all that follows.
func (r *reader) closed(text section, b prose.Block) {
	if b.Kind == prose.Verbatim && isFence(text.line(b.Line)) && !isFence(text.line(b.Line+len(b.Lines)+1)) {
		r.fault(b.Line, "this block is not closed")
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

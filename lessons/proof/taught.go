package proof

import (
	"strings"

	"redis-tutor/lessons"
	"redis-tutor/lessons/prose"
)

// taught is the commands a learner has met, in a transcript or as `CODE` in
// the text, up to some place of the course.
type taught struct {
	*checker
	names map[string]bool
}

func (c *checker) newTaught() *taught { return &taught{c, map[string]bool{}} }

// learn adds what a step teaches.
func (t *taught) learn(s *lessons.Step) {
	for _, b := range s.Body {
		t.prose(prose.Text{b.Block})
		for _, e := range b.Exchanges {
			t.add(e.Args)
		}
	}
	t.prose(s.Task)
}

// suffices asks whether the step's solution needs more than that.
func (t *taught) suffices(file string, s *lessons.Step) {
	for _, c := range s.Solution.Commands {
		if cmd, known := t.Commands.Lookup(c.Args...); known && !t.names[cmd.Name] {
			t.fault(file, c.Line, "%s is needed here and was not taught before", cmd.Name)
		}
	}
}

// prose adds the commands written as code, in capitals.
func (t *taught) prose(text prose.Text) {
	for span := range text.Spans {
		words := strings.Fields(span.Text)
		if span.Style == prose.Code && len(words) > 0 && words[0] == strings.ToUpper(words[0]) {
			t.add(words)
		}
	}
}

// add takes what stands in a command's place. Lower case is not enough in
// prose, where "set" and "type" are words; in a transcript it is.
func (t *taught) add(args []string) {
	if cmd, known := t.Commands.Lookup(args...); known {
		t.names[cmd.Name] = true
	}
}

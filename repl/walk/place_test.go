package walk

import (
	"testing"

	"redis-tutor/lessons"
)

func TestPlace(t *testing.T) {
	lesson := func(id string, steps int) *lessons.Lesson {
		l := &lessons.Lesson{ID: id, Title: id}
		for range steps {
			l.Steps = append(l.Steps, &lessons.Step{})
		}
		return l
	}
	p := place{course: &lessons.Course{Lessons: []*lessons.Lesson{lesson("a", 2), lesson("b", 1)}}}
	for _, tt := range []struct {
		by                int
		moved, ends, last bool
		at                string
	}{
		{-1, false, false, false, "a, step 1 of 2"},
		{1, true, true, false, "a, step 2 of 2"},
		{1, true, true, true, "b, step 1 of 1"},
		{1, false, true, true, "b, step 1 of 1"},
		{-1, true, true, false, "a, step 2 of 2"},
	} {
		if moved := p.move(tt.by); moved != tt.moved || p.endsLesson() != tt.ends || p.last() != tt.last || p.String() != tt.at {
			t.Errorf("by %d: moved %v, at %s, ends the lesson %v, the last %v", tt.by, moved, p, p.endsLesson(), p.last())
		}
	}
}

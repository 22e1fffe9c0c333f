package walk

import (
	"fmt"

	"redis-tutor/lessons"
)

// place is a step in a course.
type place struct {
	course *lessons.Course // nil is no place
	lesson int             // index into course.Lessons
	step   int             // index into the lesson's Steps
}

func (p place) current() (*lessons.Lesson, *lessons.Step) {
	l := p.course.Lessons[p.lesson]
	return l, l.Steps[p.step]
}

// String names the place for people.
func (p place) String() string {
	l, _ := p.current()
	return fmt.Sprintf("%s, step %d of %d", l.Title, p.step+1, len(l.Steps))
}

// last reports whether there is no step behind this one.
func (p place) last() bool { return p.endsLesson() && p.lesson+1 == len(p.course.Lessons) }

// endsLesson reports whether the next step is another lesson's.
func (p place) endsLesson() bool { return p.step+1 == len(p.course.Lessons[p.lesson].Steps) }

// move goes n steps on, or back, over the borders of lessons. It stays where
// it is at the ends of the course.
func (p *place) move(n int) bool {
	lesson, step := p.lesson, p.step+n
	switch {
	case step >= len(p.course.Lessons[lesson].Steps):
		lesson, step = lesson+1, 0
	case step < 0 && lesson > 0:
		lesson--
		step = len(p.course.Lessons[lesson].Steps) - 1
	}
	if step < 0 || lesson >= len(p.course.Lessons) {
		return false
	}
	p.lesson, p.step = lesson, step
	return true
}

// goTo moves to a step by its full id and reports whether it exists.
func (p *place) goTo(id string) bool {
	for i, l := range p.course.Lessons {
		for j, st := range l.Steps {
			if st.FullID() == id {
				p.lesson, p.step = i, j
				return true
			}
		}
	}
	return false
}

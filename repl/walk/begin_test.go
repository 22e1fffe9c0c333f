package walk_test

import (
	"errors"
	"testing"

	"redis-tutor/lessons"
	"redis-tutor/lessons/progress"
	"redis-tutor/repl/walk"
)

// TestBeforeALesson says every word before a lesson was begun.
func TestBeforeALesson(t *testing.T) {
	const first = "Bakery 1/2 · Join the queue"
	for name, tt := range map[string]struct {
		word  word
		shows string
	}{
		"next": {(*walk.Walk).Next, first}, "back": {(*walk.Walk).Back, "No lesson is open"}, "skip": {(*walk.Walk).Skip, "No lesson is open"},
		"again": {(*walk.Walk).Again, "No lesson is open"}, "resume": {(*walk.Walk).Resume, first},
		"hint": {(*walk.Walk).Hint, "No lesson is open"}, "solution": {(*walk.Walk).Solution, "No lesson is open"},
		"play": {(*walk.Walk).Play, "you are playing already"}, "start": {(*walk.Walk).Start, "`start lists` begins"},
		"lessons": {(*walk.Walk).Lessons, "[----------] 0 of 2 solved. Stand in a queue."}, "progress": {(*walk.Walk).Progress, "0 of 1 solved"},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRig(t, nil)
			r.say(tt.word)
			r.shows(tt.shows)
		})
	}
}

// TestNoStepToSkip: where no step is shown, none is skipped, and the learner
// stays where she was in the course.
func TestNoStepToSkip(t *testing.T) {
	r := newRig(t, nil)
	if err := r.Store.SetAt("bakery/many"); err != nil {
		t.Fatal(err)
	}
	for _, word := range []word{(*walk.Walk).Skip, (*walk.Walk).Skip, (*walk.Walk).Back, (*walk.Walk).Again} {
		r.say(word)
	}
	if r.Begun() || r.Store.At() != "bakery/many" || r.Store.Status("bakery/many") != progress.None {
		t.Errorf("at %s, %v", r.Store.At(), r.Store.Status("bakery/many"))
	}
}

// TestNotBegun: before a lesson nothing is looked at, answered or named.
func TestNotBegun(t *testing.T) {
	r := newRig(t, nil)
	r.types("RPUSH queue Bob")
	if _, run := r.Enter(t.Context()); run || r.Answer("a") || r.Names("queue") || r.Looking() || r.Place() != "" {
		t.Error("a lesson is open")
	}
	if _, open := r.Question(); open {
		t.Error("a question waits")
	}
	r.Ran()
	r.Tidy(t.Context())
	r.showsNothing()
}

// TestLearn finds steps by name, and stays where there is none.
func TestLearn(t *testing.T) {
	r := begun(t, "late")
	if err := r.Learn(t.Context(), "nowhere"); err == nil || r.Place() != "Late, step 1 of 1" {
		t.Errorf("%v, at %s", err, r.Place())
	}
	r.say((*walk.Walk).Start, "bakery", "2")
	if r.Place() != "Bakery, step 2 of 2" {
		t.Errorf("at %s", r.Place())
	}
	r.shown()
	r.say((*walk.Walk).Start, "nowhere")
	r.shows(`error: no lesson is called "nowhere"`, "hint: `lessons` lists")
}

// TestGoOn goes on where the learner left the course, as far as that is there.
func TestGoOn(t *testing.T) {
	for left, want := range map[string]string{
		"": "Bakery, step 1 of 2", "bakery/many": "Bakery, step 2 of 2",
		"late/gone": "Late, step 1 of 1", "gone/gone": "Bakery, step 1 of 2",
	} {
		r := newRig(t, nil)
		if left != "" {
			if err := r.Store.SetAt(left); err != nil {
				t.Fatal(err)
			}
		}
		if err := r.Learn(t.Context(), ""); err != nil || r.Place() != want {
			t.Errorf("%s: at %s, %v", left, r.Place(), err)
		}
		if left == "late/gone" {
			r.shows("You were at late/gone, which this course does not have.")
		}
	}
}

// TestNoCourse says what is wrong with a course that cannot be read.
func TestNoCourse(t *testing.T) {
	r := newRig(t, func(c *walk.Config) {
		c.Course = func() (*lessons.Course, error) { return nil, errors.New("no course") }
	})
	for _, word := range []word{(*walk.Walk).Next, (*walk.Walk).Lessons, (*walk.Walk).Progress} {
		r.say(word)
		r.shows("error: no course")
	}
	if r.Place() != "" {
		t.Errorf("at %s", r.Place())
	}
}

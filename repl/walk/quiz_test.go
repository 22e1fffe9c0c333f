package walk_test

import (
	"testing"

	"redis-tutor/lessons/progress"
	"redis-tutor/repl/walk"
)

// TestQuiz answers a question, wrongly first.
func TestQuiz(t *testing.T) {
	r := begun(t, "bakery/many")
	r.shows("→ What does `LLEN` say", "  a  (integer) 0", "  b  (nil)", "Answer with a letter, a to b.")
	if letters, open := r.Question(); !open || letters != "a to b" {
		t.Errorf("%q, %v", letters, open)
	}
	for _, tt := range []struct {
		typed  string
		answer bool
		shows  string
	}{
		{"GET k", false, ""}, {"c", true, "The answers are letters, a to b."}, {"b", true, "Lengths are numbers"}, {"nil", true, "Try another letter"},
		{"(integer) 0", true, "Right. A missing list counts"}, {"a", true, "That is answered."},
	} {
		if got := r.Answer(tt.typed); got != tt.answer {
			t.Errorf("%q is an answer: %v", tt.typed, got)
		}
		r.shows(tt.shows)
	}
	if _, open := r.Question(); open || r.Store.Status("bakery/many") != progress.Solved {
		t.Error("the question still waits")
	}
	r.say((*walk.Walk).Next)
	r.shows("Late 1/1")
}

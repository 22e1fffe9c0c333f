package walk_test

import (
	"testing"

	"redis-tutor/repl/walk"
)

// TestLessons lists the steps of a lesson with how they went.
func TestLessons(t *testing.T) {
	r := begun(t, "bakery")
	r.types("LPUSH queue Bob")
	r.Enter(t.Context())
	r.say((*walk.Walk).Skip)
	r.shown()
	r.say((*walk.Walk).Lessons, "bak")
	r.shows("join ", "Join the queue (solved)", "many ", "How many? (skipped)")
	r.say((*walk.Walk).Progress)
	r.shows("[#####-----] 1 of 2 solved.", "You are at Late, step 1 of 1.")
	r.say((*walk.Walk).Lessons, "nowhere")
	r.shows(`error: no lesson is called "nowhere"`)
}

package walk_test

import (
	"slices"
	"testing"

	"redis-tutor/lessons/progress"
	"redis-tutor/repl/walk"
)

// TestSolved takes a step with a mistake on the way.
func TestSolved(t *testing.T) {
	r := begun(t, "bakery")
	r.shows("Bakery\nStand in a queue.", "A lesson for testing", "1/2 · Join the queue", "    > RPUSH shop Ann", "→ Put Bob in front of John in `queue`.")
	if got := r.Place(); got != "Bakery, step 1 of 2" {
		t.Errorf("at %s", got)
	}
	r.types("RPUSH queue Bob")
	r.shows("! Bob is behind John")
	r.types("LRANGE queue 0 -1")
	r.showsNothing()
	r.types("LPUSH queue Bob")
	r.shows("Not there yet: ")
	r.say((*walk.Walk).Again)
	r.shows("1/2 · Join the queue")
	r.types("LPUSH queue Bob")
	r.shows("Done. Left is the front.", "Enter goes on.")
	if got := r.Place(); got != "Bakery, step 2 of 2" || r.Store.At() != "bakery/many" || r.Store.Status("bakery/join") != progress.Solved {
		t.Errorf("at %s, kept %s, %v", got, r.Store.At(), r.Store.Status("bakery/join"))
	}
	r.types("DEL queue")
	r.showsNothing() // it is solved
	r.Enter(t.Context())
	r.shows("2/2 · How many?")
}

// TestHome brings the learner home where a step begins, and nowhere else.
func TestHome(t *testing.T) {
	r := begun(t, "bakery")
	for i, step := range []struct {
		word  word
		homes int
	}{
		{(*walk.Walk).Hint, 1}, {(*walk.Walk).Play, 1}, {(*walk.Walk).Solution, 1}, {(*walk.Walk).Lessons, 1},
		{(*walk.Walk).Resume, 2}, {(*walk.Walk).Again, 3}, {(*walk.Walk).Skip, 4}, {(*walk.Walk).Back, 5},
	} {
		r.types("SELECT 3")
		r.say(step.word)
		if r.prompt.homes != step.homes || r.prompt.waits != 0 {
			t.Errorf("word %d: home %d times, still waiting %d times", i, r.prompt.homes, r.prompt.waits)
		}
	}
	if want := []string{"bakery/join", "bakery/many", "bakery/join"}; !slices.Equal(r.prompt.steps, want) {
		t.Errorf("the steps that began: %v", r.prompt.steps)
	}
}

// TestPlay looks away and back.
func TestPlay(t *testing.T) {
	r := begun(t, "bakery")
	if !r.Looking() || !r.Names("queue") || r.Names("other") {
		t.Error("the lesson does not look")
	}
	r.say((*walk.Walk).Play)
	r.shown()
	r.types("LPUSH queue Bob")
	if _, run := r.Enter(t.Context()); run || r.Looking() || r.Names("queue") {
		t.Error("the lesson still looks")
	}
	r.showsNothing()
	r.say((*walk.Walk).Hint)
	r.shows("You are playing; `resume` goes back")
	r.say((*walk.Walk).Next)
	r.shows("1/2 · Join the queue")
	if !r.Looking() {
		t.Error("the lesson does not look again")
	}
	r.types("LPUSH queue Bob")
	r.shows("Done.")
}

// TestEnter runs the example, and then says what the step waits for.
func TestEnter(t *testing.T) {
	r := begun(t, "bakery")
	r.shown()
	for _, want := range []string{"RPUSH shop Ann", "LRANGE shop 0 -1"} {
		r.showsNothing()
		got, run := r.Enter(t.Context())
		if !run || got != want {
			t.Fatalf("%q, %v, want %q", got, run, want)
		}
		r.types(got)
		r.Ran()
	}
	r.shows("→ Put Bob in front of John")
	for range 2 {
		if got, run := r.Enter(t.Context()); run {
			t.Fatalf("%q is run once more", got)
		}
		r.shows("The step waits for you.")
	}
}

// TestSolution counts a step as shown, also when it is done afterwards.
func TestSolution(t *testing.T) {
	r := begun(t, "late")
	r.say((*walk.Walk).Solution)
	r.shows("  EXPIRE soup 60\n", "One way to do it.")
	r.types("EXPIRE soup 60")
	r.shows("You had seen the solution.", "That was the last step of the course.", "0 of 3 steps are solved. `start bakery/join` goes")
	if got := r.Store.Status("late/time"); got != progress.Shown {
		t.Errorf("it counts as %v", got)
	}
	r.say((*walk.Walk).Next)
	r.shows("You are at the end of the course.")
}

package walk_test

import (
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"redis-tutor/lessons"
	"redis-tutor/repl/walk"
)

// TestPartOfIt calls what the solution comes by a part of it, and no mistake;
// what ran out while the learner read is told once, even to who only looks.
func TestPartOfIt(t *testing.T) {
	now := time.Now()
	block := func(name, text string) string { return "```" + name + "\n" + text + "\n```\n\n" }
	lesson := "---\nid: clock\ntitle: Clock\naim: Be quick.\n---\n\nBe quick.\n\n## Wind it {#wind .challenge}\n\n" +
		block("setup", "> SET clock 1\n> EXPIRE clock 60") + block("task", "Count, and wind.") +
		block("check", "GET clock => 2\nTTL clock => 61..90") + block("wrong", "> INCR clock\nThe hand has moved.") +
		block("hint", "A") + block("hint", "B") + block("solution", "> INCR clock\n> EXPIRE clock 90")
	r := newRig(t, func(c *walk.Config) {
		c.Setting.Now = func() time.Time { return now }
		c.Course = func() (*lessons.Course, error) {
			return lessons.Load(fstest.MapFS{"01-clock.md": &fstest.MapFile{Data: []byte(lesson)}})
		}
	})
	if err := r.Learn(t.Context(), "clock"); err != nil {
		t.Fatal(err)
	}
	r.shown()
	r.types("INCR clock")
	r.shows("That is part of it. The hand has moved.")
	now = now.Add(time.Hour)
	if err := r.box.Forward(t.Context(), time.Hour); err != nil {
		t.Fatal(err)
	}
	r.types("GET clock")
	r.shows("# Too late: the time of `clock` has run out; `again` brings it back.")
	r.types("GET clock")
	r.showsNothing()
	r.say((*walk.Walk).Again)
	r.types("INCR clock")
	r.types("EXPIRE clock 90")
	r.shows("Done.")
}

// TestInAnotherDatabase says where the lesson looks to who writes elsewhere.
func TestInAnotherDatabase(t *testing.T) {
	r := begun(t, "bakery")
	r.types("SELECT 3")
	r.shown()
	r.types("LPUSH queue Bob")
	r.shows("You are in database 3; this lesson looks at database 0.")
}

// TestSameMistake: a mistake that is made again is not passed over.
func TestSameMistake(t *testing.T) {
	r := begun(t, "bakery")
	r.shown()
	r.types("RPUSH queue Bob")
	r.shows("! Bob is behind John")
	r.types("EXPIRE queue 100")
	r.shows("# Still the same: `LRANGE queue 0 -1` gives")
}

// TestSolutionAfterSolved: who has solved a step and then looks at its solution
// need not solve it again.
func TestSolutionAfterSolved(t *testing.T) {
	r := begun(t, "bakery")
	r.types("LPUSH queue Bob")
	r.say((*walk.Walk).Again)
	r.say((*walk.Walk).Solution)
	r.shown()
	r.types("LPUSH queue Bob")
	if shown := r.shown(); !strings.Contains(shown, "Done.") || strings.Contains(shown, "seen the solution") {
		t.Error(shown)
	}
}

// TestVisited looks after the web app has written: what is part of the task is
// praised, and what is not is no miss.
func TestVisited(t *testing.T) {
	r := begun(t, "bakery")
	r.shown()
	write := func(args ...string) {
		t.Helper()
		if _, err := r.box.Do(t.Context(), args...); err != nil {
			t.Fatal(err)
		}
		r.Visited(t.Context())
	}
	write("SET", "other", "1")
	r.showsNothing()
	write("RPUSH", "queue", "Bob")
	r.shows("! Bob is behind John")
	write("SET", "other", "2")
	r.shows("# Still the same: `LRANGE queue 0 -1` gives")
	write("DEL", "queue")
	write("RPUSH", "queue", "Bob", "John")
	r.shows("Done.")
}

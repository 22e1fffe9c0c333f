package walk_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"testing/fstest"
	"time"

	"redis-tutor/lessons"
	"redis-tutor/lessons/progress"
	"redis-tutor/repl/walk"
	"redis-tutor/sandbox/reply"
)

type word = func(*walk.Walk, context.Context, []string)

// TestBeforeALesson says every word before a lesson was begun.
func TestBeforeALesson(t *testing.T) {
	const first = "Bakery 1/2 · Join the queue"
	for name, tt := range map[string]struct {
		word  word
		shows string
	}{
		"next": {(*walk.Walk).Next, first}, "back": {(*walk.Walk).Back, first}, "skip": {(*walk.Walk).Skip, first},
		"again": {(*walk.Walk).Again, first}, "resume": {(*walk.Walk).Resume, first},
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
	write("DEL", "queue")
	write("RPUSH", "queue", "Bob", "John")
	r.shows("Done.")
}

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

// flaky is a Redis that is out of reach as long as it is down. It notices
// looks that nothing ends.
type flaky struct {
	lessons.Redis
	down    bool
	endless int
}

func (f *flaky) Observe(ctx context.Context, db int, commands ...[]string) ([]reply.Value, error) {
	if _, ends := ctx.Deadline(); !ends {
		f.endless++
	}
	if f.down {
		return nil, errors.New("out of reach")
	}
	return f.Redis.Observe(ctx, db, commands...)
}

// TestOutOfReach: a step that cannot be set up can be tried again, or passed
// over, and looks that fail are said.
func TestOutOfReach(t *testing.T) {
	redis := &flaky{down: true}
	r := newRig(t, func(c *walk.Config) { redis.Redis, c.Setting.Redis = c.Setting.Redis, redis })
	if err := r.Learn(t.Context(), ""); err != nil {
		t.Fatal(err)
	}
	r.shows("error: ", "out of reach", "hint: again tries to set this step up once more")
	r.types("LPUSH queue Bob")
	if _, run := r.Enter(t.Context()); run || r.Names("queue") || !r.Looking() {
		t.Error("the step is set up")
	}
	r.shows("This step could not be set up.")
	redis.down = false
	r.say((*walk.Walk).Again)
	r.shows("1/2 · Join the queue")
	redis.down = true
	r.types("LPUSH queue Bob")
	r.shows("error: ", "out of reach", "your command was run all the same")
	r.Tidy(t.Context())
	r.shows("error: the lesson's keys could not be removed: ")
	r.say((*walk.Walk).Skip)
	r.shows("Skipped, and marked so.", "out of reach")
}

// TestOwnLooksEnd: what the learner has not asked for ends by itself, and also
// goes on when her own command was ended.
func TestOwnLooksEnd(t *testing.T) {
	redis := &flaky{}
	r := newRig(t, func(c *walk.Config) { redis.Redis, c.Setting.Redis = c.Setting.Redis, redis })
	if err := r.Learn(t.Context(), ""); err != nil {
		t.Fatal(err)
	}
	v, err := r.box.Do(t.Context(), "LPUSH", "queue", "Bob")
	if err != nil {
		t.Fatal(err)
	}
	redis.endless = 0
	ended, end := context.WithCancel(t.Context())
	end()
	r.Looks(ended, []string{"LPUSH", "queue", "Bob"}, v)
	r.shows("Done.")
	r.Tidy(t.Context())
	if left, err := r.box.Observe(t.Context(), 0, []string{"EXISTS", "queue"}); err != nil || left[0].Int != 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
	if redis.endless > 0 {
		t.Errorf("%d looks without end", redis.endless)
	}
}

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

// TestValuesStay gives a step that is begun anew the values it had.
func TestValuesStay(t *testing.T) {
	r := newRig(t, func(c *walk.Config) { c.Course = func() (*lessons.Course, error) { return lessons.Load(drawn) } })
	if err := r.Learn(t.Context(), ""); err != nil {
		t.Fatal(err)
	}
	var tasks []string
	for range 3 {
		tasks = append(tasks, taskIn(r.shown()))
		r.say((*walk.Walk).Again)
	}
	r.shown()
	r.say((*walk.Walk).Skip)
	tasks = append(tasks, taskIn(r.shown()))
	if tasks[0] == "" || len(slices.Compact(tasks)) != 1 {
		t.Errorf("the tasks are %q", tasks)
	}
}

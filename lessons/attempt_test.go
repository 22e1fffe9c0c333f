package lessons

import (
	"context"
	"errors"
	"math/rand/v2"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"redis-tutor/sandbox"
	"redis-tutor/sandbox/command"
	"redis-tutor/sandbox/reply"
	"redis-tutor/sandbox/sandboxtest"
	"redis-tutor/sandbox/words"
)

func commands(t testing.TB) func() *command.Table {
	return sandboxtest.Commands(t, "../content/commands.txt")
}

func embedded(t testing.TB) *sandbox.Sandbox {
	t.Helper()
	box, err := sandbox.NewEmbedded(commands(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { box.Close() })
	return box
}

// scene is a learner in front of a step.
type scene struct {
	*testing.T
	box     *sandbox.Sandbox
	attempt *Attempt
	setting Setting
	scratch int // how often a scratch server was asked for
}

func newScene(t *testing.T, lesson, step string) *scene {
	t.Helper()
	_, found, err := good(t).Find(lesson, step)
	if err != nil {
		t.Fatal(err)
	}
	s := &scene{T: t, box: embedded(t)}
	s.setting = Setting{
		Step: found, Redis: s.box, Commands: commands(t),
		Values: map[string]string{"jar": "plum", "count": "4"},
		Scratch: func() (Redis, func(), error) {
			s.scratch++
			box := embedded(t)
			return box, func() {}, nil
		},
	}
	s.begin()
	return s
}

func (s *scene) begin() {
	s.Helper()
	attempt, err := Begin(s.Context(), s.setting)
	if err != nil {
		s.Fatal(err)
	}
	s.attempt = attempt
}

// types has the learner type lines, and returns the verdict on the last.
func (s *scene) types(lines ...string) (v Verdict) {
	s.Helper()
	for _, line := range lines {
		args, err := words.Split(line)
		if err != nil {
			s.Fatal(err)
		}
		rep, err := s.box.Do(s.Context(), args...)
		if err != nil {
			s.Fatal(err)
		}
		if v, err = s.attempt.Saw(s.Context(), args, rep); err != nil {
			s.Fatal(err)
		}
	}
	return v
}

// expects compares the verdict on some lines; advice is compared as text.
func (s *scene) expects(want Verdict, advice string, lines ...string) {
	s.Helper()
	got := s.types(lines...)
	text := got.Advice.String()
	got.Advice = nil
	if diff := cmp.Diff(want, got); diff != "" {
		s.Errorf("after %q: %s", lines, diff)
	}
	if text != advice {
		s.Errorf("after %q: advice %q, want %q", lines, text, advice)
	}
}

func TestFirstTry(t *testing.T) {
	s := newScene(t, "shelf", "fill")
	if got := s.attempt.Step().Task.String(); got != "Put 4 under jar:plum." {
		t.Errorf("task: %s", got)
	}
	s.expects(Verdict{Passed: true, Held: 2, Total: 2, Gained: true}, "", "SET jar:plum 4")
	if s.scratch != 0 {
		t.Error("a scratch server was made for nothing")
	}
}

func TestAnyRoad(t *testing.T) {
	s := newScene(t, "shelf", "fill")
	s.expects(Verdict{Passed: true, Held: 2, Total: 2, Gained: true}, "", "SETEX jar:plum 100 3", "INCR jar:plum")
	s = newScene(t, "shelf", "fill")
	s.expects(Verdict{Held: 1, Total: 2, Missing: "`GET jar:plum` gives \"99\" here"}, "Too many.",
		"SET jar:plum 98", "INCR jar:plum")
	s.expects(Verdict{Held: 1, Total: 2, Missing: "`GET jar:plum` gives \"99\" here"}, "Too many.",
		`EVAL "return redis.call('SET', KEYS[1], 99)" 1 jar:plum`)
}

func TestAdvice(t *testing.T) {
	s := newScene(t, "shelf", "fill")
	s.expects(Verdict{Held: 1, Total: 2, Missing: "`jar:plum` is a list here; this step wants a string"},
		"That is a list now. DEL jar:plum clears the way.", "LPUSH jar:plum 4")
	s.expects(Verdict{Held: 1, Total: 2, Missing: "there is no key `jar:plum` any more"}, "", "DEL jar:plum")
	s.expects(Verdict{Held: 0, Total: 2, Missing: "there is no key `jar:old` any more"}, "", "DEL jar:old")
	s.expects(Verdict{Held: 1, Total: 2, Gained: true, Missing: "there is no key `jar:plum` any more"}, "", "SET jar:old 3")
	if s.scratch != 1 {
		t.Errorf("%d scratch servers were made, want one for all mistakes", s.scratch)
	}
	s.expects(Verdict{Passed: true, Held: 2, Total: 2, Gained: true}, "", "SET jar:plum 4")
}

// TestAdviceAfterTranscript: the learner may have run the transcript first.
func TestAdviceAfterTranscript(t *testing.T) {
	s := newScene(t, "crates", "stack")
	s.expects(Verdict{Held: 0, Total: 3, Missing: "`tower` is a string here; this step wants a list"}, "", "RPUSH stack a", "SET tower x")
	s.expects(Verdict{Held: 1, Total: 3, Gained: true, Missing: "`LRANGE tower 0 -1` gives 1) \"top\" here"},
		"Top came first.", "DEL tower", "RPUSH tower top")
}

func TestLookingAround(t *testing.T) {
	s := newScene(t, "shelf", "fill")
	quiet := Verdict{Held: 1, Total: 2}
	for _, line := range []string{"GET jar:plum", "TYPE jar:old", "TTL jar:old", "EXISTS jar:plum", "KEYS *", "SCAN 0", "PING", "MULTI", "DISCARD", "SET jar:fig 7"} {
		s.expects(quiet, "", line)
	}
	// A refused command is explained by its error.
	for _, line := range []string{"GTE jar:plum", "SET jar:plum", "LRANGE jar:old 0 -1"} {
		s.expects(quiet, "", line)
	}
}

func TestLastAndUsed(t *testing.T) {
	s := newScene(t, "shelf", "look")
	s.expects(Verdict{Total: 2}, "", "TYPE jar:pear")
	s.expects(Verdict{Total: 2}, "", "GET jar:kiwi")
	s.expects(Verdict{Held: 1, Total: 2, Gained: true, Missing: "the reply (nil) is not the one this step asks for"},
		"The key is jar:pear, all of it.", "GET pear")
	s.expects(Verdict{Held: 1, Total: 2, Missing: "the reply \"\" is not the one this step asks for"}, "", "GETRANGE pear 0 1")
	s.expects(Verdict{Passed: true, Held: 2, Total: 2, Gained: true}, "", "get jar:pear")

	s = newScene(t, "shelf", "look")
	v, err := s.attempt.Look(t.Context())
	if err != nil || v.Missing != "the reply this step asks for has not come yet" {
		t.Errorf("got %+v, %v", v, err)
	}
	s.expects(Verdict{Held: 1, Total: 2, Gained: true, Missing: ""}, "", "ECHO 5")
	if v, _ := s.attempt.Look(t.Context()); v.Missing != "this step wants to be done with `GET` or `GETRANGE`" {
		t.Errorf("got %q", v.Missing)
	}
}

func TestTransaction(t *testing.T) {
	s := newScene(t, "crates", "room")
	waiting := Verdict{Held: 1, Total: 3}
	s.expects(waiting, "", "SELECT 1")
	s.expects(waiting, "", "MULTI")
	s.expects(waiting, "", "SET lamp on")
	s.expects(waiting, "", "DISCARD")
	s.expects(Verdict{Passed: true, Held: 3, Total: 3, Gained: true}, "", "MULTI", "SET lamp on", "EXEC")

	s = newScene(t, "crates", "room")
	s.expects(Verdict{Held: 0, Total: 3, Missing: "the key `lamp` is there"}, "That is this room.", "SET lamp on")
	s.expects(Verdict{Held: 1, Total: 3, Gained: true, Missing: "there is no key `lamp` yet"}, "", "DEL lamp")
	s.expects(Verdict{Held: 2, Total: 3, Gained: true, Missing: "this step wants to be done with `EXEC`"},
		"Right, but not in a transaction.", "SELECT 1", "SET lamp on")
}

func TestTimes(t *testing.T) {
	now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	s := newScene(t, "shelf", "off")
	s.setting.Now = func() time.Time { return now }
	s.begin()
	const tooLong, gone = "Ten minutes is too long.", "It is gone at once. again brings it back."
	missing := Verdict{Held: 1, Total: 2, Missing: "`TTL jar:milk` gives (integer) 600 here"}
	s.expects(missing, tooLong, "EXPIRE jar:milk 600")
	missing.Missing = "`TTL jar:milk` gives (integer) 560 here"
	s.expects(missing, "", "EXPIRE jar:milk 560")
	now = now.Add(time.Minute)
	s.expects(missing, tooLong, "PERSIST jar:milk", "EXPIRE jar:milk 560")
	missing.Missing = "`jar:milk` has no TTL: it will stay for ever"
	s.expects(missing, "", "PERSIST jar:milk")
	s.expects(Verdict{Held: 0, Total: 2, Missing: "there is no key `jar:milk` any more"}, gone, "DEL jar:milk")
	s.expects(Verdict{Passed: true, Held: 2, Total: 2, Gained: true}, "", "SET jar:milk 1 EX 60")
}

func TestAgain(t *testing.T) {
	s := newScene(t, "shelf", "fill")
	s.types("SET jar:honey 1", "SET jar:none 1", "SET mine 1", "DEL jar:old", "SET jar:plum 4")
	if err := s.attempt.Again(t.Context()); err != nil {
		t.Fatal(err)
	}
	rep, err := s.box.Do(t.Context(), "KEYS", "*")
	want := reply.NewArray(reply.NewBulk("jar:old"), reply.NewBulk("mine"))
	if err != nil || !cmp.Equal(rep, want) {
		rep2, _ := s.box.Do(t.Context(), "KEYS", "*")
		t.Errorf("keys after Again: %v %v", rep2, err)
	}
	s.expects(Verdict{Held: 1, Total: 2, Missing: "`GET jar:plum` gives \"99\" here"}, "Too many.", "SET jar:plum 99")

	// The other database of a lesson is cleaned as well.
	s = newScene(t, "crates", "room")
	s.types("SELECT 1", "MULTI", "SET lamp on", "EXEC")
	s.begin()
	if rep, _ := s.box.Do(t.Context(), "EXISTS", "lamp"); rep.Int != 0 {
		t.Error("database 1 was not cleaned")
	}
}

// TestTraces: a learner who leaves takes along what the lesson made.
func TestTraces(t *testing.T) {
	s := newScene(t, "crates", "room")
	s.types("SET mine 1", "HSET crate:h a 1", "SELECT 1", "SET lamp on", "SELECT 0")
	if err := s.attempt.Clean(t.Context()); err != nil {
		t.Fatal(err)
	}
	rep, err := s.box.Do(t.Context(), "KEYS", "*")
	if err != nil || !cmp.Equal(rep, reply.NewArray(reply.NewBulk("mine"))) {
		t.Errorf("left behind: %v, %v", rep, err)
	}
	s.types("SELECT 1")
	if rep, err := s.box.Do(t.Context(), "DBSIZE"); err != nil || rep.Int != 0 {
		t.Errorf("left behind in database 1: %v, %v", rep, err)
	}
}

func TestDraw(t *testing.T) {
	s := newScene(t, "shelf", "fill")
	s.setting.Values = nil
	seen := map[string]bool{}
	for seed := range uint64(40) {
		s.setting.Rand = rand.New(rand.NewPCG(seed, 0))
		s.begin()
		first := s.attempt.Values()
		s.setting.Rand = rand.New(rand.NewPCG(seed, 0))
		s.begin()
		if diff := cmp.Diff(first, s.attempt.Values()); diff != "" {
			t.Fatal(diff)
		}
		seen[first["jar"]+first["count"]] = true
	}
	if len(seen) != 4 {
		t.Errorf("drawn: %v", seen)
	}
	s.setting.Rand = nil
	s.begin()
}

func TestQuiz(t *testing.T) {
	tests := []struct {
		lesson, step, letter string
		right                bool
		reason               string
		ok                   bool
	}{
		{"shelf", "how-many", "c", true, "It replies the new number.", true},
		{"shelf", "how-many", " B ", false, "That would be a new key.", true},
		{"shelf", "how-many", "C)", true, "It replies the new number.", true},
		{"shelf", "how-many", "(b).", false, "That would be a new key.", true},
		{"shelf", "how-many", "11", true, "It replies the new number.", true},
		{"shelf", "how-many", "(integer) 1", false, "That would be a new key.", true},
		{"crates", "which", "Once.", true, "A set holds everything once.", true},
		{"shelf", "how-many", "d", false, "", false},
		{"shelf", "how-many", "", false, "", false},
		{"shelf", "how-many", "ab", false, "", false},
		{"crates", "which", "a", true, "A set holds everything once.", true},
		{"shelf", "fill", "a", false, "", false},
	}
	for _, tt := range tests {
		a := newScene(t, tt.lesson, tt.step).attempt
		option, ok := a.Answer(tt.letter)
		reason := ""
		if ok {
			reason = a.Step().Quiz.Options[option].Reason.String()
		}
		if right := ok && option == a.Right(); right != tt.right || reason != tt.reason || ok != tt.ok {
			t.Errorf("%s/%s %q: got %v %q %v", tt.lesson, tt.step, tt.letter, right, reason, ok)
		}
	}
	s := newScene(t, "shelf", "how-many")
	s.setting.Scratch = nil
	s.begin()
	if option, _ := s.attempt.Answer("c"); option != s.attempt.Right() {
		t.Error("without a scratch server the learner's own does not compute the answer")
	}
	if rep, _ := s.box.Do(t.Context(), "EXISTS", "jar:sum"); rep.Int != 0 {
		t.Error("computing the answer left a key behind")
	}
}

func TestNoScratch(t *testing.T) {
	for _, scratch := range []func() (Redis, func(), error){
		nil,
		func() (Redis, func(), error) { return nil, nil, errors.New("no memory") },
		func() (Redis, func(), error) { return failing{}, func() {}, nil },
	} {
		s := newScene(t, "shelf", "fill")
		s.setting.Scratch = scratch
		s.begin()
		s.expects(Verdict{Held: 1, Total: 2, Missing: "`GET jar:plum` gives \"99\" here"}, "", "SET jar:plum 99")
		s.expects(Verdict{Passed: true, Held: 2, Total: 2, Gained: true}, "", "SET jar:plum 4")
	}
}

// failing is a server that is gone.
type failing struct{}

var errGone = errors.New("connection lost")

func (failing) Observe(context.Context, int, ...[]string) ([]reply.Value, error) {
	return nil, errGone
}

// TestServerFails: a failure is an error, and never a verdict.
func TestServerFails(t *testing.T) {
	s := newScene(t, "shelf", "fill")
	s.setting.Redis = failing{}
	if _, err := Begin(t.Context(), s.setting); !errors.Is(err, errGone) {
		t.Errorf("Begin: %v", err)
	}
	s.attempt.setting.Redis = failing{}
	v, err := s.attempt.Saw(t.Context(), []string{"SET", "jar:plum", "4"}, reply.NewStatus("OK"))
	if !errors.Is(err, errGone) || !cmp.Equal(v, Verdict{}) {
		t.Errorf("Saw: %+v, %v", v, err)
	}
	if _, err := s.attempt.Look(t.Context()); !errors.Is(err, errGone) {
		t.Errorf("Look: %v", err)
	}
}

func TestSetup(t *testing.T) {
	const lesson = "---\nid: x\ntitle: T\naim: A.\n---\n## S {#s}\n" + task + "```setup\n"
	begin := func(setup string, r Redis, db int) error {
		course, err := Load(fstest.MapFS{"01-x.md": {Data: []byte(lesson + setup + "```\n")}})
		if err != nil {
			t.Fatal(err)
		}
		_, err = Begin(t.Context(), Setting{Step: course.Lessons[0].Steps[0], Redis: r, Commands: commands(t), DB: db})
		return err
	}
	box := embedded(t)
	var problem *Problem
	err := begin("> SET s x\n> INCR s\n", box, 0)
	if !errors.As(err, &problem) || problem.Error() != "01-x.md:16: the setup fails: > INCR s gives ERR value is not an integer or out of range" {
		t.Errorf("got %v", err)
	}
	if err := begin("> SET s x EX 10\n> forward 11s\n", box, 3); err != nil {
		t.Error(err)
	}
	for db, want := range map[string]int64{"0": 1, "3": 0} {
		box.Do(t.Context(), "SELECT", db)
		if rep, _ := box.Do(t.Context(), "EXISTS", "s"); rep.Int != want {
			t.Errorf("EXISTS s in database %s gives %d, want %d", db, rep.Int, want)
		}
	}
	if err := begin("> PING\n", box, 99); err == nil {
		t.Error("a database that does not exist is used")
	}
	// A server without a movable clock is waited for, until ctx ends.
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := new(Attempt).aside(ctx, struct{ Redis }{box}, Command{Forward: time.Hour}); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

package lessons

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"time"

	"redis-tutor/lessons/prose"
	"redis-tutor/sandbox/command"
	"redis-tutor/sandbox/reply"
)

// Setting is what an attempt is made with.
type Setting struct {
	Step *Step // as found in a Course

	// Redis is the learner's server. If it has a method
	// Forward(ctx, time.Duration) error, setups move the clock with it;
	// otherwise they wait. If it is a Web, the learner's web app is played
	// with, too.
	Redis Redis

	// Scratch makes an empty server of its own, on which mistakes are played
	// and quizzes computed, and what to call when done with it. Without one
	// there is no advice; the learner is not told.
	Scratch func() (Redis, func(), error)

	// Owned tells which of a database's keys lessons have made, and which
	// others are there. The others are somebody's: a step that names one is
	// refused with a *Taken, and none is removed. Without Owned every key that
	// the lesson names may be removed.
	Owned func(ctx context.Context, db int, keys []string) (own, others []string, err error)

	Commands func() *command.Table // called when first needed
	DB       int                   // the database the lesson takes place in
	Values   map[string]string     // what ${name} stands for; drawn where absent
	Rand     *rand.Rand            // draws the values; nil for the process's own source
	Now      func() time.Time      // nil for time.Now
}

// Attempt is one learner at one step. It is used by one goroutine at a time.
type Attempt struct {
	setting Setting
	step    *Step
	values  map[string]string

	keys func() []string // all that the lesson names
	dbs  []int           // the lesson's own, and those that the step turns to

	began    time.Time
	learner  learner
	held     int
	start    []answer  // what the checks saw when the step began
	clocks   clocks    // of the keys that the checks name
	mistakes *mistakes // nil until they are first needed
	right    int       // index of the quiz's right option
}

// Verdict is what an attempt has come to.
type Verdict struct {
	Passed bool
	Advice prose.Text // what the lesson says to this very state, or nil
	OnWay  bool       // and that state is a point on the way of the solution
	Held   int        // checks that hold
	Total  int        // checks there are
	Gained bool       // more checks hold than before, by what the step is about

	// Missing says in one line, with `code` in backquotes, what is not yet
	// so: first what was so when the step began, as that is what the learner
	// has harmed. It is empty when the step is passed, and when the learner
	// only looked around.
	Missing string

	// RanOut is set when Missing says that the time of a key of the step has
	// run out, which matters to whoever only looks, too.
	RanOut bool
}

// Begin draws the step's values, removes every key that the lesson names
// anywhere, and runs the step's setup. The error is a *Problem when the
// lesson is at fault, and a *Taken when a key is in its way.
func Begin(ctx context.Context, s Setting) (*Attempt, error) {
	if s.Now == nil {
		s.Now = time.Now
	}
	lesson := s.Step.lesson
	a := &Attempt{setting: s, values: draw(lesson.Values, s.Values, s.Rand), right: -1}
	drawn, problems := s.Step.redraw(func(name string, _ []string) string { return a.values[name] })
	for _, p := range problems {
		return nil, p
	}
	a.step = drawn
	a.keys = sync.OnceValue(a.named)
	a.dbs = drawn.databases(s.DB)
	if err := a.computeQuiz(ctx); err != nil {
		return nil, err
	}
	return a, a.Again(ctx)
}

// Step returns the step as the learner sees it, with the values drawn.
func (a *Attempt) Step() *Step { return a.step }

// Values returns what the lesson's ${name}s stand for in this attempt.
func (a *Attempt) Values() map[string]string { return a.values }

// Again puts the keyspace back to where the step began and forgets what the
// learner did. The values stay.
func (a *Attempt) Again(ctx context.Context) error {
	a.learner, a.held = learner{step: a.step, about: a.about}, 0
	if err := a.vacant(ctx); err != nil {
		return err
	}
	if err := a.restore(ctx, a.setting.Redis, a.setting.Owned); err != nil {
		return err
	}
	a.began = a.setting.Now()
	answers, err := a.ask(ctx, a.setting.Redis, &a.learner)
	if err != nil {
		return err
	}
	a.start, a.held = answers, a.holding(answers)
	return a.layClocks(ctx)
}

// restore removes the lesson's keys and runs the setup.
func (a *Attempt) restore(ctx context.Context, r Redis, owned ownedKeys) error {
	if err := a.clean(ctx, r, owned); err != nil {
		return err
	}
	replies, err := a.play(ctx, r, a.step.Setup)
	if err != nil {
		return err
	}
	for i, c := range a.step.Setup {
		if v := replies[i]; v.IsError() {
			return a.problem(c.Line, "the setup fails: > %s gives %s", c.Text, v.Text)
		}
	}
	return nil
}

func (a *Attempt) problem(line int, format string, args ...any) *Problem {
	return &Problem{a.step.lesson.File, line, fmt.Sprintf(format, args...)}
}

// play runs lines of a lesson, beginning in its database, and returns a reply
// for each: for what is no Redis command, the zero Value. The Redis commands
// between two of these travel together.
func (a *Attempt) play(ctx context.Context, r Redis, lines []Command) ([]reply.Value, error) {
	var replies []reply.Value
	db := a.setting.DB
	for len(replies) < len(lines) {
		next := lines[len(replies):]
		commands := together(next)
		if len(commands) == 0 {
			if err := a.aside(ctx, r, next[0]); err != nil {
				return nil, err
			}
			replies = append(replies, reply.Value{})
			continue
		}
		got, err := r.Observe(ctx, db, filled(r, commands)...)
		if err != nil {
			return nil, err
		}
		db = turned(db, commands, got)
		replies = append(replies, got...)
	}
	return replies, nil
}

// together returns the Redis commands at the beginning of some lines.
func together(lines []Command) (commands [][]string) {
	for _, c := range lines {
		if c.Args == nil {
			break
		}
		commands = append(commands, c.Args)
	}
	return commands
}

// turned returns the database in which commands that began in another one
// have ended.
func turned(db int, commands [][]string, replies []reply.Value) int {
	for i, args := range commands {
		if to, ok := command.Selects(args); ok && !replies[i].IsError() {
			db = to
		}
	}
	return db
}

// aside plays a line that is no Redis command: one for the web app, or forward,
// which lets time pass, at once where the clock can be moved.
func (a *Attempt) aside(ctx context.Context, r Redis, c Command) error {
	if c.Web != nil {
		return a.browse(ctx, r, c)
	}
	if clock, ok := r.(interface {
		Forward(context.Context, time.Duration) error
	}); ok {
		return clock.Forward(ctx, c.Forward)
	}
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(c.Forward):
		return nil
	}
}

// Look judges the keyspace as it is, with no command of the learner's.
func (a *Attempt) Look(ctx context.Context) (Verdict, error) {
	v, _, err := a.judge(ctx, nil)
	return v, err
}

// Saw judges after a Redis command of the learner's and the reply to it. An
// error means that the server could not be asked; nothing is judged then.
func (a *Attempt) Saw(ctx context.Context, typed []string, rep reply.Value) (Verdict, error) {
	if len(typed) == 0 {
		return a.Look(ctx)
	}
	done := a.learner.saw(a.unfilled(typed), rep)
	if done == nil {
		return Verdict{Held: a.held, Total: a.total()}, nil
	}
	tried := slices.ContainsFunc(done, a.tries)
	v, answers, err := a.judge(ctx, done)
	if err != nil || v.Passed {
		return v, err
	}
	v.Gained = v.Gained && slices.ContainsFunc(done, a.about)
	if v.RanOut {
		return v, nil
	}
	if !tried || rep.IsError() {
		v.Missing = ""
	}
	if tried {
		v.Advice, v.OnWay = a.advice(ctx, answers)
	}
	return v, nil
}

// about reports whether a command is about what the lesson is about: it names
// a key of the lesson's, or none at all.
func (a *Attempt) about(args []string) bool {
	cmd, known := a.setting.Commands().Lookup(args...)
	if !known {
		return true
	}
	keys := cmd.Keys(args)
	return len(keys) == 0 || slices.ContainsFunc(keys, func(key string) bool { return standsForKey(key) || a.Names(key) })
}

// tries reports whether a command is an attempt at the step, and not a look
// around or a line of the step's transcripts: it writes, or the step asks for
// replies and commands and this is one of those it is about.
func (a *Attempt) tries(args []string) bool {
	if a.step.shows(args) {
		return false
	}
	if a.setting.Commands().Effect(a.setting.DB, args).Changes() || a.learner.last.IsError() {
		return true
	}
	name := Command{Args: args}.Name()
	for _, c := range a.step.Check {
		if c.Last && a.step.names(name) || slices.Contains(c.Used, name) {
			return true
		}
	}
	return false
}

// names reports whether the solution or a wrong holds a command of this name.
func (s *Step) names(name string) bool {
	for _, c := range s.Solution.Commands {
		if c.Name() == name {
			return true
		}
	}
	for _, w := range s.Wrongs {
		for _, c := range w.Commands {
			if c.Name() == name {
				return true
			}
		}
	}
	return false
}

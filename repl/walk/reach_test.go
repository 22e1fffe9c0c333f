package walk_test

import (
	"context"
	"errors"
	"testing"

	"redis-tutor/lessons"
	"redis-tutor/repl/walk"
	"redis-tutor/sandbox/reply"
)

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

package lessons

import (
	"context"
	"time"

	"redis-tutor/sandbox/reply"
)

// clocks is what is known of the keys that a step's checks name, in the
// lesson's own database: which have been there, and when those that the step has
// laid out with a TTL run out. A moment that has passed stays: such a key had
// run out before the learner came to it, whatever she has made under its name
// since.
type clocks struct {
	there map[string]bool
	until map[string]time.Time
	laid  map[string]bool // by the setup
}

// ranOut reports whether a key of the setup's has reached its deadline.
func (c *clocks) ranOut(key string, now time.Time) bool {
	until, ok := c.until[key]
	return ok && c.laid[key] && now.After(until)
}

// took takes in a reply of PTTL.
func (c *clocks) took(key string, v reply.Value, now time.Time) {
	if v.Kind != reply.Integer || c.ranOut(key, now) {
		return
	}
	delete(c.until, key)
	if v.Int != -2 {
		c.there[key] = true
	}
	if v.Int > 0 {
		c.until[key] = now.Add(time.Duration(v.Int) * time.Millisecond)
	}
}

// lookAtClocks asks how long the keys have to live that checks are about, each
// the first that its command names.
func (a *Attempt) lookAtClocks(ctx context.Context, checks [][]string) error {
	var asked [][]string
	for _, args := range checks {
		if len(args) > 1 {
			asked = append(asked, []string{"PTTL", args[1]})
		}
	}
	if len(asked) == 0 {
		return nil
	}
	replies, err := a.setting.Redis.Observe(ctx, a.setting.DB, asked...)
	if err != nil {
		return err
	}
	now := a.setting.Now()
	for i, args := range asked {
		a.clocks.took(args[1], replies[i], now)
	}
	return nil
}

// layClocks begins anew, with the keys that the setup has laid out.
func (a *Attempt) layClocks(ctx context.Context) error {
	a.clocks = clocks{there: map[string]bool{}, until: map[string]time.Time{}, laid: map[string]bool{}}
	if len(a.step.Setup) == 0 {
		return nil
	}
	var checks [][]string
	for _, c := range a.step.Check {
		checks = append(checks, c.Args)
	}
	if err := a.lookAtClocks(ctx, filled(a.setting.Redis, checks)); err != nil {
		return err
	}
	for key := range a.clocks.there {
		a.clocks.laid[key] = true
	}
	return nil
}

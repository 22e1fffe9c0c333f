package lessons

import (
	"context"
	"slices"
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
	laid  map[string]bool // by the setup, to live until something is done to it

	gone    map[string]bool // was there, and then was not
	expired map[string]bool // gone since its time had run out
}

// ranOut reports whether a key of the setup's has reached its deadline.
func (c *clocks) ranOut(key string, now time.Time) bool {
	until, ok := c.until[key]
	return ok && c.laid[key] && now.After(until)
}

// took takes in a reply of PTTL. A key that somebody's command was about may
// have been removed by that, unless its time was over by then.
func (c *clocks) took(key string, v reply.Value, now time.Time, touched bool) {
	if v.Kind != reply.Integer {
		return
	}
	if v.Int == -2 {
		until, had := c.until[key]
		c.expired[key] = c.expired[key] || had && (!touched || now.After(until))
		c.gone[key] = c.gone[key] || c.there[key]
	}
	if c.ranOut(key, now) {
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

// lookAtClocks asks, after commands that were run, how long the keys have to
// live that checks are about, each the first that its command names.
func (a *Attempt) lookAtClocks(ctx context.Context, checks, done [][]string) error {
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
		a.clocks.took(args[1], replies[i], now, a.touches(done, args[1]))
	}
	return nil
}

// touches reports whether one of some commands may have removed a key.
func (a *Attempt) touches(done [][]string, key string) bool {
	return slices.ContainsFunc(filled(a.setting.Redis, done), func(args []string) bool {
		cmd, known := a.setting.Commands().Lookup(args...)
		if !known || !a.setting.Commands().Effect(a.setting.DB, args).Changes() {
			return false
		}
		keys := cmd.Keys(args)
		return len(keys) == 0 || slices.Contains(keys, key)
	})
}

// layClocks begins anew, with the keys that the setup has laid out.
func (a *Attempt) layClocks(ctx context.Context) error {
	a.clocks = clocks{there: map[string]bool{}, until: map[string]time.Time{}, laid: map[string]bool{}, gone: map[string]bool{}, expired: map[string]bool{}}
	if len(a.step.Setup) == 0 {
		return nil
	}
	var checks [][]string
	for _, c := range a.step.Check {
		checks = append(checks, c.Args)
	}
	if err := a.lookAtClocks(ctx, filled(a.setting.Redis, checks), nil); err != nil {
		return err
	}
	for key := range a.clocks.there {
		a.clocks.laid[key] = true
	}
	for _, key := range a.runningOut() {
		delete(a.clocks.laid, key)
	}
	return nil
}

// runningOut returns the keys that the step's own transcripts give a deadline:
// that such a key runs out is the point of the step.
func (a *Attempt) runningOut() []string {
	var keys []string
	for _, c := range a.step.Examples() {
		switch c.Name() {
		case "EXPIRE", "PEXPIRE", "EXPIREAT", "PEXPIREAT":
			keys = append(keys, filled(a.setting.Redis, [][]string{c.Args})[0][1])
		}
	}
	return keys
}

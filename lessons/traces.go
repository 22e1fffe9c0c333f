package lessons

import (
	"context"
	"maps"
	"slices"
)

// Clean removes every key that a command of the lesson names: what Begin
// does before a step, for a learner who leaves. The tutor's connection is
// back in the lesson's database afterwards.
func (a *Attempt) Clean(ctx context.Context) error {
	return a.clean(ctx, a.setting.Redis, a.setting.Owned)
}

// Databases returns the numbers of the databases that the course's own
// commands turn to, beside the one it takes place in.
func (c *Course) Databases() []int {
	found := map[int]bool{}
	for _, l := range c.Lessons {
		for _, args := range l.commands() {
			if n, ok := selected(args); ok {
				found[n] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(found))
}

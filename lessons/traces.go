package lessons

import (
	"context"
	"slices"
)

// Clean removes every key that a command of the lesson names: what Begin
// does before a step, for a learner who leaves.
func (a *Attempt) Clean(ctx context.Context) error {
	return a.clean(ctx, a.setting.Redis, a.setting.Owned)
}

// Names reports whether a command of the lesson names the key: with any of
// the values that may be drawn.
func (a *Attempt) Names(key string) bool { return slices.Contains(a.keys(), key) }

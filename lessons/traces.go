package lessons

import "context"

// Clean removes every key that a command of the lesson names: what Begin
// does before a step, for a learner who leaves. The tutor's connection is
// back in the lesson's database afterwards.
func (a *Attempt) Clean(ctx context.Context) error {
	return a.clean(ctx, a.setting.Redis, a.setting.Owned)
}

package lessons

import (
	"context"
	"strings"

	"redis-tutor/lessons/prose"
	"redis-tutor/sandbox/reply"
)

// Answer says whether the option of this letter (a, b, c, …) is the right
// one, and why. ok is false when the quiz has no such option, or the step no
// quiz.
func (a *Attempt) Answer(letter string) (right bool, reason prose.Text, ok bool) {
	letter = strings.ToLower(strings.TrimSpace(letter))
	if a.step.Quiz == nil || len(letter) != 1 {
		return false, nil, false
	}
	i := int(letter[0]) - 'a'
	if i < 0 || i >= len(a.step.Quiz.Options) {
		return false, nil, false
	}
	return i == a.right, a.step.Quiz.Options[i].Reason, true
}

// computeQuiz finds the right option: the marked one, or the one that is the
// reply to the last command. Without a scratch server the learner's own must
// do; Again puts it back.
func (a *Attempt) computeQuiz(ctx context.Context) error {
	q := a.step.Quiz
	if q == nil {
		return nil
	}
	for i, o := range q.Options {
		if o.Right {
			a.right = i
		}
	}
	if a.right >= 0 {
		return nil
	}
	if a.setting.Scratch != nil {
		if r, done, err := a.setting.Scratch(); err == nil {
			defer done()
			return a.choose(ctx, r)
		}
	}
	return a.choose(ctx, a.setting.Redis)
}

func (a *Attempt) choose(ctx context.Context, r Redis) error {
	if err := a.restore(ctx, r); err != nil {
		return err
	}
	q := a.step.Quiz
	var shown string
	for i, c := range q.Commands {
		v, err := play(ctx, r, c)
		if err != nil {
			return err
		}
		if i < len(q.Commands)-1 {
			continue
		}
		shown = v.Show(reply.Standard)
		for j, o := range q.Options {
			if !o.want.Match(v) {
				continue
			}
			if a.right >= 0 {
				return a.problem(o.Line, "two options fit the reply %s", strings.TrimSpace(shown))
			}
			a.right = j
		}
	}
	if a.right < 0 {
		return a.problem(q.Line, "no option fits the reply %s", strings.TrimSpace(shown))
	}
	return nil
}

package lessons

import (
	"context"
	"strings"

	"redis-tutor/lessons/prose"
	"redis-tutor/sandbox/reply"
)

// Answer returns the option of the quiz that is meant: by its letter (a, b),
// C. or (d)) or by its own words, with or without quotes and types. ok is
// false when it is none of them, or the step no quiz.
func (a *Attempt) Answer(typed string) (option int, ok bool) {
	if a.step.Quiz == nil {
		return 0, false
	}
	options := a.step.Quiz.Options
	if letter := strings.ToLower(strings.Trim(typed, " ().:")); len(letter) == 1 {
		if i := int(letter[0]) - 'a'; i >= 0 && i < len(options) {
			return i, true
		}
	}
	meant := plainly(typed)
	for i, o := range options {
		if text := plainly(prose.Text{{Spans: o.Text}}.String()); text == meant && text != "" {
			return i, true
		}
	}
	return 0, false
}

// Right returns the option of the quiz that is right, -1 where the step has
// no quiz.
func (a *Attempt) Right() int { return a.right }

// plainly strips an answer of what people leave out: quotes, types, the
// pattern's star, case.
func plainly(text string) string {
	text = strings.ToLower(strings.TrimSpace(text))
	for _, kind := range []string{"(integer) ", "(error) ", "(double) "} {
		text = strings.TrimPrefix(text, kind)
	}
	return strings.Trim(text, "()\"'`*. ")
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
			return a.choose(ctx, r, nil)
		}
	}
	if err := a.vacant(ctx); err != nil {
		return err
	}
	return a.choose(ctx, a.setting.Redis, a.setting.Owned)
}

func (a *Attempt) choose(ctx context.Context, r Redis, owned ownedKeys) error {
	if err := a.restore(ctx, r, owned); err != nil {
		return err
	}
	q := a.step.Quiz
	replies, err := a.play(ctx, r, q.Commands)
	if err != nil {
		return err
	}
	last := replies[len(replies)-1]
	shown := strings.TrimSpace(last.Show(reply.Standard))
	for i, o := range q.Options {
		if !o.want.Match(last) {
			continue
		}
		if a.right >= 0 {
			return a.problem(o.Line, "two options fit the reply %s", shown)
		}
		a.right = i
	}
	if a.right < 0 {
		return a.problem(q.Line, "no option fits the reply %s", shown)
	}
	return nil
}

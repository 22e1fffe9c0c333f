package lessons

import (
	"context"
	"errors"
	"slices"
	"time"

	"redis-tutor/lessons/alike"
	"redis-tutor/lessons/prose"
)

// mistakes holds what the checks see after each wrong of a step. A wrong is
// known by that alone, so that every road to the same state gets its advice.
//
// A learner may have run the step's transcripts before, so each state is
// there twice: straight from the setup, and with the transcripts run.
type mistakes struct {
	nothing [][]answer // doing nothing
	wrongs  [][][]answer
}

// advice returns what the lesson says to the state that the checks saw, or
// nil when it is none of the foreseen ones, and whether the solution comes by
// that state. What goes wrong on the scratch server is no concern of the
// learner's.
func (a *Attempt) advice(ctx context.Context, answers []answer) (text prose.Text, onWay bool) {
	if len(a.step.Wrongs) == 0 || a.setting.Scratch == nil {
		return nil, false
	}
	if a.mistakes == nil {
		m, err := a.playWrongs(ctx)
		if ctx.Err() != nil {
			return nil, false
		}
		if err != nil {
			m = &mistakes{}
		}
		a.mistakes = m
	}
	// Times to live have run on since the mistakes were played, so a looser
	// look follows the strict one.
	ran := a.setting.Now().Sub(a.began) + time.Second
	for _, slack := range []time.Duration{time.Second, ran} {
		if a.sameAsAny(a.mistakes.nothing, answers, slack) {
			return nil, false
		}
		for i, states := range a.mistakes.wrongs {
			if a.sameAsAny(states, answers, slack) {
				return a.step.Wrongs[i].Advice, a.step.comesBy(a.step.Wrongs[i].Commands)
			}
		}
	}
	return nil, false
}

// comesBy reports whether the solution begins with these commands.
func (s *Step) comesBy(commands []Command) bool {
	way := s.Solution.Commands
	return len(commands) < len(way) && slices.EqualFunc(commands, way[:len(commands)], func(x, y Command) bool { return x.Text == y.Text })
}

func (a *Attempt) sameAsAny(states [][]answer, answers []answer, slack time.Duration) bool {
	for _, state := range states {
		if a.same(state, answers, slack) {
			return true
		}
	}
	return false
}

func (a *Attempt) same(x, y []answer, slack time.Duration) bool {
	for i, c := range a.step.Check {
		if !c.none() && c.Expired == "" && x[i].holds != y[i].holds || x[i].none != y[i].none {
			return false
		}
		if !alike.Replies(a.setting.Commands(), x[i].args, x[i].value, y[i].value, slack) {
			return false
		}
	}
	return true
}

// playWrongs finds out on a scratch server what the checks see.
func (a *Attempt) playWrongs(ctx context.Context) (*mistakes, error) {
	r, done, err := a.setting.Scratch()
	if err != nil {
		return nil, err
	}
	defer done()
	m := &mistakes{}
	if m.nothing, err = a.statesAfter(ctx, r, nil); err != nil {
		return nil, err
	}
	for _, w := range a.step.Wrongs {
		states, err := a.statesAfter(ctx, r, w.Commands)
		if err != nil {
			return nil, err
		}
		m.wrongs = append(m.wrongs, states)
	}
	return m, nil
}

func (a *Attempt) statesAfter(ctx context.Context, r Redis, commands []Command) ([][]answer, error) {
	plain, err := a.stateAfter(ctx, r, nil, commands)
	if err != nil {
		return nil, err
	}
	prepared, err := a.stateAfter(ctx, r, a.step.Examples(), commands)
	if _, bad := errors.AsType[*Problem](err); bad {
		return [][]answer{plain}, nil // the transcripts lead to a page without that button
	}
	return [][]answer{plain, prepared}, err
}

// Examples returns the commands of all the step's transcripts in order.
func (s *Step) Examples() []Command {
	var out []Command
	for _, b := range s.Body {
		for _, e := range b.Exchanges {
			out = append(out, e.Command)
		}
	}
	return out
}

// stateAfter plays commands from the step's setup and returns what the checks
// see then: nothing of a transaction that is left open.
func (a *Attempt) stateAfter(ctx context.Context, r Redis, before, commands []Command) ([]answer, error) {
	if err := a.restore(ctx, r, nil); err != nil {
		return nil, err
	}
	lines := slices.Concat(before, commands)
	replies, err := a.play(ctx, r, lines)
	if err != nil {
		return nil, err
	}
	l := &learner{step: a.step}
	for i, c := range lines {
		switch {
		case c.Args != nil:
			l.saw(c.Args, replies[i])
		case c.Web != nil:
			l.visited = l.visited || c.Web[0] == "visit"
		}
	}
	return a.ask(ctx, r, l)
}

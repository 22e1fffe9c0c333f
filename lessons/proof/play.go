package proof

import (
	"context"
	"errors"
	"slices"
	"time"

	"redis-tutor/lessons"
	"redis-tutor/lessons/expect"
	"redis-tutor/sandbox/command"
	"redis-tutor/sandbox/reply"
)

// patience is how long a line may wait for its reply.
const patience = 10 * time.Second

// playStep plays a step with all its values.
func (c *checker) playStep(ctx context.Context, l *lessons.Lesson, s *lessons.Step) error {
	box, done, err := c.Open()
	if err != nil {
		return err
	}
	defer done()
	for _, values := range rounds(l.Values, s.Values) {
		p := &player{checker: c, file: l.File, box: box, values: values}
		if err := p.step(ctx, s); err != nil {
			return err
		}
		if p.failed {
			break // the other values would say the same again
		}
	}
	return nil
}

// rounds returns the values to play a step with: each value of the names it
// uses at least once, and one round for a step that uses none.
func rounds(values map[string][]string, used []string) []map[string]string {
	n := 1
	for _, name := range used {
		n = max(n, len(values[name]))
	}
	out := make([]map[string]string, n)
	for i := range out {
		out[i] = map[string]string{}
		for name, list := range values {
			out[i][name] = list[min(i, len(list)-1)]
		}
	}
	return out
}

// player plays one step with one set of values.
type player struct {
	*checker
	file    string
	box     Sandbox
	values  map[string]string
	attempt *lessons.Attempt
	failed  bool
}

// step plays everything a learner could do in a step that its author has
// foreseen. An error is the sandbox's; what the lesson gets wrong is reported.
func (p *player) step(ctx context.Context, s *lessons.Step) error {
	attempt, err := lessons.Begin(ctx, lessons.Setting{
		Step: s, Redis: p.box, Scratch: p.scratch, Commands: func() *command.Table { return p.Commands }, Values: p.values,
	})
	if err != nil {
		return p.report(err)
	}
	p.attempt, s = attempt, attempt.Step()
	if v, err := attempt.Look(ctx); err != nil {
		return err
	} else if v.Passed {
		p.at(s.Line, "step %q is passed by doing nothing", s.ID)
		return nil
	}
	plays := []func(context.Context, *lessons.Step) error{p.transcripts}
	if s.Task != nil {
		plays = append(plays, p.solution, p.wrongs)
	}
	for _, play := range plays {
		if err := p.report(play(ctx, s)); err != nil {
			return err
		}
	}
	return nil
}

// scratch is where the attempt foresees mistakes. A learner's is embedded
// whatever she plays on, and so may this one be.
func (p *player) scratch() (lessons.Redis, func(), error) {
	if p.Scratch != nil {
		return p.Scratch()
	}
	return p.Open()
}

// report takes the errors that are faults of the lesson.
func (p *player) report(err error) error {
	var found *lessons.Problem
	if !errors.As(err, &found) {
		return err
	}
	p.at(found.Line, "%s", found.Msg)
	return nil
}

// at reports a fault of the step that is being played.
func (p *player) at(line int, format string, args ...any) {
	p.failed = true
	p.fault(p.file, line, format, args...)
}

// again puts both connections back to where a step begins.
func (p *player) again(ctx context.Context) error {
	for _, args := range [][]string{{"DISCARD"}, {"UNWATCH"}, {"SELECT", "0"}} {
		if _, err := p.box.Do(ctx, args...); err != nil {
			return err
		}
	}
	return p.attempt.Again(ctx)
}

// line plays one line as a learner types it.
func (p *player) line(ctx context.Context, c lessons.Command) (reply.Value, lessons.Verdict, error) {
	if c.Web != nil {
		return p.browse(ctx, c)
	}
	if c.Args == nil {
		if err := p.box.Forward(ctx, c.Forward); err != nil {
			return reply.Value{}, lessons.Verdict{}, err
		}
		v, err := p.attempt.Look(ctx)
		return reply.Value{}, v, err
	}
	short, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	rep, err := p.box.Do(short, lessons.Filled(lessons.Steady(p.box), c.Args)...)
	if err != nil && short.Err() != nil && ctx.Err() == nil {
		err = &lessons.Problem{File: p.file, Line: c.Line, Msg: "> " + c.Text + " gave no reply in " + patience.String()}
	}
	if err != nil {
		return reply.Value{}, lessons.Verdict{}, err
	}
	v, err := p.attempt.Saw(ctx, c.Args, rep)
	return rep, v, err
}

// browse plays one line for the web app as a learner types it.
func (p *player) browse(ctx context.Context, c lessons.Command) (reply.Value, lessons.Verdict, error) {
	err := p.box.Browse(ctx, c.Web)
	if bad, ok := errors.AsType[*lessons.BadLine](err); ok {
		err = &lessons.Problem{File: p.file, Line: c.Line, Msg: "> " + c.Text + ": " + bad.Error()}
	}
	if err != nil {
		return reply.Value{}, lessons.Verdict{}, err
	}
	v, err := p.attempt.Visited(ctx)
	return reply.Value{}, v, err
}

// transcripts compares every reply with the one shown, and shows that reading
// along does not do the task, nor stand in its way.
func (p *player) transcripts(ctx context.Context, s *lessons.Step) error {
	if err := p.again(ctx); err != nil {
		return err
	}
	passed := false
	for _, b := range s.Body {
		for _, e := range b.Exchanges {
			rep, v, err := p.line(ctx, e.Command)
			if err != nil {
				return err
			}
			if e.Args != nil && !p.fits(e, b.Loose, rep) {
				p.at(e.Line, "> %s gives %s and not the reply shown", e.Text, expect.Show(rep))
			}
			if v.Passed && !passed {
				passed = true
				p.at(e.Line, "running the transcript to > %s passes step %q", e.Text, s.ID)
			}
		}
	}
	if s.Task == nil || passed {
		return nil
	}
	return p.solve(ctx, s, "after its transcripts, ")
}

// solution plays the solution on a keyspace nobody has touched.
func (p *player) solution(ctx context.Context, s *lessons.Step) error {
	if err := p.again(ctx); err != nil {
		return err
	}
	return p.solve(ctx, s, "")
}

// solve plays the solution from wherever the keyspace is. A refused command is
// a fault even when the step passes, unless the step is about replies, where
// an error may be the very thing to see.
func (p *player) solve(ctx context.Context, s *lessons.Step, when string) error {
	var v lessons.Verdict
	var rep reply.Value
	var err error
	for _, c := range s.Solution.Commands {
		if rep, v, err = p.line(ctx, c); err != nil {
			return err
		}
		if rep.IsError() && !asksReply(s) {
			p.at(c.Line, "%sthe solution's > %s gives %s", when, c.Text, expect.Show(rep))
		}
	}
	if v.Missing == "" && !v.Passed {
		if v, err = p.attempt.Look(ctx); err != nil {
			return err
		}
	}
	if !v.Passed && len(s.Solution.Commands) > 0 {
		p.at(s.Solution.Line, "%sthe solution of step %q does not pass: %s", when, s.ID, v.Missing)
	}
	return nil
}

// asksReply reports whether a step is about a reply, which may be an error.
func asksReply(s *lessons.Step) bool {
	return slices.ContainsFunc(s.Check, func(c lessons.Check) bool { return c.Last })
}

// wrongs shows that every mistake fails, and is told its own advice.
func (p *player) wrongs(ctx context.Context, s *lessons.Step) error {
	for _, w := range s.Wrongs {
		if err := p.again(ctx); err != nil {
			return err
		}
		var v lessons.Verdict
		var err error
		for _, c := range w.Commands {
			if _, v, err = p.line(ctx, c); err != nil {
				return err
			}
		}
		switch {
		case v.Passed:
			p.at(w.Line, "this wrong passes step %q", s.ID)
		case v.Advice == nil:
			p.at(w.Line, "this wrong's advice is not given: the checks see the same after doing nothing or running the transcripts")
		case v.Advice[0].Line != w.Advice[0].Line:
			p.at(w.Line, "this wrong is told the advice of line %d: the checks see the same after both", v.Advice[0].Line)
		}
	}
	return nil
}

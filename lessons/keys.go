package lessons

import (
	"context"
	"maps"
	"slices"
	"strconv"
)

// clean removes every key that a command of the lesson names, in the
// lesson's database and in all that the lesson turns to. Keys made with
// other values than today's are among them.
func (a *Attempt) clean(ctx context.Context, r Redis) error {
	for _, db := range a.dbs {
		if err := selectDB(ctx, r, db); err != nil {
			return err
		}
		if len(a.keys) == 0 {
			continue
		}
		if _, err := r.Do(ctx, append([]string{"DEL"}, a.keys...)...); err != nil {
			return err
		}
	}
	return selectDB(ctx, r, a.setting.DB)
}

// named returns the keys the lesson names, and the databases it turns to.
func (a *Attempt) named() (keys []string, dbs []int) {
	own := a.step.lesson
	allKeys, allDBs := map[string]bool{}, map[int]bool{a.setting.DB: true}
	for _, step := range own.Steps {
		if len(step.Values) > 0 {
			step, _ = step.redraw(nil)
		}
		for _, args := range step.commands() {
			if n, ok := selected(args); ok {
				allDBs[n] = true
			}
			cmd, known := a.setting.Commands.Lookup(args...)
			if !known {
				continue
			}
			for _, key := range cmd.Keys(args) {
				for _, k := range expand(key, own.Values) {
					allKeys[k] = true
				}
			}
		}
	}
	return slices.Sorted(maps.Keys(allKeys)), slices.Sorted(maps.Keys(allDBs))
}

func selected(args []string) (db int, ok bool) {
	if (Command{Args: args}).Name() != "SELECT" || len(args) != 2 {
		return 0, false
	}
	n, err := strconv.Atoi(args[1])
	return n, err == nil
}

// commands returns every Redis command of a step, whatever it is there for.
func (s *Step) commands() [][]string {
	parts := [][]Command{s.Setup, s.transcripts(), s.Solution.Commands}
	for _, w := range s.Wrongs {
		parts = append(parts, w.Commands)
	}
	if s.Quiz != nil {
		parts = append(parts, s.Quiz.Commands)
	}
	var out [][]string
	for _, part := range parts {
		for _, c := range part {
			if c.Args != nil {
				out = append(out, c.Args)
			}
		}
	}
	for _, c := range s.Check {
		if c.Args != nil {
			out = append(out, c.Args)
		}
	}
	return out
}

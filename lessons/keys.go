package lessons

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"redis-tutor/sandbox/command"
	"redis-tutor/sandbox/reply"
	"redis-tutor/sandbox/words"
)

// Taken says that a step cannot be laid out, because a key that it needs is
// there and was not made by a lesson. Nothing has been removed.
type Taken struct {
	Key string
	DB  int
}

func (e *Taken) Error() string {
	return fmt.Sprintf("the key %q is in database %d already and is not the lesson's; this step needs a key of that name", e.Key, e.DB)
}

// ownedKeys is the type of Setting.Owned; scratch servers have none.
type ownedKeys = func(ctx context.Context, db int, keys []string) (own, others []string, err error)

// clean removes every key that a command of the lesson names, in the
// lesson's database and in those that this step turns to, and what its web app
// has made. Keys made with other values than today's are among them. On a
// server that is somebody's only the lesson's own go.
func (a *Attempt) clean(ctx context.Context, r Redis, owned ownedKeys) error {
	if err := forget(ctx, r); err != nil {
		return err
	}
	for _, db := range a.dbs {
		keys, err := a.removable(ctx, r, db, owned)
		if err != nil {
			return err
		}
		if len(keys) == 0 {
			continue
		}
		if _, err := r.Observe(ctx, db, append([]string{"DEL"}, keys...)); err != nil {
			return err
		}
	}
	return nil
}

// removable returns the keys that clean removes from a database. Most steps
// begin where it is empty, and then neither the lesson nor the command table
// need be read for the keys' names.
func (a *Attempt) removable(ctx context.Context, r Redis, db int, owned ownedKeys) ([]string, error) {
	if owned != nil {
		own, _, err := owned(ctx, db, a.keys())
		return own, err
	}
	size, err := r.Observe(ctx, db, []string{"DBSIZE"})
	if err != nil || size[0].Kind == reply.Integer && size[0].Int == 0 {
		return nil, err
	}
	return a.keys(), nil
}

// vacant refuses to go on where a key that the step names is somebody's. It
// looks before anything is removed or made. Keys that only other steps of the
// lesson name are in nobody's way: none is written here, and clean removes
// those of them alone that a lesson has made.
func (a *Attempt) vacant(ctx context.Context) error {
	if a.setting.Owned == nil {
		return nil
	}
	for _, db := range a.dbs {
		_, others, err := a.setting.Owned(ctx, db, a.namedIn(a.step.commands()))
		if err != nil {
			return err
		}
		if len(others) > 0 {
			return &Taken{others[0], db}
		}
	}
	return nil
}

// named returns the keys the lesson names.
func (a *Attempt) named() []string { return a.namedIn(a.step.lesson.commands()) }

// namedIn returns the keys that some of the lesson's commands name.
func (a *Attempt) namedIn(commands [][]string) []string {
	own := a.step.lesson
	table, all := a.setting.Commands(), map[string]bool{}
	for _, args := range commands {
		cmd, known := table.Lookup(args...)
		if !known {
			continue
		}
		for _, key := range slices.DeleteFunc(cmd.Keys(args), standsForKey) {
			for _, k := range expand(key, own.Values) {
				all[k] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(all))
}

// commands returns every Redis command of a lesson, whatever it is there for,
// with ${name} as written.
func (l *Lesson) commands() [][]string {
	var out [][]string
	for _, s := range l.Steps {
		out = append(out, s.commands()...)
	}
	return out
}

// commands returns every Redis command of a step, as those of a lesson.
func (s *Step) commands() [][]string {
	var out [][]string
	var block fence
	for text := range strings.SplitSeq(s.source.text, "\n") {
		if !block.holds(text) || isFence(text) || !isLessonBlock(block.info) {
			continue
		}
		var args []string
		if command, ok := (line{text: text}).command(); ok {
			args, _ = words.Split(command)
			args = ownWords(args)
		} else if block.info == "check" {
			args, _, _, _ = splitCheck(text)
		}
		if len(args) > 0 {
			out = append(out, args)
		}
	}
	return out
}

// databases returns the numbers of the databases that a step turns to, home
// among them.
func (s *Step) databases(home int) []int {
	parts := [][]Command{s.Setup, s.Examples(), s.Solution.Commands}
	for _, w := range s.Wrongs {
		parts = append(parts, w.Commands)
	}
	if s.Quiz != nil {
		parts = append(parts, s.Quiz.Commands)
	}
	all := []int{home}
	note := func(args []string) {
		if n, ok := command.Selects(args); ok {
			all = append(all, n)
		}
	}
	for _, part := range parts {
		for _, c := range part {
			note(c.Args)
		}
	}
	for _, c := range s.Check {
		note(c.Args)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

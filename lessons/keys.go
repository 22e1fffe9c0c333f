package lessons

import (
	"context"
	"maps"
	"slices"
	"strconv"
	"strings"

	"redis-tutor/sandbox/words"
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
	for _, args := range own.commands() {
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
	return slices.Sorted(maps.Keys(allKeys)), slices.Sorted(maps.Keys(allDBs))
}

func selected(args []string) (db int, ok bool) {
	if (Command{Args: args}).Name() != "SELECT" || len(args) != 2 {
		return 0, false
	}
	n, err := strconv.Atoi(args[1])
	return n, err == nil
}

// commands returns every Redis command of a lesson, whatever it is there for,
// with ${name} as written.
func (l *Lesson) commands() [][]string {
	var out [][]string
	block := ""
	for _, text := range l.body {
		if isFence(text) {
			if block = strings.TrimSpace(strings.TrimLeft(text, " `~")); !isLessonBlock(block) {
				block = ""
			}
			continue
		}
		var args []string
		if command, ok := (line{text: text}).command(); ok && block != "" {
			args, _ = words.Split(command)
		} else if block == "check" {
			args, _, _, _ = splitCheck(text)
		}
		if len(args) > 0 {
			out = append(out, args)
		}
	}
	return out
}

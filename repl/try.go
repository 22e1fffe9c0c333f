package repl

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"redis-tutor/repl/help"
	"redis-tutor/sandbox/command"
	"redis-tutor/sandbox/image"
	"redis-tutor/sandbox/words"
)

// examples are those of the reference that were run.
type examples struct {
	helped string               // the command that help explained last
	tried  map[command.Key]bool // keys that they were run with, and nobody wrote to since
}

// try runs examples of the reference as if they were typed: "try GET", "try
// GET 2", or "try 2" after help has shown them. It writes to no key that was
// there before: an example should cost nobody a value.
func (s *Session) try(ctx context.Context, args []string) {
	lines, name, err := help.Examples(s.Commands(), args, s.examples.helped)
	if err != nil {
		s.Screen.Error(err, "`help GET` shows examples by number; `try GET` runs them, `try GET 2` the second")
		return
	}
	s.examples.helped = name
	effect := s.effectOf(lines)
	if hint, err := s.costs(ctx, effect); err != nil {
		s.Screen.Error(err, hint)
		return
	}
	defer s.made(effect.Keys, maps.Clone(s.examples.tried))
	defer s.sayLeft(ctx, effect.Keys)
	for _, line := range lines {
		if ctx.Err() != nil {
			return
		}
		s.Screen.Raw(s.prompt() + line + "\n")
		s.take(ctx, line)
	}
}

// costs says what examples would cost, and how to run them all the same.
func (s *Session) costs(ctx context.Context, e command.Effect) (hint string, err error) {
	hint = "in an empty database they do no harm: `SELECT 9`, for instance, and once more"
	if db, holds := s.inUse(ctx, e); holds {
		if e.All || e.Swaps != nil {
			hint = "where that may be lost, type them yourself"
		}
		return hint, fmt.Errorf("the examples change all of database %d, which is not empty", db)
	}
	if key, there := s.taken(ctx, e.Keys); there {
		return hint, fmt.Errorf("the examples write to the key %s, which is there already", words.Quote(key.Name))
	}
	return "", nil
}

// effectOf returns which keys, and which databases as a whole, lines may
// change. The scripts of examples keep to their keys.
func (s *Session) effectOf(lines []string) command.Effect {
	var all command.Effect
	db := s.here().DB
	for _, line := range lines {
		args, err := words.Split(line)
		if err != nil || len(args) == 0 {
			continue
		}
		if to, ok := command.Selects(args); ok {
			db = to
		}
		switch e := s.Commands().Effect(db, args); {
		case !e.Changes():
		case e.Script:
			all.Keys = append(all.Keys, e.Keys...)
		default:
			all.Keys = append(all.Keys, e.Keys...)
			all.Whole = append(all.Whole, e.Whole...)
			all.Swaps = append(all.Swaps, e.Swaps...)
			all.All = all.All || e.All
		}
	}
	return all
}

// taken returns a key that is there and was not made by an example. Where the
// server will not say, a key counts as being there.
func (s *Session) taken(ctx context.Context, keys []command.Key) (command.Key, bool) {
	for _, key := range keys {
		if s.examples.tried[key] && !s.Careful {
			continue
		}
		if v := look(ctx, s.Sandbox, key.DB, []string{"EXISTS", key.Name}); v.IsError() || v.Int > 0 {
			return key, true
		}
	}
	return command.Key{}, false
}

// inUse returns one of the databases that would change as a whole and holds
// keys which no example made, or may hold some.
func (s *Session) inUse(ctx context.Context, e command.Effect) (db int, holds bool) {
	whole := slices.Concat(e.Whole, e.Swaps)
	if e.All {
		info := look(ctx, s.Sandbox, s.here().DB, []string{"INFO", "keyspace"})
		if info.IsError() {
			return s.here().DB, true
		}
		whole = append(whole, command.Databases(info.Str())...)
	}
	for _, db := range whole {
		n, err := countKeys(ctx, s.Sandbox, db)
		if err != nil || n > s.stillThere(ctx, db) {
			return db, true
		}
	}
	return 0, false
}

// stillThere returns how many keys of a database are there that examples made.
func (s *Session) stillThere(ctx context.Context, db int) int64 {
	count := []string{"EXISTS"}
	for key := range s.examples.tried {
		if key.DB == db {
			count = append(count, key.Name)
		}
	}
	if len(count) == 1 || s.Careful {
		return 0
	}
	return look(ctx, s.Sandbox, db, count).Int
}

// made takes note of keys that examples were run with, beside those that others
// had been run with before.
func (s *Session) made(keys []command.Key, before map[command.Key]bool) {
	s.examples.tried = before
	for _, key := range keys {
		s.examples.tried[key] = true
	}
}

// sayLeft says on somebody's server which keys examples have left there, and how
// they go: none of them was there before.
func (s *Session) sayLeft(ctx context.Context, keys []command.Key) {
	if !s.Careful {
		return
	}
	ctx, cancel := afterwards(ctx)
	defer cancel()
	left := map[int][]string{}
	for _, key := range keys {
		there := look(ctx, s.Sandbox, key.DB, []string{"EXISTS", key.Name})
		if there.Int > 0 && !slices.Contains(left[key.DB], key.Name) {
			left[key.DB] = append(left[key.DB], key.Name)
		}
	}
	for _, db := range slices.Sorted(maps.Keys(left)) {
		where := "here"
		if db != s.here().DB {
			where = fmt.Sprintf("in database %d", db)
		}
		s.Screen.Note("The examples have left keys " + where + ": `" + words.Join(append([]string{"DEL"}, left[db]...)) + "` removes them.")
	}
}

// written takes keys that a write may change for the learner's, whoever made
// them: nobody knows what an example would cost then.
func (s *Session) written(w image.Write) {
	e := s.Commands().Effect(w.DB, w.Args)
	switch {
	case e.Command == nil:
		maps.DeleteFunc(s.examples.tried, func(key command.Key, _ bool) bool { return slices.Contains(w.Args, key.Name) })
	case e.Changes() && e.Beyond != "":
		clear(s.examples.tried)
	case e.Changes():
		maps.DeleteFunc(s.examples.tried, func(key command.Key, _ bool) bool { return slices.Contains(e.Keys, key) })
	}
}

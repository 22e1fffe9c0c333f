package repl

import (
	"context"
	"fmt"

	"redis-tutor/repl/help"
	"redis-tutor/sandbox/command"
	"redis-tutor/sandbox/words"
)

// try runs examples of the reference as if they were typed: "try GET", "try
// GET 2", or "try 2" after help has shown them. It writes to no key that was
// there before: an example should cost nobody a value.
func (s *Session) try(ctx context.Context, args []string) {
	lines, name, err := help.Examples(s.Commands(), args, s.helped)
	if err != nil {
		s.Screen.Error(err, "`help GET` shows examples by number; `try GET` runs them, `try GET 2` the second")
		return
	}
	s.helped = name
	keys := s.written(lines)
	if key, there := s.taken(ctx, keys); there {
		s.Screen.Error(fmt.Errorf("the examples write to the key %s, which is there already", words.Quote(key.Name)),
			"in an empty database they do no harm: `SELECT 9`, for instance, and once more")
		return
	}
	for _, key := range keys {
		s.tried[key] = true
	}
	for _, line := range lines {
		if ctx.Err() != nil {
			return
		}
		s.Screen.Raw(s.prompt() + line + "\n")
		s.take(ctx, line)
	}
}

// written returns the keys that lines may change.
func (s *Session) written(lines []string) []command.Key {
	var keys []command.Key
	for _, line := range lines {
		args, err := words.Split(line)
		if err != nil || len(args) == 0 {
			continue
		}
		if e := s.Commands().Effect(s.here().DB, args); e.Changes() {
			keys = append(keys, e.Keys...)
		}
	}
	return keys
}

// taken returns a key that is there and was not made by an example. Where the
// server will not say, a key counts as being there.
func (s *Session) taken(ctx context.Context, keys []command.Key) (command.Key, bool) {
	for _, key := range keys {
		if s.tried[key] {
			continue
		}
		if v := look(ctx, s.Sandbox, key.DB, []string{"EXISTS", key.Name}); v.IsError() || v.Int > 0 {
			return key, true
		}
	}
	return command.Key{}, false
}

package repl

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"redis-tutor/sandbox/command"
	"redis-tutor/sandbox/words"
)

// try runs examples of the reference as if they were typed: "try GET", "try
// GET 2", or "try 2" after help has shown them. It writes to no key that was
// there before: an example should cost nobody a value.
func (s *Session) try(ctx context.Context, args []string) {
	lines, err := s.examples(args)
	if err != nil {
		s.Screen.Error(err, "`help GET` shows examples by number; `try GET` runs them, `try GET 2` the second")
		return
	}
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
		if v := s.look(ctx, key.DB, []string{"EXISTS", key.Name}); v.IsError() || v.Int > 0 {
			return key, true
		}
	}
	return command.Key{}, false
}

// examples returns the lines that try is to run.
func (s *Session) examples(args []string) ([]string, error) {
	number := 0
	if n := len(args); n > 0 {
		if i, err := strconv.Atoi(args[n-1]); err == nil {
			number, args = i, args[:n-1]
			if i < 1 {
				return nil, fmt.Errorf("examples are numbered from 1, not %d", i)
			}
		}
	}
	if len(args) == 0 {
		args = strings.Fields(s.helped)
	}
	c, ok := s.Commands().Lookup(args...)
	switch {
	case len(args) == 0:
		return nil, fmt.Errorf("of which command? Help has not shown one yet")
	case !ok || len(strings.Fields(c.Name)) != len(args):
		return nil, fmt.Errorf("no command is called %q", strings.Join(args, " "))
	case len(c.Examples) == 0:
		return nil, fmt.Errorf("there are no examples of %s", c.Name)
	case number > len(c.Examples):
		return nil, fmt.Errorf("%s has %d examples, and none is number %d", c.Name, len(c.Examples), number)
	}
	s.helped = c.Name
	if number > 0 {
		return setUp(c.Examples[number-1 : number]), nil
	}
	return setUp(c.Examples), nil
}

// setUp returns the lines of examples, with what each needs in front of it.
func setUp(examples []command.Example) []string {
	var lines []string
	for _, e := range examples {
		if e.Setup != "" {
			lines = append(lines, e.Setup)
		}
		lines = append(lines, e.Line)
	}
	return lines
}

package repl

import (
	"context"
	"errors"
	"strings"

	"redis-tutor/repl/line"
	"redis-tutor/sandbox/command"
	"redis-tutor/sandbox/reply"
	"redis-tutor/sandbox/words"
)

// piped takes a line such as "GET k | jq ." and reports whether it was one.
// The bar is a person's: in a script it is an argument, as in redis-cli.
func (s *Session) piped(ctx context.Context, text string) bool {
	if !s.Terminal.Interactive() {
		return false
	}
	before, shell, found := line.Pipe(text)
	if !found || shell == "" && s.words.has(strings.TrimSpace(before)) { // help |
		return false
	}
	all, err := words.Split(before)
	args, as := s.forRedis(all)
	switch {
	case err != nil:
		return false // told as for any line
	case s.Shell == nil:
		s.Screen.Error(errors.New("no program can be run from here: \"|\" hands a reply to one"), quoteBar)
	case len(args) == 0 || shell == "":
		s.Screen.Error(errors.New("\"|\" stands between a Redis command and a program"), "for instance: `LRANGE names 0 -1 | sort`", quoteBar)
	case s.words.has(args[0]) || command.Streams(args):
		s.Screen.Error(errors.New("\"|\" takes the reply of a Redis command, and "+words.Quote(args[0])+" has no single one"), quoteBar)
	case as:
		s.asTo(ctx, all[1:], s.into(shell))
	default:
		s.runHere(ctx, all, s.into(shell))
	}
	return true
}

// loosened returns a line as the pipe that it may have been meant for: its bar
// touches a word, and behind it stands the name of a program. "" is any other.
func (s *Session) loosened(text string) string {
	if s.Program == nil || !s.Terminal.Interactive() {
		return ""
	}
	loose, program, found := line.Tight(text)
	if !found || !s.Program(program) {
		return ""
	}
	return loose
}

// forRedis returns the command among the words of a line, and whether it is
// sent as somebody. What stands behind another tutor word is none.
func (s *Session) forRedis(all []string) (args []string, as bool) {
	if len(all) == 0 {
		return nil, false
	}
	w, found := s.words.find(all[0])
	if as = found && w.names[0] == "as"; found && !as {
		return all, false
	}
	return all[line.Command(all):], as
}

const quoteBar = "to have Redis get a bar, quote it: `SET k \"|\"`"

// into returns what hands a reply to a program in the form that a flag asked
// for, or raw, as redis-cli does with its own output. An error goes to the
// screen: no program expects it.
func (s *Session) into(shell string) printer {
	format := s.format()
	if format == reply.Standard {
		format = reply.Raw
	}
	return func(ctx context.Context, c *client, args []string, v reply.Value) (escaped bool) {
		text, err := reply.Plain(format).Append(nil, args, v)
		if v.IsError() || err != nil {
			return s.print(ctx, c, args, v)
		}
		err = s.Terminal.Lend(func() error { return s.Shell(ctx, shell, string(text)) })
		var exit interface{ ExitCode() int }
		switch {
		case errors.As(err, &exit):
			s.Screen.Note("The program ended with " + err.Error() + ".")
		case err != nil:
			s.Screen.Error(err)
		}
		return false
	}
}

package repl

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"

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
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	times, args, as := s.forRedis(all)
	switch {
	case err != nil:
		return false // told as for any line
	case s.Shell == nil:
		s.Screen.Error(errors.New("no program can be run from here: \"|\" hands a reply to one"), quoteBar)
	case len(args) == 0 || shell == "":
		s.Screen.Error(errors.New("\"|\" stands between a Redis command and a program"), "for instance: `LRANGE names 0 -1 | sort`", quoteBar)
	case s.draws(args):
		s.drawInto(ctx, args, shell)
	case s.words.has(args[0]) || command.Streams(args):
		s.Screen.Error(errors.New("\"|\" takes the reply of a Redis command, and "+words.Quote(args[0])+" has no single one"), quoteBar)
	case s.answersLater(all, args, as):
		s.Screen.Error(errors.New("no program can take the reply of "+words.Quote(args[0])+" here: a second client waits for it in the background"), "your own "+words.Quote(args[0])+" is waited for, and can be piped")
	default:
		g := s.gather(shell, times, stop)
		defer g.close()
		if as {
			s.asTo(ctx, all[1:], g.take)
		} else {
			s.runHere(ctx, all, g.take)
		}
	}
	return true
}

// answersLater reports whether a command of a line is one that may block, of
// somebody other than the learner: its reply may come when the line is over.
func (s *Session) answersLater(all, args []string, as bool) bool {
	whose := s.at.name
	if as {
		whose = all[1]
	}
	return !strings.EqualFold(whose, self) && s.blocks(args)
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

// forRedis returns the command among the words of a line, how often it is to be
// run, and whether it is sent as somebody. What stands behind another tutor
// word is none.
func (s *Session) forRedis(all []string) (times int, args []string, as bool) {
	if len(all) == 0 {
		return 1, nil, false
	}
	w, found := s.words.find(all[0])
	if as = found && w.names[0] == "as"; found && !as {
		return 1, all, false
	}
	rest := all
	if as {
		rest = all[min(2, len(all)):]
	}
	times, _, _ = line.Count(rest) // a number that is none is told when the command is run
	return times, all[line.Command(all):], as
}

const quoteBar = "to have Redis get a bar, quote it: `SET k \"|\"`"

// mostGathered is how many bytes of replies are kept for a program before the
// last of them is there.
const mostGathered = 64 << 20

// A gathering is the replies to a command on their way to a program, in the form
// that a flag asked for, or raw, as redis-cli does with its own output. A command
// that is repeated is one output for one program: that begins when the last reply
// is there, and not at all where Ctrl-C came first.
type gathering struct {
	*Session
	shell    string
	left     int // replies still to come
	format   reply.Format
	text     []byte
	answered bool   // with something for the program
	stop     func() // ends the repeating
	over     func() // ends the clock
}

// gather begins to gather as many replies, until close.
func (s *Session) gather(shell string, times int, stop func()) *gathering {
	g := &gathering{Session: s, shell: shell, left: times, format: s.format(), stop: stop, over: func() {}}
	if g.format == reply.Standard {
		g.format = reply.Raw
	}
	if times > 1 {
		g.over = sync.OnceFunc(s.sayWaiting(0))
	}
	return g
}

func (g *gathering) close() { g.over() }

// take is the printer. An error goes to the screen: no program expects it.
func (g *gathering) take(ctx context.Context, c *client, args []string, v reply.Value) (escaped bool) {
	text, err := reply.Plain(g.format).Append(nil, args, v)
	if v.IsError() || err != nil {
		escaped = g.print(ctx, c, args, v)
	} else {
		g.text, g.answered = append(g.text, text...), true
	}
	switch g.left--; {
	case g.left > 0 && len(g.text) > mostGathered:
		g.Screen.Error(errors.New("the replies get too long to be kept for a program"), "in a shell, `redis-tutor practice -r TIMES COMMAND | PROGRAM` hands on each at once")
		g.stop()
	case g.left == 0 && g.answered:
		g.over()
		g.handTo(ctx, g.shell, string(g.text))
	}
	return escaped
}

// handTo runs a program with text as its input.
func (s *Session) handTo(ctx context.Context, shell, text string) {
	err := s.Terminal.Lend(func() error { return s.Shell(ctx, shell, text) })
	var exit interface{ ExitCode() int }
	switch {
	case errors.As(err, &exit):
		s.Screen.Note("The program ended with " + err.Error() + ".")
	case err != nil:
		s.Screen.Error(err)
	}
}

// draws reports whether a line is a word of the tutor that only draws, through
// Session.page.
func (s *Session) draws(line []string) bool {
	switch w, _ := s.words.find(line[0]); {
	case w.run == nil:
		return false
	case w.names[0] == "history", w.names[0] == "notes", w.names[0] == ":set":
		return len(line) == 1 // else it runs a line, writes a file, or sets something
	case w.names[0] == "compare":
		return len(line) == 2 && strings.EqualFold(line[1], "method")
	default:
		return slices.Contains([]string{"show", "explain", "help", "lessons", "progress", "cookies"}, w.names[0])
	}
}

// drawInto hands what a word of the tutor draws to a program, without colours.
func (s *Session) drawInto(ctx context.Context, line []string, shell string) {
	var text strings.Builder
	s.drawn = &text
	s.tutorWord(ctx, line)
	if s.drawn = nil; text.Len() > 0 {
		s.handTo(ctx, shell, text.String())
	}
}

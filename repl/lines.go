package repl

import (
	"bufio"
	"context"
	"errors"
	"io"
	"strings"
	"time"

	"redis-tutor/repl/line"
	"redis-tutor/sandbox/command"
	"redis-tutor/sandbox/reply"
	"redis-tutor/sandbox/words"
)

// batch is how many piped commands travel in one round trip, and batchBytes
// how long they may be together. More gains little, and one batch is all that
// is held in memory.
const (
	batch      = 512
	batchBytes = 1 << 20
)

// Lines runs the commands that in holds, one a line, and writes the replies
// to out as redis-cli does when its input is not a terminal: no prompt, no
// gloss. Comments and pasted prompts are understood as at the prompt.
type Lines struct {
	Sandbox Sandbox
	Output  reply.Output
	Careful bool // the server is somebody's: refuse what can harm it, with a *Refused
	// Help prints help on the words behind "help" to out; nil sends them on.
	Help func(ctx context.Context, words []string, out io.Writer)

	filter  line.Filter
	out     *bufio.Writer
	pending [][]string
	size    int // of what is pending, in bytes
	errors  int
}

// Run reads in to its end, or to a line that says quit or exit.
func (l *Lines) Run(ctx context.Context, in io.Reader, out io.Writer) error {
	l.out = bufio.NewWriterSize(out, 64<<10)
	err := l.read(ctx, bufio.NewReaderSize(in, 64<<10))
	if flushed := l.flush(ctx); err == nil {
		err = flushed
	}
	return errors.Join(err, l.out.Flush())
}

// Doubtful returns how many lines of a transcript were not run although they
// do not look like replies, and the first of them.
func (l *Lines) Doubtful() (n int, first string) { return l.filter.Doubtful() }

// Errors returns how many replies were Redis errors.
func (l *Lines) Errors() int { return l.errors }

func (l *Lines) read(ctx context.Context, in *bufio.Reader) error {
	for {
		text, err := in.ReadString('\n')
		if err != nil && !errors.Is(err, io.EOF) {
			return err
		}
		text, _, _ = strings.Cut(text, "\x00") // as in redis-cli a line ends there
		if command := l.filter.Command(strings.TrimRight(text, "\r\n")); command != "" {
			leave, err := l.take(ctx, command)
			if leave || err != nil {
				return err
			}
		}
		if err != nil {
			return nil
		}
		// What has been read is answered before waiting for more, so that a
		// program on both ends of the pipe gets its reply.
		if in.Buffered() == 0 {
			if err := l.flush(ctx); err != nil {
				return err
			}
			if err := l.out.Flush(); err != nil {
				return err
			}
		}
	}
}

// take queues one line. It reports whether the line ends the session.
func (l *Lines) take(ctx context.Context, text string) (leave bool, err error) {
	args, err := words.Split(text)
	if err != nil {
		return false, l.say(ctx, err.Error()+"\n")
	}
	if len(args) == 0 {
		return false, nil
	}
	if first := strings.ToLower(args[0]); first == "quit" || first == "exit" {
		return true, nil
	}
	times, args, err := line.Count(args)
	if err != nil {
		return false, l.say(ctx, err.Error()+"\n")
	}
	if text, own := clientWord(args); own {
		return false, l.say(ctx, text)
	}
	switch name := strings.ToLower(args[0]); {
	case l.Help != nil && (name == "help" || name == "?"):
		err := l.flush(ctx)
		l.Help(ctx, args[1:], l.out)
		return false, err
	case command.Streams(args):
		return ctx.Err() != nil, l.stream(ctx, args) // it comes back when refused
	}
	return false, l.queue(ctx, args, times)
}

// queue adds a command to what is pending, and sends that when it is much.
func (l *Lines) queue(ctx context.Context, args []string, times int) error {
	if err := l.refuse(ctx, args); err != nil {
		return err
	}
	waits := command.Waits(args)
	for range times {
		if waits {
			if err := errors.Join(l.flush(ctx), l.out.Flush()); err != nil {
				return err
			}
		}
		began := time.Now()
		l.pending = append(l.pending, args)
		for _, arg := range args {
			l.size += len(arg)
		}
		if waits || len(l.pending) >= batch || l.size >= batchBytes {
			if err := l.flush(ctx); err != nil {
				return err
			}
		}
		if waits {
			l.out.WriteString(l.Output.Took(time.Since(began)))
		}
	}
	return nil
}

// clientWord answers the lines that redis-cli keeps for itself, with its
// words, where nothing comes of them in a pipe.
func clientWord(args []string) (text string, own bool) {
	switch name := strings.ToLower(args[0]); {
	case name == "clear" && len(args) == 1:
		return "\x1b[H\x1b[2J", true
	case name == "restart" && len(args) == 1:
		return "Use 'restart' only in Lua debugging mode.\n", true
	case name == ":set" && len(args) > 1 && (args[1] == "hints" || args[1] == "nohints"):
		return "", true
	case name == ":set" && len(args) > 1:
		return "unknown redis-cli preference '" + args[1] + "'\n", true
	case strings.HasPrefix(name, ":"):
		return "unknown redis-cli internal command '" + args[0] + "'\n", true
	}
	return "", false
}

// say writes a message of the prompt's own where its line stands among the
// replies.
func (l *Lines) say(ctx context.Context, text string) error {
	if err := l.flush(ctx); err != nil {
		return err
	}
	_, err := l.out.WriteString(text)
	return err
}

// flush sends what is pending and writes the replies.
func (l *Lines) flush(ctx context.Context) error {
	pending := l.pending
	l.pending, l.size = l.pending[:0], 0
	if len(pending) == 0 {
		return nil
	}
	return l.Sandbox.Pipeline(ctx, pending, func(i int, v reply.Value) error {
		return l.write(pending[i], v)
	})
}

func (l *Lines) write(args []string, v reply.Value) error {
	if v.IsError() {
		l.errors++
	}
	return l.Output.Print(l.out, args, v)
}

// stream prints messages as they come, to the end of the connection.
func (l *Lines) stream(ctx context.Context, args []string) error {
	if err := l.flush(ctx); err != nil {
		return err
	}
	l.out.WriteString(l.Output.Reading(args)) // an error here shows at the next write
	return l.Sandbox.Stream(ctx, args, func(v reply.Value) error {
		if err := l.write(args, v); err != nil {
			return err
		}
		return l.out.Flush()
	})
}

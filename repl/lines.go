package repl

import (
	"bufio"
	"context"
	"errors"
	"io"
	"strings"

	"redis-tutor/repl/line"
	"redis-tutor/sandbox/command"
	"redis-tutor/sandbox/reply"
	"redis-tutor/sandbox/words"
)

// batch is how many piped commands travel in one round trip. More gains
// little; the replies of one batch are all that is held in memory.
const batch = 512

// Lines runs the commands that in holds, one a line, and writes the replies
// to out as redis-cli does when its input is not a terminal: no prompt, no
// gloss. Comments and pasted prompts are understood as at the prompt.
type Lines struct {
	Sandbox Sandbox
	Format  reply.Format
	Careful bool // the server is somebody's: refuse what can harm it, with a *Refused

	filter  line.Filter
	out     *bufio.Writer
	pending [][]string
	scratch []byte
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

func (l *Lines) read(ctx context.Context, in *bufio.Reader) error {
	for {
		text, err := in.ReadString('\n')
		if err != nil && !errors.Is(err, io.EOF) {
			return err
		}
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
	times, args, ok := repeat(args)
	if !ok {
		return false, l.say(ctx, badRepeat)
	}
	if command.Streams(args) {
		return true, l.stream(ctx, args)
	}
	if err := l.refuse(ctx, args); err != nil {
		return false, err
	}
	for range times {
		l.pending = append(l.pending, args)
		if len(l.pending) >= batch {
			if err := l.flush(ctx); err != nil {
				return false, err
			}
		}
	}
	return false, nil
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
	l.pending = l.pending[:0]
	if len(pending) == 0 {
		return nil
	}
	return l.Sandbox.Pipeline(ctx, pending, func(i int, v reply.Value) error {
		return l.write(pending[i], v)
	})
}

func (l *Lines) write(args []string, v reply.Value) error {
	if !reply.RawForced(args) && writeLarge(l.out, v, l.Format) {
		return nil
	}
	var err error
	if l.scratch, err = render(l.scratch[:0], args, v, l.Format); err != nil {
		return err
	}
	_, err = l.out.Write(l.scratch)
	return err
}

// stream prints messages as they come, to the end of the connection.
func (l *Lines) stream(ctx context.Context, args []string) error {
	if err := l.flush(ctx); err != nil {
		return err
	}
	if l.Format != reply.Raw && !strings.EqualFold(args[0], "MONITOR") {
		l.out.WriteString(reading) // an error here shows at the next write
	}
	return l.Sandbox.Stream(ctx, args, func(v reply.Value) error {
		if err := l.write(args, v); err != nil {
			return err
		}
		return l.out.Flush()
	})
}

// Once runs the one command args and writes its reply.
func (l *Lines) Once(ctx context.Context, args []string, out io.Writer) error {
	l.out = bufio.NewWriter(out)
	if command.Streams(args) {
		return l.stream(ctx, args)
	}
	if err := l.refuse(ctx, args); err != nil {
		return err
	}
	l.pending = [][]string{args}
	return errors.Join(l.flush(ctx), l.out.Flush())
}

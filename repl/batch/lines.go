package batch

import (
	"bufio"
	"context"
	"errors"
	"io"
	"strings"
	"time"

	"redis-tutor/repl/line"
	"redis-tutor/sandbox/command"
	"redis-tutor/sandbox/words"
)

// Lines runs the commands that in holds, one a line, to its end or to a line
// that says quit or exit. Comments and pasted prompts are understood as at the
// prompt.
func (r *Runner) Lines(ctx context.Context, in io.Reader, out io.Writer) error {
	r.out = bufio.NewWriterSize(out, 64<<10)
	err := r.read(ctx, bufio.NewReaderSize(in, 64<<10))
	if flushed := r.flush(ctx); err == nil {
		err = flushed
	}
	return errors.Join(err, r.out.Flush())
}

func (r *Runner) read(ctx context.Context, in *bufio.Reader) error {
	for {
		text, err := in.ReadString('\n')
		if err != nil && !errors.Is(err, io.EOF) {
			return err
		}
		text, _, _ = strings.Cut(text, "\x00") // as in redis-cli a line ends there
		if command := r.filter.Command(strings.TrimRight(text, "\r\n")); command != "" {
			leave, err := r.take(ctx, command)
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
			if err := r.flush(ctx); err != nil {
				return err
			}
			if err := r.out.Flush(); err != nil {
				return err
			}
		}
	}
}

// take queues one line. It reports whether the line ends the session.
func (r *Runner) take(ctx context.Context, text string) (leave bool, err error) {
	args, err := words.Split(text)
	if err != nil {
		return false, r.say(ctx, err.Error()+"\n")
	}
	if len(args) == 0 {
		return false, nil
	}
	switch first := strings.ToLower(args[0]); {
	case first == "quit", first == "exit":
		return true, nil
	case r.Connect != nil && first == "connect" && len(args) == 3:
		if err := errors.Join(r.flush(ctx), r.out.Flush()); err != nil {
			return false, err
		}
		return false, r.Connect(ctx, args[1], args[2])
	}
	times, args, err := line.Count(args)
	if err != nil {
		return false, r.say(ctx, err.Error()+"\n")
	}
	if text, own := clientWord(args); own {
		return false, r.say(ctx, text)
	}
	switch {
	case r.asksHelp(args[0]):
		err := r.flush(ctx)
		r.Help(ctx, args[1:], r.out)
		return false, err
	case command.Streams(args):
		return ctx.Err() != nil, r.stream(ctx, args) // it comes back when refused
	}
	return false, r.queue(ctx, args, times)
}

// queue adds a command to what is pending, and sends that when it is much.
func (r *Runner) queue(ctx context.Context, args []string, times int) error {
	if err := r.refuse(ctx, args); err != nil {
		return err
	}
	_, waits := command.Wait(args)
	for range times {
		if waits {
			if err := errors.Join(r.flush(ctx), r.out.Flush()); err != nil {
				return err
			}
		}
		began := time.Now()
		r.pending = append(r.pending, args)
		for _, arg := range args {
			r.size += len(arg)
		}
		if waits || len(r.pending) >= mostCommands || r.size >= mostBytes {
			if err := r.flush(ctx); err != nil {
				return err
			}
		}
		if waits {
			r.out.WriteString(r.Output.Took(time.Since(began)))
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
func (r *Runner) say(ctx context.Context, text string) error {
	if err := r.flush(ctx); err != nil {
		return err
	}
	_, err := r.out.WriteString(text)
	return err
}

package batch

import (
	"bufio"
	"context"
	"errors"
	"io"
	"time"

	"redis-tutor/sandbox/command"
	"redis-tutor/sandbox/reply"
)

// Repeat says how often a command is run, and how.
type Repeat struct {
	Times    int           // negative: without end
	Interval time.Duration // to wait after each
	Strict   bool          // a Redis error is an *ErrorReply, and ends it
}

// ErrorReply is a Redis error that was asked to count as a failure. It has
// not been written.
type ErrorReply struct{ Text string }

func (e *ErrorReply) Error() string { return e.Text }

// Command runs one command, as often as repeat says, and writes its replies.
func (r *Runner) Command(ctx context.Context, args []string, repeat Repeat, out io.Writer) error {
	r.out = bufio.NewWriterSize(out, 64<<10)
	if r.asksHelp(args[0]) {
		r.Help(ctx, args[1:], r.out)
		return r.out.Flush()
	}
	if command.Streams(args) {
		return errors.Join(r.stream(ctx, args), r.out.Flush())
	}
	if err := r.refuse(ctx, args); err != nil {
		return err
	}
	for left := repeat.Times; left != 0; {
		n := 1
		if repeat.Interval == 0 && !repeat.Strict && left > 1 {
			n = min(left, mostCommands)
		}
		if err := r.some(ctx, args, n, repeat.Strict); err != nil {
			return err
		}
		left -= n
		if err := sleep(ctx, repeat.Interval); err != nil {
			return err
		}
	}
	return nil
}

// some runs a command n times in one round trip.
func (r *Runner) some(ctx context.Context, args []string, n int, strict bool) error {
	commands := make([][]string, n)
	for i := range commands {
		commands[i] = args
	}
	err := r.Redis.Pipeline(ctx, commands, func(_ int, v reply.Value) error {
		if strict && v.IsError() {
			return &ErrorReply{v.Text}
		}
		return r.write(args, v)
	})
	return errors.Join(err, r.out.Flush())
}

func sleep(ctx context.Context, d time.Duration) error {
	if d <= 0 {
		return ctx.Err()
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

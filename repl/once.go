package repl

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

// Once runs the one command args, as often as r says, and writes its replies.
func (l *Lines) Once(ctx context.Context, args []string, r Repeat, out io.Writer) error {
	l.out = bufio.NewWriterSize(out, 64<<10)
	if command.Streams(args) {
		return errors.Join(l.stream(ctx, args), l.out.Flush())
	}
	if err := l.refuse(ctx, args); err != nil {
		return err
	}
	for left := r.Times; left != 0; {
		n := 1
		if r.Interval == 0 && !r.Strict && left > 1 {
			n = min(left, batch)
		}
		if err := l.some(ctx, args, n, r.Strict); err != nil {
			return err
		}
		left -= n
		if err := sleep(ctx, r.Interval); err != nil {
			return err
		}
	}
	return nil
}

// some runs a command n times in one round trip.
func (l *Lines) some(ctx context.Context, args []string, n int, strict bool) error {
	commands := make([][]string, n)
	for i := range commands {
		commands[i] = args
	}
	err := l.Sandbox.Pipeline(ctx, commands, func(_ int, v reply.Value) error {
		if strict && v.IsError() {
			return &ErrorReply{v.Text}
		}
		return l.write(args, v)
	})
	return errors.Join(err, l.out.Flush())
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

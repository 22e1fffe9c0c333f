// Package batch runs commands where nobody types: the lines of a pipe, or one
// command given as words.
//
// It promises redis-cli's output to the byte, and to hold no more in memory
// than one round trip takes. It refuses to know who is behind the output, and
// which commands are dangerous where: that it is told.
package batch

import (
	"bufio"
	"context"
	"io"
	"strings"

	"redis-tutor/repl/line"
	"redis-tutor/sandbox/reply"
)

// Redis is what a batch needs of a Redis. A Redis error is a reply; a Go error
// means that the Redis could not be reached, or is one that each returned.
type Redis interface {
	// Pipeline sends all commands before it reads the replies.
	Pipeline(ctx context.Context, commands [][]string, each func(i int, v reply.Value) error) error
	// Stream runs a command that never stops answering, such as SUBSCRIBE,
	// until ctx ends.
	Stream(ctx context.Context, args []string, each func(reply.Value) error) error
}

// Most that travels in one round trip: commands, and bytes of them. More gains
// little, and one round trip is all that is held in memory.
const (
	mostCommands = 512
	mostBytes    = 1 << 20
)

// Runner runs commands and prints the replies as redis-cli does when its input
// is not a terminal: no prompt, no gloss. It is good for one run.
type Runner struct {
	Redis  Redis
	Output reply.Output
	// Refuse returns an error for a command that must not be sent, and that
	// ends the run. Before it looks at the Redis it calls settle, which waits
	// for the replies to what stood before. Nil sends everything.
	Refuse func(ctx context.Context, args []string, settle func() error) error
	// Help prints help on the words behind "help" to out; nil sends them on.
	Help func(ctx context.Context, words []string, out io.Writer)
	// Connect answers "connect HOST PORT", when all that stood before is answered:
	// it puts another Redis in the place of this one. An error ends the run, as
	// what follows was meant for there. Nil sends the line on.
	Connect func(ctx context.Context, host, port string) error

	filter  line.Filter
	out     *bufio.Writer
	pending [][]string
	size    int // of what is pending, in bytes
	errors  int
}

// Doubtful returns how many lines of a transcript were not run although they
// do not look like replies, and the first of them.
func (r *Runner) Doubtful() (n int, first string) { return r.filter.Doubtful() }

// Errors returns how many replies were Redis errors.
func (r *Runner) Errors() int { return r.errors }

// asksHelp reports whether the first word of a command asks for help.
func (r *Runner) asksHelp(word string) bool {
	return r.Help != nil && (strings.EqualFold(word, "help") || word == "?")
}

// refuse asks whether a command may be sent.
func (r *Runner) refuse(ctx context.Context, args []string) error {
	if r.Refuse == nil {
		return nil
	}
	return r.Refuse(ctx, args, func() error { return r.flush(ctx) })
}

// flush sends what is pending and writes the replies.
func (r *Runner) flush(ctx context.Context) error {
	pending := r.pending
	r.pending, r.size = r.pending[:0], 0
	if len(pending) == 0 {
		return nil
	}
	return r.Redis.Pipeline(ctx, pending, func(i int, v reply.Value) error {
		return r.write(pending[i], v)
	})
}

// write prints the reply to a command, and counts the errors.
func (r *Runner) write(args []string, v reply.Value) error {
	if v.IsError() {
		r.errors++
	}
	return r.Output.Print(r.out, args, v)
}

// stream prints messages as they come, to the end of the connection.
func (r *Runner) stream(ctx context.Context, args []string) error {
	if err := r.flush(ctx); err != nil {
		return err
	}
	r.out.WriteString(r.Output.Reading(args))
	return r.Redis.Stream(ctx, args, func(v reply.Value) error {
		if err := r.write(args, v); err != nil {
			return err
		}
		return r.out.Flush()
	})
}

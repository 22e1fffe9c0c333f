package program

import (
	"context"
	"errors"
	"io"

	"github.com/spf13/cobra"

	"redis-tutor/repl"
	"redis-tutor/repl/batch"
	"redis-tutor/repl/danger"
	"redis-tutor/repl/screen"
	"redis-tutor/sandbox/amount"
	"redis-tutor/sandbox/reply"
)

// practice runs the command in words, or the lines on standard input, or a
// prompt without a lesson.
func (a *app) practice(cmd *cobra.Command, words []string) error {
	t, err := a.target()
	if err != nil {
		return err
	}
	prompt := len(words) == 0 && onTerminal(a.In)
	output, err := a.output(prompt)
	if err != nil {
		return err
	}
	if err := a.flags.once.check(len(words) > 0); err != nil {
		return err
	}
	format := repl.FormatOf(output, a.usualFormat())
	t.Protocol = repl.ProtocolFor(format, a.flags.server.protocol())
	ctx := cmd.Context()
	if !prompt {
		return a.runLines(ctx, t, format, words)
	}
	t.NotYet = a.sayNotYet
	return a.converse(ctx, t, func(_ context.Context, c *repl.Config) (*repl.Session, *beside, error) {
		c.Format, c.Settings["output"] = a.usualFormat(), output
		if !onTerminal(a.Out) {
			c.Settings["gloss"] = "off"
		}
		c.Course, c.Dial = a.outline, a.dial
		if t.Server {
			c.Course = nil // lessons make and remove keys
		}
		if c.Progress, err = a.openProgress(c.Screen); err != nil {
			return nil, nil, err
		}
		c.Screen.Note(welcome(t, c.Sandbox.State().Connected))
		return repl.New(*c), nil, nil
	})
}

// welcome says what may be done, where a server is there.
func welcome(t Target, there bool) string {
	switch {
	case !there:
		return "What you change on a real server stays changed. `help` lists more, `quit` leaves."
	case t.Local:
		return "A private Redis server, gone when you leave: nothing you do here can break anything. `help` lists more, `quit` leaves."
	case t.Server:
		return "This is a real server: what you change there stays changed. `help` lists more, `quit` leaves."
	}
	return "Free practice: type Redis commands; nothing you do here can break anything. `help` lists more, `quit` leaves."
}

// runLines is practice without a person at the prompt.
func (a *app) runLines(ctx context.Context, t Target, format reply.Format, words []string) error {
	f := &a.flags.once
	words, err := f.command(words, a.In)
	if err != nil {
		return err
	}
	box, err := a.open(ctx, t)
	if err != nil {
		return err
	}
	defer box.Close()
	run := &batch.Runner{Output: reply.Output{Format: format, Item: f.item, End: f.end}}
	move := &mover{app: a, run: run}
	move.to(t, box)
	err = a.until(ctx, func() error {
		defer move.close()
		if len(words) > 0 {
			return run.Command(ctx, words, f.repeat(), a.Out)
		}
		return run.Lines(ctx, a.In, a.Out)
	})
	if err == nil {
		a.doubt(run)
		a.sayGone(move.target)
	}
	var answer *batch.ErrorReply
	switch {
	case errors.As(err, &answer): // as redis-cli says it
		io.WriteString(a.Err, answer.Text+"\n")
		return errProblems
	case err == nil && f.strict && run.Errors() > 0:
		return errProblems
	}
	return refusal(err)
}

// helpTo returns what answers a piped line that asks for help.
func (a *app) helpTo(box repl.Sandbox) func(context.Context, []string, io.Writer) {
	answer := repl.Help(box, a.Commands)
	return func(ctx context.Context, words []string, out io.Writer) {
		answer(ctx, words, screen.New(out, screen.Options{ASCII: a.ascii()}))
	}
}

// doubt says on standard error that lines were passed over which may have
// been meant as commands.
func (a *app) doubt(run *batch.Runner) {
	if n, first := run.Doubtful(); n > 0 {
		out := screen.New(a.Err, a.look(a.Err))
		out.Say(screen.Plain, "hint: %s without a prompt, among lines with one, taken for replies and not run; the first is %q", amount.Of(n, "line"), first)
	}
}

// sayGone tells who watches that nothing stays of what was written to the
// sandbox: practice stands where redis-cli stood, and might be taken for it.
func (a *app) sayGone(t Target) {
	if !t.Server && !t.Local && onTerminal(a.Err) {
		screen.New(a.Err, a.look(a.Err)).Note("This ran in a sandbox of its own, which is gone: -h, -p, -s or -u name a server.")
	}
}

// refusal adds to the error about a dangerous command how to run it.
func refusal(err error) error {
	var refused *danger.Refused
	if errors.As(err, &refused) {
		return failure(refused, "--yes runs such commands without asking; at a terminal you are asked")
	}
	return err
}

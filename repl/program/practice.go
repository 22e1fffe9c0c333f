package program

import (
	"context"
	"errors"

	"github.com/spf13/cobra"

	"redis-tutor/repl"
	"redis-tutor/sandbox/reply"
)

// practice runs the command in words, or the lines on standard input, or a
// prompt without a lesson.
func (a *app) practice(cmd *cobra.Command, words []string) error {
	t, err := a.target(cmd)
	if err != nil {
		return err
	}
	format, err := a.format()
	if err != nil {
		return err
	}
	ctx := cmd.Context()
	if len(words) > 0 || !onTerminal(a.In) {
		return a.runLines(ctx, t, format, words)
	}
	return a.converse(ctx, t, func(_ context.Context, c *repl.Config) (*repl.Session, error) {
		c.Format = format
		c.Gloss = onTerminal(a.Out)
		c.Course = a.outline
		if t.Server {
			c.Course = nil // lessons make and remove keys
		}
		if c.Progress, err = a.openProgress(c.Screen); err != nil {
			return nil, err
		}
		c.Screen.Note(welcome(t))
		return repl.New(*c), nil
	})
}

func welcome(t Target) string {
	switch {
	case t.Local:
		return "A private Redis server, gone when you leave: nothing you do here can break anything. `help` lists more, `quit` leaves."
	case t.Server:
		return "This is a real server: what you change there stays changed. `help` lists more, `quit` leaves."
	}
	return "Free practice: type Redis commands; nothing you do here can break anything. `help` lists more, `quit` leaves."
}

// runLines is practice without a person at the prompt.
func (a *app) runLines(ctx context.Context, t Target, format reply.Format, words []string) error {
	box, err := a.open(ctx, t)
	if err != nil {
		return err
	}
	defer box.Close()
	lines := &repl.Lines{Sandbox: box, Format: format, Careful: a.careful(t)}
	return refusal(a.until(ctx, func() error {
		if len(words) > 0 {
			return lines.Once(ctx, words, a.Out)
		}
		return lines.Run(ctx, a.In, a.Out)
	}))
}

// refusal adds to the error about a dangerous command how to run it.
func refusal(err error) error {
	var refused *repl.Refused
	if errors.As(err, &refused) {
		return failure(refused, "--yes runs such commands without asking; at a terminal you are asked")
	}
	return err
}

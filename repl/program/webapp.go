package program

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"redis-tutor/lessons/websession/serve"
	"redis-tutor/repl"
	"redis-tutor/repl/screen"
	"redis-tutor/sandbox/amount"
)

func (a *app) appCommand() *cobra.Command {
	var o serve.Options
	var quiet bool
	cmd := &cobra.Command{
		Use:   "app",
		Short: "Serve the visits app, and show what it says to Redis",
		Long: "Serve the visits app on this machine until Ctrl-C, and show what it says to\n" +
			"Redis, request by request, once each is answered: a Redis that hangs is waited\n" +
			"for some seconds first. It keeps its sessions where the flags say, as the prompt\n" +
			"does, and removes them at the end.",
		Args: atMost(0),
		RunE: func(cmd *cobra.Command, _ []string) error { return a.serveApp(cmd, o, quiet) },
	}
	cmd.Flags().StringVar(&o.Addr, "addr", "", "serve at this `address` of this machine: 8000, 127.0.0.1:8000 (any free port)")
	o.Idle = 10 * time.Minute
	cmd.Flags().Var((*lasting)(&o.Idle), "idle", "remember a visitor for this `time` after each request")
	cmd.Flags().BoolVar(&quiet, "quiet", false, "do not show what is said to Redis")
	a.flags.ofServer(cmd)
	return cmd
}

// lasting is a flag that says how long: 20m, 1d, or a number of seconds.
type lasting time.Duration

func (l *lasting) String() string { return amount.Time(time.Duration(*l)) }
func (l *lasting) Type() string   { return "time" }

func (l *lasting) Set(text string) error {
	d, ok := amount.ParseTime(text)
	if !ok {
		return errors.New("give a number and a unit: 90s, 20m, 2h, 1d")
	}
	*l = lasting(d)
	return nil
}

// serveApp serves until Ctrl-C, which is how it is meant to end.
func (a *app) serveApp(cmd *cobra.Command, o serve.Options, quiet bool) error {
	ctx := cmd.Context()
	t, err := a.target()
	if err != nil {
		return err
	}
	if o.Idle < time.Second {
		return misuse(fmt.Errorf("a visitor cannot be remembered for %s only", o.Idle), "cookies count in seconds: --idle 1s, --idle 20m")
	}
	box, err := a.open(ctx, t)
	if err != nil {
		return err
	}
	defer box.Close()
	out := screen.New(a.Out, a.look(a.Out))
	if !quiet {
		o.Done = func(r serve.Request) { repl.ShowRequest(out, r, true) }
	}
	web, err := box.Serve(ctx, o)
	if err != nil {
		return failure(err, "without --addr it takes a free port")
	}
	out.Say(screen.Plain, "The app is at %s. Its sessions are in %s, database %d. Ctrl-C ends it.", web.URL(), whereKept(t, box), web.DB())
	<-ctx.Done()
	if err := closeApp(web); err != nil && t.Server { // else they go with their Redis
		return failure(err, "they run out by themselves")
	}
	if cause := context.Cause(ctx); !errors.Is(cause, errInterrupted) {
		return cause
	}
	return nil
}

// closeApp ends the app and removes what it has made. Where that cannot be
// done in time, it runs out by itself.
func closeApp(web *serve.App) error {
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Second)
	defer cancel()
	if err := web.Leave(ctx); err != nil {
		return fmt.Errorf("the app's keys could not be removed: %w", err)
	}
	return nil
}

// whereKept says in which Redis the sessions are.
func whereKept(t Target, box repl.Sandbox) string {
	switch {
	case t.Local:
		return "a private Redis server"
	case t.Server:
		return "the Redis server at " + box.State().Addr
	}
	return "the built-in Redis"
}

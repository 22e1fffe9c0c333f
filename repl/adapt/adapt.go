// Package adapt makes a sandbox what the prompt and the program take one for.
//
// It is the only package of the prompt's that knows both sides. It promises to
// change nothing on the way, and holds no state of its own.
package adapt

import (
	"context"

	"redis-tutor/lessons/websession/serve"
	"redis-tutor/repl"
	"redis-tutor/sandbox"
	"redis-tutor/sandbox/reply"
)

// A Box is a sandbox as the prompt sees it: repl.Sandbox and program.Redis.
type Box struct {
	*sandbox.Sandbox
	// Prefix begins the keys of the web app; "" is the app's usual one.
	Prefix string
}

// Serve starts the web app over the sandbox.
func (b Box) Serve(ctx context.Context, o serve.Options) (*serve.App, error) {
	o.Prefix = b.Prefix
	return serve.Start(ctx, b.Sandbox, o)
}

// State is the state of the learner's connection.
func (b Box) State() repl.State { return repl.State(b.Sandbox.State()) }

// Listen opens a port for other programs.
func (b Box) Listen(ctx context.Context, addr, password string) ([]string, func() error, error) {
	return b.Sandbox.Listen(ctx, sandbox.Listen{Addr: addr, Password: password})
}

// Follow runs a command that answers more than once.
func (b Box) Follow(ctx context.Context, args []string, each func(reply.Value, error)) (repl.Feed, error) {
	return feed(b.Sandbox.Follow(ctx, args, each))
}

// Another connects a further client.
func (b Box) Another(ctx context.Context, name string) (repl.Client, error) {
	c, err := b.Sandbox.Another(ctx, name)
	if err != nil {
		return nil, err
	}
	return another{c}, nil
}

// another is a further client as the prompt sees it.
type another struct{ *sandbox.Client }

func (c another) State() repl.State { return repl.State(c.Client.State()) }

func (c another) Follow(ctx context.Context, args []string, each func(reply.Value, error)) (repl.Feed, error) {
	return feed(c.Client.Follow(ctx, args, each))
}

// feed is what Follow returns as the prompt sees it: no Feed beside an error,
// where a nil *sandbox.Feed in the interface would be one.
func feed(f *sandbox.Feed, err error) (repl.Feed, error) {
	if err != nil {
		return nil, err
	}
	return f, nil
}

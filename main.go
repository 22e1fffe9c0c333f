// Redis-tutor teaches Redis at a prompt where real commands get real
// replies. This file joins the parts and hands them the process: its
// arguments, streams, environment and exit code.
package main

import (
	"context"
	"crypto/rand"
	"os"
	"os/signal"
	"path/filepath"
	"runtime/debug"
	"strings"
	"sync"
	"syscall"

	"github.com/adrg/xdg"

	"redis-tutor/content"
	"redis-tutor/lessons/websession/compare"
	"redis-tutor/repl/adapt"
	"redis-tutor/repl/program"
	"redis-tutor/sandbox"
	"redis-tutor/sandbox/command"
)

func main() {
	// The first signal ends the program in order, terminal and sandbox
	// included; a second one, or one during that, ends it at once. Ctrl-C is
	// for the program to understand: at the prompt it only clears the line.
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, syscall.SIGHUP, syscall.SIGQUIT)
	context.AfterFunc(ctx, stop)
	interrupts := make(chan os.Signal, 1)
	signal.Notify(interrupts, os.Interrupt)
	commands := sync.OnceValue(table)
	os.Exit(program.Main(ctx, os.Args[1:], program.Streams{In: os.Stdin, Out: os.Stdout, Err: os.Stderr}, program.House{
		Version:    version(),
		Env:        os.Getenv,
		State:      filepath.Join(xdg.StateHome, "redis-tutor"),
		Config:     filepath.Join(xdg.ConfigHome, "redis-tutor"),
		Interrupts: interrupts,
		Open:       opener(commands),
		Reach:      func(r program.Redis) compare.Redis { return compare.Redis{Options: r.(adapt.Box).Direct()} },
		Course:     content.Course(),
		Commands:   commands,
	}))
}

// version is the module's version where the program was installed as one.
func version() string {
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" {
		return info.Main.Version
	}
	return "(devel)"
}

// table parses the command reference. It takes a moment, and most sessions
// are at their prompt before it is asked for.
func table() *command.Table {
	t, err := command.Parse(content.Commands())
	if err != nil {
		panic(err) // the reference is part of the program, and tested
	}
	return t
}

// opener returns what opens the Redis that the command line names.
func opener(commands func() *command.Table) func(context.Context, program.Target) (program.Redis, error) {
	return func(ctx context.Context, t program.Target) (program.Redis, error) {
		o := sandbox.Options{DB: t.DB, Protocol: t.Protocol, Commands: commands}
		switch {
		case t.Local:
			o.Kind, o.Durable = sandbox.Local, t.Durable
		case t.Server:
			o.Kind = sandbox.Server
			o.Host, o.Port, o.Socket, o.URI = t.Host, t.Port, t.Socket, t.URI
			o.User, o.Password = t.User, t.Password
			o.TLS, o.NotYet = (*sandbox.TLS)(t.TLS), t.NotYet
		}
		box, err := sandbox.Open(ctx, o)
		if err != nil {
			return nil, err
		}
		return adapt.Box{Sandbox: box, Prefix: prefix(o.Kind)}, nil
	}
}

// prefix begins the keys of the web app. On a server that is somebody's it is
// one that nobody else has: there may be sessions of another app.
func prefix(kind sandbox.Kind) string {
	if kind != sandbox.Server {
		return ""
	}
	return "redis-tutor:" + strings.ToLower(rand.Text()[:6]) + ":session:"
}

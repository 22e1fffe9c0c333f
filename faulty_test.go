package main

import (
	"context"
	"os"
	"sync"

	"redis-tutor/content"
	"redis-tutor/repl/program"
	"redis-tutor/sandbox/reply"
)

// faulty is redis-tutor with a fault: at the command PANIC it panics.
func faulty() {
	commands := sync.OnceValue(table)
	open := opener(commands)
	os.Exit(program.Main(context.Background(), os.Args[1:], program.Streams{In: os.Stdin, Out: os.Stdout, Err: os.Stderr}, program.House{
		Env: os.Getenv, State: os.Getenv("HOME"), Config: os.Getenv("HOME"), Course: content.Course(), Commands: commands,
		Open: func(ctx context.Context, t program.Target) (program.Redis, error) {
			box, err := open(ctx, t)
			return faultyRedis{box}, err
		},
	}))
}

type faultyRedis struct{ program.Redis }

func (f faultyRedis) Do(ctx context.Context, args ...string) (reply.Value, error) {
	if args[0] == "PANIC" {
		panic("on purpose")
	}
	return f.Redis.Do(ctx, args...)
}

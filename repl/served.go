package repl

import (
	"context"
	"strings"
	"sync"
	"time"

	"redis-tutor/sandbox/command"
)

// versionWait is how long the server may take to say its version.
const versionWait = time.Second

// asServed returns the reference as the server's version has it, so that
// nobody is told of options that it would refuse. The server is asked when the
// reference is first needed; one that does not say is taken for the newest.
func (s *Session) asServed(all func() *command.Table) func() *command.Table {
	var mu sync.Mutex
	var served *command.Table
	return func() *command.Table {
		mu.Lock()
		defer mu.Unlock()
		if served != nil {
			return served
		}
		version := s.serverVersion()
		if version == "" {
			return all() // and ask again: it may only have been out of reach
		}
		served = all().At(version)
		return served
	}
}

// serverVersion asks the server for its version of Redis, "" when it does
// not say.
func (s *Session) serverVersion() string {
	ctx, cancel := context.WithTimeout(context.Background(), versionWait)
	defer cancel()
	v, err := s.Sandbox.Observe(ctx, "INFO", "server")
	if err != nil {
		return ""
	}
	_, rest, _ := strings.Cut(v.Text, "redis_version:")
	version, _, _ := strings.Cut(rest, "\r")
	return version
}

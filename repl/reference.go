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

// reference is the command reference as the server's version has it, so that nobody is
// told of options that it would refuse. The server is asked when the reference
// is first needed, and again while it is out of reach.
type reference struct {
	all     func() *command.Table
	version func() string // asks the server; "" when it does not say

	mu     sync.Mutex
	table  *command.Table // once the version is known
	asking bool           // in the background
}

// get returns the reference, and waits for the server's version. One that does
// not say is taken for the newest.
func (r *reference) get() *command.Table {
	if table := r.known(); table != nil {
		return table
	}
	version := r.version()
	if version == "" {
		return r.all()
	}
	table := r.all().At(version)
	r.mu.Lock()
	defer r.mu.Unlock()
	r.table = table
	return table
}

func (r *reference) known() *command.Table {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.table
}

// now returns the reference without waiting, for what happens at a key: the
// newest one until the server has said its version.
func (r *reference) now() *command.Table {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.table != nil {
		return r.table
	}
	if !r.asking {
		r.asking = true
		go r.get()
	}
	return r.all()
}

// Reference returns the command reference at once; see reference.
func (s *Session) Reference() *command.Table { return s.reference.now() }

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

package repl

import (
	"context"
	"strings"
	"sync"
	"time"

	"redis-tutor/sandbox/command"
)

// versionWait is how long the server may take to say its version, and how
// long it is left alone when it did not answer.
const versionWait = time.Second

// reference is the command reference as the server's version has it, so that
// nobody is told of options that it would refuse. The server is asked when the
// reference is first needed. One that answers without its version is taken for
// the newest; one that does not answer is asked again while the reference is
// used, and nobody waits for that.
type reference struct {
	all func() *command.Table
	ask func(ctx context.Context) (version string, err error)

	life    context.Context // of the session, in which all questions are asked
	end     context.CancelFunc
	running sync.WaitGroup

	mu     sync.Mutex
	table  *command.Table // once the server has answered
	asking bool
	again  time.Time     // when it may be asked once more
	first  chan struct{} // closed when it was asked once
	once   sync.Once     // closes first
}

func newReference(all func() *command.Table, ask func(context.Context) (string, error)) *reference {
	r := &reference{all: all, ask: ask, first: make(chan struct{})}
	r.life, r.end = context.WithCancel(context.Background())
	return r
}

// get returns the reference. Whoever needs it first waits for the server's
// version.
func (r *reference) get() *command.Table {
	r.now()
	<-r.first
	return r.now()
}

// now returns the reference without waiting, for what happens at a key: the
// newest one until the server has answered.
func (r *reference) now() *command.Table {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.table != nil {
		return r.table
	}
	if !r.asking && !time.Now().Before(r.again) {
		r.asking = true
		r.running.Go(r.question)
	}
	return r.all()
}

func (r *reference) question() {
	defer r.once.Do(func() { close(r.first) })
	ctx, stop := context.WithTimeout(r.life, versionWait)
	defer stop()
	version, err := r.ask(ctx)
	table := r.all()
	if version != "" {
		table = table.At(version)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.asking, r.again = false, time.Now().Add(versionWait)
	if err == nil {
		r.table = table
	}
}

// close gives up asking. The reference can be used further.
func (r *reference) close() {
	r.end()
	r.running.Wait()
}

// Commands returns the command reference as the server's version has it. Who
// asks first waits for that version.
func (s *Session) Commands() *command.Table { return s.reference.get() }

// Reference is Commands for what happens at a key: it does not wait, and is
// that of the newest version until the server has answered.
func (s *Session) Reference() *command.Table { return s.reference.now() }

// serverVersion asks the server for its version of Redis, "" when it does
// not say.
func (s *Session) serverVersion(ctx context.Context) (string, error) {
	replies, err := s.Sandbox.Observe(ctx, s.Home, []string{"INFO", "server"})
	if err != nil {
		return "", err
	}
	_, rest, _ := strings.Cut(replies[0].Text, "redis_version:")
	version, _, _ := strings.Cut(rest, "\r")
	return version, nil
}

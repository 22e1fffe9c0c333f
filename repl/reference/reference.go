// Package reference is the command reference as the server's version has it, so
// that nobody is told of options that it would refuse.
//
// It promises that who looks something up at a key does not wait, but for a
// moment at the first one. It refuses to know how a server is asked for its
// version.
package reference

import (
	"context"
	"sync"
	"time"

	"redis-tutor/sandbox/command"
)

// versionWait is how long the server may take to say its version, and how
// long it is left alone when it did not answer.
const versionWait = time.Second

// firstWait is how long the first key may wait for a server that is slow to say
// its version: a hint that came sooner would tell of what it does not have.
const firstWait = 100 * time.Millisecond

// Reference is what a server of some version has of the command reference. The
// server is asked when it is first needed. One that answers without its version
// is taken for the newest, and Silent tells; one that does not answer is asked
// again while the reference is used, and nobody waits for that.
type Reference struct {
	all func() *command.Table
	ask func(ctx context.Context) (version string, err error)

	life    context.Context // until Close; all questions are asked in it
	end     context.CancelFunc
	running sync.WaitGroup

	mu     sync.Mutex
	table  *command.Table // once the server has answered
	told   bool           // it has said its version
	asking bool
	again  time.Time     // when it may be asked once more
	first  chan struct{} // closed when it was asked once
	once   sync.Once     // closes first
	moment sync.Once     // waits for it at the first key
}

// New returns the reference of a server that is asked for its version with ask,
// which returns "" when the server does not say. All is the reference of every
// version.
func New(all func() *command.Table, ask func(context.Context) (version string, err error)) *Reference {
	r := &Reference{all: all, ask: ask, first: make(chan struct{})}
	r.life, r.end = context.WithCancel(context.Background())
	return r
}

// Get returns the reference. Whoever needs it first waits for the server's
// version.
func (r *Reference) Get() *command.Table {
	r.known()
	<-r.first
	return r.known()
}

// Now returns the reference for what happens at a key: the newest one until the
// server has answered, for which the first key waits a moment.
func (r *Reference) Now() *command.Table {
	r.known()
	r.moment.Do(func() {
		select {
		case <-r.first:
		case <-time.After(firstWait):
		}
	})
	return r.known()
}

// Renew asks the server again: it may be another one, or talk to us only now.
// What was known holds until it answers.
func (r *Reference) Renew() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.put()
}

func (r *Reference) known() *command.Table {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.table != nil {
		return r.table
	}
	if !time.Now().Before(r.again) {
		r.put()
	}
	return r.all()
}

// put puts the question, with mu held.
func (r *Reference) put() {
	if !r.asking {
		r.asking = true
		r.running.Go(r.question)
	}
}

func (r *Reference) question() {
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
	if err == nil && (version != "" || r.table == nil) {
		r.table, r.told = table, version != ""
	}
}

// Silent reports whether the server has answered and not said its version: then
// the reference tells of things that it may not have.
func (r *Reference) Silent() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.table != nil && !r.told
}

// Close gives up asking. The reference can be used further.
func (r *Reference) Close() {
	r.end()
	r.running.Wait()
}

package compare

import (
	"context"
	"crypto/rand"
	"time"
)

// Setting is what a comparison is made with.
type Setting struct {
	Size Size
	// Dir is a folder for the databases, on the disk that is to be measured.
	// Files are made in it; to remove the folder is up to the caller.
	Dir string
	// Prefix begins the names of all keys; one that nobody else has when empty.
	Prefix string
	// Server is the Redis of most arms, Durable one with appendfsync always in
	// the same folder, Embedded the one in this process.
	Server, Durable, Embedded Redis
	// Tell hears how far it is, from several goroutines; may be nil.
	Tell func(Progress)
}

// Progress is how far a comparison is.
type Progress struct {
	Load, Arm   string // titles
	Round, Of   int    // the round, from 1, and how many there will be
	Done, InAll int    // requests
}

// Run measures all arms. When ctx ends, the result is what was measured by
// then, whole rounds only, and not Complete. So it is after an error, which says
// that nothing can be measured here, or that a store could no longer be asked.
func Run(ctx context.Context, s Setting) (*Result, error) {
	if s.Prefix == "" {
		s.Prefix = "redis-tutor-compare:" + rand.Text()[:8] + ":"
	}
	began := time.Now()
	c := &contest{Setting: s, result: &Result{Format: 1, How: How(), Began: began.UTC().Truncate(time.Second), Size: s.Size.name}}
	defer c.close()
	err := c.open(ctx)
	if err == nil {
		err = c.run(ctx)
	}
	c.result.Complete = err == nil
	if ctx.Err() != nil {
		err = nil
	}
	c.sum()
	c.result.Took = time.Since(began).Seconds()
	return c.result, err
}

// Describe readies all arms and measures nothing: the result tells how each is
// done here, which cannot be, and what the workloads are.
func Describe(ctx context.Context, s Setting) (*Result, error) {
	described := s.Size
	s.Size.loads = nil
	r, err := Run(ctx, s)
	if err == nil {
		for _, w := range described.loads {
			r.Workloads = append(r.Workloads, w.described())
		}
	}
	return r, err
}

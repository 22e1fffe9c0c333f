// Package proof shows that a course keeps its promises: it reads every
// lesson, holds it to the rules a lesson must obey, and plays it, solutions
// and mistakes and all, on a server it is given.
//
// It promises to report every fault with its file and line, and to judge by
// the same code that judges learners. It knows nothing of how a server is
// started or a report is printed.
package proof

import (
	"cmp"
	"context"
	"errors"
	"io/fs"
	"slices"
	"sync"
	"time"

	"redis-tutor/lessons"
	"redis-tutor/sandbox/command"
	"redis-tutor/sandbox/reply"
)

// Sandbox is one learner's Redis: what the learner types goes to Do, what the
// tutor asks to Observe, on a connection of its own. The web app and its
// browsers belong to it.
type Sandbox interface {
	lessons.Redis
	lessons.Web
	Do(ctx context.Context, args ...string) (reply.Value, error)
	Forward(ctx context.Context, d time.Duration) error
}

// Setting says what to prove, and on what.
type Setting struct {
	FS fs.FS // the course's folder

	// Open makes an empty sandbox and what to call when done with it. It is
	// called once for each step, from several goroutines.
	Open func() (Sandbox, func(), error)

	// Scratch makes the server on which mistakes are foreseen; nil means Open.
	Scratch func() (lessons.Redis, func(), error)

	Commands *command.Table
}

// Report is what was found.
type Report struct {
	Lessons   []Lesson
	Problems  []*lessons.Problem // by file and line; none for a good course
	Tasks     int
	Quizzes   int
	Exchanges int // commands shown with their reply
}

// Lesson counts what one lesson holds.
type Lesson struct {
	ID, Title             string
	Steps, Tasks, Quizzes int
}

// Check proves a course. The error means that the proof could not be made:
// the files cannot be read, or the sandbox failed.
func Check(ctx context.Context, s Setting) (Report, error) {
	c := &checker{Setting: s, broken: map[string]bool{}}
	course, err := lessons.Load(s.FS)
	if course == nil {
		return Report{}, err
	}
	c.load(err)
	c.count(course)
	if err := c.lint(course); err != nil {
		return Report{}, err
	}
	if err := c.playAll(ctx, course); err != nil {
		return Report{}, err
	}
	slices.SortStableFunc(c.Problems, func(a, b *lessons.Problem) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line))
	})
	return c.Report, nil
}

type checker struct {
	Setting
	Report
	mu     sync.Mutex      // guards Problems while steps are played
	broken map[string]bool // files that could not be understood
}

// load takes over what Load has found.
func (c *checker) load(err error) {
	joined, ok := err.(interface{ Unwrap() []error })
	if !ok {
		return
	}
	for _, err := range joined.Unwrap() {
		var p *lessons.Problem
		if errors.As(err, &p) {
			c.Problems = append(c.Problems, p)
			c.broken[p.File] = true
		}
	}
}

func (c *checker) count(course *lessons.Course) {
	for _, l := range course.Lessons {
		n := Lesson{ID: l.ID, Title: l.Title, Steps: len(l.Steps)}
		for _, s := range l.Steps {
			if s.Task != nil {
				n.Tasks++
			}
			if s.Quiz != nil {
				n.Quizzes++
			}
			for _, b := range s.Body {
				c.Exchanges += len(b.Exchanges)
			}
		}
		c.Tasks, c.Quizzes = c.Tasks+n.Tasks, c.Quizzes+n.Quizzes
		c.Lessons = append(c.Lessons, n)
	}
}

// side is how many steps are played at a time. On a real server most of the
// time is spent waiting for keys to expire.
const side = 8

// playAll plays the steps side by side, each on a sandbox of its own.
func (c *checker) playAll(ctx context.Context, course *lessons.Course) error {
	var (
		wg     sync.WaitGroup
		places = make(chan struct{}, side)
		errs   []error
	)
	for _, l := range course.Lessons {
		if c.broken[l.File] {
			continue
		}
		for _, s := range l.Steps {
			wg.Go(func() {
				places <- struct{}{}
				defer func() { <-places }()
				if err := c.playStep(ctx, l, s); err != nil {
					c.mu.Lock()
					defer c.mu.Unlock()
					errs = append(errs, err)
				}
			})
		}
	}
	wg.Wait()
	return errors.Join(errs...)
}

package repl

import (
	"context"
	"fmt"
	"strconv"

	"redis-tutor/lessons"
	"redis-tutor/lessons/websession/serve"
	"redis-tutor/repl/browse"
	"redis-tutor/repl/screen"
	"redis-tutor/repl/walk"
)

// The Session's side of the walk through the course.

// newWalk returns the learner's walk, which goes on at this prompt.
func (s *Session) newWalk() *walk.Walk {
	setting := lessons.Setting{
		Redis:    stage{s.layout(), s.web},
		Owned:    s.Owned,
		Scratch:  s.Scratch,
		Commands: s.Commands,
		DB:       s.Home,
		Rand:     s.Rand,
	}
	return walk.New(walk.Config{Screen: s.Screen, Course: s.Course, Store: s.Progress, Prompt: &lessonPrompt{s: s}, Setting: setting})
}

func (s *Session) layout() Layout {
	if s.Layout != nil {
		return s.Layout
	}
	return s.Sandbox
}

// stage is where a lesson lays out its steps, with the learner's web app.
type stage struct {
	Layout
	*browse.Web
}

// Learn shows the step at place ("lists", "lists/push"), or the one where the
// learner left the course when place is empty.
func (s *Session) Learn(ctx context.Context, place string) error { return s.walk.Learn(ctx, place) }

// Names reports whether the lesson names a key and is looking: such keys are
// the lesson's, all others the learner's.
func (s *Session) Names(key string) bool { return s.walk.Names(key) }

// enter answers an empty line: it runs the next command of the example as if
// it had been typed, or goes on.
func (s *Session) enter(ctx context.Context) {
	example, run := s.walk.Enter(ctx)
	if !run {
		return
	}
	s.Screen.Raw(s.prompt() + s.Screen.Paint(screen.Code, example) + "\n")
	s.take(ctx, example)
	s.walk.Ran()
}

// visited lets the lesson look after a request to the app, which may have
// written.
func (s *Session) visited(ctx context.Context) {
	s.remembered().Hesitate()
	s.walk.Visited(ctx)
}

// lessonPrompt is the prompt as the walk knows it.
type lessonPrompt struct {
	s   *Session
	ran *serve.App // the app that ran when the step began
}

func (p *lessonPrompt) DB() int { return p.s.Sandbox.State().DB }

func (p *lessonPrompt) Waiting() (over func()) { return p.s.sayWaiting(0) }

func (p *lessonPrompt) Long(ctx context.Context, draw func(out *screen.Screen) error) {
	p.s.long(ctx, draw)
}

func (p *lessonPrompt) Home(ctx context.Context) {
	p.ran = p.s.web.App()
	p.s.forget()
	p.s.comeHome(ctx)
}

func (p *lessonPrompt) Shown(l *lessons.Lesson, st *lessons.Step) {
	p.s.record.book.Chapter(l.Title + ": " + st.Title)
	if p.s.web.App() != p.ran {
		p.s.sayApp("For this step the app runs at")
	}
}

// comeHome brings the learner's connection back to where a step begins: out
// of a transaction, and in the database of the lessons.
func (s *Session) comeHome(ctx context.Context) {
	st := s.Sandbox.State()
	if st.InTx {
		if _, err := s.Sandbox.Do(ctx, "DISCARD"); err == nil {
			s.Screen.Note("The transaction that was open is discarded.")
		}
		s.me.queued = nil
		st = s.Sandbox.State()
	}
	if st.DB == s.Home {
		return
	}
	if v, err := s.Sandbox.Do(ctx, "SELECT", strconv.Itoa(s.Home)); err == nil && v.IsOK() {
		s.Screen.Note(fmt.Sprintf("Back to database %d.", s.Home))
	}
}

package program

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
	"sync/atomic"
	"time"

	"github.com/spf13/cobra"

	"redis-tutor/lessons"
	"redis-tutor/repl"
	"redis-tutor/repl/screen"
	"redis-tutor/repl/terminal"
	"redis-tutor/sandbox/reply"
)

// learn takes the learner through the course, from place or from where they
// left it.
func (a *app) learn(cmd *cobra.Command, place string) error {
	t, err := a.target()
	if err != nil {
		return err
	}
	course, err := a.outline()
	if err != nil {
		return err
	}
	if place != "" {
		lesson, step, _ := strings.Cut(place, "/")
		if _, _, err := course.Find(lesson, step); err != nil {
			return misuse(err, "redis-tutor lessons lists them")
		}
	}
	return a.converse(cmd.Context(), t, func(ctx context.Context, c *repl.Config) (s *repl.Session, watch *beside, err error) {
		if t.Server {
			if watch, err = a.moveIn(ctx, c, t.DB); err != nil {
				return nil, nil, err
			}
		}
		c.Course = func() (*lessons.Course, error) { return course, nil }
		c.Format = reply.Standard // what the lessons show
		delete(c.Settings, "output")
		if c.Progress, err = a.openProgress(c.Screen); err != nil {
			return nil, nil, err
		}
		s = repl.New(*c)
		if watch != nil {
			watch.lessons = s.Names
		}
		return s, watch, s.Learn(ctx, place)
	})
}

// moveIn readies a user's server for lessons.
func (a *app) moveIn(ctx context.Context, c *repl.Config, db int) (*beside, error) {
	if err := refuseStranger(ctx, c.Sandbox); err != nil {
		return nil, err
	}
	watch, err := a.besideKeys(ctx, c.Sandbox)
	if err != nil {
		return nil, failure(err)
	}
	if err := watch.clearUp(ctx, c.Terminal, c.Screen); err != nil {
		return nil, err
	}
	if err := refuseFull(ctx, c.Sandbox, db, a.flags.server.allowNonempty); err != nil {
		return nil, err
	}
	c.Sandbox, c.Layout, c.Owned = watch, layout{watch}, watch.keys.Split
	return watch, nil
}

// refuseStranger ends a lesson on a server that wants a password first. In
// practice AUTH can be typed; a lesson looks at the keys before its first
// prompt.
func refuseStranger(ctx context.Context, box repl.Sandbox) error {
	if all, err := box.Observe(ctx, 0, []string{"PING"}); err != nil || all[0].ErrorCode() != "NOAUTH" {
		return nil //nolint:nilerr // the next look fails as well, and says so
	}
	return failure(errors.New("the server wants a password, and lessons look at its keys before they begin"),
		"--askpass asks for it, REDISCLI_AUTH=PASSWORD or -a PASSWORD gives it; --user NAME goes with an ACL user's")
}

// refuseFull keeps lessons, which make and remove keys, away from a database
// that holds somebody's, unless that was allowed. In any case each step looks
// at the keys that it needs, in the other databases it turns to as well.
func refuseFull(ctx context.Context, box repl.Sandbox, db int, allowed bool) error {
	all, err := box.Observe(ctx, db, []string{"DBSIZE"})
	switch {
	case err != nil:
		return failure(err)
	case allowed:
		return nil
	case all[0].IsError():
		return failure(fmt.Errorf("the server does not say how many keys database %d holds: %s", db, all[0].Str()))
	case all[0].Int > 0:
		return failure(fmt.Errorf("database %d of this server is not empty (keys: %d), and lessons make and remove keys there", db, all[0].Int),
			"choose an empty database with -n NUMBER",
			"--allow-nonempty runs lessons beside those keys; a step that needs a name which is taken is refused",
			"or leave the server out: the lessons then run on a sandbox of their own")
	}
	return nil
}

// course loads the course that is shipped, or the one --course names.
func (a *app) course() (*lessons.Course, error) {
	from := a.Course
	if dir := a.flags.course; dir != "" {
		var err error
		if from, err = folder(dir, "--course takes a folder that holds lessons, one .md file each"); err != nil {
			return nil, err
		}
	}
	course, err := lessons.Load(from)
	if err != nil {
		first, _, _ := strings.Cut(err.Error(), "\n")
		return nil, failure(fmt.Errorf("the course has faults: %s", first), "`redis-tutor check "+a.flags.course+"` reports all of them")
	}
	return course, nil
}

// outline reads as much of the course as a walk needs. The course that is
// shipped is known to be sound; any other is read whole.
func (a *app) outline() (*lessons.Course, error) {
	if a.flags.course != "" {
		return a.course()
	}
	return lessons.Outline(a.Course)
}

// begin makes a session of what all are made of. On a user's server it has a
// lesson watched, else watch is nil.
type begin func(context.Context, *repl.Config) (s *repl.Session, watch *beside, err error)

// converse opens a Redis and a terminal, begins a session, and runs it. The
// terminal is restored whatever happens.
func (a *app) converse(ctx context.Context, t Target, with begin) error {
	box, err := a.open(ctx, t)
	if err != nil {
		return err
	}
	var open io.Closer = box // the Redis that the learner is at
	defer func() { open.Close() }()
	var session atomic.Pointer[repl.Session]
	term := a.newTerminal(&session)
	defer term.Close()
	a.terminal.Store(&term)
	defer context.AfterFunc(ctx, func() { term.Close() })()
	config := a.sessionConfig(t, box, term)
	if a.interactive() && a.plain() {
		config.Screen.Note(repl.NoArrowKeys)
	}
	s, watch, err := with(ctx, config)
	if err != nil {
		return err
	}
	session.Store(s)
	// The prompt does not need the command reference, and the first key does.
	defer time.AfterFunc(50*time.Millisecond, func() { a.Commands() }).Stop()
	if watch != nil {
		defer watch.finish(ctx, s.Screen)
	}
	for s != nil {
		if err := s.Run(ctx); err != nil {
			return err
		}
		next, itsRedis := s.Next()
		if s = next; s != nil {
			open.Close()
			open = itsRedis
			session.Store(s)
		}
	}
	return context.Cause(ctx) // a signal ended it, if anything
}

// sessionConfig is what all sessions of a person are made of.
func (a *app) sessionConfig(t Target, box Redis, term terminal.Terminal) *repl.Config {
	look := a.look(a.Out)
	look.Width = func() int { columns, _ := term.Size(); return columns }
	config := &repl.Config{
		Terminal: term,
		Sandbox:  box,
		Screen:   screen.New(term, look),
		Commands: a.Commands,
		Scratch:  a.scratch,
		Compare:  a.comparing(t),
		Home:     t.DB,
		Protocol: a.flags.server.protocol(),
		Careful:  a.careful(t),
		Spare:    t.Server,
		Settings: a.inForce(),
		Rand:     rand.New(rand.NewPCG(rand.Uint64(), rand.Uint64())),
	}
	config.SettingsFile = a.configFile()
	if a.interactive() {
		config.Shell, config.Program, config.Save = a.shell, installed, a.save
	}
	if a.interactive() && !a.plain() {
		config.Pager = a.pager
	}
	return config
}

// scratch opens an empty sandbox for a lesson to try things in.
func (a *app) scratch() (lessons.Redis, func(), error) { return a.embedded(context.Background()) }

package repl

import (
	"context"
	"errors"
	"strings"
	"time"

	"redis-tutor/repl/danger"
	"redis-tutor/repl/explain"
	"redis-tutor/repl/keyname"
	"redis-tutor/repl/line"
	"redis-tutor/repl/picture"
	"redis-tutor/repl/screen"
	"redis-tutor/sandbox/image"
	"redis-tutor/sandbox/reply"
)

// Looking at what there is. It is done on the tutor's connection, in the
// database of whoever is at the prompt: a transaction goes on undisturbed.

// show draws the keyspace, a part of it, or keys.
func (s *Session) show(ctx context.Context, args []string) {
	s.long(ctx, func(out *screen.Screen) error {
		defer s.sayWaiting(0)() // a large keyspace takes its time
		a := s.album(ctx, out)
		if len(args) == 0 {
			_, err := a.Tree(s.here().DB, "")
			return err
		}
		for i, name := range args {
			if i > 0 {
				out.Blank()
			}
			if err := s.showOne(a, name); err != nil {
				return err
			}
		}
		return nil
	})
}

// showOne draws the key of that name; failing that, the keys that a folder or
// pattern of that name holds.
func (s *Session) showOne(a *picture.Album, name string) error {
	found, err := a.Key(name)
	if found || err != nil {
		return err
	}
	if keyname.IsPattern(name) || strings.HasSuffix(name, ":") {
		n, err := a.Tree(s.here().DB, name)
		if n == 0 && err == nil {
			a.Out.Note("No match.")
		}
		return err
	}
	if folder, err := a.Holds(name + ":"); err != nil {
		return err
	} else if folder {
		_, err := a.Tree(s.here().DB, name+":")
		return err
	}
	return a.Missing(name)
}

// explain says what a command would do, without running it.
func (s *Session) explain(ctx context.Context, args []string) {
	_, args, err := line.Count(args)
	if len(args) == 0 || err != nil {
		s.Screen.Error(errors.New("explain needs a command"), "explain SET hello world says what that would do here")
		return
	}
	st := s.here()
	a, err := explain.Explain(explain.Question{
		Args: args, Commands: s.Commands(), InTx: st.InTx,
		Look: func(commands ...[]string) ([]reply.Value, error) { return s.Sandbox.Observe(ctx, st.DB, commands...) },
	})
	var unknown *explain.Unknown
	switch {
	case errors.As(err, &unknown):
		s.explainUnknown(args, unknown)
		return
	case err != nil:
		s.Screen.Error(err)
		return
	}
	if h, harms := danger.Of(args, s.beforehand(ctx, s.at)); harms {
		a.Beware = append(a.Beware, "Dangerous on a server that others use: "+h.Why+".")
	}
	s.long(ctx, func(out *screen.Screen) error {
		sayExplained(out, a)
		return nil
	})
}

// sayExplained writes what explain has found.
func sayExplained(out *screen.Screen, a *explain.Answer) {
	out.Say(screen.Loud, "%s", a.Form)
	if a.Summary != "" {
		out.Say(screen.Plain, "%s.", a.Summary)
	}
	for _, part := range a.Parts {
		text := part.Text
		if part.Fate != "" {
			text += out.Leads() + part.Fate
		}
		out.Entry(part.Term, text)
	}
	for _, text := range a.Beware {
		out.Noted(screen.Warn, text)
	}
}

func (s *Session) explainUnknown(args []string, unknown *explain.Unknown) {
	hints := []string{"help lists the groups of commands"}
	switch {
	case s.words.has(args[0]):
		hints = []string{"it is a word for the tutor: `help " + args[0] + "`"}
	case len(unknown.Near) > 0:
		hints = []string{"near it: " + strings.Join(unknown.Near, ", ")}
	}
	s.Screen.Error(unknown, hints...)
}

// album draws what the database holds.
func (s *Session) album(ctx context.Context, out *screen.Screen) *picture.Album {
	db := s.here().DB
	return &picture.Album{
		Out:  out,
		Look: func(commands ...[]string) ([]reply.Value, error) { return s.Sandbox.Observe(ctx, db, commands...) },
		Lifetime: func(key string) time.Duration {
			return s.past.lifetimes[image.Key{DB: db, Name: key}]
		},
	}
}

// look is one reading command, for those to whom a server that cannot be asked
// is like one that refuses.
func look(ctx context.Context, box Sandbox, db int, args []string) reply.Value {
	all, err := box.Observe(ctx, db, args)
	if err != nil {
		return reply.NewError("ERR " + err.Error())
	}
	return all[0]
}

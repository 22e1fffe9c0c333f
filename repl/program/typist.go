package program

import (
	"context"
	"io"
	"os"
	"sync/atomic"

	"redis-tutor/repl"
	"redis-tutor/repl/line"
	"redis-tutor/repl/screen"
	"redis-tutor/repl/terminal"
	"redis-tutor/repl/typing"
	"redis-tutor/sandbox/command"
	"redis-tutor/sandbox/reply"
)

// typist returns what helps while the learner types, once there is a session.
func (a *app) typist(session *atomic.Pointer[repl.Session]) *typing.Typist {
	c := typing.Config{
		Commands: func() *command.Table { return session.Load().Reference() },
		Mute:     func() bool { s := session.Load(); return s == nil || s.Asking() },
		Program:  installed,
		Spoken:   a.set().On("plain"),
		Words:    func() []typing.Word { return session.Load().Words() },
		Ask: func(ctx context.Context, args ...string) (reply.Value, error) {
			return session.Load().Ask(ctx, args...)
		},
	}
	if a.colored(a.Out) {
		c.Paint = screen.New(io.Discard, screen.Options{Color: true, Light: a.light()}).Paint
	}
	return typing.New(c)
}

// newTerminal returns the line editor, or a plain reader where one of the ends
// is no terminal or the editor cannot start.
func (a *app) newTerminal(session *atomic.Pointer[repl.Session]) terminal.Terminal {
	if !a.interactive() {
		return terminal.NewPlain(a.In, a.Out)
	}
	typist := a.typist(session)
	wanted := func() bool { s := session.Load(); return s != nil && s.Hints() }
	c := terminal.Config{
		In:       a.In.(*os.File),
		Out:      a.Out.(*os.File),
		Complete: typist.Complete,
		Keep:     typist.Keep,
		Pasted:   line.Pasted,
		ASCII:    a.ascii(),

		Unfinished: typist.Unfinished,
		More:       line.More,
	}
	a.assist(&c, typist, wanted)
	a.adjust(&c)
	t, err := terminal.New(c)
	if err != nil {
		return terminal.NewPlain(a.In, a.Out)
	}
	return t
}

// assist has c show what typist tells unasked: what it says of the line and how
// the history goes on with it, for as long as hints are wanted, and its colours.
func (a *app) assist(c *terminal.Config, typist *typing.Typist, wanted func() bool) {
	c.Say = func(text string) (hint, fault string) {
		if !wanted() {
			return "", ""
		}
		return typist.Say(text)
	}
	if !a.colored(a.Out) {
		return
	}
	c.Paint = typist.Paint
	c.Ghost = func(rest string) string {
		if !wanted() {
			return ""
		}
		return typist.Ghost(rest)
	}
}

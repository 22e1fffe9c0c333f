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
		Hint:     when(wanted, typist.Hint),
		Fault:    when(wanted, typist.Fault),
		Complete: typist.Complete,
		Keep:     typist.Keep,
		Pasted:   line.Pasted,
		ASCII:    a.ascii(),

		Unfinished: typist.Unfinished,
		More:       line.More,
	}
	if a.colored(a.Out) {
		c.Paint, c.Ghost = typist.Paint, when(wanted, typist.Ghost)
	}
	a.adjust(&c)
	t, err := terminal.New(c)
	if err != nil {
		return terminal.NewPlain(a.In, a.Out)
	}
	return t
}

// when returns f for as long as it is wanted; else what it shows is nothing.
func when(wanted func() bool, f func(string) string) func(string) string {
	return func(text string) string {
		if !wanted() {
			return ""
		}
		return f(text)
	}
}

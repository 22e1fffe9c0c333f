package terminal

import (
	"io"
	"os"

	"golang.org/x/sys/windows"
	"golang.org/x/term"
)

// A tty is a console. It speaks the sequences of other terminals once it is
// told to; it has no job control and no signal for a new size, which is asked
// for at each drawing anyway.
type tty struct {
	in, out windows.Handle
	found   *term.State
	outMode uint32
	hasOut  bool
	*os.File
}

func openTTY(in *os.File, out io.Writer) (device, error) {
	t := &tty{in: windows.Handle(in.Fd()), File: in}
	if f, ok := out.(*os.File); ok {
		t.out = windows.Handle(f.Fd())
		t.hasOut = windows.GetConsoleMode(t.out, &t.outMode) == nil
	}
	found, err := term.GetState(int(t.in))
	t.found = found
	return t, err
}

func (t *tty) raw() error {
	if _, err := term.MakeRaw(int(t.in)); err != nil {
		return err
	}
	if !t.hasOut {
		return nil
	}
	return windows.SetConsoleMode(t.out, t.outMode|
		windows.ENABLE_PROCESSED_OUTPUT|windows.ENABLE_VIRTUAL_TERMINAL_PROCESSING)
}

func (t *tty) restore() error {
	if t.hasOut {
		windows.SetConsoleMode(t.out, t.outMode)
	}
	return term.Restore(int(t.in), t.found)
}

func (t *tty) mayStop() bool { return false }
func (t *tty) suspend()      {}

// stop cannot end a pending read of a console: its goroutine ends with the
// process.
func (t *tty) stop() {}

// hold cannot keep a pending read of a console from its keys: the first one
// that another program should get is lost.
func (t *tty) hold(<-chan struct{}) (release func()) { return func() {} }

func (t *tty) cooked() bool                   { return true }
func (t *tty) resized(func()) (forget func()) { return func() {} }

// readable does not know: a console tells of keys and not of lines.
func readable(*os.File) bool { return false }

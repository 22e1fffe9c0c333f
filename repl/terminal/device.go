package terminal

import (
	"io"
	"os"

	"golang.org/x/term"
)

// A device is the terminal itself: its modes, and its bytes.
type device interface {
	io.Reader
	raw() error                                  // keys arrive one by one, unseen and unjudged
	restore() error                              // the modes as they were found
	mayStop() bool                               // a shell is there that can start the process again
	suspend()                                    // stops the process until the shell goes on
	stop()                                       // ends a pending Read, where that can be done
	hold(ended <-chan struct{}) (release func()) // nothing is read until release; ended: nobody reads
	cooked() bool                                // \n is turned into \r\n
	resized(changed func()) (forget func())
}

// openDevice returns the device behind in.
func openDevice(in io.Reader, out io.Writer) (device, error) {
	f, ok := in.(*os.File)
	if !ok || !term.IsTerminal(int(f.Fd())) {
		return stream{in}, nil
	}
	d, err := openTTY(f, out)
	if err != nil {
		return nil, err
	}
	if err := d.raw(); err != nil {
		d.stop()
		return nil, err
	}
	return d, nil
}

// A stream is a terminal at the far end of a connection, raw already.
type stream struct{ io.Reader }

func (stream) raw() error                     { return nil }
func (stream) restore() error                 { return nil }
func (stream) mayStop() bool                  { return false }
func (stream) suspend()                       {}
func (stream) stop()                          {}
func (stream) hold(<-chan struct{}) func()    { return func() {} }
func (stream) cooked() bool                   { return false }
func (stream) resized(func()) (forget func()) { return func() {} }

// Columns returns how wide the terminal behind out is; 80 when there is none.
func Columns(out io.Writer) int {
	columns, _ := clampSize(sizeOf(out)())
	return columns
}

// fileSize asks the terminal behind f for its size; 0, 0 when there is none.
func fileSize(f *os.File) (columns, rows int) {
	columns, rows, err := term.GetSize(int(f.Fd()))
	if err != nil {
		return 0, 0
	}
	return columns, rows
}

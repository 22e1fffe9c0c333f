//go:build unix

package terminal

import (
	"io"
	"os"
	"os/signal"
	"time"

	"golang.org/x/sys/unix"
)

// A tty is a terminal of this machine.
type tty struct {
	fd       int
	found    unix.Termios // the modes to be restored
	wake     [2]*os.File  // a pipe: a byte holds a pending Read, closing ends it
	wakeable bool
	held     chan struct{} // Read says that it is held
	release  chan struct{} // and goes on
}

func openTTY(in *os.File, _ io.Writer) (device, error) {
	t := &tty{fd: int(in.Fd()), held: make(chan struct{}), release: make(chan struct{})}
	found, err := unix.IoctlGetTermios(t.fd, getModes)
	if err != nil {
		return nil, os.NewSyscallError("tcgetattr", err)
	}
	t.found = *found
	t.wake[0], t.wake[1], err = os.Pipe()
	if err != nil {
		return nil, err
	}
	t.wakeable = max(t.fd, int(t.wake[0].Fd())) < unix.FD_SETSIZE
	return t, nil
}

// raw leaves output processing on, unlike term.MakeRaw: what a library or a
// panic prints stays readable.
func (t *tty) raw() error {
	m := t.found
	m.Iflag &^= unix.IGNBRK | unix.BRKINT | unix.PARMRK | unix.ISTRIP |
		unix.INLCR | unix.IGNCR | unix.ICRNL | unix.IXON
	m.Lflag &^= unix.ECHO | unix.ECHONL | unix.ICANON | unix.ISIG | unix.IEXTEN
	m.Cflag = m.Cflag&^(unix.CSIZE|unix.PARENB) | unix.CS8
	m.Oflag |= unix.OPOST | unix.ONLCR
	m.Cc[unix.VMIN], m.Cc[unix.VTIME] = 1, 0
	return os.NewSyscallError("tcsetattr", unix.IoctlSetTermios(t.fd, setModes, &m))
}

func (t *tty) restore() error {
	return os.NewSyscallError("tcsetattr", unix.IoctlSetTermios(t.fd, setModes, &t.found))
}

func (t *tty) cooked() bool { return true }

// Read waits with select, which unlike poll knows terminals everywhere.
func (t *tty) Read(p []byte) (int, error) {
	for {
		if t.wakeable && !t.ready() {
			return 0, io.EOF
		}
		n, err := unix.Read(t.fd, p)
		switch {
		case err == unix.EINTR || err == unix.EAGAIN:
			continue
		case err != nil:
			return 0, os.NewSyscallError("read", err)
		case n == 0:
			return 0, io.EOF
		}
		return n, nil
	}
}

// ready waits until there is something to read. False: stop was called.
func (t *tty) ready() bool {
	wake := int(t.wake[0].Fd())
	for {
		var set unix.FdSet
		set.Set(t.fd)
		set.Set(wake)
		_, err := unix.Select(max(t.fd, wake)+1, &set, nil, nil, nil)
		switch {
		case err == unix.EINTR:
			continue
		case err != nil:
			return false
		}
		if !set.IsSet(wake) {
			return true
		}
		if n, err := t.wake[0].Read(make([]byte, 1)); n == 0 || err != nil {
			t.wake[0].Close()
			return false
		}
		t.held <- struct{}{}
		<-t.release
	}
}

func (t *tty) stop() { t.wake[1].Close() }

// hold keeps Read away from the terminal, whose keys are for somebody else.
func (t *tty) hold(ended <-chan struct{}) (release func()) {
	nothing := func() {}
	if !t.wakeable {
		return nothing
	}
	if _, err := t.wake[1].Write([]byte{0}); err != nil {
		return nothing // stopped
	}
	select {
	case <-t.held:
		return func() { t.release <- struct{}{} }
	case <-ended:
		return nothing
	}
}

// mayStop reports whether a job-control shell waits: the process group is the
// terminal's foreground one, and not that of the session's leader.
func (t *tty) mayStop() bool {
	group := unix.Getpgrp()
	session, err := unix.Getsid(0)
	if err != nil || session == group {
		return false
	}
	foreground, err := unix.IoctlGetInt(t.fd, unix.TIOCGPGRP)
	return err == nil && foreground == group
}

// suspend stops the process group. The kernel drops the signal where it
// thinks that nobody could undo it, hence the time limit.
func (t *tty) suspend() {
	resumed := make(chan os.Signal, 1)
	signal.Notify(resumed, unix.SIGCONT)
	defer signal.Stop(resumed)
	if unix.Kill(0, unix.SIGTSTP) != nil {
		return
	}
	select {
	case <-resumed:
	case <-time.After(500 * time.Millisecond):
	}
}

// resized calls changed after each change of the terminal's size.
func (t *tty) resized(changed func()) (forget func()) {
	signals := make(chan os.Signal, 1)
	done := make(chan struct{})
	signal.Notify(signals, unix.SIGWINCH)
	go func() {
		for {
			select {
			case <-signals:
				changed()
			case <-done:
				return
			}
		}
	}()
	return func() { signal.Stop(signals); close(done) }
}

// readable reports whether a line has been typed that nobody has read.
func readable(f *os.File) bool {
	var set unix.FdSet
	fd := int(f.Fd())
	set.Set(fd)
	n, err := unix.Select(fd+1, &set, nil, nil, &unix.Timeval{})
	return err == nil && n > 0
}

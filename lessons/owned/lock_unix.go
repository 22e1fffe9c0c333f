//go:build unix

package owned

import (
	"os"

	"golang.org/x/sys/unix"
)

// tryLock takes the lock of f and does not wait for it. The system lets it go
// when f is closed, or its process ends in whatever way.
func tryLock(f *os.File) error {
	for {
		err := unix.Flock(int(f.Fd()), unix.LOCK_EX|unix.LOCK_NB)
		if err != unix.EINTR {
			return os.NewSyscallError("flock", err)
		}
	}
}

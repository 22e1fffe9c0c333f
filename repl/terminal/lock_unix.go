//go:build unix

package terminal

import (
	"os"

	"golang.org/x/sys/unix"
)

// lockFile waits until no other process holds f. Closing f lets it go.
func lockFile(f *os.File) error {
	for {
		err := unix.Flock(int(f.Fd()), unix.LOCK_EX)
		if err != unix.EINTR {
			return os.NewSyscallError("flock", err)
		}
	}
}

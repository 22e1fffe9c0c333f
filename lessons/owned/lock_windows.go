package owned

import (
	"os"

	"golang.org/x/sys/windows"
)

// tryLock takes the lock of f and does not wait for it. The system lets it go
// when f is closed, or its process ends in whatever way.
func tryLock(f *os.File) error {
	const all = ^uint32(0)
	err := windows.LockFileEx(windows.Handle(f.Fd()), windows.LOCKFILE_EXCLUSIVE_LOCK|windows.LOCKFILE_FAIL_IMMEDIATELY,
		0, all, all, new(windows.Overlapped))
	return os.NewSyscallError("LockFileEx", err)
}

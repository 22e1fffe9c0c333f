//go:build unix && !linux

package sandbox

import "syscall"

// apart puts a child into a session of its own, out of reach of the
// terminal's signals. These systems do not end a child with its parent: the
// guard does.
func apart(bool) *syscall.SysProcAttr { return &syscall.SysProcAttr{Setsid: true} }

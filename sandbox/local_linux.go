package sandbox

import "syscall"

// apart puts a child into a session of its own, out of reach of the
// terminal's signals. With dies the kernel ends it when our thread ends.
func apart(dies bool) *syscall.SysProcAttr {
	attr := &syscall.SysProcAttr{Setsid: true}
	if dies {
		attr.Pdeathsig = syscall.SIGKILL
	}
	return attr
}

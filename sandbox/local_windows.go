package sandbox

import (
	"errors"
	"syscall"
)

// localPossible is false where no Redis server runs.
const localPossible = false

type guard struct{ log string }

func startGuard(string) (*guard, error) { return nil, errors.ErrUnsupported }

func (*guard) watch(int) {}
func (*guard) dismiss()  {}

func apart(bool) *syscall.SysProcAttr { return nil }

package program

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"
)

// crash makes an error of a panic. The stack goes into a file, since it says
// nothing to a learner; the terminal has been restored by then. It must be
// called where the panic is recovered.
func (a *app) crash(fault any) error {
	err := fmt.Errorf("the program has a fault: %v", fault)
	path := a.stateFile("crash.txt")
	hints := []string{"what you solved is saved; redis-tutor goes on there"}
	report := fmt.Sprintf("%v\n\n%s", fault, debug.Stack())
	if os.MkdirAll(filepath.Dir(path), 0o700) == nil && os.WriteFile(path, []byte(report), 0o600) == nil {
		hints = append(hints, "please report it with the file "+path)
	}
	return failure(err, hints...)
}

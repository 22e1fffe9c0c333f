//go:build unix

package sandbox

import (
	"fmt"
	"io"
	"os/exec"
)

const localPossible = true

// guard is a shell that waits for the end of this process.
type guard struct {
	shell *exec.Cmd
	pipe  io.WriteCloser
	log   string // the server's, kept when its folder is gone
}

// guardScript reads a process id and then waits. A second line says that all
// is well; the end of the pipe before it says that we are gone, and then the
// process must go and the folder with it. Without the process id there is no
// server, or one that has been started this very moment: that one the kernel
// ends, where it can (see apart), and elsewhere it stays.
const guardScript = `read -r pid; read -r well && exit; [ -z "$pid" ] || kill -9 "$pid"; rm -rf -- "$1"`

// startGuard starts the guard of a folder. It is there before the server is:
// between the server's start and watch lies only the time to write a line.
func startGuard(dir string) (*guard, error) {
	g := &guard{shell: exec.Command("/bin/sh", "-c", guardScript, "sh", dir)}
	g.shell.SysProcAttr = apart(false)
	g.shell.Dir = "/"
	var err error
	if g.pipe, err = g.shell.StdinPipe(); err != nil {
		return nil, err
	}
	return g, g.shell.Start()
}

// watch tells the guard which process to end.
func (g *guard) watch(pid int) { fmt.Fprintln(g.pipe, pid) }

// dismiss sends the guard away when there is nothing left to guard.
func (g *guard) dismiss() {
	fmt.Fprint(g.pipe, "\n\n") // the first is the process id where none was told
	g.pipe.Close()
	g.shell.Wait()
}

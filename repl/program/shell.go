package program

import (
	"context"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"syscall"

	"redis-tutor/repl/pager"
)

// shell runs a command line as the user's own shell would, on the program's
// terminal.
func (a *app) shell(ctx context.Context, command, input string) error {
	name, flag := a.Env("SHELL"), "-c"
	switch {
	case runtime.GOOS == "windows":
		name, flag = "cmd", "/c"
	case name == "":
		name = "/bin/sh"
	}
	return a.run(exec.CommandContext(ctx, name, flag, command), input)
}

// pager shows text with the program that $PAGER names, or with less where that
// is installed. An empty $PAGER names none.
func (a *app) pager(ctx context.Context, text string) error {
	command, chosen := a.Env("PAGER"), true
	if command == "" {
		command, chosen = installedPager(), false
	}
	if command == "" {
		return pager.ErrNone
	}
	sh, flag := "/bin/sh", "-c"
	if runtime.GOOS == "windows" {
		sh, flag = "cmd", "/c"
	}
	cmd := exec.CommandContext(ctx, sh, flag, command)
	cmd.Env = os.Environ()
	if a.Env("LESS") == "" {
		// It ends by itself at a text that fits, shows colours, leaves the
		// text on the screen, and says how to go on.
		cmd.Env = append(cmd.Env, "LESS=-FRX -Ps-- Space goes on, q stops --$")
	}
	err := a.run(cmd, text)
	if interrupted(cmd) {
		return nil // less goes on after a Ctrl-C, and the shell dies of it when less ends
	}
	if !chosen && err != nil && ctx.Err() == nil {
		return pager.ErrNone // it is there, and does not work
	}
	return err
}

// interrupted reports whether a program died of Ctrl-C.
func interrupted(cmd *exec.Cmd) bool {
	if cmd.ProcessState == nil {
		return false
	}
	status, ok := cmd.ProcessState.Sys().(syscall.WaitStatus)
	return ok && status.Signaled() && status.Signal() == syscall.SIGINT
}

func installedPager() string {
	if runtime.GOOS == "windows" {
		return "" // its more knows no colours
	}
	if installed("less") {
		return "less"
	}
	return ""
}

// installed reports whether there is a program of a name on PATH.
func installed(name string) bool {
	_, err := exec.LookPath(name)
	return err == nil
}

// run runs a program on the terminal with input.
func (a *app) run(cmd *exec.Cmd, input string) error {
	cmd.Stdin, cmd.Stdout, cmd.Stderr = strings.NewReader(input), a.Out, a.Err
	err := cmd.Run()
	if cmd.ProcessState != nil && cmd.ProcessState.Success() {
		return nil // it may have left before it read all of its input
	}
	return err
}

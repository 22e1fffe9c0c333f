package main

import (
	"fmt"
	"io"
	"os"
	"os/exec"
	"reflect"
	"strings"

	"github.com/creack/pty"
	"github.com/rogpeppe/go-internal/testscript"
	"golang.org/x/term"

	"redis-tutor/repl/terminal/terminaltest"
)

// runTerminal is the script command "terminal FILE COMMAND...": it runs the
// command in a pseudo-terminal of 80 columns and types the lines of FILE,
// each when the prompt waits for it. Then it types Ctrl-D, unless the command has
// ended, waits for the end, and leaves what was on the screen, without escapes,
// in the file "screen". With "!" the command must fail. However it ends, the
// terminal must be as it was.
func runTerminal(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) < 2 {
		ts.Fatalf("usage: terminal FILE COMMAND...")
	}
	lines := strings.Split(strings.TrimSuffix(ts.ReadFile(args[0]), "\n"), "\n")
	tty, own := openTerminal(ts)
	found, err := term.GetState(int(own.Fd()))
	ts.Check(err)
	cmd := commandAt(ts, own, args[1:])
	ts.Check(cmd.Start())
	seen := terminaltest.Watch(tty)
	for _, line := range lines {
		if !seen.Prompt() {
			ts.Fatalf("no prompt before %q; on the screen:\n%s", line, seen.Text())
		}
		fmt.Fprintf(tty, "%s\r", line)
	}
	err = hangUp(cmd, tty, seen)
	left, stateErr := term.GetState(int(own.Fd()))
	own.Close()
	seen.Wait()
	ts.Check(os.WriteFile(ts.MkAbs("screen"), []byte(seen.Text()), 0o600))
	if neg != (err != nil) {
		ts.Fatalf("ended with %v; on the screen:\n%s", err, seen.Text())
	}
	if stateErr != nil || !reflect.DeepEqual(left, found) || len(seen.LeftOn()) > 0 {
		ts.Fatalf("the terminal is not as it was: %v, %v", stateErr, seen.LeftOn())
	}
}

// commandAt returns a command that has a terminal for its standard streams,
// and of the script's environment what the program heeds.
func commandAt(ts *testscript.TestScript, own *os.File, args []string) *exec.Cmd {
	path, err := exec.LookPath(args[0])
	ts.Check(err)
	cmd := exec.Command(path, args[1:]...)
	cmd.Dir = ts.MkAbs(".")
	for _, name := range []string{"HOME", "PATH", "XDG_STATE_HOME", "XDG_CONFIG_HOME", "REDISCLI_HISTFILE", "LANG", "TERM", "NO_COLOR", "REDIS_SOCKET"} {
		cmd.Env = append(cmd.Env, name+"="+ts.Getenv(name))
	}
	cmd.Stdin, cmd.Stdout, cmd.Stderr = own, own, own
	return cmd
}

// hangUp types Ctrl-D when the prompt waits once more, unless the command ends
// before, and returns how it ended.
func hangUp(cmd *exec.Cmd, tty io.Writer, seen *terminaltest.Transcript) error {
	ended, asked := make(chan error, 1), make(chan struct{})
	go func() { ended <- cmd.Wait() }()
	go func() { seen.Prompt(); close(asked) }()
	select {
	case <-asked:
		tty.Write([]byte{4})
		return <-ended
	case err := <-ended:
		return err
	}
}

// openTerminal opens both ends of a pseudo-terminal of 80 columns, until the
// script ends: the person's, and the program's own.
func openTerminal(ts *testscript.TestScript) (tty, own *os.File) {
	tty, own, err := pty.Open()
	ts.Check(err)
	ts.Defer(func() { tty.Close(); own.Close() })
	ts.Check(pty.Setsize(tty, &pty.Winsize{Rows: 24, Cols: 80}))
	return tty, own
}

//go:build linux

package program_test

import (
	"os/exec"
	"strings"
	"testing"

	"redis-tutor/sandbox/sandboxtest"
)

// TestServerComesAndGoes: practice begins at a server that is started later, and
// the prompt of a line that is being typed tells when it is lost.
func TestServerComesAndGoes(t *testing.T) {
	tt := newTeletype(t)
	socket := sandboxtest.Socket(t)
	cmd := tt.start(nil, "practice", "-s", socket, "-n", "2")
	tt.see("error: could not connect to Redis at " + socket)
	tt.see("hint: start a server there and go on")
	tt.see("not connected> ")
	tt.press("PING\r")
	tt.see("hint: the next command tries to connect again\n")
	stop := sandboxtest.ServerAt(t, socket)
	tt.press("SUBSCRIBE news\r")
	tt.see("# Connected to database 2.\n")
	tt.see("(subscribed mode)> ")
	tt.press("GET typed")
	tt.see("(subscribed mode)> GET typed")
	stop()
	tt.see("not connected> GET typed")
	sandboxtest.ServerAt(t, socket)
	tt.press("-on\r")
	tt.see("There is no key typed-on")
	tt.press("quit\r")
	if code := tt.end(cmd); code != 0 {
		t.Errorf("ended with %d", code)
	}
}

// TestNoServer: what needs a server at once, and what nobody types at, ends with
// an error.
func TestNoServer(t *testing.T) {
	for _, args := range []string{"learn -s SOCKET", "practice -s SOCKET PING", "practice -s SOCKET"} {
		cmd := exec.Command(built(t), strings.Fields(strings.ReplaceAll(args, "SOCKET", sandboxtest.Socket(t)))...)
		cmd.Env = []string{"HOME=" + t.TempDir()}
		cmd.Stdin = strings.NewReader("PING\n")
		text, err := cmd.CombinedOutput()
		if got := string(text); cmd.ProcessState.ExitCode() != 1 || !strings.HasPrefix(got, "error: could not connect to Redis at ") || !strings.Contains(got, "brings its own") {
			t.Errorf("%s: %v, %s", args, err, got)
		}
	}
}

//go:build unix

package terminal

import (
	"io"
	"testing"

	"github.com/creack/pty"
)

// TestDumbAsk pastes at a terminal whose driver edits the lines: one read gives
// one of them, and the others wait in the driver.
func TestDumbAsk(t *testing.T) {
	master, slave, err := pty.Open()
	if err != nil {
		t.Fatal(err)
	}
	defer slave.Close()
	defer master.Close()
	p := newPlain(slave, io.Discard, func() (int, int) { return 80, 24 }, true)
	io.WriteString(master, "flushdb\ny\nping\n")
	if line, err := p.ReadLine(""); err != nil || line != "flushdb" {
		t.Fatalf("%q, %v", line, err)
	}
	asked := make(chan string)
	go func() {
		line, _ := p.Ask("Sure? ")
		asked <- line
	}()
	for held := false; !held; {
		p.mu.Lock()
		held = p.prompt == "Sure? "
		p.mu.Unlock()
	}
	io.WriteString(master, "no\n")
	if line := <-asked; line != "no" {
		t.Errorf("the answer is %q", line)
	}
	if n := p.DropPasted(); n != 2 {
		t.Errorf("%d lines were dropped, want 2", n)
	}
}

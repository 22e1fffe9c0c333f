package sandbox

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"
)

// orphan is set in the process that TestKernelEnds ends.
const orphan = "REDIS_TUTOR_TEST_ORPHAN"

// TestOrphan is that process: it has a child like a server, and no guard.
func TestOrphan(t *testing.T) {
	if os.Getenv(orphan) == "" {
		t.Skip("only run by TestKernelEnds")
	}
	child := exec.Command("sleep", "600")
	child.SysProcAttr = apart(true)
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	fmt.Printf("child %d\n", child.Process.Pid)
	_ = child.Wait()
}

// TestKernelEnds: without a guard the kernel ends the server with us.
func TestKernelEnds(t *testing.T) {
	cmd := exec.Command(os.Args[0], "-test.run=^TestOrphan$")
	cmd.Env = append(os.Environ(), orphan+"=1")
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	var pid int
	line, err := bufio.NewReader(out).ReadString('\n')
	if _, scanErr := fmt.Sscanf(line, "child %d\n", &pid); err != nil || scanErr != nil {
		t.Fatalf("the process says %q: %v", line, err)
	}
	_ = cmd.Process.Kill()
	_ = cmd.Wait()
	for range 10_000 {
		stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
		if err != nil || strings.Contains(string(stat), ") Z ") { // ended, and waited for by nobody
			return
		}
		time.Sleep(time.Millisecond)
	}
	t.Error("the child goes on")
	if child, err := os.FindProcess(pid); err == nil {
		_ = child.Kill()
	}
}

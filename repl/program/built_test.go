package program_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
)

// building is the program as users build it: made when a test first asks for
// it, and gone when all have ended.
type building struct {
	once   sync.Once
	folder string // "" before it is made
	err    error
}

var programBuilt building

func TestMain(m *testing.M) {
	code := m.Run()
	if programBuilt.folder != "" {
		os.RemoveAll(programBuilt.folder)
	}
	os.Exit(code)
}

// built returns the path of the program.
func built(t testing.TB) string {
	t.Helper()
	b := &programBuilt
	b.once.Do(b.build)
	if b.err != nil {
		t.Fatal(b.err)
	}
	return b.program()
}

func (b *building) program() string { return filepath.Join(b.folder, "redis-tutor") }

func (b *building) build() {
	if b.folder, b.err = os.MkdirTemp("", "built"); b.err != nil {
		return
	}
	cmd := exec.Command("go", "build", "-o", b.program(), "redis-tutor")
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := cmd.CombinedOutput(); err != nil {
		b.err = fmt.Errorf("%w: %s", err, out)
	}
}

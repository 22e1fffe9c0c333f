package program

import (
	"os"
	"path/filepath"
	"testing"

	"redis-tutor/lessons/websession/compare"
)

// TestDatabases: what is measured by default is a disk, also where temporary
// files are in memory; a folder that the user names is taken as it is.
func TestDatabases(t *testing.T) {
	const memory = "/dev/shm"
	state := t.TempDir()
	if !compare.InMemory(memory) || compare.InMemory(state) {
		t.Skip("it takes a disk, and a folder in memory")
	}
	t.Setenv("TMPDIR", memory)
	work := t.TempDir()
	t.Chdir(work)
	for _, c := range []struct{ state, named, want string }{
		{state, "", state},
		{filepath.Join(state, "none"), "", work},
		{state, memory, memory},
	} {
		a := &app{House: House{State: c.state}}
		made, err := a.databases(c.named)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { os.RemoveAll(made) })
		if got := filepath.Dir(made); got != c.want {
			t.Errorf("%q: the databases go into %s, want %s", c.named, got, c.want)
		}
	}
}

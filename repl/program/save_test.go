package program

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
)

func TestSave(t *testing.T) {
	home := t.TempDir()
	a := &app{House: House{Env: func(name string) string { return map[string]string{"HOME": home}[name] }}}
	file := filepath.Join(home, "n.md")
	for _, step := range []struct {
		name, text string
		overwrite  bool
		fails      bool
		want       string
	}{
		{"~/n.md", "one", false, false, "one"},
		{file, "two", false, true, "one"},
		{file, "two", true, false, "two"},
		{home, "x", true, true, "two"},
		{filepath.Join(home, "nosuch", "n.md"), "x", false, true, "two"},
	} {
		err := a.save(step.name, step.text, step.overwrite)
		if got, _ := os.ReadFile(file); (err != nil) != step.fails || string(got) != step.want {
			t.Errorf("save %s: %v, and the file says %q", step.name, err, got)
		}
		if step.name == file && !step.overwrite && !errors.Is(err, fs.ErrExist) {
			t.Errorf("a file that is there: %v", err)
		}
	}
	if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("others may read it: %v, %v", info, err)
	}
}

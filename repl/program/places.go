package program

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"redis-tutor/lessons/progress"
	"redis-tutor/repl/screen"
)

// folder returns the files of a folder that the user named, or an error with
// the hint.
func folder(dir, hint string) (fs.FS, error) {
	if info, err := os.Stat(dir); err != nil || !info.IsDir() {
		return nil, misuse(fmt.Errorf("there is no folder %q", dir), hint)
	}
	return os.DirFS(dir), nil
}

// stateFile returns the place of a file that the program keeps for itself.
func (a *app) stateFile(name string) string { return filepath.Join(a.State, name) }

// progressFile returns where progress is kept. Another course has a file of
// its own, since its steps may bear the same names: it is called after the
// folder, and told from others of that name by a part of its path's hash.
func (a *app) progressFile() string {
	switch {
	case a.flags.progress != "":
		return a.flags.progress
	case a.flags.course == "":
		return a.stateFile("progress")
	}
	path, err := filepath.Abs(a.flags.course)
	if err != nil {
		path = a.flags.course
	}
	sum := sha256.Sum256([]byte(path))
	return a.stateFile("progress-" + filepath.Base(path) + "-" + hex.EncodeToString(sum[:4]))
}

// openProgress opens the progress file. A file of ours that cannot be read is
// set aside, and the learner is told where it went; one that the user named
// and that is something else is left alone.
func (a *app) openProgress(out *screen.Screen) (*progress.Store, error) {
	path := a.progressFile()
	if a.flags.progress != "" {
		if err := progress.Probe(path); err != nil {
			return nil, misuse(fmt.Errorf("%q cannot hold progress: %v", path, err), "--progress takes a file of its own; it is made when there is none")
		}
	}
	store, err := progress.Open(path)
	if err != nil {
		out.Error(err, "--progress FILE names another place")
	}
	return store, nil
}

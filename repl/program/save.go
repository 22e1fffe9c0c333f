package program

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/natefinch/atomic"
)

// save writes text to a file of the learner's. A ~ in front of its name is her
// home, as in a shell. A new file is hers alone to read: notes tell what was
// typed at a server.
func (a *app) save(name, text string, overwrite bool) error {
	if rest, ok := strings.CutPrefix(name, "~/"); ok {
		name = filepath.Join(a.Env("HOME"), rest)
	}
	if info, err := os.Stat(name); err == nil && info.IsDir() {
		return fmt.Errorf("%s is a folder", name)
	}
	if overwrite {
		return atomic.WriteFile(name, strings.NewReader(text))
	}
	file, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = file.WriteString(text)
	if err = errors.Join(err, file.Close()); err != nil {
		os.Remove(name) // half of it helps nobody
	}
	return err
}

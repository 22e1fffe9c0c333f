package progress

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"unicode/utf8"

	"github.com/natefinch/atomic"
)

// maxSize is far above what any course needs. A larger file is not ours.
const maxSize = 1 << 20

// SetAside says that a progress file could not be used, and where it is now.
type SetAside struct {
	Path string // where it was
	To   string // where it is; "" when it could not be moved
	Why  error
}

func (e *SetAside) Error() string {
	if e.To == "" {
		return fmt.Sprintf("the progress file %s cannot be used (%v); progress is not kept this time", e.Path, e.Why)
	}
	return fmt.Sprintf("the progress file %s cannot be used (%v); it is now %s, and a new one is begun", e.Path, e.Why, e.To)
}

func (e *SetAside) Unwrap() error { return e.Why }

type file struct {
	path    string
	blocked bool   // something is in the way that could not be moved
	instead memory // keeps the text then
}

func (f *file) read() (string, error) {
	if f.blocked {
		return f.instead.read()
	}
	text, err := load(f.path)
	if err == nil || errors.Is(err, fs.ErrNotExist) {
		return text, nil
	}
	to, moved := moveAside(f.path)
	f.blocked = !moved
	return "", &SetAside{f.path, to, err}
}

// Probe says why a file is not one in which progress can be kept: it is a
// folder, or somebody else's text. It is nil for a progress file, and for a
// path where nothing is yet. Nothing is changed.
func Probe(path string) error {
	_, err := load(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

// load returns the file's text when it is one of ours. An empty file is: it
// may be what a full disk left.
func load(path string) (string, error) {
	in, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer in.Close()
	data, err := io.ReadAll(io.LimitReader(in, maxSize+1))
	text := string(data)
	switch {
	case err != nil:
		return "", err
	case len(data) > maxSize:
		return "", errors.New("it is too large")
	case !utf8.ValidString(text) || strings.ContainsRune(text, 0):
		return "", errors.New("it is not text")
	case text != "" && firstLine(text) != header:
		return "", fmt.Errorf("its first line is %q and not %q", firstLine(text), header)
	}
	return text, nil
}

func firstLine(text string) string {
	line, _, _ := strings.Cut(text, "\n")
	return strings.TrimRight(line, "\r ")
}

// moveAside renames a file to the first free name beside it. Anything but a
// plain file stays where it is.
func moveAside(path string) (to string, moved bool) {
	if info, err := os.Lstat(path); err != nil || !info.Mode().IsRegular() {
		return "", false
	}
	for n := 1; n < 1000; n++ {
		to = fmt.Sprintf("%s.unread-%d", path, n)
		if _, err := os.Lstat(to); errors.Is(err, fs.ErrNotExist) {
			if os.Rename(path, to) != nil {
				return "", false
			}
			return to, true
		}
	}
	return "", false
}

// write replaces the file in one step, so that a crash leaves the old text or
// the new. A link is followed: learners keep such files elsewhere.
func (f *file) write(text string) error {
	if f.blocked {
		return f.instead.write(text)
	}
	path := f.path
	if target, err := filepath.EvalSymlinks(path); err == nil {
		path = target
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	if err := os.Chmod(path, 0o600); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err // the mode is carried over to the new file
	}
	return atomic.WriteFile(path, strings.NewReader(text))
}

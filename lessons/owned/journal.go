package owned

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/natefinch/atomic"
)

// Key is a key in a database of a server.
type Key struct {
	DB   int
	Name string
}

// entry is a line of the journal: a key, the server it is on, and the process
// that made it.
type entry struct {
	Key
	addr, run string
	pid       int
}

// journal is the file that remembers keys from before they are made until
// after they are gone. Processes share it; each change reads it anew, under a
// lock, and replaces it as a whole.
type journal struct{ path string }

const (
	lockWait  = 2 * time.Second
	lockStale = 10 * time.Second // no change takes as long; its process is dead
)

func (j journal) read() ([]entry, error) {
	text, err := os.ReadFile(j.path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	var all []entry
	for line := range strings.Lines(string(text)) {
		var e entry
		if _, err := fmt.Sscanf(line, "%q %q %d %d %q\n", &e.addr, &e.run, &e.pid, &e.DB, &e.Name); err == nil {
			all = append(all, e) // what is not ours to read is dropped: its key stays where it is
		}
	}
	return all, err
}

// change replaces the entries by what f makes of them.
func (j journal) change(f func([]entry) []entry) error {
	unlock, err := j.lock()
	if err != nil {
		return err
	}
	defer unlock()
	all, err := j.read()
	if err != nil {
		return err
	}
	var out bytes.Buffer
	for _, e := range f(all) {
		fmt.Fprintf(&out, "%q %q %d %d %q\n", e.addr, e.run, e.pid, e.DB, e.Name)
	}
	if out.Len() == 0 {
		if err := os.Remove(j.path); !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		return nil
	}
	return atomic.WriteFile(j.path, &out)
}

// lock makes a file that only one process can make. It works on every system
// and file system, which the locks of systems do not.
func (j journal) lock() (unlock func(), err error) {
	if err := os.MkdirAll(filepath.Dir(j.path), 0o700); err != nil {
		return nil, err
	}
	name := j.path + ".lock"
	for end := time.Now().Add(lockWait); ; time.Sleep(5 * time.Millisecond) {
		f, err := os.OpenFile(name, os.O_CREATE|os.O_EXCL, 0o600)
		if err == nil {
			f.Close()
			return func() { os.Remove(name) }, nil
		}
		if info, statErr := os.Stat(name); statErr == nil && time.Since(info.ModTime()) > lockStale {
			os.Remove(name)
			continue
		}
		if time.Now().After(end) {
			return nil, fmt.Errorf("another redis-tutor keeps %s locked: %w", j.path, err)
		}
	}
}

// alive reports whether a process is there. Where that cannot be told it is
// taken to be gone.
func alive(pid int) bool {
	p, err := os.FindProcess(pid)
	return err == nil && p.Signal(syscall.Signal(0)) == nil
}

// same reports whether two entries are about the same key of one server.
func same(a, b entry) bool { return a.Key == b.Key && a.addr == b.addr && a.run == b.run }

// without returns the entries that are not among others.
func without(all, others []entry) []entry {
	return slices.DeleteFunc(all, func(e entry) bool {
		return slices.ContainsFunc(others, func(o entry) bool { return same(e, o) })
	})
}

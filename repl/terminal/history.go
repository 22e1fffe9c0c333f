package terminal

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"github.com/natefinch/atomic"
)

// The history file has one line per line; in one that has several rows, \v
// stands for the ends of rows, unless other programs read the file. Up to
// historySlack more than it is to keep may gather before it is rewritten, so
// that neither the start nor most commands pay for that.
const (
	historyLimit = 1000 // unless told otherwise
	historySlack = 200
)

// A history is the file that keeps lines from session to session. Processes
// that share it append under a lock, so that no line is torn and a rewrite
// loses none.
type history struct {
	path  string // "" keeps nothing
	limit int    // lines to keep
	lines int    // known to be in the file
	last  string

	oneRow func(line string) string // for other programs; nil where there are none
}

// row is a line as the file keeps it.
func (h *history) row(line string) string {
	if h.oneRow != nil {
		line = h.oneRow(line)
	}
	return oneRow(line) + "\n"
}

// openHistory returns the history in the file path and the lines it has, at
// most limit of them (0: the usual number), oldest first. What cannot be read
// or is no regular file (/dev/null) is left alone.
func openHistory(path string, limit int) (*history, []string) {
	if limit == 0 {
		limit = historyLimit
	}
	if real, err := filepath.EvalSymlinks(path); err == nil {
		path = real
	}
	info, err := os.Stat(path)
	switch {
	case path == "", err == nil && !info.Mode().IsRegular():
		return &history{}, nil
	case errors.Is(err, fs.ErrNotExist):
		// A folder that cannot be made shows when the first line is added.
		os.MkdirAll(filepath.Dir(path), 0o700)
		return &history{path: path, limit: limit}, nil
	}
	os.Chmod(path, 0o600) // it may come from a program that did not care
	data, err := os.ReadFile(path)
	if err != nil {
		return &history{}, nil
	}
	lines := historyLines(data)
	h := &history{path: path, limit: limit, lines: len(lines)}
	lines = h.newest(lines)
	if len(lines) > 0 {
		h.last = lines[len(lines)-1]
	}
	return h, lines
}

// historyLines returns the lines of data that can stand at a prompt.
func historyLines(data []byte) []string {
	var lines []string
	for line := range strings.Lines(string(data)) {
		line = allRows(strings.TrimRight(line, "\r\n"))
		if line != "" && printable(line) == line {
			lines = append(lines, line)
		}
	}
	return lines
}

func (h *history) newest(lines []string) []string { return lines[max(0, len(lines)-h.limit):] }

// add appends line unless it is the same as the one before, and reports
// whether it was another.
func (h *history) add(line string) bool {
	if line == "" || line == h.last {
		return false
	}
	h.last = line
	if h.path == "" {
		return true
	}
	f, err := h.lock()
	if err != nil {
		return true // the lines of this session are still in memory
	}
	defer f.Close()
	f.WriteString(lineEnd(f) + h.row(line))
	if h.lines++; h.lines > h.limit+historySlack {
		h.lines = h.limit
		h.rewrite(f)
	}
	return true
}

// lock opens the file for appending and waits until this process alone has
// it. Meanwhile another may have put a new file in its place.
func (h *history) lock() (*os.File, error) {
	for {
		f, err := os.OpenFile(h.path, os.O_APPEND|os.O_CREATE|os.O_RDWR, 0o600)
		if err != nil {
			return nil, err
		}
		if err := lockFile(f); err != nil {
			f.Close()
			return nil, err
		}
		mine, err1 := f.Stat()
		there, err2 := os.Stat(h.path)
		if err1 == nil && err2 == nil && os.SameFile(mine, there) {
			return f, nil
		}
		f.Close()
		if err := errors.Join(err1, err2); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, err
		}
	}
}

// lineEnd returns the line end that a process which died while writing owes.
func lineEnd(f *os.File) string {
	info, err := f.Stat()
	if err != nil || info.Size() == 0 {
		return ""
	}
	last := make([]byte, 1)
	if _, err := f.ReadAt(last, info.Size()-1); err != nil || last[0] == '\n' {
		return ""
	}
	return "\n"
}

// rewrite puts a file with the newest lines in the place of f, which is
// locked. The old file stays when that fails.
func (h *history) rewrite(f *os.File) {
	info, err := f.Stat()
	if err != nil {
		return
	}
	data := make([]byte, info.Size())
	if _, err := f.ReadAt(data, 0); err != nil {
		return
	}
	var b bytes.Buffer
	for _, line := range h.newest(historyLines(data)) {
		b.WriteString(h.row(line))
	}
	if runtime.GOOS == "windows" {
		f.Close() // an open file cannot be replaced there
	}
	atomic.WriteFile(h.path, &b)
}

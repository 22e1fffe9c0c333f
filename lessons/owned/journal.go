package owned

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// entry is a line of a journal: a key, the server it is on, and what is known
// of it. The last line about a key holds.
type entry struct {
	Key
	addr, run string // run is the server's run_id; a restart changes it
	mark      string // as the guard gives it, or one of those below
}

const (
	inFlight = "?" // a command of ours is on its way, and may have changed it
	gone     = "-" // it is not there, or not the lesson's any more
)

// journal is the file in which one session remembers its keys, from before
// they are made until after they are gone. The session keeps it locked as
// long as it lives, so that others can tell: a lock is let go by the system
// however a process ends, and holds between containers that share a folder,
// where the number of a process means nothing.
type journal struct {
	path string // what the names of all journals begin with
	file *os.File
	size int64
	full int64 // the size at which it is written anew, in bytes
}

// roomy is how large a journal may always be, in bytes.
const roomy = 64 << 10

// write adds lines. The file is made with the first of them.
func (j *journal) write(entries []entry) error {
	if len(entries) == 0 {
		return nil
	}
	if err := j.open(); err != nil {
		return err
	}
	var lines strings.Builder
	for _, e := range entries {
		fmt.Fprintf(&lines, "%q %q %d %q %q\n", e.addr, e.run, e.DB, e.Name, e.mark)
	}
	n, err := j.file.WriteAt([]byte(lines.String()), j.size)
	if err != nil { // half a line would spoil the next one
		_ = j.file.Truncate(j.size)
		return err
	}
	j.size += int64(n)
	if j.size > max(j.full, roomy) {
		j.compact()
	}
	return nil
}

// compact goes on in another file, with the last line about every key: a key
// that is written to for hours would fill the disk. The old file goes last, so
// that at every moment one of them holds all. Where no other file can be made
// it is tried again later.
func (j *journal) compact() {
	next := journal{path: j.path, full: math.MaxInt64}
	j.full = 2 * j.size
	entries, err := read(io.NewSectionReader(j.file, 0, j.size))
	if err == nil {
		err = next.write(entries)
	}
	switch {
	case err == nil && next.file != nil:
		_ = discard(j.file) // else it says the same as the other
		j.file, j.size, j.full = next.file, next.size, 4*next.size
	case next.file != nil:
		_ = discard(next.file)
	}
}

// open makes the file and locks it. Somebody who looks for what the dead have
// left may be faster with the lock, and takes the empty file away: then
// another is made.
func (j *journal) open() error {
	if j.file != nil {
		return nil
	}
	if err := os.MkdirAll(filepath.Dir(j.path), 0o700); err != nil {
		return err
	}
	var err error
	for range 10 {
		var f *os.File
		if f, err = os.CreateTemp(filepath.Dir(j.path), filepath.Base(j.path)+"-"); err != nil {
			return err
		}
		if err = hold(f); err == nil {
			j.file = f
			return nil
		}
		discard(f)
	}
	return fmt.Errorf("%s cannot be locked: %w", j.path, err)
}

// empty forgets all lines.
func (j *journal) empty() error {
	if j.file == nil || j.size == 0 {
		return nil
	}
	j.size = 0
	return j.file.Truncate(0)
}

// close ends the journal; with nothing in it the file goes.
func (j *journal) close() error {
	f := j.file
	j.file = nil
	switch {
	case f == nil:
		return nil
	case j.size > 0:
		return f.Close()
	}
	return discard(f)
}

// hold locks a file, and makes sure that it is still the one of that name.
func hold(f *os.File) error {
	if err := tryLock(f); err != nil {
		return err
	}
	held, err := f.Stat()
	if err != nil {
		return err
	}
	named, err := os.Stat(f.Name())
	if err != nil {
		return err
	}
	if !os.SameFile(held, named) {
		return os.ErrNotExist
	}
	return nil
}

// discard removes a file. It is closed first, which Windows wants, and must
// be empty or unlocked by then: whoever opens it now finds nothing in it.
func discard(f *os.File) error {
	if err := f.Close(); err != nil {
		return err
	}
	return os.Remove(f.Name())
}

// dead is the journal of a session that has ended before its keys were gone.
// It is locked: no two sessions clear up the same keys.
type dead struct {
	file    *os.File
	entries []entry
}

// deadJournals returns the journals that nobody holds and that are about the
// server at addr. A server has many addresses, and one run_id as long as it
// runs.
func deadJournals(path, addr, run string) ([]dead, error) {
	files, err := os.ReadDir(filepath.Dir(path))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	var all []dead
	for _, file := range files {
		if !strings.HasPrefix(file.Name(), filepath.Base(path)+"-") {
			continue
		}
		f, err := os.OpenFile(filepath.Join(filepath.Dir(path), file.Name()), os.O_RDWR, 0)
		if err != nil {
			continue // it has just gone, or is not ours to read
		}
		if hold(f) != nil {
			f.Close() // its session lives
			continue
		}
		d := dead{file: f}
		d.entries, err = read(f)
		switch {
		case err != nil:
			f.Close()
		case len(d.entries) == 0:
			_ = d.bury() // else the next session does
		case d.entries[0].addr == addr, run != "" && d.entries[len(d.entries)-1].run == run:
			all = append(all, d)
		default:
			f.Close()
		}
	}
	return all, nil
}

// read returns the last entry of every key that is not gone. A line that
// cannot be read is dropped: its key stays where it is.
func read(from io.Reader) ([]entry, error) {
	text, err := io.ReadAll(from)
	if err != nil {
		return nil, err
	}
	var all []entry
	for line := range strings.Lines(string(text)) {
		var e entry
		if _, err := fmt.Sscanf(line, "%q %q %d %q %q\n", &e.addr, &e.run, &e.DB, &e.Name, &e.mark); err != nil {
			continue
		}
		all = slices.DeleteFunc(all, func(o entry) bool { return o.Key == e.Key })
		if e.mark != gone {
			all = append(all, e)
		}
	}
	return all, nil
}

// bury removes a dead journal, or lets go of it for a later session.
func (d dead) bury() error {
	if err := d.file.Truncate(0); err != nil {
		return err
	}
	return discard(d.file)
}

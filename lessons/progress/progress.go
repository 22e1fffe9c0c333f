// Package progress keeps how a learner fared with each step, in a plain text
// file that people can read and mend:
//
//	# redis-tutor progress, format 1
//	at lists/push
//	solved strings/set 2026-03-01T10:20:30Z
//	shown strings/get 2026-03-01T10:24:02Z
//
// It promises to lose nothing: lines it does not understand and steps it does
// not know stay as they are, byte for byte; a file it cannot read is set aside
// under another name and never stops the program; two programs at one file
// add to each other. It knows step ids and nothing else of a course.
package progress

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"
	"unicode"
)

// Status says how a learner fared with a step.
type Status int

// The statuses, each weightier than the one before: marking a step never
// takes weight away. A step whose solution was shown counts as solved only
// once it has been solved anew.
const (
	None Status = iota
	Skipped
	Shown
	Solved
)

func (s Status) String() string {
	return [...]string{"none", "skipped", "shown", "solved"}[s]
}

func parseStatus(word string) Status {
	for s := Skipped; s <= Solved; s++ {
		if word == s.String() {
			return s
		}
	}
	return None
}

// Store is the progress of one learner. It may be used by several goroutines.
type Store struct {
	mu      sync.Mutex
	back    backend
	doc     document
	unsaved bool // the text here is newer than what could be written
}

// backend holds the text: a file, or memory.
type backend interface {
	// read returns the text, "" for none. The error is a *SetAside when
	// there was one and it could not be used.
	read() (string, error)
	write(text string) error
}

// Open returns the progress kept in a file, which need not exist yet. The
// Store is good for use in any case: an error is a *SetAside, to be told to
// the learner.
func Open(path string) (*Store, error) {
	s := &Store{back: &file{path: path}}
	return s, s.refresh()
}

// Memory returns progress that ends with the program.
func Memory() *Store { return &Store{back: &memory{}} }

type memory struct{ text string }

func (m *memory) read() (string, error)   { return m.text, nil }
func (m *memory) write(text string) error { m.text = text; return nil }

// refresh takes in what another program may have written. What cannot be read
// changes nothing here.
func (s *Store) refresh() error {
	text, err := s.back.read()
	if err == nil {
		s.doc = parse(text)
	}
	return err
}

// change applies an edit to the newest text and writes it back. The edit
// holds in this program even when the error says it could not be kept.
func (s *Store) change(edit func(*document)) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	var aside error
	if !s.unsaved {
		aside = s.refresh()
	}
	before := s.doc.String()
	edit(&s.doc)
	after := s.doc.String()
	if after == before && aside == nil && !s.unsaved {
		return nil
	}
	err := s.back.write(after)
	s.unsaved = err != nil
	return errors.Join(err, aside)
}

// Mark notes a step by its full id, such as "lists/push". A status that
// weighs no more than the one there changes nothing.
func (s *Store) Mark(id string, status Status, when time.Time) error {
	if err := checkID(id); err != nil {
		return err
	}
	return s.change(func(d *document) {
		if now, _ := d.status(id); status > now {
			d.set(id, status.String()+" "+id+" "+when.UTC().Format(time.RFC3339))
		}
	})
}

// Status returns how the learner fared with a step; None when nothing is
// known.
func (s *Store) Status(id string) Status {
	s.mu.Lock()
	defer s.mu.Unlock()
	status, _ := s.doc.status(id)
	return status
}

// When returns when a step got its status, and the zero time for None.
func (s *Store) When(id string) time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	_, when := s.doc.status(id)
	return when
}

// At returns the step the learner is at, by its full id, or "".
func (s *Store) At() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.doc.at()
}

// SetAt notes the step the learner is at.
func (s *Store) SetAt(id string) error {
	if err := checkID(id); err != nil {
		return err
	}
	return s.change(func(d *document) { d.set(here, here+" "+id) })
}

func checkID(id string) error {
	lesson, step, _ := strings.Cut(id, "/")
	if lesson == "" || step == "" || strings.ContainsFunc(id, unicode.IsSpace) {
		return fmt.Errorf("%q is no full step id", id)
	}
	return nil
}

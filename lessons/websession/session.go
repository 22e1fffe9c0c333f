package websession

import (
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Session is what one visitor's session held when it was loaded, and what has
// been changed in it since. Nothing goes to Redis before Store.Save.
//
// The zero value is the session of a visitor for whom nothing is kept yet:
// Save gives it an id. A Session belongs to one goroutine at a time.
type Session struct {
	id       string // "" before it has been kept
	name     string // of its key, behind the prefix
	user     string
	created  time.Time
	deadline time.Time
	expires  time.Time // as set last by us; zero when not known
	fields   map[string]string
	changes  map[string]bool // true: set, false: removed
}

// ID returns the session's id, which opens it and is for the visitor's eyes
// only; "" when it has not been kept yet.
func (s *Session) ID() string { return s.id }

// Ref returns the session's name in public, for lists and logs: it opens
// nothing. It changes when the session is rotated.
func (s *Session) Ref() string {
	if s.id == "" {
		return ""
	}
	return reference(s.name)
}

// String returns the public name, so that a session in a log gives nothing
// away, nor does one that is no pointer.
func (s Session) String() string { return "session " + s.Ref() }

// GoString is String, for %#v.
func (s Session) GoString() string { return s.String() }

// LogValue is String, for log/slog.
func (s Session) LogValue() slog.Value { return slog.StringValue(s.String()) }

// User returns who is logged in, "" when nobody is.
func (s *Session) User() string { return s.user }

// Created returns when the session began.
func (s *Session) Created() time.Time { return s.created }

// Deadline returns when the session ends, however much it is used.
func (s *Session) Deadline() time.Time { return s.deadline }

// Expires returns when Redis will remove the session unless it is used before.
// It is known once the session has been written or touched, and zero until
// then.
func (s *Session) Expires() time.Time { return s.expires }

// Changed reports whether there is something to save.
func (s *Session) Changed() bool {
	if s.id == "" {
		return len(s.fields) > 0
	}
	return len(s.changes) > 0
}

// Names returns the names of all fields, sorted.
func (s *Session) Names() []string { return slices.Sorted(maps.Keys(s.fields)) }

// Get returns a field's value, "" when it has none.
func (s *Session) Get(field string) string { return s.fields[field] }

// Lookup returns a field's value, and whether there is such a field.
func (s *Session) Lookup(field string) (value string, ok bool) {
	value, ok = s.fields[field]
	return value, ok
}

// Set gives a field a value. It is saved even if the field had it before:
// somebody else may have changed it since. Names that begin with an underscore
// are the store's own; Save refuses them.
func (s *Session) Set(field, value string) {
	s.put(field, value)
	s.change(field, true)
}

// Remove takes a field out.
func (s *Session) Remove(field string) {
	delete(s.fields, field)
	s.change(field, false)
}

// Clear takes out all fields that were loaded or set. Who is logged in stays.
func (s *Session) Clear() {
	for _, field := range s.Names() {
		s.Remove(field)
	}
}

// put gives a field the value that it has in Redis.
func (s *Session) put(field, value string) {
	if s.fields == nil {
		s.fields = map[string]string{}
	}
	s.fields[field] = value
}

func (s *Session) change(field string, set bool) {
	if s.changes == nil {
		s.changes = map[string]bool{}
	}
	s.changes[field] = set
}

// reserved returns an error when a field bears a name of the store's own.
func (s *Session) reserved() error {
	for field := range s.changes {
		if strings.HasPrefix(field, "_") {
			return reservedName(field)
		}
	}
	return nil
}

func reservedName(field string) error {
	return fmt.Errorf("%w: the field %q: names that begin with _ are the store's own", ErrRefused, field)
}

// read makes a session of a hash. The second result is false when it is not
// one: our marker is missing, or there is no hash.
func read(hash map[string]string) (*Session, bool) {
	created, ok := milliseconds(hash[createdField])
	if !ok {
		return nil, false
	}
	deadline, ok := milliseconds(hash[deadlineField])
	if !ok {
		return nil, false
	}
	s := &Session{user: hash[userField], created: created, deadline: deadline, fields: hash}
	for _, field := range []string{createdField, deadlineField, userField} {
		delete(hash, field)
	}
	return s, true
}

func milliseconds(text string) (time.Time, bool) {
	ms, err := strconv.ParseInt(text, 10, 64)
	return time.UnixMilli(ms), err == nil && ms > 0
}

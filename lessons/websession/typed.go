package websession

import (
	"encoding/json"
	"fmt"
	"strconv"
	"time"
)

// Redis keeps text. What is set as a number, a truth or a time comes back as
// text, and "false" is as true as any text that is not empty. The methods here
// write one form and read it back. A field that is missing is the zero value;
// one that holds something else is an error that names it.

// Int returns a field as a whole number, 0 when it is missing.
func (s *Session) Int(field string) (int64, error) {
	return typed(s, field, "a whole number", func(text string) (int64, error) {
		return strconv.ParseInt(text, 10, 64)
	})
}

// SetInt sets a field to a number, in the form that HINCRBY counts on. To
// count what several requests may count at once, use Store.Incr.
func (s *Session) SetInt(field string, n int64) { s.Set(field, strconv.FormatInt(n, 10)) }

// Bool returns a field as true or false; false when it is missing.
func (s *Session) Bool(field string) (bool, error) {
	return typed(s, field, "true or false", strconv.ParseBool)
}

// SetBool sets a field to "true" or "false".
func (s *Session) SetBool(field string, b bool) { s.Set(field, strconv.FormatBool(b)) }

// Float returns a field as a number, 0 when it is missing.
func (s *Session) Float(field string) (float64, error) {
	return typed(s, field, "a number", func(text string) (float64, error) {
		return strconv.ParseFloat(text, 64)
	})
}

// SetFloat sets a field to a number, so that Float returns exactly this one.
func (s *Session) SetFloat(field string, f float64) {
	s.Set(field, strconv.FormatFloat(f, 'g', -1, 64))
}

// Time returns a field as a time, the zero time when it is missing.
func (s *Session) Time(field string) (time.Time, error) {
	return typed(s, field, "a time", func(text string) (time.Time, error) {
		return time.Parse(time.RFC3339Nano, text)
	})
}

// SetTime sets a field to a time, in UTC and to the nanosecond.
func (s *Session) SetTime(field string, t time.Time) {
	s.Set(field, t.UTC().Format(time.RFC3339Nano))
}

// JSON decodes a field into what v points to, and leaves it alone when the
// field is missing. Lists and maps go into a session this way; Redis has no
// hash within a hash.
func (s *Session) JSON(field string, v any) error {
	text, ok := s.fields[field]
	if !ok {
		return nil
	}
	if err := json.Unmarshal([]byte(text), v); err != nil {
		return fmt.Errorf("the field %q: %w", field, err)
	}
	return nil
}

// SetJSON sets a field to v, encoded. The error says that v cannot be; then
// the field stays as it was.
func (s *Session) SetJSON(field string, v any) error {
	text, err := json.Marshal(v)
	if err != nil {
		return fmt.Errorf("the field %q: %w", field, err)
	}
	s.Set(field, string(text))
	return nil
}

func typed[T any](s *Session, field, kind string, parse func(string) (T, error)) (T, error) {
	var zero T
	text, ok := s.fields[field]
	if !ok {
		return zero, nil
	}
	v, err := parse(text)
	if err != nil {
		return zero, fmt.Errorf("the field %q holds %q, not %s", field, text, kind)
	}
	return v, nil
}

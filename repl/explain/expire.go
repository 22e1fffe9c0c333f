package explain

import (
	"math"
	"strconv"
	"strings"
	"time"

	"redis-tutor/sandbox/amount"
)

// expires is about EXPIRE and its kin: in how long the key would go, and whether
// the conditions let it have that.
func expires(s *scene) error {
	k := s.first()
	n, err := strconv.ParseInt(s.arg(2), 10, 64)
	if err != nil {
		s.reply = "an error: " + quote(s.arg(2)) + " is not a whole number"
		k.fate = untouched(k)
		return nil
	}
	if !k.exists() {
		s.reply = "0: there is no key to put a time on"
		return nil
	}
	if most := math.MaxInt64 / s.unit().Milliseconds(); n > most || n < -most {
		k.fate, s.reply = "left as it is: there is no such time", "an error: invalid expire time"
		return nil
	}
	left, ok, err := s.due(n)
	if err != nil || !ok {
		return err
	}
	why, holds := s.mayExpire(left, k.left)
	switch {
	case !holds:
		k.fate, s.reply = "left as it is: "+why, "0"
	case left <= 0:
		k.fate, s.reply = "removed at once: the time is over", "1"
	case k.left >= 0:
		k.fate, s.reply = "gets a new time to live, "+amount.Span(left)+" instead of "+amount.Span(k.left), "1"
	default:
		k.fate, s.reply = "gets a time to live, "+amount.Span(left), "1"
	}
	return nil
}

// unit is what the command counts times in.
func (s *scene) unit() time.Duration {
	if strings.HasPrefix(s.c.Name, "P") {
		return time.Millisecond
	}
	return time.Second
}

// due returns in how long a key would go; ok is false for what is longer than
// can be counted here, and where the server does not tell its time.
func (s *scene) due(n int64) (left time.Duration, ok bool, err error) {
	now := time.Duration(0)
	if strings.HasSuffix(s.c.Name, "AT") {
		if now, ok, err = s.now(); err != nil || !ok {
			return 0, false, err
		}
	}
	if most := math.MaxInt64 / 2 / int64(s.unit()); n > most || n < -most {
		return 0, false, nil
	}
	return time.Duration(n)*s.unit() - now, true, nil
}

// now returns how long ago 1970 was, by the server's clock.
func (s *scene) now() (since time.Duration, ok bool, err error) {
	v, err := s.Look([]string{"TIME"})
	if err != nil || len(v[0].Items) != 2 {
		return 0, false, err
	}
	seconds, err1 := strconv.ParseInt(v[0].Items[0].Str(), 10, 64)
	micros, err2 := strconv.ParseInt(v[0].Items[1].Str(), 10, 64)
	return time.Duration(seconds)*time.Second + time.Duration(micros)*time.Microsecond, err1 == nil && err2 == nil, nil
}

// mayExpire reports whether the conditions of EXPIRE let a key with a time to
// live, below 0 for ever, have another one, or else why not.
func (s *scene) mayExpire(left, was time.Duration) (why string, holds bool) {
	switch ever := was < 0; {
	case s.line.Has("NX") && !ever:
		return "NX wants none, and it has a time to live", false
	case s.line.Has("XX") && ever:
		return "XX wants a time to live, and it has none", false
	case s.line.Has("GT") && ever:
		return "GT wants more than it has, and it stays for ever", false
	case s.line.Has("GT") && left <= was:
		return "GT wants more than the " + amount.Span(was) + " it has", false
	case s.line.Has("LT") && !ever && left >= was:
		return "LT wants less than the " + amount.Span(was) + " it has", false
	}
	return "", true
}

// persists is about PERSIST.
func persists(s *scene) error {
	switch k := s.first(); {
	case !k.exists():
		s.reply = "0: there is no such key"
	case k.left < 0:
		k.fate, s.reply = "left as it is: it has no time to live", "0"
	default:
		s.reply = "1"
	}
	return nil
}

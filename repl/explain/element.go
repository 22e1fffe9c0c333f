package explain

import (
	"strconv"

	"redis-tutor/sandbox/reply"
)

// What follows looks closer at what names one place in a value: an element of a
// list, a bit of a string.

// setsElement is about LSET.
func setsElement(s *scene) error {
	k := s.first()
	index, err := strconv.ParseInt(s.arg(2), 10, 64)
	switch {
	case err != nil:
	case !k.exists():
		s.reply = "an error: no such key"
	case index >= k.size, index < -k.size:
		k.fate, s.reply = "left as it is: it has no element "+quote(s.arg(2)), "an error: index out of range"
	}
	return nil
}

// mostElements is how long a list may be that is searched for an element.
const mostElements = 1000

// count returns how often a list has an element; ok is false where the list is
// long or one may not look.
func (s *scene) count(k *key, element string) (n int64, ok bool, err error) {
	if !k.exists() || k.size > mostElements {
		return 0, false, nil
	}
	v, err := s.Look([]string{"LPOS", k.Key, element, "COUNT", "0"})
	if err != nil || !v[0].IsAggregate() {
		return 0, false, err
	}
	return int64(len(v[0].Items)), true, nil
}

// losesEqual is about LREM.
func losesEqual(s *scene) error {
	k := s.first()
	most, bad := strconv.ParseInt(s.arg(2), 10, 64)
	n, ok, err := s.count(k, s.arg(3))
	if err != nil || !ok || bad != nil {
		return err
	}
	if most = max(most, -most); most > 0 {
		n = min(n, most)
	}
	switch n {
	case 0:
		k.fate = "left as it is: it has no such element"
	case k.size:
		k.fate = "removed: it has no more than that"
	}
	s.reply = strconv.FormatInt(n, 10) + ": how many were removed"
	return nil
}

// inserts is about LINSERT.
func inserts(s *scene) error {
	k := s.first()
	if !k.exists() {
		s.reply = "0: there is no list"
	}
	n, ok, err := s.count(k, s.arg(3))
	switch {
	case err != nil || !ok:
		return err
	case n == 0:
		k.fate, s.reply = "left as it is: it has no such element", "-1"
	default:
		k.fate, s.reply = "gets an element", strconv.FormatInt(k.size+1, 10)+": the new length"
	}
	return nil
}

// setsBit is about SETBIT.
func setsBit(s *scene) error {
	k := s.first()
	at, bad := strconv.ParseInt(s.arg(2), 10, 64)
	if !k.exists() || bad != nil || at/8 >= k.size {
		return nil // it grows
	}
	v, err := s.Look([]string{"GETBIT", k.Key, s.arg(2)})
	if err != nil || v[0].Kind != reply.Integer {
		return err
	}
	if v[0].Str() == s.arg(3) {
		k.fate = "left as it is: the bit is " + s.arg(3) + " already"
	}
	s.reply = v[0].Str() + ": the bit that was there"
	return nil
}

package explain

import (
	"strconv"

	"redis-tutor/sandbox/command/grammar"
)

// What follows looks closer at what takes parts away from one end of a value,
// or moves one to another value. The value goes with its last part.

// pops is about what takes one part away, or as many as a number says.
func pops(s *scene) error {
	n := int64(1)
	if len(s.Args) > 2 {
		var err error
		if n, err = strconv.ParseInt(s.arg(2), 10, 64); err != nil || n < 0 {
			return nil
		}
	}
	s.takes(n)
	return nil
}

// popsOne is about what takes one part of the first key that is there.
func popsOne(s *scene) error {
	s.takes(1)
	return nil
}

// popsSome is popsOne for commands with a COUNT.
func popsSome(s *scene) error {
	n := int64(1)
	for i, want := range s.line.Words {
		if want.Role == grammar.Number && want.Token == "COUNT" {
			n, _ = strconv.ParseInt(s.Args[i], 10, 64) // the grammar has seen that it is one
		}
	}
	s.takes(n)
	return nil
}

// takes says that the key which serves is gone when n parts are taken.
func (s *scene) takes(n int64) {
	switch k := s.serving(); {
	case k == nil:
	case n == 0:
		k.fate = "left as it is: none is taken"
	case n >= k.size:
		k.fate = "removed: it has no more than that"
	}
}

// moves is about what takes an element of a list and adds it to another, or to
// the other end of the same.
func moves(s *scene) error {
	from, to := s.keys[0], s.keys[len(s.keys)-1]
	switch {
	case s.waits():
	case !from.exists():
		s.reply = "nil"
	case from == to:
		from.fate = "keeps its elements, one of them in another place"
	default:
		s.takes(1)
		to.fate = receives(to, "element")
	}
	return nil
}

// movesMember is moves for SMOVE, which names the member.
func movesMember(s *scene) error {
	from, to := s.keys[0], s.keys[len(s.keys)-1]
	_, held, ok, err := s.known(from, "SISMEMBER", []string{s.arg(3)})
	switch {
	case err != nil || !ok:
		return err
	case held == 0:
		from.fate, to.fate, s.reply = untouched(from), untouched(to), "0: there is no such member"
		return nil
	case from == to:
		from.fate = "left as it is: it is in it already"
	default:
		s.takes(1)
		to.fate = receives(to, "member")
	}
	s.reply = "1"
	return nil
}

func receives(k *key, unit string) string {
	if k.exists() {
		return "gets the " + unit
	}
	return "created"
}

package explain

// order is how a command goes through its keys. It decides whether the command
// comes to a key at all, and so whether it finds out what that key holds.
type order byte

const (
	allKeys     order = iota // it looks at all of them, and then begins
	firstServes              // it takes the first key that is there
	sourceFirst              // where its first key is missing, it does nothing
)

// passOver says what becomes of the keys that the command does not come to.
func (s *scene) passOver() {
	switch s.row.order {
	case firstServes:
		s.passUnserved()
	case sourceFirst:
		if from := s.first(); !from.exists() {
			for _, k := range s.keys[1:] {
				k.passed = untouched(k) + ": nothing comes from " + quote(from.Key)
			}
		}
	}
}

func (s *scene) passUnserved() {
	serving := s.serving()
	if serving == nil {
		return
	}
	for _, k := range s.keys {
		switch {
		case k == serving:
		case k.exists():
			k.passed = "left as it is: " + quote(serving.Key) + " comes before it"
		default:
			k.passed = "nothing there"
		}
	}
}

// serving returns the key that a command takes from: the first one that is
// there, or else its source; nil where there is nothing.
func (s *scene) serving() *key {
	for _, k := range s.keys {
		if k.exists() {
			return k
		}
		if s.row.order == sourceFirst {
			break
		}
	}
	return nil
}

// untouched is the fate of a key that stays as it is, there or not.
func untouched(k *key) string {
	if k.exists() {
		return "left as it is"
	}
	return "stays away"
}

package explain

import (
	"redis-tutor/sandbox/amount"
	"redis-tutor/sandbox/command"
	"redis-tutor/sandbox/reply"
)

// measure is what the letters of a command's complexity stand for.
type measure byte

const (
	unsaid   measure = iota // nothing is said of the letters
	ofKey                   // N is the size of the first key
	ofKeys                  // N is the size of all keys together
	perKey                  // N is how many keys are named
	perPart                 // N is how many fields or members are named
	ofBase                  // N is how many keys the database holds
	smallest                // N is the size of the smallest key, M their number
)

// sayCost gives the complexity as Redis states it, with real numbers.
func (s *scene) sayCost() {
	if s.c.Complexity == "" {
		return
	}
	letters := s.letters()
	if letters != "" {
		letters = ", " + letters
	}
	s.say("cost", "%s%s", s.c.Complexity, letters)
}

func (s *scene) letters() string {
	var total, least int64 = 0, -1
	for _, k := range s.keys {
		total += k.size
		if least < 0 || k.size < least {
			least = k.size
		}
	}
	switch s.row.n {
	case ofKey:
		if len(s.keys) > 0 && s.keys[0].exists() {
			return "N = " + amount.Of(s.keys[0].size, s.keys[0].unit()) + " in " + quote(s.keys[0].Key)
		}
	case ofKeys:
		return "N = " + amount.Of(total, "part") + " in all keys"
	case perKey:
		return "N = " + amount.Of(int64(len(s.c.Keys(s.Args))), "key")
	case perPart:
		_, unit := command.SizeOf(s.c.Types[0])
		return "N = " + amount.Of(len(s.Args)-2, unit)
	case smallest:
		if least >= 0 {
			return "N = " + amount.Of(least, "member") + " in the smallest, M = " + amount.Of(int64(len(s.keys)), "set")
		}
	case ofBase:
		return s.baseSize()
	}
	return ""
}

func (s *scene) baseSize() string {
	v, err := s.Look([]string{"DBSIZE"})
	if err != nil || v[0].Kind != reply.Integer {
		return ""
	}
	return "N = " + amount.Of(v[0].Int, "key") + " in this database"
}

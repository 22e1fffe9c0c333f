package explain

import (
	"slices"
	"strconv"
	"strings"

	"redis-tutor/sandbox/amount"
	"redis-tutor/sandbox/reply"
)

// mostParts is how many fields or members of a command are looked for.
const mostParts = 100

// known returns how many different parts there are, and how many of them the
// key holds; ok is false when there are too many to look for, or one may not
// look.
func (s *scene) known(k *key, ask string, parts []string) (different, held int64, ok bool, err error) {
	slices.Sort(parts)
	parts = slices.Compact(parts)
	if len(parts) > mostParts {
		return 0, 0, false, nil
	}
	var commands [][]string
	for _, part := range parts {
		commands = append(commands, []string{ask, k.Key, part})
	}
	v, err := s.Look(commands...)
	if err != nil {
		return 0, 0, false, err
	}
	for _, one := range v {
		if one.IsError() {
			return 0, 0, false, nil
		}
		if one.Kind == reply.Integer && one.Int == 1 || one.Kind == reply.Bulk || one.Kind == reply.Double {
			held++
		}
	}
	return int64(len(parts)), held, true, nil
}

// every returns each second word from the n-th on.
func (s *scene) every(n int) []string {
	var parts []string
	for i := n; i < len(s.Args); i += 2 {
		parts = append(parts, s.Args[i])
	}
	return parts
}

// fields tells the new fields of HSET from those that it overwrites.
func fields(s *scene) error {
	k := s.first()
	if len(s.Args)%2 != 0 {
		s.reply, k.fate = "an error: the last field has no value", "left as it is"
		return nil
	}
	n, held, ok, err := s.known(k, "HEXISTS", s.every(2))
	if err != nil || !ok {
		return err
	}
	k.fate += news(n-held, held, "field", "overwritten")
	if s.c.Name == "HSET" {
		s.reply = strconv.FormatInt(n-held, 10) + ": how many fields were new"
	}
	return nil
}

// adds tells the new members of SADD and ZADD from those that are there.
func adds(s *scene) error {
	k := s.first()
	ask, parts, old := "SISMEMBER", slices.Clone(s.Args[2:]), "there already"
	if s.c.Name == "ZADD" {
		if len(s.Args)%2 != 0 || !isScore(s.arg(2)) {
			return nil // there are options
		}
		ask, parts, old = "ZSCORE", s.every(3), "given the new score"
	}
	n, held, ok, err := s.known(k, ask, parts)
	if err != nil || !ok {
		return err
	}
	k.fate += news(n-held, held, "member", old)
	s.reply = strconv.FormatInt(n-held, 10) + ": how many members were new"
	return nil
}

func isScore(word string) bool {
	_, err := strconv.ParseFloat(word, 64)
	return err == nil
}

func news(fresh, old int64, unit, verb string) string {
	var told []string
	if fresh > 0 {
		told = append(told, amount.Of(fresh, "new "+unit))
	}
	if old > 0 {
		told = append(told, strconv.FormatInt(old, 10)+" "+verb)
	}
	return ": " + strings.Join(told, ", ")
}

// loses finds out whether the key goes with its last field or member.
func loses(s *scene) error {
	k := s.first()
	ask := map[string]string{"HDEL": "HEXISTS", "SREM": "SISMEMBER", "ZREM": "ZSCORE"}[s.c.Name]
	_, held, ok, err := s.known(k, ask, slices.Clone(s.Args[2:]))
	switch {
	case err != nil || !ok:
		return err
	case k.exists() && held == 0:
		k.fate = "left as it is: it has none of these"
	case k.exists() && held == k.size:
		k.fate = "removed: the key goes with its last " + k.unit()
	}
	s.reply = strconv.FormatInt(held, 10) + ": how many were removed"
	return nil
}

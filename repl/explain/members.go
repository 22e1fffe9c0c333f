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

// adds tells the new members of SADD from those that are there.
func adds(s *scene) error {
	k := s.first()
	n, held, ok, err := s.known(k, "SISMEMBER", slices.Clone(s.Args[2:]))
	if err != nil || !ok {
		return err
	}
	if n == held {
		k.fate = "left as it is"
	}
	k.fate += news(n-held, held, "member", "there already")
	s.reply = strconv.FormatInt(n-held, 10) + ": how many members were new"
	return nil
}

// mostCombined is how many members sets may have together that are combined to
// see what comes out.
const mostCombined = 1000

// stores is about SDIFFSTORE and its kin: a set with nothing in it is no key.
func stores(s *scene) error {
	total := int64(0)
	for _, k := range s.keys {
		total += k.size
	}
	if !s.sawAll() || total > mostCombined {
		return nil
	}
	v, err := s.Look(append([]string{strings.TrimSuffix(s.c.Name, "STORE")}, s.Args[2:]...))
	if err != nil || !v[0].IsAggregate() {
		return err
	}
	k, n := s.first(), int64(len(v[0].Items))
	switch {
	case n > 0 && k.exists():
		k.fate = "overwritten, by " + amount.Of(n, "member")
	case n > 0:
		k.fate = "created, with " + amount.Of(n, "member")
	case k.exists():
		k.fate = "removed: nothing comes out"
	default:
		k.fate = "stays away: nothing comes out"
	}
	s.reply = strconv.FormatInt(n, 10) + ": how many members come out"
	return nil
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

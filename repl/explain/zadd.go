package explain

import (
	"slices"
	"strconv"

	"redis-tutor/sandbox/reply"
)

// scores is about ZADD, whose options decide which members get theirs.
func scores(s *scene) error {
	pairs, ok := s.pairs()
	if !ok {
		return nil
	}
	now, ok, err := s.scoresNow(pairs)
	if err != nil || !ok {
		return err
	}
	fresh, changed, left := int64(0), int64(0), int64(0)
	for _, p := range pairs {
		was, there := now[p.member]
		if s.line.Has("INCR") {
			p.score += was
		}
		switch {
		case !s.takesScore(p.score, was, there), there && p.score == was:
			left++
			continue
		case there:
			changed++
		default:
			fresh++
		}
		now[p.member] = p.score
	}
	k := s.first()
	if fresh+changed == 0 {
		k.fate = untouched(k) + ": nothing in it would change"
	} else {
		k.fate += news(fresh, changed, "member", "given the new score")
	}
	s.reply = s.scored(fresh, changed)
	return nil
}

// scored is what ZADD answers; "" where it is a score.
func (s *scene) scored(fresh, changed int64) string {
	switch {
	case s.line.Has("INCR"):
		return ""
	case s.line.Has("CH"):
		return strconv.FormatInt(fresh+changed, 10) + ": how many members are new or changed"
	}
	return strconv.FormatInt(fresh, 10) + ": how many members were new"
}

// takesScore reports whether the conditions of ZADD let a member have a score.
func (s *scene) takesScore(score, was float64, there bool) bool {
	switch {
	case !there:
		return !s.line.Has("XX")
	case s.line.Has("NX"), s.line.Has("GT") && score <= was, s.line.Has("LT") && score >= was:
		return false
	}
	return true
}

// pair is a score as it was typed and its member.
type pair struct {
	score  float64
	member string
}

// pairs returns the scores and members on the line; ok is false where there are
// too many to look for.
func (s *scene) pairs() (pairs []pair, ok bool) {
	for i, want := range s.line.Words {
		if want.Name != "score" || i+1 >= len(s.Args) {
			continue
		}
		score, err := strconv.ParseFloat(s.Args[i], 64)
		if err != nil {
			return nil, false
		}
		pairs = append(pairs, pair{score, s.Args[i+1]})
	}
	return pairs, len(pairs) > 0 && len(pairs) <= mostParts
}

// scoresNow returns the scores that members have; ok is false where one may not
// look.
func (s *scene) scoresNow(pairs []pair) (now map[string]float64, ok bool, err error) {
	var asked [][]string
	for _, p := range pairs {
		asked = append(asked, []string{"ZSCORE", s.first().Key, p.member})
	}
	v, err := s.Look(asked...)
	if err != nil || slices.ContainsFunc(v, reply.Value.IsError) {
		return nil, false, err
	}
	now = map[string]float64{}
	for i, p := range pairs {
		if score, err := strconv.ParseFloat(v[i].Str(), 64); err == nil {
			now[p.member] = score
		}
	}
	return now, true, nil
}

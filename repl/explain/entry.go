package explain

import (
	"cmp"
	"math"
	"slices"
	"strconv"
	"strings"

	"redis-tutor/sandbox/command/grammar"
	"redis-tutor/sandbox/reply"
)

// What follows looks closer at streams: whether an ID is above those that are
// there, and whether there is a group.

// addsEntry is about XADD.
func addsEntry(s *scene) error {
	k := s.first()
	if !k.exists() && s.line.Has("NOMKSTREAM") {
		k.fate, s.reply = "stays away: NOMKSTREAM makes none", "nil"
		return nil
	}
	at := slices.IndexFunc(s.line.Words, func(w grammar.Want) bool { return w.Name == "id" })
	if at < 0 {
		return nil // Redis makes the ID
	}
	last, ok, err := s.lastEntry(k)
	if id, whole := parseEntry(s.Args[at]); err != nil || !ok || !whole || id.above(last) {
		return err
	}
	k.fate, s.reply = untouched(k)+": an ID must be above the last one, "+last.String(), "an error: the ID is not above the last one"
	return nil
}

// lastEntry returns the highest ID that a stream has had, 0-0 for a new one; ok
// is false where one may not look.
func (s *scene) lastEntry(k *key) (last entry, ok bool, err error) {
	if !k.exists() {
		return last, true, nil
	}
	v, err := s.Look([]string{"XINFO", "STREAM", k.Key})
	if err != nil || v[0].IsError() {
		return last, false, err
	}
	last, ok = parseEntry(v[0].Field("last-generated-id").Str())
	return last, ok, nil
}

// entry is the ID of one entry of a stream.
type entry struct{ ms, seq uint64 }

func (e entry) String() string {
	return strconv.FormatUint(e.ms, 10) + "-" + strconv.FormatUint(e.seq, 10)
}

func (e entry) above(other entry) bool {
	return cmp.Or(cmp.Compare(e.ms, other.ms), cmp.Compare(e.seq, other.seq)) > 0
}

// parseEntry reads an ID. One of which Redis makes the second number is as high
// as it can be.
func parseEntry(id string) (e entry, ok bool) {
	ms, seq, two := strings.Cut(id, "-")
	var err1, err2 error
	e.ms, err1 = strconv.ParseUint(ms, 10, 64)
	switch {
	case seq == "*":
		e.seq = math.MaxUint64
	case two:
		e.seq, err2 = strconv.ParseUint(seq, 10, 64)
	}
	return e, err1 == nil && err2 == nil
}

// groups is about the subcommands of XGROUP.
func groups(s *scene) error {
	k, creates := s.first(), s.c.Name == "XGROUP CREATE"
	switch {
	case !k.exists() && s.line.Has("MKSTREAM"):
		k.fate, s.reply = "created, without an entry", "status: OK"
		return nil
	case !k.exists():
		k.fate, s.reply = "stays away", "an error: there is no such stream"
		return nil
	}
	has, ok, err := s.hasGroup(k, s.Args[3])
	switch {
	case err != nil || !ok || has != creates:
		return err
	case creates:
		s.reply = "the error BUSYGROUP: the group is there already"
	case s.c.Name == "XGROUP DESTROY":
		s.reply = "0"
	default:
		s.reply = "the error NOGROUP"
	}
	k.fate = "left as it is"
	return nil
}

// hasGroup reports whether a stream has a group; ok is false where one may not
// look.
func (s *scene) hasGroup(k *key, name string) (has, ok bool, err error) {
	v, err := s.Look([]string{"XINFO", "GROUPS", k.Key})
	if err != nil || v[0].IsError() {
		return false, false, err
	}
	return slices.ContainsFunc(v[0].Items, func(g reply.Value) bool { return g.Field("name").Str() == name }), true, nil
}

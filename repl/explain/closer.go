package explain

import (
	"math"
	"strconv"
	"strings"

	"redis-tutor/sandbox/amount"
	"redis-tutor/sandbox/reply"
)

// What follows looks closer at a command and its key: each function belongs to
// rows of the table, and says how the key would really fare.

// first returns the key that a command is about.
func (s *scene) first() *key {
	if len(s.keys) == 0 {
		return &key{kind: "none", left: -1}
	}
	return s.keys[0]
}

func set(s *scene) error {
	k := s.first()
	switch {
	case s.line.Has("NX") && k.exists():
		k.fate, s.reply = "left as it is: NX wants it missing", "nil"
	case s.line.Has("XX") && !k.exists():
		k.fate, s.reply = "stays away: XX wants it there", "nil"
	case s.line.Has("KEEPTTL") && k.left >= 0:
		k.fate += "; KEEPTTL keeps its time to live"
	case k.left >= 0 && !s.times():
		k.fate += "; its time to live goes"
	}
	if s.line.Has("GET") {
		s.reply = "the old string, or nil"
		if k.exists() && k.kind != "string" {
			k.fate, s.reply = "WRONGTYPE: with GET it must be a string", "the error WRONGTYPE"
		}
	}
	return nil
}

// times reports whether SET is given a time to live.
func (s *scene) times() bool {
	return s.line.Has("EX") || s.line.Has("PX") || s.line.Has("EXAT") || s.line.Has("PXAT")
}

// getsAndExpires is about GETEX, which reads and sets a time to live.
func getsAndExpires(s *scene) error {
	k := s.first()
	switch {
	case !k.exists() || len(s.Args) == 2:
	case s.line.Has("PERSIST") && k.left < 0:
		k.fate = "read; it has no time to live"
	case s.line.Has("PERSIST"):
		k.fate = "keeps its value; its time to live goes"
	case s.line.Has("EX"), s.line.Has("PX"):
		k.fate = "keeps its value, and gets a new time to live"
	default: // at a moment, which may be over
		k.fate = "gets a new time to live, or is removed if that is over"
	}
	return nil
}

func appends(s *scene) error {
	s.reply = strconv.FormatInt(s.first().size+int64(len(s.arg(2))), 10) + ": the new length"
	return nil
}

// counts finds out whether the key holds a number and what it would become.
func counts(s *scene) error {
	k := s.first()
	now := "0"
	if k.exists() {
		v, err := s.Look([]string{"GETRANGE", k.Key, "0", "30"})
		if err != nil || v[0].IsError() {
			return err
		}
		now = v[0].Text
	}
	by := int64(1)
	if len(s.Args) > 2 {
		var err error
		if by, err = strconv.ParseInt(s.arg(2), 10, 64); err != nil {
			s.reply = "an error: " + quote(s.arg(2)) + " is not a whole number"
			return nil
		}
	}
	switch down := strings.HasPrefix(s.c.Name, "DECR"); {
	case down && by == math.MinInt64: // it has no opposite
		k.fate, s.reply = untouched(k), "an error: "+quote(s.arg(2))+" is too far below 0"
		return nil
	case down:
		by = -by
	}
	s.sum(k, now, by)
	return nil
}

// sum says what counting would give.
func (s *scene) sum(k *key, now string, by int64) {
	n, err := strconv.ParseInt(now, 10, 64)
	switch {
	case err != nil || strconv.FormatInt(n, 10) != now:
		k.fate, s.reply = "left as it is: "+quote(now)+" is not a whole number", "an error: not an integer"
	case by > 0 && n > math.MaxInt64-by, by < 0 && n < math.MinInt64-by:
		k.fate, s.reply = "left as it is", "an error: the number would be too large"
	default:
		if by == 0 && k.fate == s.row.there { // neither the key nor the field is new
			k.fate = "left as it is: 0 is added"
		}
		s.reply = strconv.FormatInt(n+by, 10) + ": the new number"
	}
}

// countsFloat finds out whether the key holds a number.
func countsFloat(s *scene) error {
	const most = 40 // of its bytes; few numbers are longer
	k := s.first()
	if !k.exists() || k.size > most {
		return nil
	}
	v, err := s.Look([]string{"GETRANGE", k.Key, "0", strconv.Itoa(most)})
	if err != nil || v[0].IsError() {
		return err
	}
	if _, err := strconv.ParseFloat(v[0].Text, 64); err != nil {
		k.fate, s.reply = "left as it is: "+quote(v[0].Text)+" is not a number", "an error: not a valid float"
	}
	return nil
}

// setsField is about HSETNX.
func setsField(s *scene) error {
	k := s.first()
	_, held, ok, err := s.known(k, "HEXISTS", []string{s.arg(2)})
	switch {
	case err != nil || !ok:
		return err
	case held > 0:
		k.fate, s.reply = "left as it is: the field is there", "0"
	default:
		s.reply = "1"
	}
	return nil
}

// selects is about SELECT, and what numbers of databases the server has.
func selects(s *scene) error {
	v, err := s.Look([]string{"CONFIG", "GET", "databases"})
	if err != nil || v[0].IsError() {
		return err
	}
	n, err1 := strconv.ParseInt(s.arg(1), 10, 64)
	all, err2 := strconv.ParseInt(v[0].Field("databases").Str(), 10, 64)
	if err1 == nil && err2 == nil && (n < 0 || n >= all) {
		s.reply = "an error: the databases here are 0 to " + strconv.FormatInt(all-1, 10)
	}
	return nil
}

func countsField(s *scene) error {
	k := s.first()
	v, err := s.Look([]string{"HGET", k.Key, s.arg(2)})
	if err != nil || v[0].IsError() {
		return err
	}
	by, err := strconv.ParseInt(s.arg(3), 10, 64)
	if err != nil {
		s.reply = "an error: " + quote(s.arg(3)) + " is not a whole number"
		return nil
	}
	now := v[0].Text
	if v[0].Kind == reply.Nil {
		now = "0"
		k.fate = strings.Replace(k.fate, "a field is counted", "gets the field, counted from 0", 1)
	}
	s.sum(k, now, by)
	return nil
}

func removes(s *scene) error {
	n := 0
	for _, k := range s.keys {
		if k.exists() {
			n++
		}
	}
	if s.sawAll() {
		s.reply = strconv.Itoa(n) + ": how many keys were removed"
	}
	return nil
}

// renames is about the two keys of RENAME, RENAMENX and COPY.
func renames(s *scene) error {
	if len(s.keys) < 2 {
		return s.renamesItself()
	}
	from, to := s.keys[0], s.keys[1]
	copies, careful := s.c.Name == "COPY", s.c.Name == "RENAMENX" || s.c.Name == "COPY" && !s.line.Has("REPLACE")
	from.fate, to.fate = "moves to the new name, its time to live too", "created"
	if copies {
		from.fate = "read"
	}
	switch {
	case !from.exists():
		from.fate, to.fate = "nothing to move", "left as it is"
		if s.reply = "an error: no such key"; copies {
			s.reply = "0"
		}
	case to.exists() && careful:
		from.fate, to.fate, s.reply = "left as it is", "left as it is: the name is taken", "0"
	case to.exists():
		to.fate = "overwritten: what it holds is lost"
		s.beware("%s is there already and would be lost without a word.", code(to.Key))
	}
	return nil
}

// renamesItself is renames where both are the same key.
func (s *scene) renamesItself() error {
	k := s.first()
	k.fate = untouched(k)
	switch {
	case s.c.Name == "COPY":
		return nil // the other one may be in another database
	case !k.exists():
		s.reply = "an error: no such key"
	case s.c.Name == "RENAMENX":
		s.reply = "0"
	}
	return nil
}

// setsAll is about MSETNX, which sets all of its keys or none.
func setsAll(s *scene) error {
	switch {
	case s.serving() != nil:
		s.reply = "0: one of them is there already"
		for _, k := range s.keys {
			k.fate = untouched(k)
		}
	case s.sawAll():
		s.reply = "1"
	}
	return nil
}

func restores(s *scene) error {
	if k := s.first(); k.exists() && !s.line.Has("REPLACE") {
		k.fate, s.reply = "left as it is: REPLACE is not given", "an error: the name is taken"
	}
	return nil
}

func pushes(s *scene) error {
	k := s.first()
	if n := int64(len(s.Args) - 2); k.exists() || !strings.HasSuffix(s.c.Name, "X") {
		s.reply = strconv.FormatInt(k.size+n, 10) + ": the new length"
	} else {
		s.reply = "0: there is no list"
	}
	return nil
}

// bounds reads two indexes as LRANGE and LTRIM do; the range is empty when
// from is past to.
func (s *scene) bounds(size int64) (from, to int64, ok bool) {
	from, err1 := strconv.ParseInt(s.arg(2), 10, 64)
	to, err2 := strconv.ParseInt(s.arg(3), 10, 64)
	if from < 0 {
		from = max(from+size, 0)
	}
	if to < 0 {
		to += size
	}
	return from, min(to, size-1), err1 == nil && err2 == nil
}

func ranges(s *scene) error {
	k := s.first()
	if from, to, ok := s.bounds(k.size); ok && k.exists() {
		s.reply = "an array of " + amount.Of(max(to-from+1, 0), "element")
	}
	return nil
}

func trims(s *scene) error {
	k := s.first()
	from, to, ok := s.bounds(k.size)
	switch {
	case !ok || !k.exists():
	case from > to:
		k.fate = "removed: nothing of it is in the range"
	case to-from+1 == k.size:
		k.fate = "left as it is: all of it is in the range"
	default:
		k.fate = "keeps " + amount.Of(to-from+1, "element") + ", loses " + strconv.FormatInt(k.size-(to-from+1), 10)
	}
	return nil
}

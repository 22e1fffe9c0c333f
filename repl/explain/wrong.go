package explain

import (
	"cmp"
	"slices"
	"strconv"

	"redis-tutor/sandbox/command"
	"redis-tutor/sandbox/reply"
)

// wrong reports whether the command finds out that it does not work on what
// the key holds.
func (s *scene) wrong(k *key) bool {
	if !k.exists() || k.passed != "" || !k.matters || s.row.anyType || len(s.c.Types) == 0 {
		return false
	}
	return k.foreign || !slices.Contains(s.c.Types, k.kind)
}

func (s *scene) wrongType() bool { return slices.ContainsFunc(s.keys, s.wrong) }

// wrongFate says of a key of the wrong type which one is wanted.
func (s *scene) wrongFate() string {
	wanted, head := s.c.Kinds(), "WRONGTYPE"
	if s.c.Group == hyperloglog {
		wanted = "a HyperLogLog"
	}
	if s.row.refusal != "" {
		head = "refused"
	}
	return head + ": " + s.c.Name + " works on " + wanted
}

// wrongReply is what is answered then.
func (s *scene) wrongReply() string { return cmp.Or(s.row.refusal, "the error WRONGTYPE") }

// hyperloglog is the group whose commands want strings of a form of their own.
const hyperloglog = "hyperloglog"

// lookInside finds the strings that are no HyperLogLog, where one is wanted.
func (s *scene) lookInside() error {
	if s.c.Group != hyperloglog {
		return nil
	}
	var texts []*key
	var asked [][]string
	for _, k := range s.keys {
		if k.kind == "string" {
			texts = append(texts, k)
			asked = append(asked, []string{"GETRANGE", k.Key, "0", strconv.Itoa(command.HyperLogLogHead - 1)})
		}
	}
	if len(asked) == 0 {
		return nil
	}
	v, err := s.Look(asked...)
	if err != nil {
		return err
	}
	for i, k := range texts {
		k.foreign = v[i].Kind == reply.Bulk && !command.IsHyperLogLog(v[i].Text)
	}
	return nil
}

// stand says that no key is touched, because another is of the wrong type.
func (s *scene) stand() {
	for _, k := range s.keys {
		if !s.wrong(k) && s.c.Writes() {
			k.fate = untouched(k)
		}
	}
}

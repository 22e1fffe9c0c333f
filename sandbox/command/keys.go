package command

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// KeySpec says where some of a command's keys are, in the terms of COMMAND:
// where to begin, and how to go on from there.
type KeySpec struct {
	Flags []string
	// Index is the position of the first key or of the key count. With a
	// Keyword it is found behind that word, searched from position From on,
	// or backwards when From is negative.
	Index   int
	Keyword string
	From    int
	// Counted says that the number of keys stands at Index; Index plus First
	// is then the first key.
	Counted bool
	First   int
	// Last is relative to the first key, or to the end of the command when
	// negative. Limit 2 means that only the first half of what remains are
	// keys.
	Last  int
	Step  int
	Limit int
	// Unknown says that COMMAND cannot tell where these keys are; a Keyword
	// then is our own knowledge.
	Unknown bool
}

// readSpecs reads specifications as String writes them, with "; " between
// them.
func readSpecs(text string) ([]KeySpec, error) {
	var specs []KeySpec
	for _, part := range strings.Split(text, ";") {
		s, err := readSpec(part)
		if err != nil {
			return nil, err
		}
		specs = append(specs, s)
	}
	return specs, nil
}

func readSpec(text string) (s KeySpec, err error) {
	for _, word := range strings.Fields(text) {
		name, value, found := strings.Cut(word, "=")
		switch number := s.number(name); {
		case !found && word == "unknown":
			s.Unknown = true
		case !found:
			s.Flags = append(s.Flags, word)
		case name == "keyword":
			s.Keyword = value
		case number == nil:
			return s, fmt.Errorf("the word %q is not known", word)
		default:
			if *number, err = strconv.Atoi(value); err != nil {
				return s, err
			}
			s.Counted = s.Counted || name == "first"
		}
	}
	return s, nil
}

// number returns the field that a word of a specification sets.
func (s *KeySpec) number(name string) *int {
	switch name {
	case "index":
		return &s.Index
	case "from":
		return &s.From
	case "first":
		return &s.First
	case "last":
		return &s.Last
	case "step":
		return &s.Step
	case "limit":
		return &s.Limit
	}
	return nil
}

// String returns the specification as the reference writes it: its flags,
// then what is not zero, as in "RW update index=1 step=1". The word first
// says that the keys are counted.
func (s KeySpec) String() string {
	words := slices.Clone(s.Flags)
	if s.Unknown {
		words = append(words, "unknown")
	}
	if s.Keyword != "" {
		words = append(words, "keyword="+s.Keyword)
	}
	for _, name := range []string{"index", "from", "first", "last", "step", "limit"} {
		if n := *s.number(name); n != 0 || name == "first" && s.Counted {
			words = append(words, name+"="+strconv.Itoa(n))
		}
	}
	return strings.Join(words, " ")
}

// Keys returns the keys that a command line touches, in the order they stand
// there. The name is part of args. A line too short or malformed gives the
// keys that can be made out.
func (c *Command) Keys(args []string) []string {
	var keys []string
	for _, use := range c.Uses(args) {
		keys = append(keys, use.Key)
	}
	return keys
}

func (s KeySpec) appendKeys(keys, args []string) []string {
	at, ok := s.begin(args)
	if !ok {
		return keys
	}
	first, last := at, s.end(at, len(args))
	if s.Counted {
		n, err := strconv.Atoi(args[at])
		if err != nil || n < 0 || n > len(args) {
			return keys
		}
		first = at + s.First
		last = first + (n-1)*max(s.Step, 1)
	}
	for i := first; i <= last && i < len(args); i += max(s.Step, 1) {
		keys = append(keys, args[i])
	}
	return keys
}

// begin returns the position where the keys, or their count, begin.
func (s KeySpec) begin(args []string) (int, bool) {
	if s.Keyword == "" {
		return s.Index, s.Index > 0 && s.Index < len(args)
	}
	from, step := s.From, 1
	if from < 0 {
		from, step = len(args)+from, -1
	}
	for i := from; i > 0 && i < len(args)-1; i += step {
		if strings.EqualFold(args[i], s.Keyword) {
			return i + 1, true
		}
	}
	return 0, false
}

// end returns the position of the last key for a range that begins at first.
func (s KeySpec) end(first, n int) int {
	switch {
	case s.Last >= 0:
		return first + s.Last
	case s.Limit > 1:
		return first + (n-first)/s.Limit - 1
	default:
		return n + s.Last
	}
}

package explain

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"redis-tutor/sandbox/amount"
	"redis-tutor/sandbox/command"
	"redis-tutor/sandbox/words"
)

// key is a key that a command names, as it is now.
type key struct {
	command.Use
	kind string // as TYPE names it; "none" when it is not there
	size int64
	left time.Duration // negative for ever
	fate string        // what would become of it
}

func (k *key) exists() bool { return k.kind != "none" }

// mostKeys is how many of the named keys are looked at.
const mostKeys = 8

// lookAtKeys fills in what is behind the keys, and what the command's row says
// of their fate.
func (s *scene) lookAtKeys() error {
	var first [][]string
	for _, u := range s.c.Uses(s.Args) {
		if !slices.ContainsFunc(s.keys, func(k *key) bool { return k.Key == u.Key }) && len(s.keys) < mostKeys {
			s.keys = append(s.keys, &key{Use: u})
			first = append(first, []string{"TYPE", u.Key}, []string{"PTTL", u.Key})
		}
	}
	if len(s.keys) == 0 {
		return nil
	}
	v, err := s.Look(first...)
	if err != nil {
		return err
	}
	second := make([][]string, len(s.keys))
	for i, k := range s.keys {
		if v[2*i].IsError() {
			return fmt.Errorf("redis: %s", v[2*i].Text)
		}
		k.kind, k.left = v[2*i].Str(), time.Duration(v[2*i+1].Int)*time.Millisecond
		second[i] = sizeCommand(k)
	}
	if v, err = s.Look(second...); err != nil {
		return err
	}
	for i, k := range s.keys {
		k.size = v[i].Int
		k.fate = s.fate(k)
	}
	if s.wrongType() {
		s.stand()
	}
	return nil
}

// stand says that no key is touched, because another is of the wrong type.
func (s *scene) stand() {
	for _, k := range s.keys {
		switch {
		case s.wrong(k) || !s.c.Writes():
		case k.exists():
			k.fate = "left as it is"
		default:
			k.fate = "stays away"
		}
	}
}

func sizeCommand(k *key) []string {
	name := map[string]string{"string": "STRLEN", "list": "LLEN", "hash": "HLEN", "set": "SCARD", "zset": "ZCARD", "stream": "XLEN"}[k.kind]
	if name == "" {
		name = "EXISTS"
	}
	return []string{name, k.Key}
}

// wrong reports whether the command does not work on what the key holds.
func (s *scene) wrong(k *key) bool {
	fitsAny := k.Overwrites() || s.row.anyType || len(s.c.Types) == 0
	return k.exists() && !fitsAny && !slices.Contains(s.c.Types, k.kind)
}

func (s *scene) wrongType() bool { return slices.ContainsFunc(s.keys, s.wrong) }

// fate says what would become of a key, by the command's row or, where the
// table has none, by what the facts tell.
func (s *scene) fate(k *key) string {
	switch {
	case s.wrong(k):
		return "WRONGTYPE: " + s.c.Name + " works on " + s.c.Kinds()
	case s.row.missing != "" && !k.exists():
		return s.row.missing
	case s.row.there != "" && k.exists():
		return s.row.there
	case !s.c.Writes() && k.exists():
		return "read"
	case !s.c.Writes():
		return "nothing to read"
	case k.Overwrites() && k.exists():
		return "overwritten, whatever it holds"
	case slices.Contains(k.Flags, "RO"):
		return "read"
	case k.Overwrites():
		return "created"
	case !k.exists():
		return "may be created"
	}
	return "may be changed"
}

func (s *scene) sayKeys() {
	roles := s.keyRoles()
	for i, k := range s.keys {
		s.Parts = append(s.Parts, Part{roles[min(i, len(roles)-1)] + " " + quote(k.Key), k.now(), k.fate})
	}
	if more := len(s.c.Uses(s.Args)) - mostKeys; more > 0 {
		s.say("…", "%s", amount.Of(int64(more), "more key"))
	}
	for _, k := range s.keys {
		if k.left >= 0 && k.exists() && strings.Contains(k.fate, "time to live goes") {
			s.beware("%s would lose its time to live, %s.", code(k.Key), amount.Span(k.left))
		}
	}
}

// keyRoles returns what the command's form calls its keys, one name at least;
// the last is that of all that follow.
func (s *scene) keyRoles() []string {
	var roles []string
	for _, a := range s.c.Arguments() {
		if a.Type == "key" {
			roles = append(roles, a.Name)
		}
	}
	if len(roles) == 0 {
		return []string{"key"}
	}
	return roles
}

// now says what a key holds: "list of 3 elements, ttl 42s".
func (k *key) now() string {
	text := strings.TrimPrefix(command.TypeName(k.kind), "a ")
	switch {
	case !k.exists():
		return "not there"
	case unitOf(k.kind) != "":
		text += " of " + amount.Of(k.size, unitOf(k.kind))
	}
	if k.left >= 0 {
		text += ", ttl " + amount.Span(k.left)
	}
	return text
}

// unitOf names one of what the values of a type are made of.
func unitOf(kind string) string {
	switch kind {
	case "string":
		return "byte"
	case "list":
		return "element"
	case "hash":
		return "field"
	case "set", "zset":
		return "member"
	case "stream":
		return "entry"
	}
	return ""
}

// longest is how much of a word is shown, in characters.
const longest = 40

// quote shows a word as it would have to be typed.
func quote(word string) string { return words.Short(word, longest) }

// code is quote for sentences in which backquotes surround code.
func code(word string) string { return "`" + quote(word) + "`" }

func quoteAll(all []string) string {
	const most = 8
	var shown []string
	for _, word := range all[:min(len(all), most)] {
		shown = append(shown, quote(word))
	}
	if more := len(all) - most; more > 0 {
		shown = append(shown, fmt.Sprintf("… %d more", more))
	}
	return strings.Join(shown, " ")
}

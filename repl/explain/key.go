package explain

import (
	"cmp"
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
	command.Use        // with the flags of all places where it is named
	matters     bool   // its type does, to one of them
	written     bool   // in one of them it may be
	kind        string // as TYPE names it; "none" when it is not there
	foreign     bool   // it is of the type that is wanted, but of another form
	size        int64
	left        time.Duration // negative for ever
	passed      string        // its fate, where the command does not come to it
	fate        string        // what would become of it
}

func (k *key) exists() bool { return k.kind != "none" }

// mostKeys is how many of the named keys are looked at.
const mostKeys = 8

// name fills in the keys, each once.
func (s *scene) name() {
	byName := map[string]*key{}
	for _, u := range s.c.Uses(s.Args) {
		k := byName[u.Key]
		if k == nil {
			k = &key{Use: command.Use{Key: u.Key}}
			byName[u.Key] = k
			if s.named++; s.named <= mostKeys {
				s.keys = append(s.keys, k)
			}
		}
		k.Flags = append(k.Flags, u.Flags...)
		k.matters = k.matters || !u.Overwrites() // see Command.Needs
		k.written = k.written || !slices.Contains(u.Flags, "RO")
	}
}

// sawAll reports whether none of the keys was too many to be looked at.
func (s *scene) sawAll() bool { return s.named <= mostKeys }

// lookAtKeys fills in what is behind the keys, and what the command's row says
// of their fate.
func (s *scene) lookAtKeys() error {
	if s.name(); len(s.keys) == 0 {
		return nil
	}
	for _, look := range []func() error{s.lookAtTypes, s.lookAtSizes, s.lookInside} {
		if err := look(); err != nil {
			return err
		}
	}
	s.passOver()
	for _, k := range s.keys {
		k.fate = s.fate(k)
	}
	if s.wrongType() {
		s.stand()
	}
	return nil
}

func (s *scene) lookAtTypes() error {
	var asked [][]string
	for _, k := range s.keys {
		asked = append(asked, []string{"TYPE", k.Key}, []string{"PTTL", k.Key})
	}
	v, err := s.Look(asked...)
	if err != nil {
		return err
	}
	for i, k := range s.keys {
		if v[2*i].IsError() {
			return fmt.Errorf("redis: %s", v[2*i].Text)
		}
		k.kind, k.left = v[2*i].Str(), time.Duration(v[2*i+1].Int)*time.Millisecond
	}
	return nil
}

func (s *scene) lookAtSizes() error {
	var asked [][]string
	for _, k := range s.keys {
		asked = append(asked, sizeCommand(k))
	}
	v, err := s.Look(asked...)
	if err != nil {
		return err
	}
	for i, k := range s.keys {
		k.size = v[i].Int
	}
	return nil
}

func sizeCommand(k *key) []string {
	name, _ := command.SizeOf(k.kind)
	return []string{cmp.Or(name, "EXISTS"), k.Key}
}

func (s *scene) sayKeys() {
	roles := s.keyRoles()
	for i, k := range s.keys {
		s.Parts = append(s.Parts, Part{roles[min(i, len(roles)-1)] + " " + quote(k.Key), k.now(), k.fate})
	}
	if more := s.named - mostKeys; more > 0 {
		s.say("…", "%s", amount.Of(more, "more key"))
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
	case k.unit() != "":
		text += " of " + amount.Of(k.size, k.unit())
	}
	if k.left >= 0 {
		text += ", ttl " + amount.Span(k.left)
	}
	return text
}

// unit names one of what the value is made of.
func (k *key) unit() string {
	_, unit := command.SizeOf(k.kind)
	return unit
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

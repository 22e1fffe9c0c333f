package owned

import (
	"slices"
	"strconv"
	"strings"

	"redis-tutor/sandbox/command"
	"redis-tutor/sandbox/reply"
)

// Command is a command and the database that it runs in.
type Command struct {
	DB   int
	Args []string
}

// step is a command as far as it concerns whose keys are whose.
type step struct {
	keys   []Key // that it may make, change or remove
	from   []Key // of these, those that it takes away from: into the others
	makes  bool  // it may make keys
	waits  bool  // for other clients
	script bool
}

// steps returns what commands do with keys, in their order.
func (k *Keys) steps(commands []Command) []step {
	var all []step
	for _, c := range commands {
		switch known, ok := k.commands().Lookup(c.Args...); {
		case !ok:
		case known.Name == "FLUSHALL":
			all = append(all, step{keys: k.inDB(func(int) bool { return true })})
		case known.Name == "FLUSHDB":
			all = append(all, step{keys: k.inDB(func(db int) bool { return db == c.DB })})
		case changes(known):
			all = append(all, newStep(known, c))
		}
	}
	return all
}

// changes reports whether a command may change keys. PFCOUNT does, though it
// only reads: it keeps what it has counted in the key.
func changes(c *command.Command) bool {
	return c.Writes() || c.Group == "scripting" || c.Name == "PFCOUNT"
}

func newStep(known *command.Command, c Command) step {
	s := step{waits: known.Blocks(), script: known.Group == "scripting"}
	for _, name := range known.Keys(c.Args) {
		if key := (Key{c.DB, name}); !slices.Contains(s.keys, key) {
			s.keys = append(s.keys, key)
		}
	}
	for _, spec := range known.Specs {
		s.makes = s.makes || !slices.Contains(spec.Flags, "delete")
	}
	switch known.Name {
	case "RENAME", "RENAMENX", "LMOVE", "BLMOVE", "RPOPLPUSH", "BRPOPLPUSH", "SMOVE":
		s.from = s.keys[:min(1, len(s.keys))]
	case "MOVE":
		s.from = s.keys[:min(1, len(s.keys))]
		s.elsewhere(c.Args[min(2, len(c.Args)):], s.from)
	case "COPY":
		if i := slices.IndexFunc(c.Args, func(a string) bool { return strings.EqualFold(a, "DB") }); i > 2 {
			s.elsewhere(c.Args[i+1:], s.keys[len(s.keys)-1:])
		}
	}
	return s
}

// elsewhere adds a key of the database that words begin with.
func (s *step) elsewhere(words []string, key []Key) {
	if len(words) == 0 || len(key) == 0 {
		return
	}
	if db, err := strconv.Atoi(words[0]); err == nil && db >= 0 {
		s.keys = append(slices.Clip(s.keys), Key{db, key[0].Name})
	}
}

// given returns the keys that may hold what was somebody's: moved there by
// this command out of keys that are not the lesson's. A script may move
// anything between its keys. foreign tells such keys that are there; spoilt
// are those of commands before.
func (s step) given(foreign func(Key) bool, own func(Key) bool, spoilt map[Key]bool) []Key {
	from := s.from
	if s.script {
		from = s.keys
	}
	for _, key := range from {
		if foreign(key) || spoilt[key] || s.waits && !own(key) {
			return s.keys
		}
	}
	return nil
}

// swap returns the databases that a command exchanges.
func swap(c Command) (a, b int, ok bool) {
	if len(c.Args) != 3 || !strings.EqualFold(c.Args[0], "SWAPDB") {
		return 0, 0, false
	}
	a, errA := strconv.Atoi(c.Args[1])
	b, errB := strconv.Atoi(c.Args[2])
	return a, b, errA == nil && errB == nil && a != b
}

func swaps(commands []Command) bool {
	return slices.ContainsFunc(commands, func(c Command) bool { _, _, ok := swap(c); return ok })
}

// follow lets what is remembered go where SWAPDB has taken it.
func (k *Keys) follow(commands []Command, replies []reply.Value) []entry {
	var lines []entry
	for i, c := range commands {
		a, b, ok := swap(c)
		if !ok || i >= len(replies) || !replies[i].IsOK() {
			continue
		}
		to := func(key Key) Key {
			switch key.DB {
			case a:
				key.DB = b
			case b:
				key.DB = a
			}
			return key
		}
		for key := range k.lesson {
			if to(key) != key {
				lines = append(lines, k.line(key, gone))
			}
		}
		k.lesson, k.had, k.others = moved(k.lesson, to), moved(k.had, to), moved(k.others, to)
		for i, key := range k.learner {
			k.learner[i] = to(key)
		}
	}
	if lines == nil {
		return nil
	}
	for key, mark := range k.lesson {
		lines = append(lines, k.line(key, mark))
	}
	return lines
}

func moved[V any](m map[Key]V, to func(Key) Key) map[Key]V {
	out := make(map[Key]V, len(m))
	for key, v := range m {
		out[to(key)] = v
	}
	return out
}

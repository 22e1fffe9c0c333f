package owned

import (
	"slices"

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
	at     int   // its place among the commands
	keys   []Key // that it may make, change or remove
	from   []Key // of these, those that it takes away from: into the others
	makes  bool  // it may make keys
	waits  bool  // for other clients
	script bool
}

// steps returns what commands do with keys, in their order.
func (k *Keys) steps(commands []Command) []step {
	var all []step
	for i, c := range commands {
		switch e := k.commands().Effect(c.DB, c.Args); {
		case e.All:
			all = append(all, step{at: i, keys: k.inDB(func(int) bool { return true })})
		case len(e.Whole) > 0 && !e.Script: // what a script does to keys that it does not name is not known
			all = append(all, step{at: i, keys: k.inDB(func(db int) bool { return slices.Contains(e.Whole, db) })})
		case len(e.Keys) > 0:
			all = append(all, newStep(i, e))
		}
	}
	return all
}

func newStep(at int, e command.Effect) step {
	s := step{at: at, keys: e.Keys, waits: e.Command.Blocks(), script: e.Script}
	for _, spec := range e.Command.Specs {
		s.makes = s.makes || !slices.Contains(spec.Flags, "delete")
	}
	switch e.Command.Name {
	case "RENAME", "RENAMENX", "LMOVE", "BLMOVE", "RPOPLPUSH", "BRPOPLPUSH", "SMOVE", "MOVE":
		s.from = s.keys[:1]
	}
	return s
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

// swaps reports whether databases change places.
func (k *Keys) swaps(commands []Command) bool {
	return slices.ContainsFunc(commands, func(c Command) bool { return k.commands().Effect(c.DB, c.Args).Swaps != nil })
}

// follow lets what is remembered go where SWAPDB has taken it.
func (k *Keys) follow(commands []Command, replies []reply.Value) []entry {
	var lines []entry
	for i, c := range commands {
		swaps := k.commands().Effect(c.DB, c.Args).Swaps
		if swaps == nil || i >= len(replies) || !replies[i].IsOK() {
			continue
		}
		a, b := swaps[0], swaps[1]
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
		k.lesson, k.bore, k.others = moved(k.lesson, to), moved(k.bore, to), moved(k.others, to)
		k.made = moved(k.made, to)
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

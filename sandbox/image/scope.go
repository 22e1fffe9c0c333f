package image

import (
	"slices"

	"redis-tutor/sandbox/command"
)

// Write is a command that is about to run, and the database it will run in.
type Write struct {
	Args []string
	DB   int
}

// scope is what writes may change, as far as their words tell.
type scope struct {
	keys   []Key
	types  map[Key]string // the type of a key that the command works on
	whole  []int          // databases of which any key may change
	all    bool           // every database
	why    string         // what cannot be taken back, and why
	bytes  int            // of all arguments
	grows  bool           // a value may become larger than old values and arguments
	fields bool           // fields of hashes may get a time to live
	swaps  bool           // databases change places: what is remembered of keys is no longer so
	waits  bool           // the first command may wait for other clients
	blind  bool           // a script names no keys, and may change any
	script bool
}

func (s *scope) empty() bool {
	return len(s.keys) == 0 && len(s.whole) == 0 && !s.all && s.why == ""
}

func newScope(table *command.Table, writes []Write) *scope {
	s := &scope{types: map[Key]string{}}
	for _, w := range writes {
		e := table.Effect(w.DB, w.Args)
		if e.Command == nil || !e.Changes() {
			continue
		}
		s.add(e, w)
		s.waits = e.Command.Blocks() && len(writes) == 1
		for _, arg := range w.Args {
			s.bytes += len(arg)
		}
	}
	return s
}

func (s *scope) add(e command.Effect, w Write) {
	for _, key := range e.Keys {
		s.touch(key, e.Command)
	}
	s.whole = append(s.whole, e.Whole...)
	s.all = s.all || e.All
	s.script = s.script || e.Script
	s.blind = s.blind || e.Script && len(e.Keys) == 0
	switch name := e.Command.Name; {
	case e.Script, slices.Contains([]string{"SETRANGE", "SETBIT", "BITFIELD", "SORT", "RESTORE"}, name):
		s.grows = true
	case e.Swaps == nil && name == "SWAPDB":
		s.keys = append(s.keys, Key{DB: w.DB}) // a write, which changes nothing
	case e.Swaps != nil:
		s.swaps = true
		s.why = "databases were exchanged; the same SWAPDB exchanges them back"
	case e.Command.Container() == "FUNCTION":
		s.why = "functions are not kept in keys"
	}
	s.fields = s.fields || timesFields(e.Command.Name)
}

func (s *scope) touch(k Key, c *command.Command) {
	if !slices.Contains(s.keys, k) {
		s.keys = append(s.keys, k)
	}
	if s.types[k] == "" && len(c.Types) == 1 {
		s.types[k] = c.Types[0]
	}
}

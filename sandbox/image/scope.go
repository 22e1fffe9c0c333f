package image

import (
	"slices"
	"strconv"
	"strings"

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
}

func (s *scope) empty() bool {
	return len(s.keys) == 0 && len(s.whole) == 0 && !s.all && s.why == ""
}

// reads reports whether a command changes no key, as far as is known: the
// table's flag does not tell for scripts.
func reads(c *command.Command) bool {
	switch c.Name {
	case "EVAL", "EVALSHA", "FCALL":
		return false
	}
	return !c.Writes()
}

func newScope(table *command.Table, writes []Write) *scope {
	s := &scope{types: map[Key]string{}}
	for _, w := range writes {
		c, ok := table.Lookup(w.Args...)
		if !ok || reads(c) {
			continue
		}
		s.add(c, w)
		s.waits = c.Blocks() && len(writes) == 1
		for _, arg := range w.Args {
			s.bytes += len(arg)
		}
	}
	return s
}

func (s *scope) add(c *command.Command, w Write) {
	keys := c.Keys(w.Args)
	for _, name := range keys {
		s.touch(Key{w.DB, name}, c)
	}
	switch c.Name {
	case "SETRANGE", "SETBIT", "BITFIELD", "SORT", "RESTORE":
		s.grows = true
	case "EVAL", "EVALSHA", "FCALL":
		s.grows = true
		if len(keys) == 0 {
			s.whole = append(s.whole, w.DB)
		}
	case "FLUSHDB":
		s.whole = append(s.whole, w.DB)
	case "FLUSHALL":
		s.all = true
	case "SWAPDB":
		if len(w.Args) == 3 && w.Args[1] == w.Args[2] {
			s.keys = append(s.keys, Key{DB: w.DB}) // a write, which changes nothing
			return
		}
		s.swaps = true
		s.why = "databases were exchanged; the same SWAPDB exchanges them back"
	case "MOVE":
		s.elsewhere(c, keys, w.Args[min(2, len(w.Args)):])
	case "COPY":
		if i := slices.IndexFunc(w.Args, func(a string) bool { return strings.EqualFold(a, "DB") }); i > 2 && len(keys) == 2 {
			s.elsewhere(c, keys[1:], w.Args[i+1:])
		}
	}
	s.fields = s.fields || timesFields(c.Name)
	if c.Container() == "FUNCTION" {
		s.why = "functions are not kept in keys"
	}
}

// elsewhere adds a key that a command writes in another database, which words
// begin with.
func (s *scope) elsewhere(c *command.Command, keys, words []string) {
	if db := numbers(words[:min(1, len(words))]); len(db) > 0 && len(keys) > 0 {
		s.touch(Key{db[0], keys[0]}, c)
	}
}

func (s *scope) touch(k Key, c *command.Command) {
	if !slices.Contains(s.keys, k) {
		s.keys = append(s.keys, k)
	}
	if s.types[k] == "" && len(c.Types) == 1 {
		s.types[k] = c.Types[0]
	}
}

// numbers returns the words that are numbers of databases.
func numbers(words []string) []int {
	var out []int
	for _, word := range words {
		if n, err := strconv.Atoi(word); err == nil && n >= 0 {
			out = append(out, n)
		}
	}
	return out
}

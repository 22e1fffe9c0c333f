package command

import (
	"slices"
	"strconv"
	"strings"
)

// Key is a key in a database.
type Key struct {
	DB   int
	Name string
}

// Effect is what a command line may change, as far as its words tell. Who
// guards keys, takes writes back or asks before them asks here and nowhere
// else.
type Effect struct {
	// Command is nil when it is not known. What it changes is not known then.
	Command *Command
	// Keys are those that are named and may change, each once. Keys that the
	// command only reads on its way are among them.
	Keys []Key
	// Whole are the databases of which any key may change, and All means
	// every one. A script that names no key is taken to stay in its database.
	Whole []int
	All   bool
	// Swaps are the two databases that change places, nil for none.
	Swaps []int
	// Script says that a script decides what is done. It should keep to its
	// keys, and nobody makes it.
	Script bool
	// Counts says that what the keys hold stays as it is, and only the way it
	// is kept changes: PFCOUNT keeps what it has counted.
	Counts bool
	// Beyond says why more than the named keys may change, "" when it cannot.
	Beyond string
}

// Changes reports whether what keys hold, or which keys there are, may change.
func (e Effect) Changes() bool {
	return !e.Counts && (len(e.Keys) > 0 || len(e.Whole) > 0 || e.All || e.Swaps != nil || e.Script || e.Command == nil || e.Command.Writes())
}

// Reads reports whether nothing changes that anybody else could notice.
func (e Effect) Reads() bool { return !e.Changes() && !e.Counts && e.Beyond == "" }

// Effect returns what a command line may change when it is run in a database.
func (t *Table) Effect(db int, args []string) Effect {
	c, known := t.Lookup(args...)
	if !known {
		return Effect{Beyond: "it is not known"}
	}
	e := Effect{Command: c, Script: scripted(c), Counts: c.Name == "PFCOUNT"}
	switch {
	case e.Script:
		e.Beyond = "nobody can tell from its words what a script does"
	case !c.Writes() && !e.Counts:
		if !quiet(c) {
			e.Beyond = "it changes other things than keys"
		}
		return e
	}
	e.name(db, args)
	e.widen(db, args)
	return e
}

// scripted reports whether a command runs a script that may write. The flag
// that tells of writing commands does not tell it of these.
func scripted(c *Command) bool {
	return slices.Contains([]string{"EVAL", "EVALSHA", "FCALL"}, c.Name)
}

// name adds the keys that the words name.
func (e *Effect) name(db int, args []string) {
	names := e.Command.Keys(args)
	for i, name := range names {
		to := db
		if there, ok := copiedTo(e.Command, args); ok && i == 1 {
			to = there
		}
		e.add(Key{to, name})
	}
	if e.Command.Name == "MOVE" && len(names) > 0 && len(args) > 2 {
		if there, ok := database(args[2]); ok {
			e.add(Key{there, names[0]})
		}
	}
}

func (e *Effect) add(key Key) {
	if !slices.Contains(e.Keys, key) {
		e.Keys = append(e.Keys, key)
	}
}

// copiedTo returns the database that COPY writes to, where it names one.
func copiedTo(c *Command, args []string) (db int, ok bool) {
	if c.Name != "COPY" {
		return 0, false
	}
	for i := 3; i < len(args)-1; i++ {
		if strings.EqualFold(args[i], "DB") {
			return database(args[i+1])
		}
	}
	return 0, false
}

// widen says what may change beside the keys that are named.
func (e *Effect) widen(db int, args []string) {
	switch name := e.Command.Name; {
	case name == "FLUSHALL":
		e.All, e.Beyond = true, "it removes keys that it does not name"
	case name == "FLUSHDB":
		e.Whole, e.Beyond = []int{db}, "it removes keys that it does not name"
	case name == "SWAPDB":
		e.Swaps, e.Beyond = swapped(args), "it exchanges whole databases"
	case name == "MIGRATE":
		e.Beyond = "it sends keys to another server"
	case e.Command.Container() == "FUNCTION":
		e.Beyond = "it changes functions, which are not kept in keys"
	case e.Script && len(e.Keys) == 0:
		e.Whole = []int{db}
	case len(e.Keys) == 0:
		e.Beyond = "its keys cannot be made out"
	}
}

// swapped returns the two databases that SWAPDB exchanges, nil when they are
// one, or none.
func swapped(args []string) []int {
	if len(args) != 3 {
		return nil
	}
	a, okA := database(args[1])
	b, okB := database(args[2])
	if !okA || !okB || a == b {
		return nil
	}
	return []int{a, b}
}

// Selects returns the database that a command line turns its connection to.
func Selects(args []string) (db int, ok bool) {
	if len(args) != 2 || !strings.EqualFold(args[0], "SELECT") {
		return 0, false
	}
	return database(args[1])
}

func database(word string) (db int, ok bool) {
	db, err := strconv.Atoi(word)
	return db, err == nil && db >= 0
}

// Databases returns the databases that hold keys, from the lines of INFO
// keyspace: "db0:keys=1,expires=0".
func Databases(info string) []int {
	var all []int
	for line := range strings.Lines(info) {
		name, _, _ := strings.Cut(line, ":")
		number, found := strings.CutPrefix(name, "db")
		if db, ok := database(number); found && ok {
			all = append(all, db)
		}
	}
	return all
}

// quiet reports whether a command that writes no key changes nothing else
// either, but for its own connection.
func quiet(c *Command) bool {
	if c.Has("readonly") {
		return true
	}
	if !slices.Contains(c.ACL, "dangerous") && (slices.Contains(c.ACL, "connection") || slices.Contains(c.ACL, "transaction")) {
		return true
	}
	return slices.Contains(looks(), c.Name) || strings.HasSuffix(c.Name, " HELP")
}

// looks are the commands that only tell of the server, which COMMAND has no
// flag for.
func looks() []string {
	return []string{
		"ACL CAT", "ACL GETUSER", "ACL LIST", "ACL USERS", "ACL WHOAMI", "CLIENT LIST",
		"CLUSTER INFO", "CLUSTER KEYSLOT", "CLUSTER NODES", "CLUSTER SHARDS", "CLUSTER SLOTS",
		"CONFIG GET", "FUNCTION DUMP", "FUNCTION LIST", "FUNCTION STATS", "INFO", "LASTSAVE",
		"LATENCY HISTOGRAM", "LATENCY HISTORY", "LATENCY LATEST", "MEMORY DOCTOR", "MEMORY STATS",
		"PUBSUB CHANNELS", "PUBSUB NUMPAT", "PUBSUB NUMSUB", "ROLE", "SCRIPT EXISTS",
		"SLOWLOG GET", "SLOWLOG LEN", "TIME",
	}
}
